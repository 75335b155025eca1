"""Diffs of snapshots by field, as shown to readers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _, pgettext

from ecosystem.core.languages import (
    LANG_TAGS,
    SIMPLIFIED,
    TRADITIONAL,
    get_current_language,
    get_language_column,
    get_list_separator,
    split_language_column,
)
from ecosystem.core.partial_dates import PartialDate
from ecosystem.history import snapshots, text_diff
from ecosystem.history.row_names import SnapshotRowNames
from ecosystem.history.snapshots import RecordSnapshot
from ecosystem.history.text_diff import TextDiffRun
from ecosystem.models import Initiative, InitiativeBody, Organisation, Participation, Source
from ecosystem.models.base import WEB_URL_VALIDATOR
from ecosystem.models.claims import Claim
from ecosystem.models.field_labels import get_field_label
from ecosystem.models.fields import PartialDateField, WordsField


class LinkedText(str):
    """A text whose beginning, `head`, is a link to `address`; `is_copy` is that of a source."""

    head: str
    rest: str
    address: str
    is_copy: bool

    def __new__(cls, head: str, address: str, *, rest: str = "", is_copy: bool = False) -> "LinkedText":
        text = super().__new__(cls, head + rest)
        text.head, text.rest, text.address, text.is_copy = head, rest, address, is_copy
        return text


class WithheldText(str):
    """The note in place of a withheld value."""

    is_withheld = True


@dataclass(frozen=True)
class FieldDiff:
    """The diff of one field: the runs of a text, or one run for each item of a list."""

    label: str
    runs: list[TextDiffRun]
    lang: str
    is_list: bool = False


@dataclass(frozen=True)
class SnapshotValue:
    """The value of a field: one text, or the items of a list."""

    label: str
    items: list[str]
    lang: str
    is_list: bool = False
    # Whether it is prose, which is compared by word.
    is_text: bool = False
    # Whether it was withheld, so that its items are notes.
    is_withheld: bool = False


def diff_snapshots(
    before: RecordSnapshot, after: RecordSnapshot, names: SnapshotRowNames, *, but: Iterable[str] = ()
) -> list[FieldDiff]:
    """Return the differing fields but those in `but`; texts in the reader's language come first."""
    old = dict(_iter_values(before, names))
    new = dict(_iter_values(after, names))
    left_out = {*but, *_find_converted_columns(before) & _find_converted_columns(after)}
    diffs = []
    for key in dict.fromkeys(key for key in [*new, *old] if key not in left_out):
        one, other = old.get(key), new.get(key)
        if (one and one.items) != (other and other.items) and (diff := _diff_values(one, other)).runs:
            diffs.append(diff)
    return diffs


def list_snapshot_values(state: RecordSnapshot, names: SnapshotRowNames) -> list[SnapshotValue]:
    left_out = _find_converted_columns(state)
    return [value for key, value in _iter_values(state, names) if value.items and key not in left_out]


def _find_converted_columns(state: RecordSnapshot) -> set[str]:
    """Return the Traditional columns that are shown converted to Simplified, and so not shown again."""
    if get_current_language() != SIMPLIFIED:
        return set()
    names = [
        name
        for name in snapshots.list_snapshot_fields(state.model)
        if len(snapshots.list_snapshot_columns(state.model, name)) > 1
    ]
    return {
        get_language_column(name, TRADITIONAL)
        for name in names
        if not state.fields.get(get_language_column(name, SIMPLIFIED))
    }


def _diff_values(before: SnapshotValue | None, after: SnapshotValue | None) -> FieldDiff:
    shown = after or before
    old, new = before.items if before else [], after.items if after else []
    if shown.is_list:
        runs = [TextDiffRun("removed", item) for item in old if item not in new]
        runs += [TextDiffRun("added", item) for item in new if item not in old]
    elif shown.is_text and not any(value and value.is_withheld for value in (before, after)):
        runs = text_diff.diff_texts("".join(old), "".join(new))
    else:
        runs = [
            TextDiffRun("removed", _join_items(old)),
            TextDiffRun("same", " "),
            TextDiffRun("added", _join_items(new)),
        ]
        runs = [run for run in runs if run.text]
    return FieldDiff(shown.label, runs, shown.lang, shown.is_list)


def _join_items(items: list[str]) -> str:
    """Return items as one text; a single item keeps its type, such as LinkedText."""
    return items[0] if len(items) == 1 else "".join(items)


