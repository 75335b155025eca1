"""The pages about the directory, accessibility, privacy and the glossary."""

from typing import NamedTuple

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from ecosystem.models import AI, Grade
from ecosystem.models.application_relationships import Tie
from ecosystem.models.definitions import (
    DEFINED_TABLES,
    VOCABULARIES,
    DefinedTerm,
    get_defined_vocabulary,
    list_table_terms,
)
from ecosystem.models.initiative_states import State
from ecosystem.web import glossary
from ecosystem.web.page_title import PageTitleMixin

# Labels of the check intervals in the settings.
DUE = {
    "open": _("An active initiative"),
    "initiative": _("Any other initiative"),
    "other": _("Any other record"),
}


class About(PageTitleMixin, TemplateView):
    template_name = "ecosystem/about.html"
    page_title = _("About the directory")
    page_description = _(
        "How we collect, update and correct information, who runs the directory, and what the terms mean."
    )

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "grades": get_defined_vocabulary(Grade).list_terms(),
            "nearnesses": get_defined_vocabulary(AI).list_terms(),
            "states": get_defined_vocabulary(State).list_terms(),
            "ties": get_defined_vocabulary(Tie).list_terms(),
            "due": [(label, settings.CHECK_AFTER_DAYS[key]) for key, label in DUE.items()],
        }


class Accessibility(PageTitleMixin, TemplateView):
    template_name = "ecosystem/accessibility.html"
    page_title = _("Accessibility")
    page_description = _("How you can use this website, and how we check its accessibility.")


class Privacy(PageTitleMixin, TemplateView):
    template_name = "ecosystem/privacy.html"
    page_title = _("Privacy")
    page_description = _("No tracking, no content from other websites, and no cookies unless you open a form.")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "email_days": settings.PROPOSAL_EMAIL_DAYS,
            "most_days": settings.PROPOSAL_EMAIL_MOST_DAYS,
            "words_days": settings.PROPOSAL_WORDS_DAYS,
            "event_days": settings.ACCOUNT_EVENT_DAYS,
        }


class GlossarySection(NamedTuple):
    anchor: str
    title: str
    terms: list[DefinedTerm]


class Glossary(PageTitleMixin, TemplateView):
    template_name = "ecosystem/glossary.html"
    page_title = _("Glossary")
    page_description = _("What the terms and acronyms used in the directory mean.")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "sections": self.list_sections(),
            "acronyms": glossary.list_sorted_glossary_terms(),
        }

    def list_sections(self):
        sections = [GlossarySection(v.name, v.title, v.list_terms()) for v in VOCABULARIES if v.title]
        tables = [
            GlossarySection(name, capfirst(model._meta.verbose_name_plural), list_table_terms(name))
            for name, model in DEFINED_TABLES.items()
        ]
        return [section for section in (*sections, *tables) if section.terms]
