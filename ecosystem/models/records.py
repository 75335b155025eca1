"""The base class of the three kinds of record: names, status, themes, sources, checks."""

from datetime import timedelta
from functools import cached_property

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Max, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.core.control_characters import remove_accents
from ecosystem.core.languages import (
    ENGLISH,
    LANG_TAGS,
    SIMPLIFIED,
    LocalizedText,
    convert_to_simplified,
    detect_lang_tag,
    fold_text,
    get_current_language,
    get_language_column,
)
from ecosystem.core.name_order import english_sort_key, pinyin_sort_key, stroke_sort_key
from ecosystem.core.partial_dates import PartialDate
from ecosystem.models.base import (
    KEY_POSITION_ORDER,
    WEB_URL_VALIDATOR,
    KeyedQuerySet,
    NamedModel,
    Status,
    annotate_key_positions,
    list_language_columns,
    reverse_page_url,
)
from ecosystem.models.constraints import build_choices_constraint
from ecosystem.models.fields import ComputedField
from ecosystem.models.official_pages import find_official_page
from ecosystem.models.sourced_facts import SourcedMixin
from ecosystem.models.sources import Source
from ecosystem.models.translated_prose import TranslatedProse
from ecosystem.models.vocabulary import Application, Theme

FIELDS_RARELY_SOURCED = {"name", "aliases", "place", "home_region"}


class RecordQuerySet(KeyedQuerySet):
    def published(self):
        """Public records only. All public code must start here."""
        return self.filter(status=Status.PUBLISHED)

    def map_by_slug(self, slugs):
        """Return `{slug: row}`; a former slug maps to the record's current row."""
        from ecosystem.models.changes import FormerSlug

        by_slug = super().map_by_slug(slugs)
        if rest := [slug for slug in slugs if slug not in by_slug]:
            keys = FormerSlug.objects.map_keys_by_slug(self.model._meta.model_name, rest)
            rows = self.in_bulk(keys.values()) if keys else {}
            by_slug |= {slug: rows[key] for slug, key in keys.items() if key in rows}
        return by_slug

    def removed(self):
        """Filter to records that were public and are archived now."""
        return self.filter(status=Status.ARCHIVED, published_at__isnull=False)

    def count_all_and_core(self):
        """Return the number of all (`every`) and of those that are AI itself (`core`)."""
        return self.aggregate(every=Count("pk"), core=Count("pk", filter=Q(ai="core")))

    def build_newest_subquery(self, field):
        """Return the subquery of the newest `updated_at` for the outer row that `field` points at."""
        rows = self.order_by().filter(**{field: models.OuterRef("pk")}).values(field)
        return rows.annotate(n=Max("updated_at")).values("n")

    def core(self):
        return self.filter(ai="core")

    def usable_for(self, applications):
        """Filter to records for any of these applications, and those without any, as most funds are."""
        return self.related_or_unknown("applications", Application.objects.filter(slug__in=applications))

    def in_order(self):
        """Order by name in the reader's language."""
        return self.order_by(get_language_column("order", get_current_language()), "slug")

    def in_ranked_order(self, candidates):
        """Order as the search ranked these candidates; other records follow by name."""
        rows = annotate_key_positions(self, [candidate.target for candidate in candidates])
        return rows.order_by(*KEY_POSITION_ORDER, get_language_column("order", get_current_language()), "slug")

    def only_names(self, *columns):
        return self.only("slug", "kind", *list_language_columns("name"), *columns)

    def only_rows(self, *columns):
        return self.only_names(*list_language_columns("summary"), *columns)

    def for_citing(self):
        return self.only("slug", "updated_at", *list_language_columns("name"))

    def with_sources(self):
        from ecosystem.models.citations import Citation

        return self.prefetch_related(Prefetch("citations", Citation.objects.with_source()))

    def with_last_check(self):
        from ecosystem.models.citations import Citation

        name = self.model._meta.model_name
        read = Citation.objects.order_by().filter(**{name: models.OuterRef("pk")}).values(name)
        newest = models.Subquery(read.annotate(n=Max("source__read_on")).values("n"))
        return self.annotate(last_check=models.functions.Coalesce("verified_on", newest))

    def due_by(self, day):
        """Filter to records due to be checked against their sources before this day."""
        return self.with_last_check().filter(last_check__lt=day - timedelta(days=settings.CHECK_AFTER_DAYS["other"]))

    def with_dead_source(self):
        from ecosystem.models.citations import Citation

        dead = Citation.objects.filter(source__in=Source.objects.dead())
        kind = self.model._meta.model_name
        return self.filter(pk__in=dead.of_record_kind(kind).values(kind))

    def with_only_weak_sources(self):
        from ecosystem.models.citations import Citation

        kind = self.model._meta.model_name
        cited = Citation.objects.of_record_kind(kind)
        sound = cited.exclude(source__grade__in=Source.weak_grades)
        return self.filter(pk__in=cited.values(kind)).exclude(pk__in=sound.values(kind))

    def with_unsourced_facts(self):
        """Filter to records with a date, amount or relation that no source supports.

        Names and places are ignored: most have no recorded source and would hide the rest.
        """
        from ecosystem.models.citations import Citation

        cited = Citation.objects.filter(**{self.model._meta.model_name: models.OuterRef("pk")})
        cited = cited.annotate(words=models.functions.Cast("supports", models.TextField()))
        lacking = Q()
        for name in self.model.record_fields.sourced_fields:
            if name not in FIELDS_RARELY_SOURCED:
                lacking |= self._build_filled_condition(name) & ~models.Exists(
                    cited.filter(words__contains=f'"{name}"')
                )
        return self.filter(lacking)

    def _build_filled_condition(self, name):
        columns = {f.name: f for f in self.model._meta.get_fields()}
        if name not in columns:
            return ~Q(**dict.fromkeys(list_language_columns(name), ""))
        if columns[name].many_to_many:
            through = columns[name].remote_field.through
            # Rows with a role are public only if both ends are.
            rows = through.objects.all() if through._meta.auto_created else through.objects.published()
            return Q(models.Exists(rows.filter(**{columns[name].m2m_field_name(): models.OuterRef("pk")})))
        return Q(**{f"{name}__isnull": False}) if columns[name].null else ~Q(**{name: ""})

    def for_publishing_check(self):
        """Prefetch what `publishing.find_publishing_obstacles()` reads."""
        return self.prefetch_related("citations", "themes")

    def for_admin(self):
        from ecosystem.models.citations import Citation

        citations = Citation.objects.all()
        name = self.model._meta.model_name
        newest = citations.order_by().filter(**{name: models.OuterRef("pk")}).values(name)
        return self.prefetch_related("themes").annotate(
            source_count=models.functions.Coalesce(models.Subquery(citations.build_count_subquery(name)), 0),
            newest_source=models.Subquery(newest.annotate(n=Max("source__published")).values("n")),
        )


