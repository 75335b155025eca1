"""A list as its address asks for it, in its order and on its pages."""

from functools import cached_property

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import gettext as _

from ecosystem.web.lists.comparison_basket import Basket
from ecosystem.web.lists.query_string import COMPARE, Chip, Problem, Selection
from ecosystem.web.lists.sorting import BY_NAME, BY_UPDATE, Sort, by_date

__all__ = ["BY_NAME", "BY_UPDATE", "COMPARE", "Chip", "Listing", "Problem", "Selection", "Sort", "by_date"]

PAGE_SIZE, LARGEST_PAGE = 25, 100
RELEVANCE = "relevance"


class Listing(Selection):
    """One query each for the count and the rows of a page."""

    paging = ("sort", "page", "page_size")

    def __init__(
        self,
        path: str,
        data: QueryDict,
        filterset_class,
        queryset,
        sorts: tuple[Sort, ...],
        basket: Basket | None = None,
    ):
        super().__init__(path, data, filterset_class, queryset, basket)
        self.sorts = sorts

    @cached_property
    def remarks(self) -> list[str]:
        """What was answered in another way than it was asked."""
        said = []
        if self.parameters.get("sort", [self.sort.value])[-1] != self.sort.value:
            said.append(
                _("There is no order “%(value)s” here; the list is in the order “%(label)s”.")
                % {"value": self.parameters["sort"][-1], "label": self.sort.label}
            )
        asked = self.parameters.get("page_size", [str(self.page_size)])[-1]
        if asked != str(self.page_size):
            said.append(
                _("A page holds 1 to %(most)d records, so “%(value)s” became %(size)d.")
                % {"most": LARGEST_PAGE, "value": asked, "size": self.page_size}
            )
        return said

    @cached_property
    def offered_sorts(self) -> list[Sort]:
        if not self.text or not self.filterset.is_ranked:
            return list(self.sorts)
        return [Sort(RELEVANCE, _("Relevance"), self._by_relevance), *self.sorts]

    def _by_relevance(self, queryset):
        return queryset.in_found_order(self.filterset.finding.order)

    @cached_property
    def sort(self) -> Sort:
        asked = self.parameters.get("sort", [""])[-1]
        return next((sort for sort in self.offered_sorts if sort.value == asked), self.offered_sorts[0])

    @cached_property
    def page_size(self) -> int:
        asked = self.parameters.get("page_size", [""])[-1]
        if not asked.isascii() or not asked.isdigit() or int(asked[:9]) < 1:
            return PAGE_SIZE
        return min(int(asked[:9]), LARGEST_PAGE)

    @cached_property
    def paginator(self) -> Paginator:
        return Paginator(self.sort.apply(self.filterset.qs).for_list(), self.page_size)

    @cached_property
    def page(self) -> Page:
        """The page that the address asks for; raises InvalidPage where there is none."""
        return self.paginator.page(self.parameters.get("page", ["1"])[-1])

    @property
    def count(self) -> int:
        return self.paginator.count

    @cached_property
    def pages(self) -> list[tuple[int | None, str]]:
        """The numbers of the pagination with their addresses; None stands for those left out."""
        numbers = self.paginator.get_elided_page_range(self.page.number, on_each_side=2, on_ends=1)
        return [(number, self.page_address(number)) if isinstance(number, int) else (None, "") for number in numbers]

    def page_address(self, number: int) -> str:
        return self.address(page=number if number > 1 else None)

    @property
    def previous_address(self) -> str:
        return self.page_address(self.page.number - 1)

    @property
    def next_address(self) -> str:
        return self.page_address(self.page.number + 1)

    @property
    def last_address(self) -> str:
        return self.page_address(self.paginator.num_pages)
