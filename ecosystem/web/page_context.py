"""What stands around every page: its languages, its addresses, the menu."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ecosystem.core import languages

MENU = (
    ("theme-list", _("Themes")),
    ("organisation-list", _("Organisations")),
    ("initiative-list", _("Initiatives")),
    ("collaboration-list", _("Collaborations")),
    ("application-list", _("Applications")),
    ("find-support", _("Find support")),
    ("map", _("Map")),
    ("network", _("Network")),
    ("timeline", _("Timeline")),
    ("indicator-list", _("Indicators")),
)
OWN_NAMES = {languages.ENGLISH: "English", languages.TRADITIONAL: "繁體", languages.SIMPLIFIED: "简体"}
# Open Graph writes languages in its own way.
OPEN_GRAPH_LOCALES = {languages.ENGLISH: "en_GB", languages.TRADITIONAL: "zh_HK", languages.SIMPLIFIED: "zh_CN"}


@dataclass(frozen=True)
class Language:
    """A language of the site: its lang tag, its own name, and this page in it."""

    tag: str
    name: str
    path: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Entry:
    """A line of the menu."""

    label: str
    path: str
    is_current: bool
    is_here: bool


class Frame:
    """What the base template asks of a request; it asks no database."""

    def __init__(self, request: HttpRequest):
        self.request = request
        self.language = languages.current()

    @property
    def lang_tag(self) -> str:
        return languages.LANG_TAGS[self.language]

    @property
    def site(self) -> str:
        return settings.SITE_URL

    @property
    def open_graph_locale(self) -> str:
        return OPEN_GRAPH_LOCALES[self.language]

    @cached_property
    def _path(self) -> str:
        """The path below the language; empty for an address without one, as of an error page."""
        first, _slash, rest = self.request.path_info.removeprefix("/").partition("/")
        return rest if first in languages.LANG_TAGS else ""

    @property
    def query(self) -> str:
        """The query that belongs to the address of this page; a list says which it knows."""
        return getattr(self.request, "clean_query", "")

    @cached_property
    def languages(self) -> list[Language]:
        query = f"?{self.query}" if self.query else ""
        return [
            Language(
                tag=tag,
                name=OWN_NAMES[code],
                path=(path := f"/{code}/{self._path}{query}"),
                url=settings.SITE_URL + path,
                is_current=code == self.language,
            )
            for code, tag in languages.LANG_TAGS.items()
        ]

    @property
    def canonical(self) -> str:
        return next(language.url for language in self.languages if language.is_current)

    @property
    def default_url(self) -> str:
        """Where a reader of any other language is sent: the door at home, else the English page."""
        return settings.SITE_URL + "/" if not self._path and not self.query else self.languages[0].url

    @cached_property
    def menu(self) -> list[Entry]:
        here = self.request.path_info
        return [
            Entry(label, path, is_current=here.startswith(path), is_here=here == path)
            for label, path in ((label, reverse(name)) for name, label in MENU)
        ]

    @property
    def has_own_search(self) -> bool:
        """Whether the page carries a large search box, so that the masthead leaves its own out."""
        return self._path in {"", "search/"}


def frame(request):
    """Give every template its frame, as the context processor of the settings."""
    return {"frame": Frame(request)}
