"""Changes in the API: the list since a given time, for clients that keep a copy."""

import re
from datetime import date, datetime
from typing import ClassVar, Literal

from django.utils.translation import gettext as _, gettext_noop
from ninja import Schema
from pydantic import Field

from ecosystem.api.pagination import ApiListQuery, Page
from ecosystem.api.record_urls import build_api_url
from ecosystem.api.references import Reference, serialize_reference
from ecosystem.api.texts import Text, serialize_text
from ecosystem.history.merged_records import get_change_merge
from ecosystem.models import ChangeKind, ChangeRole
from ecosystem.models.changes import convert_to_utc, get_hong_kong_midnight
from ecosystem.models.page_addresses import build_permalink
from ecosystem.models.record_targets import RECORD_KINDS

# A date-time of RFC 3339; an unencoded plus sign arrives as a space.
DATE_TIME = re.compile(r"(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:)(\d\d)((?:\.\d+)?(?:[Zz]|[+ -]\d\d:[0-5]\d))", re.ASCII)
DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class ChangedRecord(Schema):
    __doc__ = gettext_noop("The record that changed.")

    type: Literal[RECORD_KINDS] = Field(description=gettext_noop("Record type"))
    slug: str = Field(description=gettext_noop("Permanent slug, used in web addresses"))
    name: Text | None = Field(description=gettext_noop("Current name; null if the record was removed"))
    api_url: str = Field(description=gettext_noop("API URL"))


class ChangeInList(Schema):
    __doc__ = gettext_noop("A change to a public record.")

    id: int = Field(description=gettext_noop("Identifier"))
    made_at: datetime = Field(description=gettext_noop("Date and time of the change"))
    record: ChangedRecord = Field(description=gettext_noop("The record that changed"))
    what: Literal[tuple(ChangeKind.values)] = Field(description=gettext_noop("Type of change"))
    merged_into: Reference | None = Field(
        description=gettext_noop("If removed by a merger, the record it was merged into")
    )
    merged_from: list[str] = Field(
        description=gettext_noop("Previous slugs of the records merged into this one by this change")
    )
    fields: list[str] = Field(description=gettext_noop("Fields that changed"))
    role: Literal[tuple(ChangeRole.values)] = Field(description=gettext_noop("Role of the person who made the change"))
    reason: str | None = Field(description=gettext_noop("Reason given for the change"))
    is_correction: bool = Field(description=gettext_noop("Whether it corrects an error"))
    wrong_since: datetime | None = Field(description=gettext_noop("Date since which the information was wrong"))
    page_url: str = Field(description=gettext_noop("Web page URL, in English"))


class ChangePage(Page):
    __doc__ = gettext_noop("A page of the list of changes.")

    results: list[ChangeInList] = Field(description=gettext_noop("Items on this page"))


class ChangeListQuery(ApiListQuery):
    paging_parameters = ("since", *ApiListQuery.paging_parameters)
    extra_schemas: ClassVar[dict[str, dict]] = {
        "since": {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]}
    }

    @property
    def errors(self):
        errors = super().errors
        try:
            _since = self.since
        except ValueError:
            message = _("“%(value)s” is not a valid date and time. Use %(day)s or %(moment)s.")
            values = {"value": self.data["since"], "day": "2026-11-27", "moment": "2026-11-27T08:00:00Z"}
            errors.append(("since", message % values))
        return errors

    @property
    def matching_rows(self):
        rows = super().matching_rows
        return rows.since(self.since) if self.since else rows

    @property
    def since(self) -> datetime | None:
        """Raise ValueError if the parameter is invalid."""
        text = self.data.get("since")
        return parse_api_time(text) if text else None


def parse_api_time(text: str) -> datetime:
    """Parse a date-time, or a date as its beginning in Hong Kong; raise ValueError if it is neither."""
    if DATE.fullmatch(text):
        return get_hong_kong_midnight(date.fromisoformat(text))
    if not (parts := DATE_TIME.fullmatch(text)):
        raise ValueError(text)
    minute, second, rest = parts.groups()
    # Python has no leap seconds; the one before will do.
    second = "59" if second == "60" else second
    return convert_to_utc(datetime.fromisoformat((minute + second + rest).replace(" ", "+").upper()))


def prefetch_api_changes(queryset):
    return queryset.for_list()


def serialize_change(change) -> dict:
    record = change.record
    kind = change.record_kind
    merge = get_change_merge(change)
    return {
        "id": change.pk,
        "made_at": change.made_at,
        "record": {
            "type": kind,
            "slug": record.slug,
            "name": serialize_text(record, "name") if record.is_public else None,
            "api_url": build_api_url(f"{kind}s", record.slug),
        },
        "what": change.kind,
        "merged_into": serialize_reference(merge.into) if merge.into else None,
        "merged_from": merge.slugs,
        "fields": change.fields,
        "role": change.role,
        "reason": change.reason or None,
        "is_correction": change.is_correction,
        "wrong_since": change.wrong_since,
        "page_url": build_permalink(change),
    }
