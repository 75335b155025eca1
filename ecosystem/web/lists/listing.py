"""A sorted and paginated list, as its query string selects it."""

from array import array
from collections.abc import Sequence
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ecosystem.core.languages import get_current_language
from ecosystem.core.typed_numbers import parse_whole_number
from ecosystem.models.edition_cache import per_edition_by
from ecosystem.web.lists.comparison_basket import ComparisonBasket
from ecosystem.web.lists.query_string import COMPARE_PARAMETER, FilterChip, FilterError, FilterSelection
from ecosystem.web.lists.sorting import (
    SORT_BY_NAME,
    SORT_BY_UPDATE,
    SORT_NEWEST_FIRST,
    SORT_OLDEST_FIRST,
    SortOption,
    build_date_sort,
    sort_by_amount,
)

__all__ = [
    "COMPARE_PARAMETER",
    "SORT_BY_NAME",
    "SORT_BY_UPDATE",
    "SORT_NEWEST_FIRST",
    "SORT_OLDEST_FIRST",
    "FilterChip",
    "FilterError",
    "FilterSelection",
    "Listing",
    "SortOption",
    "build_date_sort",
    "sort_by_amount",
]

PAGE_SIZE, LARGEST_PAGE = 25, 100
RELEVANCE = "relevance"


class RowsByKey(Sequence):
    """The rows of a queryset with these keys, in their order; those of a slice are fetched when it is taken."""

    def __init__(self, queryset: QuerySet, keys: Sequence[int]):
        self.queryset = queryset
        self.keys = keys

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, index):
        if not isinstance(index, slice):
            return self.queryset.get(pk=self.keys[index])
        keys = self.keys[index]
        rows = self.queryset.in_bulk(keys)
        # A row that was removed meanwhile is missing.
        return [rows[key] for key in keys if key in rows]


@per_edition_by(lambda rows, sort: (rows.model, sort.value, get_current_language(), localdate()))
def _list_sorted_keys(rows: QuerySet, sort: SortOption) -> Sequence[int]:
    return array("q", sort.apply(rows).values_list("pk", flat=True))


class Listing(FilterSelection):
    """A filtered list with sort options and pages; one query each for the count and the rows of a page."""

    paging_parameters = ("sort", "page", "page_size")

    def __init__(
        self,
        path: str,
        data: QueryDict,
        filterset_class,
        queryset,
        sorts: tuple[SortOption, ...],
        basket: ComparisonBasket | None = None,
    ):
        super().__init__(path, data, filterset_class, queryset, basket)
        self.sorts = sorts

    @cached_property
    def warnings(self) -> list[str]:
        warnings = list(self.filterset.remarks)
        wanted_sort = self.parameters.get("sort", [self.sort.value])[-1]
        if self._sort_error:
            warnings.append(self._sort_error.message % {"label": self.sort.label})
        elif wanted_sort != self.sort.value:
            text = _("You cannot sort by “%(value)s” here. The list is sorted by “%(label)s”.")
            warnings.append(text % {"value": wanted_sort, "label": self.sort.label})
        requested_size = self.parameters.get("page_size", [str(self.page_size)])[-1]
        if parse_whole_number(requested_size) != self.page_size:
            warnings.append(
                _("You can show 1 to %(most)d records per page, so “%(value)s” was changed to %(size)d.")
                % {"most": LARGEST_PAGE, "value": requested_size, "size": self.page_size}
            )
        return warnings

    @property
    def sort_corrections(self) -> tuple[tuple[str, str], ...]:
        """`(label, address)` of the filter values with which the list could be sorted as requested."""
        return self.list_corrections(self._sort_error)

    @cached_property
    def _sort_error(self):
        """The error of the requested sort option if a filter is missing; else None."""
        wanted = self.parameters.get("sort", [""])[-1]
        return next((sort.find_missing_filter(self.filterset) for sort in self.sorts if sort.value == wanted), None)

    @property
    def warning_text(self) -> str:
        return " ".join(self.warnings)

    @cached_property
    def offered_sorts(self) -> list[SortOption]:
        sorts = [sort for sort in self.sorts if not sort.find_missing_filter(self.filterset)]
        if not self.search_text or not self.filterset.is_ranked:
            return sorts
        return [SortOption(RELEVANCE, _("Relevance"), self._by_relevance), *sorts]

    def _by_relevance(self, queryset):
        return queryset.in_ranked_order(self.filterset.search_results.ranked_candidates)

    @cached_property
    def sort(self) -> SortOption:
        value = self.parameters.get("sort", [""])[-1]
        return next((sort for sort in self.offered_sorts if sort.value == value), self.offered_sorts[0])

    @cached_property
    def page_size(self) -> int:
        number = parse_whole_number(self.parameters.get("page_size", [""])[-1])
        return min(number, LARGEST_PAGE) if number else PAGE_SIZE

    @cached_property
    def paginator(self) -> Paginator:
        return Paginator(self._list_rows(), self.page_size)

    def _list_rows(self):
        if not self.filterset.uses_key_sets or self.sort.value == RELEVANCE:
            return self.sort.apply(self.filterset.qs).for_list()
        keys = _list_sorted_keys(self.filterset.queryset, self.sort)
        if self.filterset.active_filters or self.problems:
            matching = self.filterset.matching_keys
            keys = [key for key in keys if key in matching]
        return RowsByKey(self.filterset.queryset.for_list(), keys)

    @cached_property
    def page(self) -> Page:
        """The requested page; raises InvalidPage if the list has no such page."""
        return self.paginator.page(self.parameters.get("page", ["1"])[-1])

    @property
    def count(self) -> int:
        return self.paginator.count

    @cached_property
    def page_links(self) -> list[tuple[int | None, str]]:
        """`(number, address)` of the pagination links; None stands for an ellipsis."""
        numbers = self.paginator.get_elided_page_range(self.page.number, on_each_side=2, on_ends=1)
        return [
            (number, self.get_page_address(number)) if isinstance(number, int) else (None, "") for number in numbers
        ]

    def get_page_address(self, number: int) -> str:
        return self.build_address(page=number if number > 1 else None)

    @property
    def previous_address(self) -> str:
        return self.get_page_address(self.page.number - 1)

    @property
    def next_address(self) -> str:
        return self.get_page_address(self.page.number + 1)

    @property
    def last_address(self) -> str:
        return self.get_page_address(self.paginator.num_pages)
