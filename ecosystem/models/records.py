"""What the three kinds of record share: names, life cycle, themes, sources, freshness."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Max, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.core.languages import Translated, column, current, fold
from ecosystem.core.name_order import english_key, pinyin_key, stroke_key
from ecosystem.models.base import BY_POSITION, WEB, KeyedQuerySet, Named, Status, address, by_position, texts
from ecosystem.models.constraints import within
from ecosystem.models.fields import ComputedField
from ecosystem.models.sourced_facts import Sourced
from ecosystem.models.sources import Source
from ecosystem.models.vocabulary import Application, Theme

UNCOUNTED = {"name", "aliases", "place", "home_region"}


class RecordQuerySet(KeyedQuerySet):
    def published(self):
        """The only door to the public side."""
        return self.filter(status=Status.PUBLISHED)

    def at(self, slugs):
        """Return what stands at these slugs, or what stood there once: an old slug leads to the present record."""
        from ecosystem.models.changes import FormerSlug

        found = super().at(slugs)
        if rest := [slug for slug in slugs if slug not in found]:
            led = FormerSlug.objects.keys_at(self.model._meta.model_name, rest)
            rows = self.in_bulk(led.values()) if led else {}
            found |= {slug: rows[key] for slug, key in led.items() if key in rows}
        return found

    def removed(self):
        """Those that were public once and are archived now: that much may be said of them."""
        return self.filter(status=Status.ARCHIVED, published_at__isnull=False)

    def counted(self):
        """Return how many there are, and how many of them are AI itself."""
        return self.aggregate(every=Count("pk"), core=Count("pk", filter=Q(ai="core")))

    def newest_by(self, field):
        """Return the subquery of when the newest record was changed, for each outer row that `field` points at."""
        rows = self.order_by().filter(**{field: models.OuterRef("pk")}).values(field)
        return rows.annotate(n=Max("updated_at")).values("n")

    def core(self):
        """Those that are AI itself, not what it rests on or who takes part."""
        return self.filter(ai="core")

    def usable_for(self, applications):
        """Keep records for any of these applications, and those that name none, as most funds do."""
        return self.related_or_unknown("applications", Application.objects.filter(slug__in=applications))

    def in_order(self):
        """By name, as the reader's language orders names."""
        return self.order_by(column("order", current()), "slug")

    def in_found_order(self, candidates):
        """As the search weighed these candidates; what it did not weigh follows by name."""
        found = by_position(self, [candidate.target for candidate in candidates])
        return found.order_by(*BY_POSITION, column("order", current()), "slug")

    def only_names(self, *columns):
        """Read what names a record, and these columns; leave the rest in the database."""
        return self.only("slug", "kind", *texts("name"), *columns)

    def only_rows(self, *columns):
        """Read what a row of a list shows of every record, and these columns."""
        return self.only_names(*texts("summary"), *columns)

    def for_citing(self):
        """Read what a reference to a record says."""
        return self.only("slug", "updated_at", *texts("name"))

    def with_sources(self):
        """Fetch the citations and their sources, in the order of their numbers."""
        from ecosystem.models.citations import Citation

        return self.prefetch_related(Prefetch("citations", Citation.objects.with_source()))

    def with_last_check(self):
        """Add the day on which a record was compared with its sources, else that on which the newest was read."""
        from ecosystem.models.citations import Citation

        name = self.model._meta.model_name
        read = Citation.objects.order_by().filter(**{name: models.OuterRef("pk")}).values(name)
        newest = models.Subquery(read.annotate(n=Max("source__read_on")).values("n"))
        return self.annotate(last_check=models.functions.Coalesce("verified_on", newest))

    def due_by(self, day):
        """Keep records that are to be compared with their sources again before this day."""
        return self.with_last_check().filter(last_check__lt=day - timedelta(days=settings.CHECK_AFTER_DAYS["other"]))

    def with_a_dead_source(self):
        """Keep records of which at least one source no longer answers."""
        from ecosystem.models.citations import Citation

        dead = Citation.objects.filter(source__in=Source.objects.dead())
        name = f"{self.model._meta.model_name}_id"
        return self.filter(pk__in=dead.filter(**{f"{name}__isnull": False}).values(name))

    def on_weak_sources_alone(self):
        """Keep records of which every source is a copy or a reference work."""
        from ecosystem.models.citations import Citation

        name = f"{self.model._meta.model_name}_id"
        cited = Citation.objects.filter(**{f"{name}__isnull": False})
        sound = cited.exclude(source__grade__in=Source.weak_grades)
        return self.filter(pk__in=cited.values(name)).exclude(pk__in=sound.values(name))

    def with_unsourced_facts(self):
        """Keep records with a date, an amount or a relation that no source bears out.

        Names and places are left out, for of most of them no source is recorded, which would hide all else.
        """
        from ecosystem.models.citations import Citation

        cited = Citation.objects.filter(**{self.model._meta.model_name: models.OuterRef("pk")})
        cited = cited.annotate(words=models.functions.Cast("supports", models.TextField()))
        lacking = Q()
        for name in self.model.sourced_fields:
            if name not in UNCOUNTED:
                lacking |= self._says(name) & ~models.Exists(cited.filter(words__contains=f'"{name}"'))
        return self.filter(lacking)

    def _says(self, name):
        """Return the condition that a record says anything in a field."""
        columns = {f.name: f for f in self.model._meta.get_fields()}
        if name not in columns:
            return ~Q(**dict.fromkeys(texts(name), ""))
        if columns[name].many_to_many:
            through = columns[name].remote_field.through
            # Organisations take part by rows of their own, which are public only where both ends are.
            rows = through.objects.all() if through._meta.auto_created else through.objects.published()
            return Q(models.Exists(rows.filter(**{columns[name].m2m_field_name(): models.OuterRef("pk")})))
        return Q(**{f"{name}__isnull": False}) if columns[name].null else ~Q(**{name: ""})

    def with_what_obstacles_need(self):
        """Fetch at once what `publishing.obstacles()` looks at."""
        joins = {"Initiative": ["involvements__organisation"], "Collaboration": ["participations__organisation"]}
        return self.prefetch_related("citations", "themes", *joins.get(self.model.__name__, []))

    def for_admin(self):
        """Add what the editors' lists show: how many sources, and how new the newest is."""
        from ecosystem.models.citations import Citation

        citations = Citation.objects.all()
        name = self.model._meta.model_name
        newest = citations.order_by().filter(**{name: models.OuterRef("pk")}).values(name)
        return self.prefetch_related("themes").annotate(
            source_count=models.functions.Coalesce(models.Subquery(citations.count_by(name)), 0),
            newest_source=models.Subquery(newest.annotate(n=Max("source__published")).values("n")),
        )


