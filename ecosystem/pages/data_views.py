"""The data to take away: all its forms, what each field means, the releases and their files."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.timezone import localdate
from django.utils.translation import gettext as _, gettext_lazy
from django.views.generic import TemplateView, View

from ecosystem.exports import json_ld, record_columns
from ecosystem.exports.references import cited, reference_to_all
from ecosystem.exports.releases.store import folders, latest, numbered, opened
from ecosystem.exports.releases.tables import TABLES
from ecosystem.models.edition_cache import current_edition
from ecosystem.pages.data_dictionary import EXTRACTS
from ecosystem.visuals.timeline.events import first_year
from ecosystem.web import rate_limit
from ecosystem.web.page_title import Titled
from ecosystem.web.pagination import Paged

LISTS = ("organisation", "initiative", "collaboration")
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
# What a release is made for comes first; the rest stands in the list of its files.
OFFERED = {
    "hkai.xlsx": gettext_lazy("All tables as one workbook"),
    "hkai-csv.zip": gettext_lazy("All tables as CSV, with the description of each field (Data Package)"),
    "hkai-jsonl.zip": gettext_lazy("All tables as JSON, a row a line"),
    "hkai.db": gettext_lazy("All tables as one database (SQLite)"),
    "hkai-site.zip": gettext_lazy("The whole site as files, in three languages"),
    "NOTES.md": gettext_lazy("Notes"),
    "SHA256SUMS": gettext_lazy("Checksums"),
}
# A file of a release never changes.
FOR_EVER = "public, max-age=31536000, immutable"
# So many releases stand on a page of their list.
RELEASES_SHOWN = 20
# So many rows of a kind of change are named on a page; the notes name all.
NAMED = 100


def reference():
    """Return how to cite the directory: its latest release, else as it is today."""
    release, today = latest(), localdate()
    if release:
        return reference_to_all(release.number, release.day, today, reverse("release-detail", args=[release.number]))
    return reference_to_all("", today, today, reverse("data"))


def offered(release):
    """Return `(file, what it is)` of what people look for first in a release."""
    found = {file.name.replace(f"-{release.number}", ""): file for file in release.files}
    return [(found[name], label) for name, label in OFFERED.items() if name in found]


class Data(Titled, TemplateView):
    template_name = "ecosystem/data.html"
    page_title = gettext_lazy("Data")
    page_description = gettext_lazy(
        "Everything in the directory to take away: lists, releases, what each field means, the licence, how to cite."
    )

    def get_context_data(self, **kwargs):
        release = latest()
        described = json_ld.directory(
            version=release.number if release else str(current_edition()),
            changed=release.day if release else localdate(),
            since=first_year(),
            files=self.distribution(release),
        )
        return super().get_context_data(**kwargs) | {
            "lists": [
                (kind, [(word, reverse(f"{kind}-{form}")) for form, word in record_columns.FORMS.items()])
                for kind in LISTS
            ],
            "release": release,
            "offered": offered(release) if release else [],
            "reference": reference(),
            "described": described,
            "site": settings.SITE_URL,
            "requests": settings.API_REQUESTS_PER_MINUTE,
            "seconds": rate_limit.WINDOW,
        }

    def distribution(self, release):
        """Return `(address, type)` of the files that hold the whole."""
        found = [(reverse(f"{kind}-csv"), "text/csv") for kind in LISTS] + [(reverse("indicator-table"), "text/csv")]
        files = [file for file, _label in offered(release)] if release else []
        return found + [
            (reverse("release-file", args=[release.number, file.name]), type_of(file).partition(";")[0])
            for file in files
            if file.name.startswith("hkai")
        ]


class Dictionary(Titled, TemplateView):
    template_name = "ecosystem/data_dictionary.html"
    page_title = gettext_lazy("Dictionary of fields")
    page_description = gettext_lazy(
        "Every table and every column of the files: its type, what it means, its vocabulary, its languages."
    )

    def get_context_data(self, **kwargs):
        every = (*TABLES, *EXTRACTS)
        tables = [(table, [(column, column.meaning(table.name)) for column in table.columns]) for table in every]
        return super().get_context_data(**kwargs) | {"tables": tables}


class ReleaseList(Paged, Titled, TemplateView):
    template_name = "ecosystem/release_list.html"
    page_title = gettext_lazy("Releases")
    page_description = gettext_lazy("The directory as it was on certain days, in files that stay as they are.")

    def get_context_data(self, **kwargs):
        page = self.page_of(folders(Path(settings.RELEASES_DIR)), RELEASES_SHOWN)
        context = super().get_context_data(**kwargs) | {
            "page": page,
            "releases": [(release, offered(release)) for release in opened(page)],
        }
        if page.number > 1:
            context["page_title"] += " · " + _("page %(number)d") % {"number": page.number}
        return context


class ReleaseDetail(Titled, TemplateView):
    template_name = "ecosystem/release_detail.html"
    page_description = gettext_lazy("What this release holds, and what has changed since the one before.")

    def get_page_title(self):
        return _("Release %(number)s") % {"number": self.kwargs["number"]}

    def get_context_data(self, **kwargs):
        release = found_release(self.kwargs["number"])
        return super().get_context_data(**kwargs) | {
            "release": release,
            "offered": offered(release),
            "counts": [(table, release.counts.get(table.name, 0)) for table in TABLES],
            "titles": {table.name: table.title for table in TABLES},
            "named": NAMED,
        }


class LatestRelease(View):
    """An address that stays: it leads to the newest release, or to one of its files."""

    def get(self, request, name=""):
        release = latest()
        if release is None or (name and not release.file(name)):
            raise Http404
        address = reverse("release-detail", args=[release.number])
        if name:
            address = reverse("release-file", args=[release.number, name])
        response = redirect(address)
        response["Cache-Control"] = "no-cache"
        return response


class ReleaseFile(View):
    """A file that the checksums of its release name, and no other."""

    def get(self, request, number, name):
        file = found_release(number).file(name)
        if file is None:
            raise Http404
        etag = f'"{file.digest[:32]}"' if file.digest else None
        response = get_conditional_response(request, etag=etag)
        if response is None:
            try:
                opened_file = file.path.open("rb")
            except OSError as error:
                raise Http404 from error
            response = FileResponse(opened_file, as_attachment=not is_read_in_place(file), filename=file.path.name)
            response["Content-Type"] = type_of(file)
        if etag:
            response["ETag"] = etag
        response["Cache-Control"] = FOR_EVER
        response["Access-Control-Allow-Origin"] = "*"
        return response


class DirectoryReference(View):
    """How to cite the directory, for programs that keep references."""

    form = ""

    def get(self, request):
        return cited(reference(), self.form, "hkai")


def found_release(number):
    release = numbered(number)
    if release is None:
        raise Http404
    return release


def type_of(file):
    return TYPES.get(file.path.suffix.removeprefix("."), "text/plain; charset=utf-8")


def is_read_in_place(file):
    return file.path.suffix in {".json", ".md", ""}
