"""What somebody can get: schemes and bodies that give it, with why each fits and what is not known of it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _, gettext_lazy, pgettext

from ecosystem.models import Citation, Initiative, Organisation, Support
from ecosystem.models.cached_vocabulary import words
from ecosystem.models.initiatives import State
from ecosystem.models.records import WayOn
from ecosystem.search.results import Finding

# In this order the answers come; what has closed is no answer.
SHELVES = {
    "open": (State.OPEN,),
    "running": (State.IN_SERVICE, State.IN_FORCE),
    "announced": (State.ANNOUNCED,),
    "unconfirmed": (State.UNCONFIRMED,),
    "undated": (State.UNDATED,),
}
HEADINGS = {
    "open": gettext_lazy("Open"),
    "running": gettext_lazy("In service or in force"),
    "announced": gettext_lazy("Announced, not known to have begun"),
    "unconfirmed": gettext_lazy("Not confirmed"),
    "undated": gettext_lazy("Of no known date"),
}
NOTES = {
    "open": gettext_lazy("begun, and a date ahead or a source of the last two years says that it runs"),
    "running": gettext_lazy("there to be used, as far as is known"),
    "announced": gettext_lazy("its first day is not known, or lies ahead"),
    "unconfirmed": gettext_lazy("begun or announced longer ago; no newer source says that it still runs: ask first"),
    "undated": gettext_lazy("no source dates it: ask first"),
}
# Later than any deadline.
NEVER = "9999"


@dataclass(frozen=True)
class Question:
    """Who asks, for what support, for which applications and how much, as slugs and whole Hong Kong dollars."""

    audience: Sequence[str] = ()
    support: Sequence[str] = ()
    applications: Sequence[str] = ()
    amount: int | None = None
    text: str = ""

    @property
    def is_asked(self) -> bool:
        return bool(self.audience or self.support or self.applications or self.text or self.amount is not None)

    @property
    def names_a_need(self) -> bool:
        """Whether bodies can be told apart by it: whom they take is not recorded."""
        return bool(self.support or self.applications or self.text)


@dataclass(frozen=True)
class Offer:
    """A scheme as an answer to a question."""

    initiative: Initiative
    question: Question

    @property
    def givers(self) -> list[Organisation]:
        """Those who lead or operate it, each once."""
        joins = [join for join in self.initiative.public_involvements if join.role in {"lead", "operator"}]
        return list(dict.fromkeys(join.organisation for join in joins))

    @property
    def way_on(self) -> WayOn:
        """Where to go from here: the scheme's own way, else the website of somebody who runs it."""
        own = self.initiative.way_on
        asked = (WayOn("giver", giver.website, giver.name) for giver in self.givers if giver.website)
        return own if own.kind else next(asked, own)

    @property
    def citation(self) -> Citation | None:
        """The best page for how much it gives, else for what it is."""
        return self.initiative.citation_of("amount", "eligibility", "summary")

    @property
    def fits(self) -> str:
        """Why it answers the question."""
        asked = self.question
        said = [
            self._said("audience", asked.audience, _("for %(names)s")),
            self._said("support", asked.support, _("gives %(names)s")),
            self._said("applications", asked.applications, _("names %(names)s")),
        ]
        if asked.applications and not self.initiative.applications.all():
            said.append(_("names no application, so it may be for any"))
        if asked.amount is not None and self._pays_enough:
            said.append(_("pays up to %(amount)s to a project") % {"amount": self.initiative.money.localized()})
        return _clauses(said)

    @property
    def unknown(self) -> str:
        """What the sources do not say."""
        scheme, asked = self.initiative, self.question
        said = [
            "" if scheme.audience.all() else _("whom it is for"),
            "" if scheme.money else _("how much"),
            _("whether it pays that much")
            if scheme.money and asked.amount is not None and not self._pays_enough
            else "",
            "" if scheme.applications_close or scheme.ends else _("until when"),
            _("whether another call follows") if scheme.last_call_is_over else "",
            "" if scheme.eligibility else _("the conditions"),
            "" if scheme.way_on.kind else _("an official page of its own"),
        ]
        return _clauses(said)

    @property
    def _pays_enough(self) -> bool:
        scheme = self.initiative
        is_alike = scheme.amount_basis == "per_project_max" and scheme.currency == "HKD"
        return is_alike and scheme.amount >= self.question.amount

    def _said(self, field: str, slugs: Sequence[str], phrase: str) -> str:
        names = self._chosen(field, slugs)
        return phrase % {"names": pgettext("between the parts of a title", ", ").join(names)} if names else ""

    def _chosen(self, field: str, slugs: Sequence[str]) -> list[str]:
        return [str(word.name) for word in getattr(self.initiative, field).all() if word.slug in slugs]

    @property
    def order(self) -> tuple:
        """What fits more comes first, then what closes sooner; a call that is over comes after those without a date."""
        scheme = self.initiative
        close = scheme.applications_close or scheme.ends
        return (
            -len(self._chosen("applications", self.question.applications)),
            -len(self._chosen("support", self.question.support)),
            scheme.last_call_is_over,
            close.text if close else NEVER,
            not scheme.money,
            scheme.order_en,
            scheme.slug,
        )