class RelationQuerySet(KeyedQuerySet):
    """Rows that relate an organisation to a record with a role; `record_field` names the record."""

    record_field = ""

    def published(self):
        """Filter to rows whose record and organisation are both public."""
        return self.filter(
            **{f"{self.record_field}__status": Status.PUBLISHED, "organisation__status": Status.PUBLISHED}
        )

    def of_organisations_and_parts(self, organisations):
        """Filter to rows of these organisations and of their units at any depth."""
        from ecosystem.models.organisation_tree import find_unit_keys

        keys = {organisation.pk for organisation in organisations}
        return self.filter(organisation__in=keys | find_unit_keys(keys))


class AI(models.TextChoices):
    """How close a record is to AI; the editors' judgement, so it needs no source."""

    CORE = "core", _("Core AI")
    ENABLING = "enabling", _("AI enabler")
    CONTEXT = "context", _("Related")


def _format_day(day):
    return PartialDate(day.isoformat()).format_localized()


def build_names_key(record):
    """Return all names of `record`, folded, with and without accents, one a line, for substring search."""
    names = (record.name_en, record.name_zh_hant, record.name_zh_hans, record.acronym, *record.aliases)
    folded = [fold_text(name) for name in names if name]
    return "\n".join(dict.fromkeys([*folded, *map(remove_accents, folded)]))


def build_order_en(record):
    return english_sort_key(record.name_en)


def build_order_zh_hant(record):
    return stroke_sort_key(record.name_zh_hant, instead=record.name_en)


def build_order_zh_hans(record):
    return pinyin_sort_key(record.name_zh_hans or record.name_zh_hant, instead=record.name_en)


