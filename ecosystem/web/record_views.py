"""What the pages of the three kinds of record share: a list with filters, a page of one record."""

from urllib.parse import urlencode

from django.core.paginator import InvalidPage
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.vary import vary_on_headers
from django.views.generic import View

from ecosystem.models import RECORDS
from ecosystem.models.edition_cache import kept
from ecosystem.web.lists.comparison_basket import KINDS, Basket
from ecosystem.web.lists.facets import facets
from ecosystem.web.lists.listing import COMPARE, Listing
from ecosystem.web.pagination import page_beyond


@method_decorator(vary_on_headers("HX-Request", "HX-History-Restore-Request"), name="get")
class RecordList(View):
    """A page of published records, narrowed and ordered by the query string."""

    model = None
    filterset_class = None
    page_title = ""
    page_description = ""
    # What the list counts, lazily by its total: “18 of 426 organisations”, “1 of 1 organisation”.
    things = ""
    sorts = ()
    template = ""
    # What stands beside and in the frame of filters and results.
    facet_fields, results = "facet_fields.html", "results.html"
    # In which forms it may be taken away, each with its word.
    forms = {}
    # Which filters are offered beside the list, each with what counts its choices.
    facet_counters = {}

    def get(self, request, *args, **kwargs):
        question = (request.path, request.GET, self.filterset_class, self.get_queryset())
        self.listing = Listing(*question, self.sorts, self.get_basket())
        is_fragment = self.is_fragment()
        if (address := self.listing.better_address) and not is_fragment:
            return HttpResponseRedirect(address)
        request.clean_query = self.listing.query
        # A partial is known only to the template that defines it.
        name = "includes/faceted.html#results" if is_fragment else self.template
        try:
            response = render(request, f"ecosystem/{name}", self.get_context_data())
        except InvalidPage:
            listing = self.listing
            return page_beyond(request, listing.paginator.num_pages, listing.last_address, listing.path)
        if is_fragment:
            # What stands in the address bar is what a reload must find.
            response["HX-Push-Url"] = self.listing.address()
        return response

    def get_queryset(self):
        return self.model.objects.published()

    def get_basket(self):
        """Return what the list holds for comparing; None where its records are of no kind that is compared."""
        kind = self.model._meta.model_name
        if kind not in KINDS:
            return None
        basket = Basket(kind, self.request.GET.getlist(COMPARE))
        return basket.led_on(basket.found(self.get_queryset().only_names())) if basket.slugs else basket

    def get_narrowing(self):
        """Return the chips of what narrows the list."""
        return self.listing.chips

    def is_fragment(self):
        """Whether a script asks for the results alone; a page of its history wants the whole."""
        headers = self.request.headers
        return "HX-Request" in headers and "HX-History-Restore-Request" not in headers

    def get_context_data(self, **kwargs):
        listing = self.listing
        kind = self.model._meta.model_name
        total = kept(f"{kind}-total", self.model.objects.published().count)
        return {
            "page_title": self.page_title,
            "narrowed_title": self.narrowed_title(),
            "page_description": self.page_description,
            "things": self.things % {"n": total},
            "row_facts": f"ecosystem/includes/{kind}_facts.html",
            "range_fields": f"ecosystem/includes/{kind}_ranges.html",
            "facet_fields": f"ecosystem/includes/{self.facet_fields}",
            "results": f"ecosystem/includes/{self.results}",
            "narrowing": self.get_narrowing(),
            "is_fragment": self.is_fragment(),
            "listing": listing,
            "page": listing.page,
            "records": listing.page.object_list,
            "total": total,
            "has_facets": bool(self.facet_counters),
            "facets": facets(listing.filterset, self.facet_counters),
            "form": listing.filterset.form,
            "elsewhere": self.elsewhere(),
            "files": self.files(),
            "basket": listing.basket,
            "held_besides": listing.basket.beside(listing.page) if listing.basket else [],
        } | kwargs

    def files(self):
        """Return `(form, address)` of what is listed as files, where the list has any."""
        address, path = self.listing.address(page=None, page_size=None, **{COMPARE: None}), self.listing.path
        return [(word, address.replace(path, f"{path.rstrip('/')}.{form}", 1)) for form, word in self.forms.items()]

    def narrowed_title(self):
        number = self.listing.page.number
        return self.listing.titled(
            self.page_title, *([_("page %(number)d") % {"number": number}] if number > 1 else [])
        )

    def elsewhere(self):
        """Return what the same words find among records of the other kinds."""
        if not self.listing.text:
            return []
        others = [model for model in RECORDS if model is not self.model]
        counts = self.listing.filterset.finding.counts_by_kind()
        query = "?" + urlencode({"q": self.listing.text})
        return [
            {"kind": kind, "count": counts.get(kind, 0), "address": reverse(f"{kind}-list") + query}
            for kind in (model._meta.model_name for model in others)
        ]
