"""Vocabularies that records are classified by: themes, sectors, applications, support, audiences."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from ecosystem.core.markdown import find_markdown_links, find_unlinked_numbers
from ecosystem.models.base import KeyedQuerySet, Status, VocabularyTerm, list_language_columns, reverse_page_url
from ecosystem.models.translated_prose import TranslatedProse


class ThemeQuerySet(KeyedQuerySet):
    def with_counts(self):
        counts = {}
        for name in ("organisation", "initiative", "collaboration"):
            through = self.model._meta.get_field(f"{name}s").through
            joins = KeyedQuerySet(through).filter(**{f"{name}__status": Status.PUBLISHED})
            counts[f"{name}_count"] = Coalesce(Subquery(joins.build_count_subquery("theme")), 0)
        return self.annotate(**counts)


class ApplicationQuerySet(KeyedQuerySet):
    def by_sector(self):
        return self.select_related("sector").order_by("sector__position", "sector__slug", "position", "slug")


class Theme(VocabularyTerm):
    tagline_en = models.CharField(_("short description in English"), max_length=200)
    tagline_zh_hant = models.CharField(_("short description in Traditional Chinese"), max_length=200, blank=True)
    tagline_zh_hans = models.CharField(_("short description in Simplified Chinese"), max_length=200, blank=True)
    tagline = TranslatedProse()
    introduction_en = models.TextField(_("introduction in English"), blank=True)
    introduction_zh_hant = models.TextField(_("introduction in Traditional Chinese"), blank=True)
    introduction_zh_hans = models.TextField(_("introduction in Simplified Chinese"), blank=True)
    introduction = TranslatedProse()

    objects = ThemeQuerySet.as_manager()

    class Meta(VocabularyTerm.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def get_absolute_url(self):
        return reverse_page_url("theme-detail", self.slug)

    def clean(self):
        """Require each figure in an introduction to be in a link to a public record or indicator."""
        super().clean()
        errors = {}
        for name in list_language_columns("introduction"):
            text = getattr(self, name)
            messages = [
                _("Put the figure in “%(text)s” inside a link.") % {"text": piece}
                for piece in find_unlinked_numbers(text)
            ]
            messages += [
                _("The link to %(target)s does not lead to a public page.") % {"target": t}
                for t in _find_broken_links(text)
            ]
            if messages:
                errors[name] = messages
        if errors:
            raise ValidationError(errors)


def _find_broken_links(text):
    from ecosystem.models import Collaboration, Indicator, Initiative, Organisation

    linked = {model._meta.model_name: model for model in (Organisation, Initiative, Collaboration, Indicator)}
    wanted = {}
    for kind, slug in find_markdown_links(text):
        wanted.setdefault(kind, set()).add(slug)
    broken = []
    for kind, slugs in sorted(wanted.items()):
        public = linked[kind].objects.published().filter(slug__in=slugs)
        broken += [f"{kind}:{slug}" for slug in sorted(slugs - set(public.values_list("slug", flat=True)))]
    return broken


class Sector(VocabularyTerm):
    class Meta(VocabularyTerm.Meta):
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")


class DescribedTerm(VocabularyTerm):
    description_en = models.CharField(_("description in English"), max_length=300, blank=True)
    description_zh_hant = models.CharField(_("description in Traditional Chinese"), max_length=300, blank=True)
    description_zh_hans = models.CharField(_("description in Simplified Chinese"), max_length=300, blank=True)
    description = TranslatedProse()

    class Meta(VocabularyTerm.Meta):
        abstract = True


class Application(DescribedTerm):
    """A task that AI is used for, such as fraud detection."""

    sector = models.ForeignKey(Sector, models.PROTECT, verbose_name=_("sector"), related_name="applications")

    objects = ApplicationQuerySet.as_manager()

    class Meta(DescribedTerm.Meta):
        verbose_name = _("application area")
        verbose_name_plural = _("application areas")

    def get_absolute_url(self):
        return reverse_page_url("application-detail", self.slug)


class Support(DescribedTerm):
    """A kind of support that is offered, such as funding."""

    class Meta(DescribedTerm.Meta):
        verbose_name = _("type of support")
        verbose_name_plural = _("types of support")


class Audience(DescribedTerm):
    """A group that can get support, such as start-ups."""

    class Meta(DescribedTerm.Meta):
        verbose_name = _("target group")
        verbose_name_plural = _("target groups")
