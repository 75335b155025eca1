"""The sort options of lists."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy


@dataclass(frozen=True)
class SortOption:
    """A sort option: its parameter value, its label, and the function that orders a queryset."""

    value: str
    label: str
    apply: Callable[[QuerySet], QuerySet]


def sort_by_name(queryset: QuerySet) -> QuerySet:
    return queryset.in_order()


def sort_by_update(queryset: QuerySet) -> QuerySet:
    return queryset.order_by("-updated_at", "order_en", "slug")


def build_date_sort(name: str, *, newest_first: bool = True) -> Callable[[QuerySet], QuerySet]:
    """Return a function that orders by a partial date, unknown dates last in both directions."""

    def apply(queryset: QuerySet) -> QuerySet:
        date = F(name).desc(nulls_last=True) if newest_first else F(name).asc(nulls_last=True)
        return queryset.order_by(date, "order_en", "slug")

    return apply


SORT_BY_NAME = SortOption("name", gettext_lazy("Name"), sort_by_name)
SORT_BY_UPDATE = SortOption("-updated", gettext_lazy("Recently updated"), sort_by_update)
