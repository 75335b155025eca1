"""The context of the base template: languages, canonical addresses, the menu."""

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
    ("application-list", _("Application areas")),
    ("find-support", _("Find support")),
    ("map", _("Map")),
    ("network", _("Network")),
    ("timeline", _("Timeline")),
    ("indicator-list", _("Indicators")),
)
OWN_NAMES = {languages.ENGLISH: "English", languages.TRADITIONAL: "繁體", languages.SIMPLIFIED: "简体"}
# Language codes as Open Graph writes them.
OPEN_GRAPH_LOCALES = {languages.ENGLISH: "en_GB", languages.TRADITIONAL: "zh_HK", languages.SIMPLIFIED: "zh_CN"}


@dataclass(frozen=True)
class LanguageLink:
    """`tag` is the BCP 47 tag, `name` the name of the language in itself."""

    tag: str
    name: str
    path: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class MenuEntry:
    label: str
    path: str
    is_current: bool
    is_here: bool


class PageContext:
    """The context of the base template; makes no queries.

    `query` is the canonical query string of the page, under which it is linked in other languages.
    """

    def __init__(self, request: HttpRequest, query: str = ""):
        self.request = request
        self.query = query
        self.language = languages.get_current_language()

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
        """The path below the language; empty for an address without a language, such as that of an error page."""
        first, _slash, rest = self.request.path_info.removeprefix("/").partition("/")
        return rest if first in languages.LANG_TAGS else ""

    @cached_property
    def languages(self) -> list[LanguageLink]:
        query = f"?{self.query}" if self.query else ""
        return [
            LanguageLink(
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
        """The address for readers of other languages (x-default): `/` for the home page, else the English page."""
        return settings.SITE_URL + "/" if not self._path and not self.query else self.languages[0].url

    @cached_property
    def menu(self) -> list[MenuEntry]:
        here = self.request.path_info
        return [
            MenuEntry(label, path, is_current=here.startswith(path), is_here=here == path)
            for label, path in ((label, reverse(name)) for name, label in MENU)
        ]

    @property
    def has_own_search(self) -> bool:
        """Whether the page has a large search box, so that the header needs none."""
        return self._path in {"", "search/"}


def add_page_context(request: HttpRequest) -> dict[str, PageContext]:
    """A context processor; views with a query string override it."""
    return {"frame": PageContext(request)}