@dataclass(frozen=True)
class Shelf:
    """The answers of one state."""

    name: str
    offers: list[Offer]

    @property
    def heading(self) -> str:
        return HEADINGS[self.name]

    @property
    def note(self) -> str:
        return NOTES[self.name]


class Offers:
    """The answers to a question, in a fixed number of queries; `schemes` are those that its filters leave."""

    def __init__(self, schemes, question: Question):
        self.question = question
        self._schemes = schemes

    @cached_property
    def _offers(self) -> list[Offer]:
        return [Offer(scheme, self.question) for scheme in self._schemes.for_offer()]

    @cached_property
    def shelves(self) -> list[Shelf]:
        by_state = defaultdict(list)
        for offer in self._offers:
            by_state[offer.initiative.state].append(offer)
        shelves = [
            Shelf(name, sorted((o for state in states for o in by_state[state]), key=lambda offer: offer.order))
            for name, states in SHELVES.items()
        ]
        return [shelf for shelf in shelves if shelf.offers]

    @property
    def answers(self) -> list[Offer]:
        return [offer for shelf in self.shelves for offer in shelf.offers]

    @property
    def count(self) -> int:
        return len(self.answers)

    @property
    def open_count(self) -> int:
        return sum(offer.initiative.state == State.OPEN for offer in self.answers)

    @property
    def closed_count(self) -> int:
        return len(self._offers) - self.count

    @cached_property
    def coverage(self) -> dict[str, int]:
        """How many of the answers have a published amount, deadline and condition, and a way on."""
        schemes = [offer.initiative for offer in self.answers]
        return {
            "amount": sum(bool(scheme.money) for scheme in schemes),
            "deadline": sum(bool(scheme.applications_close or scheme.ends) for scheme in schemes),
            "condition": sum(bool(scheme.eligibility) for scheme in schemes),
            "way_on": sum(bool(offer.way_on.kind) for offer in self.answers),
        }

    @cached_property
    def bodies(self):
        """Bodies that give what is needed, whatever scheme is open; none where only the asker is known."""
        asked = self.question
        bodies = Organisation.objects.published().filter(closed=None)
        if not asked.names_a_need:
            return bodies.none()
        bodies = bodies.giving(asked.support or [word.slug for word in words(Support)])
        if asked.applications:
            bodies = bodies.usable_for(asked.applications)
        if asked.text:
            bodies = bodies.filter(pk__in=Finding(asked.text, "organisation").entries.values("target"))
        return bodies.for_offer().most_connected()


def _clauses(said: Iterable[str]) -> str:
    return pgettext("between clauses", "; ").join(filter(None, said))