class RelationQuerySet(KeyedQuerySet):
    """Joins between a body and a record; `record_field` names the record."""

    record_field = ""

    def published(self):
        """Keep joins whose two ends may both be seen."""
        return self.filter(
            **{f"{self.record_field}__status": Status.PUBLISHED, "organisation__status": Status.PUBLISHED}
        )

    def of(self, organisations):
        """Keep joins of these bodies and of their parts."""
        return self.filter(Q(organisation__in=organisations) | Q(organisation__parent__in=organisations))


class AI(models.TextChoices):
    """How near a record stands to artificial intelligence; our judgement, so no source bears it."""

    CORE = "core", _("AI itself")
    ENABLING = "enabling", _("What AI rests on")
    CONTEXT = "context", _("Takes part")


@dataclass(frozen=True)
class WayOn:
    """The first button of a page: `kind` is apply, website, source, giver, or empty where no official page is known.

    A giver's is the website of a body that runs the scheme, whose name is `label`.
    """

    kind: str
    url: str
    label: str = ""


def names_key(record):
    """Return all names of `record`, folded, one a line, for finding by a part of one."""
    names = (record.name_en, record.name_zh_hant, record.name_zh_hans, record.acronym, *record.aliases)
    return "\n".join(dict.fromkeys(fold(name) for name in names if name))


def order_en(record):
    return english_key(record.name_en)


def order_zh_hant(record):
    return stroke_key(record.name_zh_hant, instead=record.name_en)


def order_zh_hans(record):
    return pinyin_key(record.name_zh_hans or record.name_zh_hant, instead=record.name_en)


