"""The lists as CSV, JSON, XLSX, Atom and iCalendar files, with the filters and the order of the pages, unpaginated."""

from urllib.parse import quote

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils.html import escape
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from ecosystem.core import languages
from ecosystem.exports import atom, csv_files, initiative_events, xlsx_files
from ecosystem.exports.export_table import CHUNK_SIZE
from ecosystem.exports.licence import LICENCE
from ecosystem.exports.record_tables import RECORD_TABLES, iter_record_documents
from ecosystem.models import Change, Citation
from ecosystem.models.edition_cache import keep_edition_pinned
from ecosystem.web.filtered_pages import FilteredFileView
from ecosystem.web.lists.listing import Listing

MAX_WARNING_LENGTH = 300
# File extensions of lists of records, each with its label.
FILE_FORMATS = {"csv": "CSV", "xlsx": "XLSX", "json": "JSON", "atom": "Atom"}
# Initiatives have dates to come.
CALENDAR_FORMAT = {"ics": gettext_lazy("Calendar")}


class ListFile(FilteredFileView):
    """`page` is the view of the list, whose filters and sort options apply."""

    page = None
    file_format = ""

    def build_selection(self, request):
        page = self.page()
        page.request = request
        self.model = page.model
        return Listing(request.path, request.GET, page.filterset_class, page.get_queryset(), page.sorts)

    def get(self, request, **kwargs):
        response = super().get(request, **kwargs)
        if self.listing.warnings:
            # CSV has no place for it. Proxies refuse long headers, and the text may quote a long parameter.
            response["Warning"] = f'299 - "{quote(self.listing.warning_text[:MAX_WARNING_LENGTH])}"'
        return response

    @property
    def file_name(self):
        return self.model._meta.model_name + "s"

    @property
    def queryset(self):
        return self.listing.sort.apply(self.listing.filterset.qs)

    @property
    def page_address(self):
        return self.listing.build_address(page=None, page_size=None).replace(f".{self.file_format}", "/", 1)

    @property
    def metadata(self):
        return {
            "address": settings.SITE_URL + self.page_address,
            "filter": self.listing.filter_summary or None,
            "made_on": localdate().isoformat(),
            "licence": LICENCE,
            "credit": atom.CREDIT,
            "count": self.listing.filterset.qs.count(),
            # Only where a parameter was replaced.
            **({"warning": self.listing.warning_text} if self.listing.warnings else {}),
        }


class ListCsv(ListFile):
    file_format = "csv"

    def render_file(self):
        return csv_files.build_streaming_csv_response(
            f"hkai-{self.file_name}",
            RECORD_TABLES[self.model].header,
            RECORD_TABLES[self.model].iter_queryset_rows(self.queryset),
        )


class TableCsv(ListFile):
    file_format = "csv"
    table = None

    def render_file(self):
        return csv_files.build_streaming_csv_response(
            f"hkai-{self.file_name}", self.table.header, self.table.iter_rows(self.iter_objects())
        )

    def iter_objects(self):
        """Return objects with what the columns read, fetched a chunk at a time."""
        raise NotImplementedError


class ListJson(ListFile):
    file_format = "json"

    def render_file(self):
        return StreamingHttpResponse(keep_edition_pinned(self.iter_chunks()), content_type="application/json")

    def iter_chunks(self):
        encode = DjangoJSONEncoder(ensure_ascii=False).encode
        yield encode(self.metadata)[:-1] + ', "results": ['
        for number, row in enumerate(iter_record_documents(self.queryset)):
            yield (",\n" if number else "\n") + encode(row)
        yield "\n]}\n"


class ListXlsx(ListFile):
    file_format = "xlsx"

    def render_file(self):
        sheets = [
            (
                self.file_name,
                RECORD_TABLES[self.model].header,
                RECORD_TABLES[self.model].iter_queryset_rows(self.queryset),
            ),
            (
                "sources",
                ("record", "url", "title", "publisher", "published", "read_on", "grade", "supports"),
                self.iter_source_rows(),
            ),
            ("about", ("what", "value"), self.metadata.items()),
        ]
        response = FileResponse(
            xlsx_files.render_xlsx(sheets), as_attachment=True, filename=f"hkai-{self.file_name}.xlsx"
        )
        response["Content-Type"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return response

    def iter_source_rows(self):
        kind = self.model._meta.model_name
        listed = self.listing.filterset.qs.order_by().values("pk")
        rows = Citation.objects.for_records(kind, listed).select_related("source", kind)
        for citation in rows.order_by(f"{kind}__slug", "position", "pk").iterator(chunk_size=CHUNK_SIZE):
            source = citation.source
            published = source.published.text if source.published else ""
            columns = (source.url, source.title, source.publisher, published, source.read_on, source.grade)
            yield (getattr(citation, kind).slug, *columns, tuple(citation.supports))


class ListAtom(ListFile):
    file_format = "atom"

    def render_file(self):
        entries = list(self.iter_entries())
        text = atom.render_atom_feed(
            self.listing.format_title(str(self.page.page_title)),
            description=str(self.page.page_description),
            page_path=self.page_address,
            feed_path=self.listing.build_address(),
            key=self.page_address.removeprefix(f"/{languages.get_current_language()}/"),
            entries=entries,
            updated=None if entries else Change.objects.published().get_newest_time(),
        )
        return HttpResponse(text, content_type=atom.CONTENT_TYPE)

    def iter_entries(self):
        for record in self.listing.filterset.qs.order_by(F("updated_at").desc(), "slug")[: atom.MAX_FEED_ENTRIES]:
            address = record.get_absolute_url()
            published = record.published_at or record.created_at
            summary = escape(record.summary)
            key = f"{record._meta.model_name}/{record.pk}"
            yield atom.AtomEntry(str(record.name), address, key, summary, published, record.updated_at)


class ListCalendar(ListFile):
    file_format = "ics"

    def render_file(self):
        title = self.listing.format_title(str(self.page.page_title))
        return initiative_events.build_calendar_response(title, self.queryset, f"hkai-{self.file_name}")
