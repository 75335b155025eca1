"""Finding the record that a proposal is about: by a search, or from a page of a place or source."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.conf import settings
from django.utils.text import capfirst

from ecosystem.models import Citation, Organisation, Place, Source
from ecosystem.search.query import SearchQuery
from ecosystem.search.results import search_records

MAX_CANDIDATES = 10
# Pages that are not those of a record, but are about some.
_ABOUT_PATH = re.compile(
    rf"/(?:{'|'.join(code for code, _name in settings.LANGUAGES)})/(places|sources)/([a-z0-9_-]{{1,60}})/", re.ASCII
)


def parse_about_path(text: str) -> str:
    """Return the path of the page of a place or source; an empty string for any other text."""
    return text if _ABOUT_PATH.fullmatch(text) else ""


@dataclass(frozen=True)
class SubjectCandidate:
    """`thing` is a record or indicator, `query_string` that of its form."""

    thing: object
    kind: str
    query_string: str


@dataclass(frozen=True)
class RecordFinder:
    """`page` is the place or source that the reader comes from, `about` its path; `typed` is the text of the search."""

    typed: str = ""
    about: str = ""
    page: object = None
    candidates: list[SubjectCandidate] = field(default_factory=list)

    @classmethod
    def from_parameters(cls, parameters, about: str):
        typed = SearchQuery(parameters.get("find", "")).text
        page = _find_page(about) if about else None
        about = about if page else ""
        if typed:
            found = [(entry, entry.kind, entry.get_kind_display()) for entry in search_records(typed, MAX_CANDIDATES)]
        else:
            found = [
                (row, row._meta.model_name, capfirst(row._meta.verbose_name)) for row in _list_records_on_page(page)
            ]
        # The form mentions the page.
        origin = {"about": about} if about else {}
        candidates = [SubjectCandidate(row, label, urlencode({kind: row.slug} | origin)) for row, kind, label in found]
        return cls(typed, about, page, candidates)

    @property
    def page_name(self):
        return self.page.localized_title if isinstance(self.page, Source) else self.page.name

    @property
    def query_string(self) -> str:
        parameters = {"find": self.typed, "about": self.about}
        return urlencode({name: value for name, value in parameters.items() if value})


def _find_page(about):
    kind, key = _ABOUT_PATH.fullmatch(about).groups()
    if kind == "places":
        return Place.objects.filter(slug=key).first()
    return Source.objects.published().filter(pk=key).first() if key.isdigit() and len(key) < 18 else None


def _list_records_on_page(page):
    if isinstance(page, Place):
        return list(Organisation.objects.published().filter(place=page).in_order()[:MAX_CANDIDATES])
    if isinstance(page, Source):
        return [row.record for row in Citation.objects.published().filter(source=page).with_record()[:MAX_CANDIDATES]]
    return []
