"""A static copy of the whole site, for any file server or, mostly, without a server."""

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
from ecosystem.exports.releases.link_rewriting import LinkRewriter, get_site_copy_path, list_stylesheet_urls
from ecosystem.exports.releases.site_client import InternalSiteClient
from ecosystem.exports.sitemaps import SITEMAPS
from ecosystem.exports.xlsx_files import write_reproducible_xlsx
from ecosystem.exports.zip_files import ReproducibleZipFile

# Pages that need a server, or are unlimited in number; links to them lead to the live site.
LIVE_ONLY = {"search", "search-suggestions", "search-wanted", "comparison", "release-file", "latest-release"}
# Suffixes of URL names: social cards, past states of records, feeds, calendars.
LIVE_ONLY_SUFFIXES = ("card", "-past", "-feed", "-atom", "-ics", "-calendar")
# Statuses of pages that are not copied but may exist on the live site.
NOT_COPIED_STATUSES = {301, 302, 404, 410}
HTML, SVG = "text/html", "image/svg+xml"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PROGRESS = 1000

Write = Callable[[str, bytes], None]


class SiteCopyError(OSError):
    """A page or file needed for the copy could not be read."""


def write_site_archive(path: Path, day: date, *, report: Callable[[str], None] = lambda text: None) -> int:
    """Return the number of files."""
    with path.open("wb") as out, ReproducibleZipFile(out) as archive:
        return SiteCopier(archive.add, day, report).copy_site()


def write_site_folder(folder: Path, day: date, *, report: Callable[[str], None] = lambda text: None) -> int:
    """Return the number of files."""

    def write(name: str, content: bytes) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    return SiteCopier(write, day, report).copy_site()


class SiteCopier:
    def __init__(self, write: Write, day: date, report: Callable[[str], None]):
        self._write = write
        self._template_context = {"day": day, "site": settings.SITE_URL}
        self._report = report
        self._client = InternalSiteClient()
        self._rewriter = LinkRewriter(settings.SITE_URL, is_in_site_copy)
        self._files: dict[str, None] = {}

    def copy_site(self) -> int:
        """Copy every page of the sitemap and everything those link to; return the number of files."""
        try:
            staticfiles_storage.url(settings.STYLESHEET)
        except ValueError as error:
            raise SiteCopyError(f"{error} Collect the static files first (manage.py prepare).") from error
        self._write_home()
        queue = list(_iter_sitemap_paths())
        known = set(queue)
        for path in queue:
            self._copy_path(path)
            # Appended to the queue while it is iterated.
            for needed in self._rewriter.needed_paths:
                if needed not in known:
                    known.add(needed)
                    queue.append(needed)
            self._rewriter.needed_paths.clear()
            if not len(self._files) % PROGRESS:
                self._report(f"Files of the site that are written: {len(self._files):,}")
        return len(self._files)

    def _write_home(self) -> None:
        """Write the entry page, on which the reader chooses a language."""
        page = render_to_string("ecosystem/copy_home.html", self._template_context)
        self._write_once("/", self._rewriter.rewrite_page(page, "/").encode())

    def _copy_path(self, path: str) -> None:
        if path.startswith(f"/{settings.STATIC_URL.strip('/')}/"):
            self._copy_static_file(path)
        elif path != "/":
            self._copy_response(path)

    def _copy_response(self, path: str) -> None:
        response = self._client.get(path)
        content_type = response.headers.get("Content-Type", "").partition(";")[0]
        content = b"".join(response) if response.streaming else response.content
        # Closing the response itself would end a request, and with it the database connection.
        if file := getattr(response, "file_to_stream", None):
            file.close()
        is_page = path.endswith("/")
        if response.status_code != 200 and not (is_page and response.status_code in NOT_COPIED_STATUSES):
            # Either an error, or a missing file, which no page can replace.
            raise SiteCopyError(f"{path} answers {response.status_code}.")
        if response.status_code != 200:
            self._write_once(path, self._render_redirect_page(path).encode())
        elif content_type in {HTML, SVG}:
            self._write_once(path, self._rewrite_content(content.decode(), path, content_type).encode())
        elif content_type == XLSX:
            out = BytesIO()
            write_reproducible_xlsx(BytesIO(content), out, self._template_context["day"])
            self._write_once(path, out.getvalue())
        else:
            self._write_once(path, content)

    def _rewrite_content(self, text: str, path: str, content_type: str) -> str:
        if content_type == SVG:
            return self._rewriter.rewrite_page(text, path)
        with override(_get_path_language(path)):
            context = self._template_context | {"live": settings.SITE_URL + path}
            notice = render_to_string("ecosystem/includes/copy_notice.html", context)
            elsewhere = render_to_string("ecosystem/includes/copy_form.html", context)
        return self._rewriter.rewrite_page(text, path, elsewhere=elsewhere, notice=notice)

    def _render_redirect_page(self, path: str) -> str:
        """Return a page that links to the live one, for an address that is not copied."""
        with override(_get_path_language(path)):
            context = self._template_context | {"live": settings.SITE_URL + path}
            page = render_to_string("ecosystem/copy_elsewhere.html", context)
        return self._rewriter.rewrite_page(page, path)

    def _copy_static_file(self, path: str) -> None:
        name = path.removeprefix(f"/{settings.STATIC_URL.strip('/')}/")
        file = _find_static_file(name)
        if file is None:
            raise SiteCopyError(f"The static file {name} is missing. Run manage.py prepare first.")
        content = file.read_bytes()
        self._write_once(path, content)
        if name.endswith(".css"):
            base = path.removesuffix(name)
            for other in list_stylesheet_urls(content.decode(), name):
                self._rewriter.needed_paths.setdefault(base + other)

    def _write_once(self, path: str, content: bytes) -> None:
        name = get_site_copy_path(path)
        if name not in self._files:
            self._files[name] = None
            self._write(name, content)


def _iter_sitemap_paths() -> Iterator[str]:
    for sitemap in SITEMAPS.values():
        for item in sitemap.items():
            for language in languages.LANG_TAGS:
                with override(language):
                    yield sitemap.location(item)


def _get_path_language(path: str) -> str:
    first = path.lstrip("/").partition("/")[0]
    return first if first in languages.LANG_TAGS else languages.ENGLISH


@lru_cache(maxsize=100_000)
def is_in_site_copy(path: str) -> bool:
    if path == "/" or path.startswith(f"/{settings.STATIC_URL.strip('/')}/"):
        return True
    if path.lstrip("/").partition("/")[0] not in languages.LANG_TAGS:
        return False
    with override(_get_path_language(path)):
        try:
            name = resolve(path).url_name
        except Resolver404:
            return False
    return bool(name) and name not in LIVE_ONLY and not name.endswith(LIVE_ONLY_SUFFIXES)


def _find_static_file(name: str) -> Path | None:
    """Return a collected static file, whose name has a hash, or else the source file."""
    collected = Path(settings.STATIC_ROOT) / name
    if collected.is_file():
        return collected
    source = finders.find(name)
    return Path(source) if source else None