class Record(Sourced, Named):
    """A thing with a page of its own, a life cycle, sources and a history."""

    summary_en = models.TextField(_("summary in English"), blank=True)
    summary_zh_hant = models.TextField(_("summary in Traditional Chinese"), blank=True)
    summary_zh_hans = models.TextField(
        _("summary in Simplified Chinese"), blank=True, help_text=_("Empty: converted from Traditional.")
    )
    summary = Translated()
    website = models.CharField(_("website"), max_length=1000, blank=True, validators=[WEB])
    ai = models.CharField(_("nearness to AI"), max_length=10, choices=AI)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), related_name="%(class)ss", blank=True)
    applications = models.ManyToManyField(
        Application, verbose_name=_("applications"), related_name="%(class)ss", blank=True
    )
    verified_on = models.DateField(
        _("checked as a whole on"),
        null=True,
        blank=True,
        help_text=_("The day on which somebody compared the whole record with its sources."),
    )
    # Set by the verbs, so that a load or a repair of an index does not pass for a change.
    created_at = models.DateTimeField(_("entered at"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)

    names_key = ComputedField(compute=names_key)
    order_en = ComputedField(compute=order_en)
    order_zh_hant = ComputedField(compute=order_zh_hant)
    order_zh_hans = ComputedField(compute=order_zh_hans)

    objects = RecordQuerySet.as_manager()

    # The choices of `kind`.
    kinds = None
    # Kinds of record that have these hold them as columns.
    acronym = ""
    aliases = ()

    class Meta:
        abstract = True
        ordering = ["order_en", "slug"]
        indexes = [
            models.Index(fields=["status", "order_en"], name="%(class)s_order"),
            models.Index(fields=["status", "-updated_at"], name="%(class)s_updated"),
        ]
        constraints = [
            *Named.Meta.constraints,
            within("status", Status),
            within("ai", AI),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_published_has_date",
                condition=~Q(status="published") | Q(published_at__isnull=False),
                violation_error_message=_("A published record needs a date of publication."),
            ),
        ]

    def get_absolute_url(self):
        return address(f"{self._meta.model_name}-detail", self.slug)

    @property
    def history_address(self):
        return address(f"{self._meta.model_name}-history", self.slug)

    @property
    def feed_address(self):
        """The address of the feed of what changes in it."""
        return address(f"{self._meta.model_name}-feed", self.slug)

    def get_card_url(self):
        """The address of its social picture; it changes with the record, so that no old one is kept anywhere."""
        own = address(f"{self._meta.model_name}-card", self.slug)
        return f"{own}?v={int(self.updated_at.timestamp())}"

    @property
    def is_public(self):
        return self.status == Status.PUBLISHED

    @property
    def was_ever_public(self):
        return self.published_at is not None

    @property
    def last_checked_on(self):
        """The day on which it was compared with its sources, else that on which the newest was read."""
        return self.verified_on or self.last_read_on

    @property
    def check_after_days(self):
        """How many days a check holds."""
        return settings.CHECK_AFTER_DAYS["other"]

    @property
    def due_on(self):
        """The day from which it is to be compared with its sources again; None where none was ever read."""
        return self.last_checked_on + timedelta(days=self.check_after_days) if self.last_checked_on else None

    @property
    def is_overdue(self):
        return bool(self.due_on and self.due_on < timezone.localdate())

    @property
    def kind_label(self):
        """The word for the kind, without the search through all choices that `get_kind_display` makes."""
        return self.kinds(self.kind).label

    @property
    def created_on(self):
        """The day on which the record was entered, in Hong Kong."""
        return timezone.localdate(self.created_at)

    @property
    def updated_on(self):
        return timezone.localdate(self.updated_at)

    @property
    def way_on(self):
        """Where a reader goes from here: to apply, to the website, else to the best page of an official or own source."""
        if apply_url := getattr(self, "apply_url", ""):
            return WayOn("apply", apply_url)
        if self.website:
            return WayOn("website", self.website)
        for grade in ("official", "own"):
            for citation in self.numbered_citations:
                if citation.source.grade == grade:
                    return WayOn("source", citation.source.url, citation.source.title)
        return WayOn("", "")

    def _check_chain(self, name):
        """Refuse a record that `name` leads back to itself."""
        seen, other = {self.pk}, getattr(self, name)
        while other:
            if other.pk in seen:
                raise ValidationError({name: _("This leads back to the record itself.")})
            seen.add(other.pk)
            other = getattr(other, name)
