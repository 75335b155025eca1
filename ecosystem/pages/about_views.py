"""The pages about the directory, accessibility, privacy and the glossary."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from ecosystem.models import AI, Grade
from ecosystem.models.application_relationships import Tie
from ecosystem.models.initiatives import State
from ecosystem.web import glossary
from ecosystem.web.page_title import PageTitleMixin

GRADES = {
    Grade.OFFICIAL: _("A page of a government, a regulator, a court or a statutory body."),
    Grade.OWN: _("A body’s own site, annual report or filing about itself or its own project."),
    Grade.ACADEMIC: _("A journal, a thesis, or a university’s page about others."),
    Grade.PRESS: _("A news organisation or wire, its press release service included."),
    Grade.REFERENCE: _("An encyclopaedia, a company database, a law firm’s or analyst’s note."),
    Grade.OTHER: _("A blog, a mirror, a repost or an aggregator, even where it carries an official text."),
}
NEARNESSES = {
    AI.CORE: _("AI itself is what it does, funds, rules or runs."),
    AI.ENABLING: _("Data, computing, sensors, talent, funds or research infrastructure that AI in Hong Kong rests on."),
    AI.CONTEXT: _("A party or a measure recorded because it takes part."),
}
STATES = {
    State.OPEN: _("It has begun, and an end lies ahead or a source of the last two years says that it runs."),
    State.ANNOUNCED: _("Announced in the last two years, and not known to have begun; or its start lies ahead."),
    State.IN_FORCE: _("A strategy, guideline or law whose date has come."),
    State.IN_SERVICE: _("A system that has begun to work."),
    State.UNCONFIRMED: _("It began, or was announced, longer ago, and no newer source says that it still runs."),
    State.CLOSED: _("The last day of its end has passed."),
    State.UNDATED: _("No date is known at all."),
}
TIES = {
    Tie.USES: _("It leads, operates or uses a system in service for it, or leads or hosts a joint deployment."),
    Tie.SUPPLIES: _("A company or start-up that is partner in such a system."),
    Tie.REGULATES: _("It leads a guideline, a law or a sandbox for it."),
    Tie.RESEARCHES: _(
        "A university or research centre that works on it with others, or a party to a research collaboration."
    ),
    Tie.SUPPORTS: _("It leads a scheme, facility or programme for it."),
    Tie.NAMED: _("Only its own summary, or something else that it takes part in, names the application."),
}


# Labels of the check intervals in the settings.
DUE = {
    "open": _("An initiative that is open"),
    "initiative": _("Any other initiative"),
    "other": _("Any other record"),
}


def _label_meanings(meanings):
    return [(key.label, meaning) for key, meaning in meanings.items()]


class About(PageTitleMixin, TemplateView):
    template_name = "ecosystem/about.html"
    page_title = _("About the directory")
    page_description = _(
        "How facts are gathered, kept fresh and put right, who runs the directory, and what its words mean."
    )

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "grades": _label_meanings(GRADES),
            "nearnesses": _label_meanings(NEARNESSES),
            "states": _label_meanings(STATES),
            "ties": _label_meanings(TIES),
            "due": [(label, settings.CHECK_AFTER_DAYS[key]) for key, label in DUE.items()],
        }


class Accessibility(PageTitleMixin, TemplateView):
    template_name = "ecosystem/accessibility.html"
    page_title = _("Accessibility")
    page_description = _("How these pages can be read and used, and how that is checked.")


class Privacy(PageTitleMixin, TemplateView):
    template_name = "ecosystem/privacy.html"
    page_title = _("Privacy")
    page_description = _("No cookies for readers, nothing from other sites, nobody followed.")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "email_days": settings.PROPOSAL_EMAIL_DAYS,
            "most_days": settings.PROPOSAL_EMAIL_MOST_DAYS,
            "words_days": settings.PROPOSAL_WORDS_DAYS,
            "event_days": settings.ACCOUNT_EVENT_DAYS,
        }


class Glossary(PageTitleMixin, TemplateView):
    template_name = "ecosystem/glossary.html"
    page_title = _("Glossary")
    page_description = _("What the acronyms of the directory stand for.")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"terms": glossary.list_sorted_glossary_terms()}
