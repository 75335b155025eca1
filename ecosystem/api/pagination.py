"""Lists, a part at a time: by the filters of the pages, from a cursor on."""

from typing import ClassVar

from django.conf import settings
from django.utils.translation import gettext as _, gettext_noop
from ninja import Schema
from pydantic import Field

from ecosystem.api import cursors
from ecosystem.api.errors import Problem
from ecosystem.api.record_urls import BASE
from ecosystem.web.lists.listing import Selection

LIMIT, MOST = 25, 100


class Page(Schema):
    """A part of a list."""

    count: int = Field(description=gettext_noop("How many there are on all pages together"))
    next: str | None = Field(description=gettext_noop("The address of the next page; null on the last"))
    results: list


class Asked(Selection):
    """What an address asks of a list of the API."""

    paging = ("limit", "cursor")
    # The forms of parameters that are neither filters nor of pages.
    forms: ClassVar[dict[str, dict]] = {}

    def __init__(self, name, data, filterset_class, queryset):
        super().__init__(BASE + name, data, filterset_class, queryset)

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Everything that is wrong with it, as `(parameter, what is wrong)`."""
        return [*self._wrong_values(), *self._odd_parameters()]

    def _wrong_values(self):
        for name, errors in self.filterset.form.errors.as_data().items():
            for error in errors:
                # What is empty is no unknown value: that it is empty is said below.
                if (error.params or {}).get("value") != "":
                    yield from ((name, message) for message in error.messages)

    def _odd_parameters(self):
        for name in self.known:
            values = self.data.getlist(name)
            if len(values) > 1 and not self._may_repeat(name):
                yield name, _("“%(name)s” stands more than once.") % {"name": name}
            # Empty words ask for nothing, and so find everything.
            elif name != "q" and "" in values:
                yield name, _("“%(name)s” is empty; leave it out.") % {"name": name}
        if self.limit is None:
            yield (
                "limit",
                _("A page holds 1 to %(most)d; “%(value)s” is no such number.")
                % {
                    "most": MOST,
                    "value": self.data["limit"],
                },
            )
        try:
            _found = self.after
        except ValueError:
            yield "cursor", _("This cursor is not one that a list has given.")

    @property
    def found(self):
        """Everything that is asked for, on all pages together."""
        return self.filterset.qs

    @property
    def limit(self) -> int | None:
        """How many rows a page holds; None where what was asked is no such number."""
        asked = self.data.get("limit") or str(LIMIT)
        is_number = asked.isascii() and asked.isdigit() and len(asked) < 9
        return int(asked) if is_number and 1 <= int(asked) <= MOST else None

    @property
    def after(self) -> int | None:
        """The number of the row that the page follows; raises ValueError where the cursor is none."""
        asked = self.data.get("cursor")
        return cursors.key(asked) if asked else None

    def address_after(self, key: int) -> str:
        return settings.SITE_URL + self.address(cursor=cursors.cursor(key))


def page(asked: Asked, fetch, row) -> dict:
    """Return the page that is asked for; raise what is wrong with the question.

    `fetch` adds what `row` reads. The order is that in which rows were entered,
    the only one that nothing done to a row can change.
    """
    if faults := asked.faults:
        raise Problem(400, *faults)
    found = asked.found
    rows = fetch(found).order_by("pk")
    if asked.after is not None:
        rows = rows.filter(pk__gt=asked.after)
    # One more than the page holds tells whether there is another page.
    rows = list(rows[: asked.limit + 1])
    is_last, rows = len(rows) <= asked.limit, rows[: asked.limit]
    return {
        "count": found.count(),
        "next": None if is_last else asked.address_after(rows[-1].pk),
        "results": [row(each) for each in rows],
    }
