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
    Grade.OFFICIAL: _("A page of a government, regulator, court or statutory body."),
    Grade.OWN: _("An organisation’s own website, annual report or filing about itself or its project."),
    Grade.ACADEMIC: _("A journal article, a thesis, or a university’s page about others."),
    Grade.PRESS: _("A news organisation or agency, including its press release service."),
    Grade.REFERENCE: _("An encyclopaedia, a company database, or a note by a law firm or analyst."),
    Grade.OTHER: _("A blog, a mirror, a repost or an aggregator, even where it carries an official text."),
}
NEARNESSES = {
    AI.CORE: _("AI is what it develops, funds, regulates or operates."),
    AI.ENABLING: _(
        "Provides data, computing, sensors, talent, funding or research infrastructure that AI in Hong Kong depends on."
    ),
    AI.CONTEXT: _("An organisation or measure listed because it takes part, without being mainly about AI."),
}
STATES = {
    State.OPEN: _(
        "It has started, and either an end date or deadline lies ahead or a source from "
        "the last two years shows that it is active."
    ),
    State.ANNOUNCED: _("Announced in the last two years and not known to have started, or due to start in the future."),
    State.IN_FORCE: _("A strategy, guideline or law that has taken effect."),
    State.IN_SERVICE: _("A system that has started operating."),
    State.UNCONFIRMED: _(
        "It was started or announced more than two years ago, and no newer source shows that it is active."
    ),
    State.CLOSED: _("Its end date has passed."),
    State.UNDATED: _("No dates are known."),
}
TIES = {
    Tie.USES: _("Leads, operates or uses a system in this area, or leads or hosts a joint deployment."),
    Tie.SUPPLIES: _("A company or start-up that is a partner in such a system."),
    Tie.REGULATES: _("Leads a guideline, law or sandbox for this area."),
    Tie.RESEARCHES: _(
        "A university or research centre working on it with others, or a participant in a research collaboration."
    ),
    Tie.SUPPORTS: _("Leads a support scheme, facility or programme for this area."),
    Tie.NAMED: _("The area is mentioned only in its summary or in other records it takes part in."),
}


# Labels of the check intervals in the settings.
DUE = {
    "open": _("An active initiative"),
    "initiative": _("Any other initiative"),
    "other": _("Any other record"),
}


def _label_meanings(meanings):
    return [(key.label, meaning) for key, meaning in meanings.items()]


class About(PageTitleMixin, TemplateView):
    template_name = "ecosystem/about.html"
    page_title = _("About the directory")
    page_description = _(
        "How we collect, update and correct information, who runs the directory, and what the terms mean."
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


class Glossary(PageTitleMixin, TemplateView):
    template_name = "ecosystem/glossary.html"
    page_title = _("Glossary")
    page_description = _("The full names of acronyms used in the directory.")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"terms": glossary.list_sorted_glossary_terms()}
