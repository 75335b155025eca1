"""Up to four organisations or initiatives side by side, as the address names them."""

from django.http import HttpResponsePermanentRedirect, HttpResponseRedirect
from django.utils.translation import gettext as _, gettext_lazy, pgettext
from django.views.generic import TemplateView

from ecosystem.records.comparison import lines
from ecosystem.web.lists.comparison_basket import KINDS, MOST, Basket
from ecosystem.web.lists.listing import Problem
from ecosystem.web.page_title import Titled


class Comparison(Titled, TemplateView):
    """One column a record, one row a fact; what cannot be compared is said above."""

    page_title = gettext_lazy("Compare")
    page_description = gettext_lazy(
        "Up to four organisations or initiatives side by side: dates, amounts, applications and ties, with their "
        "sources."
    )
    template_name = "ecosystem/comparison.html"

    def get(self, request, *args, **kwargs):
        # Organisations first: of two kinds at once these are compared.
        self.baskets = [Basket(kind, request.GET.getlist(kind)) for kind in KINDS]
        self.basket, self.other = sorted(self.baskets, key=lambda basket: not basket.slugs)
        request.clean_query = "&".join(basket.query for basket in self.baskets if basket.slugs)
        if any(not value.strip() for _name, values in request.GET.lists() for value in values):
            return HttpResponseRedirect(request.path + (f"?{request.clean_query}" if request.clean_query else ""))
        found = self.basket.found(KINDS[self.basket.kind].objects.published().for_detail())
        present = self.basket.led_on(found)
        if present.slugs != self.basket.slugs:
            return HttpResponsePermanentRedirect(present.address())
        self.records = list(found.values())
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "narrowed_title": self.narrowed_title(),
            "basket": self.basket,
            "other": self.other if self.other.slugs else None,
            "most": MOST,
            "columns": [(record, self.basket.address(but=record.slug)) for record in self.records],
            "lines": lines(self.records) if len(self.records) > 1 else [],
            "problems": self.problems(),
            "has_room": len(self.records) < MOST,
            "lists": [basket.list_address for basket in self.baskets],
        }

    def narrowed_title(self):
        """Return the title with what is compared, as a browser's history should show it."""
        names = pgettext("between the parts of a title", ", ").join(str(record.name) for record in self.records)
        return f"{self.page_title} · {names}" if names else str(self.page_title)

    def problems(self):
        """Return what of the question cannot be answered; a hidden record is told like one that never was."""
        told = {"organisation": _("No organisation is called “%(slug)s” here.")}
        told["initiative"] = _("No initiative is called “%(slug)s” here.")
        known = {record.slug for record in self.records}
        return [
            Problem(told[self.basket.kind] % {"slug": slug}, self.basket.address(but=slug))
            for slug in self.basket.slugs
            if slug not in known
        ]
