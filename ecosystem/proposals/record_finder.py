"""How a reader who has something to say finds the record that it is about: by words, or from a page that has no form."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.conf import settings
from django.utils.text import capfirst

from ecosystem.models import Citation, Organisation, Place, Source
from ecosystem.search.query import Question
from ecosystem.search.results import records_found

OFFERED = 10
# The pages of the site that are those of no record, and are about some.
_ABOUT = re.compile(
    rf"/(?:{'|'.join(code for code, _name in settings.LANGUAGES)})/(places|sources)/([a-z0-9_-]{{1,60}})/", re.ASCII
)


def page_about(text: str) -> str:
    """Return the path of a page without a form of its own; an empty one of anything else."""
    return text if _ABOUT.fullmatch(text) else ""


@dataclass(frozen=True)
class Candidate:
    """A record or series that a proposal may be about, and the query of its form."""

    thing: object
    kind: str
    query: str


@dataclass(frozen=True)
class Finder:
    """`page` is the place or source that the reader comes from; `typed` the words, as far as they can be searched for."""

    typed: str = ""
    about: str = ""
    page: object = None
    candidates: list[Candidate] = field(default_factory=list)

    @classmethod
    def asked(cls, parameters, about: str):
        """Look up what the words or, without any, the page may be about."""
        typed = Question(parameters.get("find", "")).text
        page = _page(about) if about else None
        about = about if page else ""
        if typed:
            found = [(entry, entry.kind, entry.get_kind_display()) for entry in records_found(typed, OFFERED)]
        else:
            found = [(row, row._meta.model_name, capfirst(row._meta.verbose_name)) for row in _things_on(page)]
        # The page goes along, so that its form can name it.
        carried = {"about": about} if about else {}
        candidates = [Candidate(row, label, urlencode({kind: row.slug} | carried)) for row, kind, label in found]
        return cls(typed, about, page, candidates)

    @property
    def page_name(self):
        return self.page.titled if isinstance(self.page, Source) else self.page.name

    @property
    def query(self) -> str:
        said = (("find", self.typed), ("about", self.about))
        return urlencode({name: value for name, value in said if value})


def _page(about):
    kind, key = _ABOUT.fullmatch(about).groups()
    if kind == "places":
        return Place.objects.filter(slug=key).first()
    return Source.objects.published().filter(pk=key).first() if key.isdigit() and len(key) < 18 else None


def _things_on(page):
    """Return what a page is about: the bodies at a place, whatever rests on a source."""
    if isinstance(page, Place):
        return list(Organisation.objects.published().filter(place=page).in_order()[:OFFERED])
    if isinstance(page, Source):
        return [row.record for row in Citation.objects.published().filter(source=page).with_record()[:OFFERED]]
    return []
