"""What every table of the directory shares: a name in three languages, a natural key, places in an order."""

from functools import lru_cache

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy as _

from ecosystem.characters import check
from ecosystem.models.text_patterns import SLUG, has_form
from ecosystem.querysets.keyed import KeyedQuerySet
from ecosystem.translation import ENGLISH, LANG_TAGS, TRADITIONAL, Text, Translated, current


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