def _iter_values(state: RecordSnapshot, names: SnapshotRowNames) -> Iterator[tuple[str, SnapshotValue]]:
    page = LANG_TAGS[get_current_language()]
    for name in snapshots.list_snapshot_fields(state.model):
        own = get_language_column(name, get_current_language())
        columns = snapshots.list_snapshot_columns(state.model, name)
        for each in sorted(columns, key=lambda one: one != own):
            f = state.model._meta.get_field(each)
            withheld = list(_iter_withheld_texts(state, _get_withheld_column(state, name, each), names))
            is_list = f.many_to_many or isinstance(f, WordsField)
            # The note about a withheld value is in the language of the page.
            lang = page if withheld and not is_list else split_language_column(each)[1] or page
            is_text = isinstance(f, models.CharField | models.TextField) and not (
                f.choices or isinstance(f, PartialDateField)
            )
            label = get_field_label(state.model, each) if each == "slug" else str(f.verbose_name)
            items = _format_items(f, _read_column(state, name, each), names) if is_list or not withheld else []
            yield each, SnapshotValue(capfirst(label), [*items, *withheld], lang, is_list, is_text, bool(withheld))
    if state.model is not Organisation:
        join = InitiativeBody if state.model is Initiative else Participation
        roles = dict(join._meta.get_field("role").choices)
        parts = [(names.list_names(Organisation, [key]), roles[role]) for key, role in sorted(state.joins)]
        items = [f"{organisations[0]} · {role}" for organisations, role in parts if organisations]
        name = "bodies" if join is InitiativeBody else "participants"
        yield (
            "joins",
            SnapshotValue(_("Participants"), [*items, *_iter_withheld_texts(state, name, names)], page, is_list=True),
        )
    cited = [*_iter_cited_sources(state, names), *_iter_withheld_texts(state, "citations", names)]
    yield "citations", SnapshotValue(_("Sources"), cited, page, is_list=True)


def _get_withheld_column(state, name, each):
    """Return the column whose withheld values are shown here: Traditional for converted Simplified, else itself."""
    traditional = get_language_column(name, TRADITIONAL)
    is_converted = get_current_language() == SIMPLIFIED and each == get_language_column(name, SIMPLIFIED) != name
    return traditional if is_converted and each not in state.withheld and not state.fields.get(each) else each


def _iter_withheld_texts(state, name, names) -> Iterator[str]:
    for key in state.withheld.get(name, ()):
        if row := names.withheld.get(key):
            values = {"date": PartialDate(row.withheld_on.isoformat()).format_localized(), "reason": row.reason}
            yield WithheldText(_("[withheld on %(date)s: %(reason)s]") % values)


def _read_column(state, name, each):
    """Return the value of a column; an empty Simplified text is converted from Traditional, as on every page."""
    value = state.fields.get(each)
    if not value and get_current_language() == SIMPLIFIED and each == get_language_column(name, SIMPLIFIED) != name:
        return getattr(state.model, name).simplify(state.fields.get(get_language_column(name, TRADITIONAL)) or "")
    return value


def _format_items(f, value, names) -> list[str]:
    """Return one item unless the value is a list."""
    if value in (None, "", []):
        return []
    if f.is_relation:
        return sorted(names.list_names(f.related_model, value if isinstance(value, list) else [value]))
    if isinstance(f, WordsField):
        return [str(word) for word in value]
    if f.choices:
        return [str(dict(f.flatchoices).get(value, value))]
    if isinstance(f, models.BooleanField):
        return [pgettext("an answer", "yes") if value else pgettext("an answer", "no")]
    if isinstance(f, PartialDateField | models.DateField):
        return [PartialDate(str(value)).format_localized()]
    if isinstance(f, models.IntegerField):
        return [f"{value:,}"]
    return [LinkedText(str(value), str(value)) if WEB_URL_VALIDATOR in f.validators else str(value)]


def _iter_cited_sources(state, names) -> Iterator[str]:
    for key, citation in sorted(state.citations.items(), key=lambda pair: pair[1].get("position", 0)):
        for source in names.list_rows(Source, [key]):
            rest = "".join(f" · {sentence}" for sentence in _iter_citation_sentences(state.model, citation))
            yield LinkedText(str(source), source.url, rest=rest, is_copy=source.is_copy)


def _iter_citation_sentences(model, citation) -> Iterator[str]:
    for name, sentence in (("supports", _("cited for: %(fields)s")), ("disputes", _("conflicts on: %(fields)s"))):
        if fields := citation.get(name):
            yield sentence % {"fields": get_list_separator().join(get_field_label(model, each) for each in fields)}
    if citation.get("outcome_only"):
        yield _("reports only an outcome")
    for name, parts in citation.get("claims", {}).items():
        values = {"field": get_field_label(model, name), "value": parts["value"], "reason": Claim(**parts).reason}
        yield _("says about “%(field)s”: %(value)s; not used because: %(reason)s") % values
