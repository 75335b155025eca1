"""Base classes of the tables: translated names, natural keys, slugs, ordered vocabularies."""

from functools import cache, lru_cache

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Value, When
from django.db.models.functions import Cast, Concat, NullIf, StrIndex
from django.urls import reverse
from django.utils.encoding import force_str
from django.utils.translation import get_language, gettext_lazy as _

from ecosystem.core.control_characters import (
    CONTROL_CHARACTERS,
    map_json_texts,
    remove_invisible_characters,
    validate_no_control_characters,
)
from ecosystem.core.languages import (
    ENGLISH,
    LANG_TAGS,
    TRADITIONAL,
    LocalizedText,
    TranslatedAttribute,
    get_current_language,
)
from ecosystem.core.web_addresses import WebAddressValidator
from ecosystem.models.constraints import combine_checks
from ecosystem.models.text_patterns import SLUG_PATTERN, build_pattern_condition
from ecosystem.models.translated_prose import TranslatedProse

WEB_URL_VALIDATOR = WebAddressValidator()


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


def list_language_columns(name):
    return [f"{name}_en", f"{name}_zh_hant", f"{name}_zh_hans"]


class KeyedQuerySet(models.QuerySet):
    def get_by_natural_key(self, *values):
        return self.get(**dict(zip(self.model.list_natural_key_lookups(), values, strict=True)))

    def map_by_slug(self, slugs):
        """Return `{slug: row}` for the slugs, as users typed them, that exist."""
        # PostgreSQL raises an error for a NUL in a parameter.
        wanted = [slug for slug in slugs if not CONTROL_CHARACTERS.search(slug)]
        return {row.slug: row for row in self.filter(slug__in=wanted)} if wanted else {}

    def build_count_subquery(self, field, counted="pk"):
        """Return the subquery that counts distinct `counted` values for the outer row that `field` points at.

        A subquery instead of a join, so that two counts do not multiply each other.
        """
        rows = self.order_by().filter(**{field: OuterRef("pk")}).values(field)
        return rows.annotate(n=Count(counted, distinct=True)).values("n")

    def related_to_any(self, field, rows):
        """Use a subquery instead of a join, so that no row is returned twice."""
        related = self.model._meta.get_field(field).remote_field.through.objects
        source = f"{self.model._meta.model_name}_id"
        target = f"{self.model._meta.get_field(field).related_model._meta.model_name}__in"
        return self.filter(pk__in=related.filter(**{target: rows}).values(source))

    def related_or_unknown(self, field, rows):
        """Include rows whose many-to-many `field` is empty."""
        related = self.model._meta.get_field(field).remote_field.through.objects
        any_at_all = related.filter(**{self.model._meta.model_name: OuterRef("pk")})
        return self.related_to_any(field, rows) | self.filter(~Exists(any_at_all))


# The ordering by `annotate_key_positions()`.
KEY_POSITION_ORDER = (F("_position").asc(nulls_last=True),)


def annotate_key_positions(queryset, keys):
    """Annotate each row's position in a list of keys as `_position`; NULL if it is not in the list.

    Looks the key up in one joined text, because a CASE with hundreds of conditions is slow.
    """
    text = f",{','.join(map(str, keys))},"
    position = StrIndex(Value(text), Concat(Value(","), Cast("pk", models.CharField()), Value(",")))
    return queryset.annotate(_position=NullIf(position, Value(0)))


def build_value_order(field, values):
    return Case(*(When(**{field: v}, then=i) for i, v in enumerate(values)), output_field=IntegerField())


@lru_cache(maxsize=8192)
def _reverse_for_language(name, slug, language):
    return reverse(name, args=[slug])


def reverse_page_url(name, slug):
    """Return the URL of an object's page in the reader's language; cached, because a page may contain hundreds."""
    return _reverse_for_language(name, slug, get_language())


@cache
def _map_choice_labels(field):
    return dict(field.flatchoices)


