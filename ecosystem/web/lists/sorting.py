"""The orders of a list."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy


@dataclass(frozen=True)
class Sort:
    """An order of a list: its name in the address, its label, and what puts a queryset in it."""

    value: str
    label: str
    apply: Callable[[QuerySet], QuerySet]


def by_name(queryset):
    return queryset.in_order()


def by_update(queryset):
    return queryset.order_by("-updated_at", "order_en", "slug")


def by_date(name, *, newest_first=True):
    """Return what orders by a partial date, unknown ones last either way."""

    def apply(queryset):
        date = F(name).desc(nulls_last=True) if newest_first else F(name).asc(nulls_last=True)
        return queryset.order_by(date, "order_en", "slug")

    return apply


BY_NAME = Sort("name", gettext_lazy("Name"), by_name)
BY_UPDATE = Sort("-updated", gettext_lazy("Latest change"), by_update)
