"""The comparison of up to four organisations or initiatives."""

from django.http import HttpResponsePermanentRedirect, HttpResponseRedirect
from django.utils.translation import gettext as _, gettext_lazy, pgettext
from django.views.generic import TemplateView

from ecosystem.records.comparison import build_comparison_rows
from ecosystem.web.lists.comparison_basket import COMPARABLE_MODELS, MAX_COMPARED, ComparisonBasket
from ecosystem.web.lists.listing import FilterError
from ecosystem.web.page_title import PageTitleMixin


class Comparison(PageTitleMixin, TemplateView):
    page_title = gettext_lazy("Compare")
    page_description = gettext_lazy(
        "Compare up to four organisations or initiatives: dates, amounts, application areas and "
        "relationships, with sources."
    )
    template_name = "ecosystem/comparison.html"

    def get(self, request, *args, **kwargs):
        # If both kinds are given, organisations are compared.
        self.baskets = [ComparisonBasket(kind, request.GET.getlist(kind)) for kind in COMPARABLE_MODELS]
        self.basket, self.other_basket = sorted(self.baskets, key=lambda basket: not basket.slugs)
        if any(not value.strip() for _name, values in request.GET.lists() for value in values):
            query = self.get_canonical_query()
            return HttpResponseRedirect(request.path + (f"?{query}" if query else ""))
        records = self.basket.find_records(COMPARABLE_MODELS[self.basket.kind].objects.published().for_detail())
        current = self.basket.with_current_slugs(records)
        if current.slugs != self.basket.slugs:
            return HttpResponsePermanentRedirect(current.get_comparison_address())
        self.records = list(records.values())
        return super().get(request, *args, **kwargs)

    def get_canonical_query(self):
        return "&".join(basket.query for basket in self.baskets if basket.slugs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "narrowed_title": self.get_narrowed_title(),
            "basket": self.basket,
            "other": self.other_basket if self.other_basket.slugs else None,
            "most": MAX_COMPARED,
            "columns": [(record, self.basket.get_comparison_address(but=record.slug)) for record in self.records],
            "lines": build_comparison_rows(self.records) if len(self.records) > 1 else [],
            "problems": self.list_errors(),
            "has_room": len(self.records) < MAX_COMPARED,
            "lists": [basket.list_address for basket in self.baskets],
        }

    def get_narrowed_title(self):
        """Return the title with the compared records, for the browser history."""
        names = pgettext("between the parts of a title", ", ").join(str(record.name) for record in self.records)
        return f"{self.page_title} · {names}" if names else str(self.page_title)

    def list_errors(self):
        """Return an error for each unknown slug; a record that is not public is unknown."""
        messages = {
            "organisation": _("There is no organisation called “%(slug)s”."),
            "initiative": _("There is no initiative called “%(slug)s”."),
        }
        known = {record.slug for record in self.records}
        return [
            FilterError(
                self.basket.kind,
                messages[self.basket.kind] % {"slug": slug},
                self.basket.get_comparison_address(but=slug),
            )
            for slug in self.basket.slugs
            if slug not in known
        ]