class KeyedModel(models.Model):
    """A row that fact files identify by its natural key, never by its primary key."""

    # A relation is followed to the natural key of its row.
    natural_key_fields = ("slug",)
    # Fields that fact files leave out where they have their default.
    omitted_defaults: tuple[str, ...] = ()
    # Values that the site measures itself: a file sets them on a new row only, so that newer measurements stay.
    measured_fields = ()

    objects = KeyedQuerySet.as_manager()

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field):  # noqa: N802 - the name in Django
        """Return the label of a choice as `get_<field>_display()` does, which builds a dict of all at each call."""
        value = getattr(self, field.attname)
        return force_str(_map_choice_labels(field).get(value, value), strings_only=True)

    def get_constraints(self):
        return [(model, combine_checks(constraints)) for model, constraints in super().get_constraints()]

    def clean_fields(self, exclude=None):
        """Also remove invisible characters from any text, and reject control characters: no file can contain them.

        A related row that was read is not looked up again.
        """
        refused = {}
        exclude = {*(exclude or ()), *self._list_known_relations()}
        for field in self._meta.local_concrete_fields:
            if field.name in exclude or not field.editable:
                continue
            value = getattr(self, field.attname)
            try:
                validate_no_control_characters(value)
            except ValidationError as error:
                refused[field.name] = [error]
            else:
                setattr(self, field.attname, map_json_texts(value, remove_invisible_characters))
        try:
            super().clean_fields({*exclude, *refused})
        except ValidationError as error:
            refused = error.update_error_dict(refused)
        if refused:
            raise ValidationError(refused)

    def _list_known_relations(self):
        """Return the names of foreign keys whose row has been read from the database, or saved."""
        relations = [field for field in self._meta.concrete_fields if field.many_to_one and field.is_cached(self)]
        rows = {field: field.get_cached_value(self) for field in relations}
        return [field.name for field, row in rows.items() if row and row.pk and not row._state.adding]

    @classmethod
    def list_natural_key_lookups(cls):
        """Return the lookups of the natural key, such as `initiative__slug`."""
        lookups = []
        for field in map(cls._meta.get_field, cls.natural_key_fields):
            if field.is_relation:
                lookups += [f"{field.name}__{rest}" for rest in field.related_model.list_natural_key_lookups()]
            else:
                lookups.append(field.name)
        return lookups

    @classmethod
    def list_plain_m2m_fields(cls):
        """Return the many-to-many fields without a `through` model of ours, such as themes."""
        return [f for f in cls._meta.local_many_to_many if f.remote_field.through._meta.auto_created]

    def natural_key(self):
        key = []
        for field in map(self._meta.get_field, self.natural_key_fields):
            value = getattr(self, field.name)
            if field.is_relation:
                key += value.natural_key() if value else [None]
            else:
                key.append(str(value))
        return tuple(key)


class SluggedModel(KeyedModel):
    slug = models.CharField(
        _("slug (web address name)"),
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(SLUG_PATTERN.regex, _("Use lower-case letters and numbers, with “-” or “_” between words."))
        ],
        help_text=_("Part of the web address. It cannot change once the record has been public."),
    )

    class Meta:
        abstract = True


def build_slug_constraint():
    return models.CheckConstraint(
        name="%(app_label)s_%(class)s_slug_form",
        condition=build_pattern_condition("slug", SLUG_PATTERN),
        violation_error_message=_(
            "The slug can only contain lower-case letters and numbers, with “-” or “_” between words."
        ),
    )


class OtherNameMixin:
    """For classes with a name in three languages."""

    @property
    def other_name(self):
        """The name in the other script, as on Hong Kong's street signs; empty if there is none."""
        if get_current_language() == ENGLISH:
            return LocalizedText(self.name_zh_hant, LANG_TAGS[TRADITIONAL])
        return LocalizedText(self.name_en if self.name_zh_hant or self.name_zh_hans else "", LANG_TAGS[ENGLISH])


class NamedModel(OtherNameMixin, SluggedModel):
    name_en = models.CharField(_("name in English"), max_length=200)
    name_zh_hant = models.CharField(_("name in Traditional Chinese"), max_length=200, blank=True)
    name_zh_hans = models.CharField(
        _("name in Simplified Chinese"),
        max_length=200,
        blank=True,
        help_text=_("Leave blank to convert from Traditional Chinese."),
    )
    name = TranslatedAttribute()

    class Meta:
        abstract = True
        constraints = [build_slug_constraint()]

    def __str__(self):
        return str(self.name)


class VocabularyTerm(NamedModel):
    name = TranslatedProse()
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "slug"]
        constraints = [build_slug_constraint()]
