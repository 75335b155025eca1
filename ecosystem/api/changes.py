"""The changes of the directory since a time, so that what was read of it can be kept in step."""

import re
from datetime import date, datetime
from typing import ClassVar, Literal

from django.utils.translation import gettext as _, gettext_noop
from ninja import Schema
from pydantic import Field

from ecosystem.api.pagination import Asked, Page
from ecosystem.api.record_urls import api_url
from ecosystem.api.references import Reference, reference
from ecosystem.api.texts import Text, text
from ecosystem.history.merged_records import merger
from ecosystem.models import ChangeKind, ChangeRole
from ecosystem.models.changes import KINDS, in_utc, midnight
from ecosystem.models.page_addresses import identity

# As RFC 3339 has it; a plus that nobody has encoded arrives as a space.
MOMENT = re.compile(r"(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:)(\d\d)((?:\.\d+)?(?:[Zz]|[+ -]\d\d:[0-5]\d))", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class ChangedRecord(Schema):
    __doc__ = gettext_noop("The record that was changed.")

    type: Literal[KINDS] = Field(description=gettext_noop("What it is"))
    slug: str = Field(description=gettext_noop("Its permanent name in addresses"))
    name: Text | None = Field(description=gettext_noop("Name, as it is now; null where it was removed"))
    api_url: str = Field(description=gettext_noop("Its address in the API"))


class ChangeInList(Schema):
    __doc__ = gettext_noop("One change of one public record.")

    id: int = Field(description=gettext_noop("Its number"))
    made_at: datetime = Field(description=gettext_noop("When it was made"))
    record: ChangedRecord = Field(description=gettext_noop("The record that was changed"))
    what: Literal[tuple(ChangeKind.values)] = Field(description=gettext_noop("What was done"))
    merged_into: Reference | None = Field(
        description=gettext_noop("The record that took it over, where it was removed by a merger")
    )
    merged_from: list[str] = Field(
        description=gettext_noop("The former names in addresses of the records that it took over by this change")
    )
    fields: list[str] = Field(description=gettext_noop("The fields that were changed"))
    role: Literal[tuple(ChangeRole.values)] = Field(description=gettext_noop("In which role somebody made it"))
    reason: str | None = Field(description=gettext_noop("Why, in the words of whoever made it"))
    is_correction: bool = Field(description=gettext_noop("Whether it corrects an error"))
    wrong_since: datetime | None = Field(description=gettext_noop("Since when the error had stood"))
    page_url: str = Field(description=gettext_noop("The address of its page, in English"))


class ChangePage(Page):
    __doc__ = gettext_noop("A part of the list of changes.")

    results: list[ChangeInList] = Field(description=gettext_noop("What this page of the list holds"))


class AskedSince(Asked):
    """Changes by the filters of their page, and since a moment."""

    paging = ("since", *Asked.paging)
    forms: ClassVar[dict[str, dict]] = {
        "since": {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]}
    }

    @property
    def faults(self):
        found = super().faults
        try:
            _since = self.since
        except ValueError:
            said = _("“%(value)s” is no moment; write %(day)s or %(moment)s.")
            found.append(
                ("since", said % {"value": self.data["since"], "day": "2026-11-27", "moment": "2026-11-27T08:00:00Z"})
            )
        return found

    @property
    def found(self):
        return super().found.since(self.since) if self.since else super().found

    @property
    def since(self) -> datetime | None:
        """The moment that is asked for, a day being its beginning in Hong Kong; raises ValueError for what is none."""
        asked = self.data.get("since")
        return moment(asked) if asked else None


def moment(text: str) -> datetime:
    """Return the moment that a text names; raise ValueError for what is none."""
    if DAY.fullmatch(text):
        return midnight(date.fromisoformat(text))
    if not (parts := MOMENT.fullmatch(text)):
        raise ValueError(text)
    minute, second, rest = parts.groups()
    # A leap second is as good as the one before.
    second = "59" if second == "60" else second
    return in_utc(datetime.fromisoformat((minute + second + rest).replace(" ", "+").upper()))


def fetched(queryset):
    return queryset.for_list()


def in_list(change) -> dict:
    record = change.record
    kind = change.record_kind
    merged = merger(change)
    return {
        "id": change.pk,
        "made_at": change.made_at,
        "record": {
            "type": kind,
            "slug": record.slug,
            "name": text(record, "name") if record.is_public else None,
            "api_url": api_url(f"{kind}s", record.slug),
        },
        "what": change.kind,
        "merged_into": reference(merged.into) if merged.into else None,
        "merged_from": merged.slugs,
        "fields": change.fields,
        "role": change.role,
        "reason": change.reason or None,
        "is_correction": change.is_correction,
        "wrong_since": change.wrong_since,
        "page_url": identity(change),
    }
