"""The sort options of lists."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Case, F, QuerySet, When
from django.utils.translation import gettext_lazy
from django_filters import FilterSet

from ecosystem.web.filters.form_fields import IncompleteFilterError


@dataclass(frozen=True)
class SortOption:
    """`find_missing_filter` returns the error where a filter is needed first.

    `%(label)s` in its message is the order used instead.
    """

    value: str
    label: str
    apply: Callable[[QuerySet], QuerySet]
    find_missing_filter: Callable[[FilterSet], IncompleteFilterError | None] = lambda _filterset: None


def sort_by_name(queryset: QuerySet) -> QuerySet:
    return queryset.in_order()


def sort_by_update(queryset: QuerySet) -> QuerySet:
    return queryset.order_by("-updated_at", "order_en", "slug")


def build_date_sort(name: str, *, newest_first: bool = True) -> Callable[[QuerySet], QuerySet]:
    """Unknown dates come last in both directions."""

    def apply(queryset: QuerySet) -> QuerySet:
        date = F(name).desc(nulls_last=True) if newest_first else F(name).asc(nulls_last=True)
        return queryset.order_by(date, "order_en", "slug")

    return apply


def sort_by_first_known_date(queryset: QuerySet) -> QuerySet:
    return queryset.by_date()


def sort_oldest_first(queryset: QuerySet) -> QuerySet:
    return queryset.by_date(newest_first=False)


def sort_by_amount(queryset: QuerySet) -> QuerySet:
    """Order by amount, largest first: Hong Kong dollars, then each other currency; unknown amounts last."""
    is_foreign = Case(When(currency="HKD", then=0), When(amount__isnull=True, then=2), default=1)
    return queryset.order_by(is_foreign, "currency", F("amount").desc(nulls_last=True), "order_en", "slug")


# Of records with an announcement and a start.
SORT_NEWEST_FIRST = SortOption("-starts", gettext_lazy("Newest first"), sort_by_first_known_date)
SORT_OLDEST_FIRST = SortOption("starts", gettext_lazy("Oldest first"), sort_oldest_first)
SORT_BY_NAME = SortOption("name", gettext_lazy("Name"), sort_by_name)
SORT_BY_UPDATE = SortOption("-updated", gettext_lazy("Recently updated"), sort_by_update)
