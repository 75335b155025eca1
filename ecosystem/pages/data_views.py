"""Data downloads: the overview, the data dictionary, releases and their files."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _, gettext_lazy
from django.views.generic import TemplateView, View

from ecosystem.exports.page_json_ld import build_directory_node
from ecosystem.exports.references import build_directory_reference, build_reference_response
from ecosystem.exports.releases.store import (
    find_release,
    get_latest_release,
    iter_releases_in_folders,
    list_release_folders,
)
from ecosystem.exports.releases.tables import TABLES
from ecosystem.models.edition_cache import get_current_edition
from ecosystem.pages.data_dictionary import CSV_DATASETS
from ecosystem.visuals.timeline.events import get_first_event_year
from ecosystem.web import byte_ranges, rate_limit
from ecosystem.web.list_files import CALENDAR_FORMAT, FILE_FORMATS
from ecosystem.web.page_title import PageTitleMixin
from ecosystem.web.pagination import PaginatedViewMixin

LISTS = {
    "organisation": FILE_FORMATS,
    "initiative": FILE_FORMATS | CALENDAR_FORMAT,
    "collaboration": FILE_FORMATS,
}
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "db": "application/vnd.sqlite3",
    "zip": "application/zip",
    "md": "text/markdown; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
}
# The files that are offered first; the rest are in the list of files.
OFFERED = {
    "hkai.xlsx": gettext_lazy("All tables in one Excel workbook"),
    "hkai-csv.zip": gettext_lazy("All tables as CSV, with a description of each field (Data Package)"),
    "hkai-jsonl.zip": gettext_lazy("All tables as JSON, one row per line"),
    "hkai.db": gettext_lazy("All tables in one database (SQLite)"),
    "hkai-site.zip": gettext_lazy("The whole website as files, in three languages"),
    "NOTES.md": gettext_lazy("Notes"),
    "SHA256SUMS": gettext_lazy("Checksums"),
}
# Releases on a page of their list.
RELEASES_SHOWN = 20
# Changed rows listed on a page for each kind of change; the notes list all.
NAMED = 100


def build_current_directory_reference():
    release, today = get_latest_release(), localdate()
    if release:
        return build_directory_reference(
            release.number, release.day, today, reverse("release-detail", args=[release.number])
        )
    return build_directory_reference("", today, today, reverse("data"))


def list_offered_files(release):
    """Return `(file, label)` of the main files of a release."""
    files = {file.name.replace(f"-{release.number}", ""): file for file in release.files}
    return [(files[name], label) for name, label in OFFERED.items() if name in files]


def list_release_distributions(release):
    """Return `(path, content type)` of the files of a release with all data."""
    return [
        (reverse("release-file", args=[release.number, file.name]), get_file_content_type(file).partition(";")[0])
        for file, _label in list_offered_files(release)
        if file.name.startswith("hkai")
    ]


class Data(PageTitleMixin, TemplateView):
    template_name = "ecosystem/data.html"
    page_title = gettext_lazy("Data")
    page_description = gettext_lazy(
        "Download lists and data releases, see what each field means, and read the licence and how to cite us."
    )

    def get_context_data(self, **kwargs):
        release = get_latest_release()
        node = build_directory_node(
            version=release.number if release else str(get_current_edition()),
            changed=release.day if release else localdate(),
            since=get_first_event_year(),
            files=self.list_distribution_files(release),
        )
        return super().get_context_data(**kwargs) | {
            "lists": [
                (kind, [(word, reverse(f"{kind}-{form}")) for form, word in formats.items()])
                for kind, formats in LISTS.items()
            ],
            "release": release,
            "offered": list_offered_files(release) if release else [],
            "reference": build_current_directory_reference(),
            "described": node,
            "site": settings.SITE_URL,
            "requests": settings.API_REQUESTS_PER_MINUTE,
            "seconds": rate_limit.WINDOW_SECONDS,
        }

    def list_distribution_files(self, release):
        """Return `(path, content type)` of the files with all data."""
        lists = [(reverse(f"{kind}-csv"), "text/csv") for kind in LISTS] + [(reverse("indicator-table"), "text/csv")]
        return lists + (list_release_distributions(release) if release else [])


class DataDictionary(PageTitleMixin, TemplateView):
    template_name = "ecosystem/data_dictionary.html"
    page_title = gettext_lazy("Data dictionary")
    page_description = gettext_lazy(
        "All tables and columns in our files: data type, meaning, permitted values and languages."
    )

    def get_context_data(self, **kwargs):
        tables = [
            (table, [(column, column.get_description(table.name)) for column in table.columns])
            for table in (*TABLES, *CSV_DATASETS)
        ]
        return super().get_context_data(**kwargs) | {"tables": tables}


class ReleaseList(PaginatedViewMixin, PageTitleMixin, TemplateView):
    template_name = "ecosystem/release_list.html"
    page_title = gettext_lazy("Data releases")
    page_description = gettext_lazy("Copies of the directory on given dates, in files that never change.")

    def get_context_data(self, **kwargs):
        page = self.get_page(list_release_folders(Path(settings.RELEASES_DIR)), RELEASES_SHOWN)
        releases = list(iter_releases_in_folders(page))
        context = super().get_context_data(**kwargs) | {
            "page": page,
            "listed": releases,
            "releases": [(release, list_offered_files(release)) for release in releases],
        }
        if page.number > 1:
            context["page_title"] += " · " + _("page %(number)d") % {"number": page.number}
        return context


class ReleaseDetail(PageTitleMixin, TemplateView):
    template_name = "ecosystem/release_detail.html"
    page_description = gettext_lazy("What this release contains and what has changed since the previous one.")

    def get_page_title(self):
        return _("Data release %(number)s") % {"number": self.kwargs["number"]}

    def get_context_data(self, **kwargs):
        release = get_release_or_404(self.kwargs["number"])
        return super().get_context_data(**kwargs) | {
            "release": release,
            "described": build_directory_node(
                version=release.number,
                changed=release.day,
                since=None,
                files=list_release_distributions(release),
                release=release.number,
            ),
            "offered": list_offered_files(release),
            "counts": [(table, release.counts.get(table.name, 0)) for table in TABLES],
            "titles": {table.name: table.title for table in TABLES},
            "named": NAMED,
        }


class LatestRelease(View):
    """Redirects a permanent address to the newest release, or to one of its files."""

    def get(self, request, name=""):
        release = get_latest_release()
        if release is None or (name and not release.find_file(name)):
            raise Http404
        address = reverse("release-detail", args=[release.number])
        if name:
            address = reverse("release-file", args=[release.number, name])
        response = redirect(address)
        response["Cache-Control"] = "no-cache"
        return response


class ReleaseFile(View):
    """A file of a release; only those named in its checksums are served."""

    def get(self, request, number, name):
        file = get_release_or_404(number).find_file(name)
        if file is None:
            raise Http404
        try:
            opened_file = file.path.open("rb")
        except OSError as error:
            raise Http404 from error
        response = FileResponse(opened_file, as_attachment=not is_shown_inline(file), filename=file.path.name)
        response["Content-Type"] = get_file_content_type(file)
        # The file of checksums has none of its own.
        if file.digest:
            response["ETag"] = etag = f'"{file.digest[:32]}"'
            limit_to_requested_range(response, opened_file, request.headers, etag)
        return response


class DirectoryReference(View):
    reference_format = ""

    def get(self, request):
        return build_reference_response(build_current_directory_reference(), self.reference_format, "hkai")


def limit_to_requested_range(response, opened_file, request_headers, etag):
    size = int(response["Content-Length"])
    response["Accept-Ranges"] = "bytes"
    wanted = byte_ranges.find_requested_range(
        request_headers.get("Range", ""), request_headers.get("If-Range", ""), etag, size
    )
    if wanted is None:
        return
    response.streaming_content = byte_ranges.iter_file_range(opened_file, wanted)
    response["Content-Length"] = len(wanted)
    response.status_code = 206 if wanted else 416
    response["Content-Range"] = f"bytes {wanted.start}-{wanted.stop - 1}/{size}" if wanted else f"bytes */{size}"


def get_release_or_404(number):
    release = find_release(number)
    if release is None:
        raise Http404
    return release


def get_file_content_type(file):
    return TYPES.get(file.path.suffix.removeprefix("."), "text/plain; charset=utf-8")


def is_shown_inline(file):
    return file.path.suffix in {".json", ".md", ""}
