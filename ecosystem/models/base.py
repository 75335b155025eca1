"""What every table of the directory shares: a name in three languages, a natural key, places in an order."""

from functools import lru_cache

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Value, When
from django.db.models.functions import Cast, Concat, NullIf, StrIndex
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy as _

from ecosystem.core.control_characters import NOT_IN_TEXT, check
from ecosystem.core.languages import ENGLISH, LANG_TAGS, TRADITIONAL, Text, Translated, current
from ecosystem.models.text_patterns import SLUG, has_form

WEB = URLValidator(schemes=["http", "https"])


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


def texts(name):
    """Return the three columns of a text."""
    return [f"{name}_en", f"{name}_zh_hant", f"{name}_zh_hans"]


class KeyedQuerySet(models.QuerySet):
    def get_by_natural_key(self, *values):
        return self.get(**dict(zip(self.model.natural_lookups(), values, strict=True)))

    def at(self, slugs):
        """Return `{slug: row}` for those of these slugs, as somebody typed them, at which a row stands."""
        # PostgreSQL refuses to look for what no text of its can hold.
        wanted = [slug for slug in slugs if not NOT_IN_TEXT.search(slug)]
        return {row.slug: row for row in self.filter(slug__in=wanted)} if wanted else {}

    def count_by(self, field, counted="pk"):
        """Return the subquery that counts the different `counted` for each outer row that `field` points at.

        A subquery rather than a join, so that two counts never multiply each other.
        """
        rows = self.order_by().filter(**{field: OuterRef("pk")}).values(field)
        return rows.annotate(n=Count(counted, distinct=True)).values("n")

    def related_to(self, field, chosen):
        """Keep rows whose many-to-many `field` holds any of the chosen rows.

        A subquery rather than a join, so that no row comes back twice.
        """
        related = self.model._meta.get_field(field).remote_field.through.objects
        source = f"{self.model._meta.model_name}_id"
        target = f"{self.model._meta.get_field(field).related_model._meta.model_name}__in"
        return self.filter(pk__in=related.filter(**{target: chosen}).values(source))

    def related_or_unknown(self, field, chosen):
        """Keep rows whose many-to-many `field` holds any of the chosen rows, and those in which it holds none at all."""
        related = self.model._meta.get_field(field).remote_field.through.objects
        any_at_all = related.filter(**{self.model._meta.model_name: OuterRef("pk")})
        return self.related_to(field, chosen) | self.filter(~Exists(any_at_all))


# The order that `by_position()` makes.
BY_POSITION = (F("_position").asc(nulls_last=True),)


def by_position(queryset, keys):
    """Add each row's place in a list of keys as `_position`; those that are not in it come after all others.

    Found in a text of the keys rather than by a condition for each, of which there may be hundreds.
    """
    text = f",{','.join(map(str, keys))},"
    found = StrIndex(Value(text), Concat(Value(","), Cast("pk", models.CharField()), Value(",")))
    return queryset.annotate(_position=NullIf(found, Value(0)))


def ranked(field, values):
    """Return the order of `field` by a list of its values."""
    return Case(*(When(**{field: v}, then=i) for i, v in enumerate(values)), output_field=IntegerField())


@lru_cache(maxsize=8192)
def _address(name, slug, language):
    return reverse(name, args=[slug])


def address(name, slug):
    """Return the address of a page about one thing in the reader's language; pages hold hundreds of them."""
    return _address(name, slug, get_language())


class KeyedModel(models.Model):
    """A row that files of facts name by what it is, never by its number."""

    # Field names; a relation is followed to the natural key of its row.
    natural_key_fields = ("slug",)
    # What is measured anew at any time: a file says it of a new row, and never takes back what was measured since.
    measured_fields = ()

    objects = KeyedQuerySet.as_manager()

    class Meta:
        abstract = True

    def clean_fields(self, exclude=None):
        """Refuse what no file can hold in any text, beside what each field refuses by itself."""
        wrong = {}
        try:
            super().clean_fields(exclude)
        except ValidationError as error:
            wrong = error.update_error_dict(wrong)
        for field in self._meta.local_concrete_fields:
            if field.name not in {*(exclude or ()), *wrong} and field.editable:
                try:
                    check(getattr(self, field.attname))
                except ValidationError as error:
                    wrong[field.name] = [error]
        if wrong:
            raise ValidationError(wrong)

    @classmethod
    def natural_lookups(cls):
        """Return the lookups that spell the natural key, such as `initiative__slug`."""
        lookups = []
        for field in map(cls._meta.get_field, cls.natural_key_fields):
            if field.is_relation:
                lookups += [f"{field.name}__{rest}" for rest in field.related_model.natural_lookups()]
            else:
                lookups.append(field.name)
        return lookups

    @classmethod
    def plain_lists(cls):
        """Return the many-to-many fields that have no table of their own making, such as themes; joins are none."""
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


class Slugged(KeyedModel):
    """A row with an address or a parameter of its own, which is permanent."""

    slug = models.CharField(
        _("slug"),
        max_length=60,
        unique=True,
        validators=[RegexValidator(SLUG.regex, _("Lower-case letters and digits, words joined by “-” or “_”."))],
        help_text=_("Part of the address; it stays as it is once the record has been public."),
    )

    class Meta:
        abstract = True


def slug_constraint():
    return models.CheckConstraint(
        name="%(app_label)s_%(class)s_slug_form",
        condition=has_form("slug", SLUG),
        violation_error_message=_("A slug has lower-case letters and digits only, words joined by “-” or “_”."),
    )


class InTwoScripts:
    """Something with a name in three languages, shown as a street sign has it."""

    @property
    def other_name(self):
        """The name in the other script, as a street sign has it; empty where there is none."""
        if current() == ENGLISH:
            return Text(self.name_zh_hant, LANG_TAGS[TRADITIONAL])
        return Text(self.name_en if self.name_zh_hant or self.name_zh_hans else "", LANG_TAGS[ENGLISH])


class Named(InTwoScripts, Slugged):
    """A row with a name in three languages."""

    name_en = models.CharField(_("name in English"), max_length=200)
    name_zh_hant = models.CharField(_("name in Traditional Chinese"), max_length=200, blank=True)
    name_zh_hans = models.CharField(
        _("name in Simplified Chinese"), max_length=200, blank=True, help_text=_("Empty: converted from Traditional.")
    )
    name = Translated()

    class Meta:
        abstract = True
        constraints = [slug_constraint()]

    def __str__(self):
        return str(self.name)


class Word(Named):
    """An entry of a vocabulary that editors extend, in an order of its own."""

    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "slug"]
        constraints = [slug_constraint()]
