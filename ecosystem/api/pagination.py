"""Pages of the lists of the API, by the filters of the site and a cursor."""

from typing import ClassVar

from django.conf import settings
from django.utils.translation import gettext as _, gettext_noop
from ninja import Schema
from pydantic import Field

from ecosystem.api import cursors
from ecosystem.api.record_urls import API_BASE
from ecosystem.core.typed_numbers import parse_whole_number
from ecosystem.web.lists.listing import FilterSelection
from ecosystem.web.problem_details import ProblemError

DEFAULT_LIMIT, MAX_LIMIT = 25, 100


class Page(Schema):
    count: int = Field(description=gettext_noop("Total number on all pages"))
    next: str | None = Field(description=gettext_noop("URL of the next page; null on the last page"))
    results: list


class ApiListQuery(FilterSelection):
    paging_parameters = ("limit", "cursor")
    # The JSON Schemas of parameters that are neither filters nor for pagination.
    extra_schemas: ClassVar[dict[str, dict]] = {}

    def __init__(self, name, data, filterset_class, queryset):
        super().__init__(API_BASE + name, data, filterset_class, queryset)

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Pairs of `(parameter, message)`."""
        return [*self._iter_value_errors(), *self._iter_parameter_errors()]

    def _iter_value_errors(self):
        for name, errors in self.filterset.form.errors.as_data().items():
            for error in errors:
                # An empty value is reported once, by `_iter_parameter_errors`.
                if (error.params or {}).get("value") != "":
                    yield from ((name, message) for message in error.messages)

    def _iter_parameter_errors(self):
        for name in self.known_parameters:
            values = self.data.getlist(name)
            if len(values) > 1 and not self._may_repeat(name):
                yield name, _("“%(name)s” appears more than once.") % {"name": name}
            # An empty search finds everything.
            elif name != "q" and "" in values:
                yield name, _("“%(name)s” is empty. Remove it or give a value.") % {"name": name}
        if self.limit is None:
            message = _("A page holds 1 to %(most)d rows. “%(value)s” is not valid.")
            yield "limit", message % {"most": MAX_LIMIT, "value": self.data["limit"]}
        try:
            _key = self.last_row_key
        except ValueError:
            yield "cursor", _("This cursor is not valid. Use one from the “next” URL of a list.")

    @property
    def matching_rows(self):
        return self.filterset.qs

    @property
    def limit(self) -> int | None:
        """None if the parameter is invalid."""
        number = parse_whole_number(self.data.get("limit") or str(DEFAULT_LIMIT))
        return number if number is not None and 1 <= number <= MAX_LIMIT else None

    @property
    def last_row_key(self) -> int | None:
        """The last row before this page; raise ValueError if the cursor is invalid."""
        cursor = self.data.get("cursor")
        return cursors.decode_cursor(cursor) if cursor else None

    def build_next_url(self, key: int) -> str:
        return settings.SITE_URL + self.build_address(cursor=cursors.encode_cursor(key))


def build_api_page(query: ApiListQuery, prefetch, serialize) -> dict:
    """Raise ProblemError if the query is invalid.

    Rows are ordered by primary key, which no change of a row affects. `prefetch` adds to a queryset what `serialize`
    reads of each row.
    """
    if errors := query.errors:
        raise ProblemError(errors=errors)
    matching_rows = query.matching_rows
    rows = prefetch(matching_rows).order_by("pk")
    if query.last_row_key is not None:
        rows = rows.filter(pk__gt=query.last_row_key)
    # One row more than the page shows whether there is another page.
    rows = list(rows[: query.limit + 1])
    is_last, rows = len(rows) <= query.limit, rows[: query.limit]
    return {
        "count": matching_rows.count(),
        "next": None if is_last else query.build_next_url(rows[-1].pk),
        "results": [serialize(row) for row in rows],
    }
