"""The lists as files: what one sees, by the same filters and in the same order, without pages."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils.html import escape
from django.utils.timezone import localdate
from django.views.generic import View

from ecosystem.core import languages
from ecosystem.exports import atom, csv_files, record_columns, xlsx_files
from ecosystem.exports.licence import LICENCE
from ecosystem.models import Change, Citation
from ecosystem.web.filtered_pages import instead_of_file
from ecosystem.web.lists.listing import Listing


class ListFile(View):
    """One form of a list; `page` is the view of the list itself, whose filters and orders hold here."""

    page = None
    form = ""

    def get(self, request, **kwargs):
        page = self.page()
        page.request = request
        self.model = page.model
        self.listing = Listing(request.path, request.GET, page.filterset_class, page.get_queryset(), page.sorts)
        response = instead_of_file(self.listing) or self.answer()
        response["Access-Control-Allow-Origin"] = "*"
        return response

    def answer(self):
        raise NotImplementedError

    @property
    def name(self):
        return self.model._meta.model_name + "s"

    @property
    def queryset(self):
        return self.listing.sort.apply(self.listing.filterset.qs)

    @property
    def page_address(self):
        """The path of the list whose rows these are."""
        return self.listing.address(page=None, page_size=None).replace(f".{self.form}", "/", 1)

    @property
    def address(self):
        return settings.SITE_URL + self.page_address

    @property
    def about(self):
        """What the file says of itself."""
        return {
            "address": self.address,
            "filter": self.listing.in_words or None,
            "made_on": localdate().isoformat(),
            "licence": LICENCE,
            "credit": atom.CREDIT,
            "count": self.listing.filterset.qs.count(),
        }


class ListCsv(ListFile):
    form = "csv"

    def answer(self):
        return csv_files.streaming(
            f"hkai-{self.name}", record_columns.header(self.model), record_columns.rows(self.queryset)
        )


class ExtractCsv(ListFile):
    """A list of what is no record, in the columns of an extract."""

    form = "csv"
    extract = None

    def answer(self):
        return csv_files.streaming(f"hkai-{self.name}", self.extract.header, self.extract.rows(self.things()))

    def things(self):
        """Return what is listed, fetched as the columns need it, a chunk at a time."""
        raise NotImplementedError


class ListJson(ListFile):
    form = "json"

    def answer(self):
        return StreamingHttpResponse(self.pieces(), content_type="application/json")

    def pieces(self):
        encode = DjangoJSONEncoder(ensure_ascii=False).encode
        yield encode(self.about)[:-1] + ', "results": ['
        for number, row in enumerate(record_columns.documents(self.queryset)):
            yield (",\n" if number else "\n") + encode(row)
        yield "\n]}\n"


class ListXlsx(ListFile):
    form = "xlsx"

    def answer(self):
        sheets = [
            (self.name, record_columns.header(self.model), record_columns.rows(self.queryset)),
            (
                "sources",
                ("record", "url", "title", "publisher", "published", "read_on", "grade", "supports"),
                self.sources(),
            ),
            ("about", ("what", "value"), self.about.items()),
        ]
        response = FileResponse(xlsx_files.written(sheets), as_attachment=True, filename=f"hkai-{self.name}.xlsx")
        response["Content-Type"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return response

    def sources(self):
        """Return every source of what is listed, one a row."""
        kind = self.model._meta.model_name
        listed = self.listing.filterset.qs.order_by().values("pk")
        rows = Citation.objects.filter(**{f"{kind}__in": listed}).select_related("source", kind)
        for citation in rows.order_by(f"{kind}__slug", "position", "pk").iterator(chunk_size=record_columns.CHUNK):
            source = citation.source
            published = source.published.text if source.published else ""
            told = (source.url, source.title, source.publisher, published, source.read_on, source.grade)
            yield (getattr(citation, kind).slug, *told, record_columns.LISTED.join(citation.supports))


class ListAtom(ListFile):
    form = "atom"

    def answer(self):
        entries = list(self.entries())
        text = atom.atom(
            self.listing.titled(str(self.page.page_title)),
            about=str(self.page.page_description),
            page=self.page_address,
            own=self.listing.address(),
            key=self.page_address.removeprefix(f"/{languages.current()}/"),
            entries=entries,
            updated=None if entries else Change.objects.published().newest_moment(),
        )
        return HttpResponse(text, content_type=atom.CONTENT_TYPE)

    def entries(self):
        for record in self.listing.filterset.qs.order_by(F("updated_at").desc(), "slug")[: atom.FED]:
            address = record.get_absolute_url()
            published = record.published_at or record.created_at
            summary = escape(record.summary)
            key = f"{record._meta.model_name}/{record.pk}"
            yield atom.Entry(str(record.name), address, key, summary, published, record.updated_at)
