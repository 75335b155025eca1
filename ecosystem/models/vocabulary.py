"""The words that records are sorted by: themes, sectors, applications, support, audiences."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from ecosystem.core.languages import Translated
from ecosystem.core.markdown import links, stray_figures
from ecosystem.models.base import KeyedQuerySet, Status, Word, address


class ThemeQuerySet(KeyedQuerySet):
    def with_counts(self):
        """Add how many public records of each kind belong to each theme."""
        counts = {}
        for name in ("organisation", "initiative", "collaboration"):
            through = self.model._meta.get_field(f"{name}s").through
            joins = KeyedQuerySet(through).filter(**{f"{name}__status": Status.PUBLISHED})
            counts[f"{name}_count"] = Coalesce(Subquery(joins.count_by("theme")), 0)
        return self.annotate(**counts)


class ApplicationQuerySet(KeyedQuerySet):
    def by_sector(self):
        """Each with its sector, in the order of both."""
        return self.select_related("sector").order_by("sector__position", "sector__slug", "position", "slug")


class Theme(Word):
    """One of the six parts that the directory is read by."""

    tagline_en = models.CharField(_("tagline in English"), max_length=200)
    tagline_zh_hant = models.CharField(_("tagline in Traditional Chinese"), max_length=200, blank=True)
    tagline_zh_hans = models.CharField(_("tagline in Simplified Chinese"), max_length=200, blank=True)
    tagline = Translated()
    introduction_en = models.TextField(_("introduction in English"), blank=True)
    introduction_zh_hant = models.TextField(_("introduction in Traditional Chinese"), blank=True)
    introduction_zh_hans = models.TextField(_("introduction in Simplified Chinese"), blank=True)
    introduction = Translated()

    objects = ThemeQuerySet.as_manager()

    class Meta(Word.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def get_absolute_url(self):
        return address("theme-detail", self.slug)

    def clean(self):
        """A figure in an introduction stands in a link to the public record or series that bears it."""
        super().clean()
        wrong = {}
        for name in ("introduction_en", "introduction_zh_hant", "introduction_zh_hans"):
            text = getattr(self, name)
            found = [
                _("The figure in “%(text)s” stands outside a link.") % {"text": piece} for piece in stray_figures(text)
            ]
            found += [_("The link to %(target)s leads to nothing public.") % {"target": t} for t in _lost(text)]
            if found:
                wrong[name] = found
        if wrong:
            raise ValidationError(wrong)


def _lost(text):
    """Return the targets in `text` that name no public record or series."""
    from ecosystem.models import Collaboration, Indicator, Initiative, Organisation

    linked = {model._meta.model_name: model for model in (Organisation, Initiative, Collaboration, Indicator)}
    wanted = {}
    for kind, slug in links(text):
        wanted.setdefault(kind, set()).add(slug)
    lost = []
    for kind, slugs in sorted(wanted.items()):
        public = linked[kind].objects.published().filter(slug__in=slugs)
        lost += [f"{kind}:{slug}" for slug in sorted(slugs - set(public.values_list("slug", flat=True)))]
    return lost


class Sector(Word):
    """A field of work that applications belong to, such as finance."""

    class Meta(Word.Meta):
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")


class Application(Word):
    """A task that AI is put to, such as fraud detection."""

    sector = models.ForeignKey(Sector, models.PROTECT, verbose_name=_("sector"), related_name="applications")
    description_en = models.CharField(_("description in English"), max_length=300, blank=True)
    description_zh_hant = models.CharField(_("description in Traditional Chinese"), max_length=300, blank=True)
    description_zh_hans = models.CharField(_("description in Simplified Chinese"), max_length=300, blank=True)
    description = Translated()

    objects = ApplicationQuerySet.as_manager()

    class Meta(Word.Meta):
        verbose_name = _("application")
        verbose_name_plural = _("applications")

    def get_absolute_url(self):
        return address("application-detail", self.slug)


class Support(Word):
    """Something that one can get, such as funding."""

    class Meta(Word.Meta):
        verbose_name = _("kind of support")
        verbose_name_plural = _("kinds of support")


class Audience(Word):
    """Those who can get it, such as start-ups."""

    class Meta(Word.Meta):
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")
