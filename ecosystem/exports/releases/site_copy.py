"""A copy of the whole site as files, which any server of plain files can serve, and most of it no server at all."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.translation import override

from ecosystem.core import languages
from ecosystem.exports.releases.link_rewriting import Rewriting, file_of, in_style
from ecosystem.exports.releases.site_client import Reader
from ecosystem.exports.sitemaps import SITEMAPS
from ecosystem.exports.xlsx_files import steadied
from ecosystem.exports.zip_files import Archive

# What is nothing without a server that answers, or grows without end: these lead to the live site.
ANSWERED = {"search", "search-suggestions", "search-wanted", "comparison", "release-file", "latest-release"}
# So do social pictures, what a record was on each day, and feeds, which tell of what comes later.
ANSWERED_ENDINGS = ("card", "-past", "-feed", "-atom")
# What a page answers that is not in the copy, but may be on the live site.
LEADING_ON = {301, 302, 404, 410}
HTML, SVG = "text/html", "image/svg+xml"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PROGRESS = 1000

Write = Callable[[str, bytes], None]


class NotCopied(OSError):
    """Something that the pages need could not be read."""


def pack(path: Path, day: date, *, say=lambda text: None) -> int:
    """Write the copy as an archive; return how many files it holds."""
    with path.open("wb") as out, Archive(out) as archive:
        return Copy(archive.add, day, say).make()


def unpack(folder: Path, day: date, *, say=lambda text: None) -> int:
    """Write the copy into a folder; return how many files it holds."""

    def write(name: str, content: bytes) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    return Copy(write, day, say).make()


class Copy:
    def __init__(self, write: Write, day: date, say):
        self._write = write
        self._said = {"day": day, "site": settings.SITE_URL}
        self._say = say
        self._reader = Reader()
        self._rewriting = Rewriting(settings.SITE_URL, is_kept)
        self._files: dict[str, None] = {}

    def make(self) -> int:
        """Read every page that the map of the site names, and whatever those lead to, once each."""
        try:
            staticfiles_storage.url(settings.STYLESHEET)
        except ValueError as error:
            raise NotCopied(f"{error} Collect the static files first (manage.py prepare).") from error
        self._home()
        waiting = list(_pages())
        known = set(waiting)
        for path in waiting:
            self._copy(path)
            # What this page needs comes after what was known before it.
            for wanted in self._rewriting.wanted:
                if wanted not in known:
                    known.add(wanted)
                    waiting.append(wanted)
            self._rewriting.wanted.clear()
            if not len(self._files) % PROGRESS:
                self._say(f"Files of the site that are written: {len(self._files):,}")
        return len(self._files)

    def _home(self) -> None:
        """Write the door: where a server would look at the reader's language, a page asks for it."""
        page = render_to_string("ecosystem/copy_home.html", self._said)
        self._put("/", self._rewriting.page(page, "/").encode())

    def _copy(self, path: str) -> None:
        if path.startswith(f"/{settings.STATIC_URL.strip('/')}/"):
            self._asset(path)
        elif path != "/":
            self._answer(path)

    def _answer(self, path: str) -> None:
        response = self._reader.read(path)
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        # A whole file, also where it is sent piece by piece.
        content = b"".join(response) if response.streaming else response.content
        # Not the answer itself: that would end a request, and with it the connection to the database.
        if file := getattr(response, "file_to_stream", None):
            file.close()
        is_page = path.endswith("/")
        if response.status_code != 200 and not (is_page and response.status_code in LEADING_ON):
            # Something is broken; or a file is missing, in whose place nothing could say so.
            raise NotCopied(f"{path} answers {response.status_code}.")
        if response.status_code != 200:
            self._put(path, self._elsewhere(path).encode())
        elif kind in {HTML, SVG}:
            self._put(path, self._turned(content.decode(), path, kind).encode())
        elif kind == XLSX:
            out = BytesIO()
            steadied(BytesIO(content), out, self._said["day"])
            self._put(path, out.getvalue())
        else:
            self._put(path, content)

    def _turned(self, text: str, path: str, kind: str) -> str:
        if kind == SVG:
            return self._rewriting.page(text, path)
        with override(_language(path)):
            said = self._said | {"live": settings.SITE_URL + path}
            notice = render_to_string("ecosystem/includes/copy_notice.html", said)
            elsewhere = render_to_string("ecosystem/includes/copy_form.html", said)
        return self._rewriting.page(text, path, elsewhere=elsewhere, notice=notice)

    def _elsewhere(self, path: str) -> str:
        """Return a page that leads to the live one, for an address that has none of its own here."""
        with override(_language(path)):
            page = render_to_string("ecosystem/copy_elsewhere.html", self._said | {"live": settings.SITE_URL + path})
        return self._rewriting.page(page, path)

    def _asset(self, path: str) -> None:
        name = path.removeprefix(f"/{settings.STATIC_URL.strip('/')}/")
        found = _asset_file(name)
        if found is None:
            raise NotCopied(
                f"The file {name} of the pages is missing; collect the static files first (manage.py prepare)."
            )
        content = found.read_bytes()
        self._put(path, content)
        if name.endswith(".css"):
            base = path.removesuffix(name)
            for other in in_style(content.decode(), name):
                self._rewriting.wanted.setdefault(base + other)

    def _put(self, path: str, content: bytes) -> None:
        name = file_of(path)
        if name not in self._files:
            self._files[name] = None
            self._write(name, content)


def _pages() -> Iterator[str]:
    """Return the address of each page that the map of the site names, in the order of its sections."""
    for sitemap in SITEMAPS.values():
        for item in sitemap.items():
            for language in languages.LANG_TAGS:
                with override(language):
                    yield sitemap.location(item)


def _language(path: str) -> str:
    first = path.lstrip("/").partition("/")[0]
    return first if first in languages.LANG_TAGS else languages.ENGLISH


@lru_cache(maxsize=100_000)
def is_kept(path: str) -> bool:
    """Whether the copy holds what this address answers: a page, a picture or a file that asks nothing of a server."""
    if path == "/" or path.startswith(f"/{settings.STATIC_URL.strip('/')}/"):
        return True
    if path.lstrip("/").partition("/")[0] not in languages.LANG_TAGS:
        return False
    with override(_language(path)):
        try:
            name = resolve(path).url_name
        except Resolver404:
            return False
    # Of services even the names of their addresses are of no use to a page.
    return bool(name) and name not in ANSWERED and not name.endswith(ANSWERED_ENDINGS)


def _asset_file(name: str) -> Path | None:
    """Return the file of a static address: collected, under the name that carries its hash, or as it was written."""
    collected = Path(settings.STATIC_ROOT) / name
    if collected.is_file():
        return collected
    found = finders.find(name)
    return Path(found) if found else None
