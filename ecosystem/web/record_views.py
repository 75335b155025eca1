"""The base view of lists with filters, sort options and pages."""

from http import HTTPStatus
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.vary import vary_on_headers
from django.views.generic import TemplateView

from ecosystem.models import RECORD_MODELS
from ecosystem.models.edition_cache import per_edition
from ecosystem.web.filtered_pages import FilteredPageMixin
from ecosystem.web.lists.comparison_basket import COMPARABLE_MODELS, ComparisonBasket
from ecosystem.web.lists.facets import build_facets
from ecosystem.web.lists.listing import COMPARE_PARAMETER, Listing
from ecosystem.web.pagination import PaginatedViewMixin


@method_decorator(vary_on_headers("HX-Request"), name="get")
class RecordList(PaginatedViewMixin, FilteredPageMixin, TemplateView):
    model = None
    # What the list counts, pluralised by its total: “18 of 426 organisations”, “1 of 1 organisation”.
    count_label = ""
    sorts = ()
    template = ""
    facet_template, results_template = "facet_fields.html", "results.html"
    # File extensions of the list, each with its label.
    file_formats = {}
    # The filters offered as facets, each with the function that counts its choices.
    facet_counters = {}

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        if self.is_fragment() and response.status_code == HTTPStatus.OK:
            # The address bar must show the address that a reload would request.
            response["HX-Push-Url"] = self.listing.build_address()
        return response

    def build_selection(self, request):
        return Listing(
            request.path, request.GET, self.filterset_class, self.get_queryset(), self.sorts, self.get_basket()
        )

    def get_template_names(self):
        # A partial can only be rendered through the template that defines it.
        return [f"ecosystem/{'includes/faceted.html#results' if self.is_fragment() else self.template}"]

    def get_canonical_address(self):
        return "" if self.is_fragment() else super().get_canonical_address()

    def get_canonical_query(self):
        return self.listing.query

    @property
    def paginator(self):
        return self.listing.paginator

    def get_last_address(self):
        return self.listing.last_address

    def get_queryset(self):
        return self.model.objects.published()

    def get_basket(self):
        kind = self.model._meta.model_name
        if kind not in COMPARABLE_MODELS:
            return None
        basket = ComparisonBasket(kind, self.request.GET.getlist(COMPARE_PARAMETER))
        if not basket.slugs:
            return basket
        return basket.with_current_slugs(basket.find_records(self.get_queryset().only_names()))

    def get_filter_chips(self):
        return self.listing.chips

    def is_fragment(self):
        """Whether htmx requests the results only; for a page of its history it is set up to send another header."""
        return "HX-Request" in self.request.headers

    def get_context_data(self, **kwargs):
        listing = self.listing
        kind = self.model._meta.model_name
        total = _count_published(self.model)
        return super().get_context_data(**kwargs) | {
            "page_description": self.page_description,
            "things": self.count_label % {"n": total},
            "row_facts": f"ecosystem/includes/{kind}_facts.html",
            "range_fields": f"ecosystem/includes/{kind}_ranges.html",
            "facet_fields": f"ecosystem/includes/{self.facet_template}",
            "results": f"ecosystem/includes/{self.results_template}",
            "narrowing": self.get_filter_chips(),
            "is_fragment": self.is_fragment(),
            "page": listing.page,
            "records": listing.page.object_list,
            "total": total,
            "has_facets": bool(self.facet_counters),
            "facets": build_facets(listing.filterset, self.facet_counters),
            "elsewhere": self.count_other_kinds(),
            "files": self.list_files(),
            "basket": listing.basket,
            "held_besides": listing.basket.list_records_off_page(listing.page) if listing.basket else [],
        }

    def list_files(self):
        """Return `(label, address)` of the list in each file format."""
        path = self.listing.path
        address = self.listing.build_address(page=None, page_size=None, **{COMPARE_PARAMETER: None})
        return [
            (label, address.replace(path, f"{path.rstrip('/')}.{extension}", 1))
            for extension, label in self.file_formats.items()
        ]

    def get_narrowed_title(self):
        number = self.listing.page.number
        return self.listing.format_title(
            self.page_title, *([_("page %(number)d") % {"number": number}] if number > 1 else [])
        )

    def count_other_kinds(self):
        if not self.listing.search_text:
            return []
        others = [model for model in RECORD_MODELS if model is not self.model]
        counts = self.listing.filterset.search_results.count_by_kind()
        query = "?" + urlencode({"q": self.listing.search_text})
        return [
            {
                "label": format_other_matches(kind, counts.get(kind, 0)),
                "address": reverse(f"{kind}-list") + query if counts.get(kind) else "",
            }
            for kind in (model._meta.model_name for model in others)
        ]


@per_edition
def _count_published(model: type[Model]) -> int:
    return model.objects.published().count()


def format_other_matches(kind: str, number: int) -> str:
    if not number:
        return {
            "organisation": _("No organisations match"),
            "initiative": _("No initiatives match"),
            "collaboration": _("No collaborations match"),
        }[kind]
    sentences = {
        "organisation": ngettext("%(n)s organisation also matches", "%(n)s organisations also match", number),
        "initiative": ngettext("%(n)s initiative also matches", "%(n)s initiatives also match", number),
        "collaboration": ngettext("%(n)s collaboration also matches", "%(n)s collaborations also match", number),
    }
    return sentences[kind] % {"n": f"{number:,}"}