class Record(SourcedMixin, NamedModel):
    """An object with its own page, status, sources and history."""

    summary_en = models.TextField(_("summary in English"), blank=True)
    summary_zh_hant = models.TextField(_("summary in Traditional Chinese"), blank=True)
    summary_zh_hans = models.TextField(
        _("summary in Simplified Chinese"), blank=True, help_text=_("Leave blank to convert from Traditional Chinese.")
    )
    summary = TranslatedProse()
    website = models.CharField(_("website"), max_length=1000, blank=True, validators=[WEB_URL_VALIDATOR])
    ai = models.CharField(_("AI relevance"), max_length=10, choices=AI)
    status = models.CharField(
        _("publication status"), max_length=10, choices=Status, default=Status.DRAFT, editable=False
    )
    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), related_name="%(class)ss", blank=True)
    applications = models.ManyToManyField(
        Application, verbose_name=_("application areas"), related_name="%(class)ss", blank=True
    )
    verified_on = models.DateField(
        _("last checked on"),
        null=True,
        blank=True,
        help_text=_("The date the whole record was last checked against its sources."),
    )
    # Set by operations, not by `save()`, so that loading files or rebuilding an index does not count as a change.
    created_at = models.DateTimeField(_("added on"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("updated on"), default=timezone.now, editable=False)
    published_at = models.DateTimeField(_("published on"), null=True, blank=True, editable=False)

    names_key = ComputedField(compute=build_names_key)
    order_en = ComputedField(compute=build_order_en)
    order_zh_hant = ComputedField(compute=build_order_zh_hant)
    order_zh_hans = ComputedField(compute=build_order_zh_hans)

    objects = RecordQuerySet.as_manager()

    # The choices of `kind`.
    kinds = None
    # Defaults for records without these columns.
    acronym = ""
    aliases = ()

    class Meta:
        abstract = True
        ordering = ["order_en", "slug"]
        indexes = [
            # With the key, so that the order of a list is read from the index alone.
            models.Index(fields=["status", "order_en", "slug", "id"], name="%(class)s_order_en"),
            models.Index(fields=["status", "order_zh_hant", "slug", "id"], name="%(class)s_order_zh_hant"),
            models.Index(fields=["status", "order_zh_hans", "slug", "id"], name="%(class)s_order_zh_hans"),
            models.Index(fields=["status", "-updated_at"], name="%(class)s_updated"),
        ]
        constraints = [
            *NamedModel.Meta.constraints,
            build_choices_constraint("status", Status),
            build_choices_constraint("ai", AI),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_published_has_date",
                condition=~Q(status="published") | Q(published_at__isnull=False),
                violation_error_message=_("Enter a publication date."),
            ),
        ]

    def get_absolute_url(self):
        return reverse_page_url(f"{self._meta.model_name}-detail", self.slug)

    @property
    def short_name(self) -> LocalizedText:
        """A name for pictures: the acronym in English, and in Chinese where there is no Chinese name; else the name."""
        language = get_current_language()
        has_own_name = language != ENGLISH and type(self).name.get_own_text(self, language)
        return LocalizedText(self.acronym, LANG_TAGS[ENGLISH]) if self.acronym and not has_own_name else self.name

    @property
    def localized_aliases(self) -> list[LocalizedText]:
        """The other names with their languages, for readers of Simplified Chinese in Simplified characters."""
        aliases = [LocalizedText(alias, detect_lang_tag(alias)) for alias in self.aliases]
        if get_current_language() != SIMPLIFIED:
            return aliases
        simplified = LANG_TAGS[SIMPLIFIED]
        return list(
            dict.fromkeys(
                alias if alias.lang == LANG_TAGS[ENGLISH] else LocalizedText(convert_to_simplified(alias), simplified)
                for alias in aliases
            )
        )

    @property
    def history_url(self):
        return reverse_page_url(f"{self._meta.model_name}-history", self.slug)

    @property
    def feed_url(self):
        return reverse_page_url(f"{self._meta.model_name}-feed", self.slug)

    def get_card_url(self):
        """The URL changes with the record, so that caches serve no old image."""
        url = reverse_page_url(f"{self._meta.model_name}-card", self.slug)
        return f"{url}?v={int(self.updated_at.timestamp())}"

    @property
    def is_public(self):
        return self.status == Status.PUBLISHED

    @property
    def was_ever_public(self):
        return self.published_at is not None

    @property
    def last_checked_on(self):
        return self.verified_on or self.last_read_on

    @property
    def check_after_days(self):
        return settings.CHECK_AFTER_DAYS["other"]

    @property
    def due_on(self):
        return self.last_checked_on + timedelta(days=self.check_after_days) if self.last_checked_on else None

    @property
    def is_overdue(self):
        return bool(self.due_on and self.due_on < timezone.localdate())

    @property
    def last_check_text(self):
        if self.verified_on:
            return _format_day(self.verified_on)
        if self.last_read_on:
            return _("not checked since %(date)s") % {"date": _format_day(self.last_read_on)}
        return _("not yet checked")

    @property
    def next_check_text(self):
        if not self.due_on:
            return ""
        day = _format_day(self.due_on)
        return _("%(date)s, overdue") % {"date": day} if self.is_overdue else day

    @property
    def created_on(self):
        return timezone.localdate(self.created_at)

    @property
    def updated_on(self):
        return timezone.localdate(self.updated_at)

    @cached_property
    def call_to_action(self):
        return find_official_page(self)

    def _check_chain(self, name):
        seen, other = {self.pk}, getattr(self, name)
        while other:
            if other.pk in seen:
                raise ValidationError({name: _("This link leads back to the record itself.")})
            seen.add(other.pk)
            other = getattr(other, name)
