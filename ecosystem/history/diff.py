"""What a change has changed, field by field, as a reader is shown it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _, pgettext

from ecosystem.core.languages import (
    LANG_TAGS,
    SIMPLIFIED,
    TRADITIONAL,
    column,
    current,
    list_separator,
    parted,
    simplified,
)
from ecosystem.core.partial_dates import PartialDate
from ecosystem.history import snapshots, text_diff
from ecosystem.history.row_names import Names
from ecosystem.history.snapshots import State
from ecosystem.history.text_diff import Run
from ecosystem.models import Initiative, InitiativeBody, Organisation, Participation, Source
from ecosystem.models.base import WEB
from ecosystem.models.claims import Claim
from ecosystem.models.field_labels import field_label
from ecosystem.models.fields import PartialDateField, WordsField


class Item(str):
    """A text of which the beginning, `head`, leads to a page elsewhere; `is_copy` as of a source."""

    head: str
    rest: str
    address: str
    is_copy: bool

    def __new__(cls, head: str, address: str, *, rest: str = "", is_copy: bool = False) -> "Item":
        text = super().__new__(cls, head + rest)
        text.head, text.rest, text.address, text.is_copy = head, rest, address, is_copy
        return text


class WithheldText(str):
    """What stands in the place of a value that was withheld."""

    is_withheld = True


@dataclass(frozen=True)
class Difference:
    """One field: its runs are of one text, or each an item of a list."""

    label: str
    runs: list[Run]
    lang: str
    is_list: bool = False


@dataclass(frozen=True)
class Value:
    """What a field says: one text, or the items of a list."""

    label: str
    items: list[str]
    lang: str
    is_list: bool = False
    # Whether it is running text, of which single words are compared.
    is_text: bool = False
    # Whether it was withheld, so that its items say only when and why.
    is_withheld: bool = False


def differences(before: State, after: State, names: Names, *, but: Iterable[str] = ()) -> list[Difference]:
    """Return what differs, the texts of the reader's language before those of others; nothing of the fields in `but`."""
    old = dict(_values(before, names))
    new = dict(_values(after, names))
    left_out = {*but, *_converted(before) & _converted(after)}
    found = []
    for key in dict.fromkeys(key for key in [*new, *old] if key not in left_out):
        one, other = old.get(key), new.get(key)
        if (one and one.items) != (other and other.items) and (shown := _difference(one, other)).runs:
            found.append(shown)
    return found


def told(state: State, names: Names) -> list[Value]:
    """Return all that a state says, field by field; what it says nothing of is left out."""
    left_out = _converted(state)
    return [value for key, value in _values(state, names) if value.items and key not in left_out]


def _converted(state: State) -> set[str]:
    """Return the columns that a reader of Simplified Chinese sees converted, so that they need not stand there twice."""
    if current() != SIMPLIFIED:
        return set()
    names = [name for name in snapshots.told_fields(state.model) if len(snapshots.columns(state.model, name)) > 1]
    return {column(name, TRADITIONAL) for name in names if not state.fields.get(column(name, SIMPLIFIED))}


def _difference(before: Value | None, after: Value | None) -> Difference:
    shown = after or before
    old, new = before.items if before else [], after.items if after else []
    if shown.is_list:
        runs = [Run("removed", item) for item in old if item not in new]
        runs += [Run("added", item) for item in new if item not in old]
    elif shown.is_text and not any(value and value.is_withheld for value in (before, after)):
        runs = text_diff.compared("".join(old), "".join(new))
    else:
        runs = [Run("removed", _join(old)), Run("same", " "), Run("added", _join(new))]
        runs = [run for run in runs if run.text]
    return Difference(shown.label, runs, shown.lang, shown.is_list)


def _join(items: list[str]) -> str:
    """Return items as one text; one alone stays what it is, a text with an address or a note."""
    return items[0] if len(items) == 1 else "".join(items)


def _values(state: State, names: Names) -> Iterator[tuple[str, Value]]:
    page = LANG_TAGS[current()]
    for name in snapshots.told_fields(state.model):
        own = column(name, current())
        columns = snapshots.columns(state.model, name)
        for each in sorted(columns, key=lambda one: one != own):
            f = state.model._meta.get_field(each)
            withheld = list(_withheld(state, _withheld_column(state, name, each), names))
            is_list = f.many_to_many or isinstance(f, WordsField)
            # That something was withheld is said in the language of the page.
            lang = page if withheld and not is_list else parted(each)[1] or page
            is_text = isinstance(f, models.CharField | models.TextField) and not (
                f.choices or isinstance(f, PartialDateField)
            )
            label = field_label(state.model, each) if each == "slug" else str(f.verbose_name)
            items = _items(f, _read(state, name, each), names) if is_list or not withheld else []
            yield each, Value(capfirst(label), [*items, *withheld], lang, is_list, is_text, bool(withheld))
    if state.model is not Organisation:
        join = InitiativeBody if state.model is Initiative else Participation
        label = _("Bodies") if join is InitiativeBody else _("Participants")
        roles = dict(join._meta.get_field("role").choices)
        parts = [(names.of(Organisation, [key]), roles[role]) for key, role in sorted(state.joins)]
        items = [f"{found[0]} · {role}" for found, role in parts if found]
        name = "bodies" if join is InitiativeBody else "participants"
        yield "joins", Value(label, [*items, *_withheld(state, name, names)], page, is_list=True)
    cited = [*_cited(state, names), *_withheld(state, "citations", names)]
    yield "citations", Value(_("Sources"), cited, page, is_list=True)


def _withheld_column(state, name, each):
    """Return the column whose withheld values are told at another: of Simplified that is converted, Traditional."""
    traditional = column(name, TRADITIONAL)
    is_converted = current() == SIMPLIFIED and each == column(name, SIMPLIFIED) != name
    return traditional if is_converted and each not in state.withheld and not state.fields.get(each) else each


def _withheld(state, name, names) -> Iterator[str]:
    """Yield when and why each value was withheld that stood in a column or relation."""
    for key in state.withheld.get(name, ()):
        if row := names.withheld.get(key):
            told = {"date": PartialDate(row.withheld_on.isoformat()).localized(), "reason": row.reason}
            yield WithheldText(_("[withheld on %(date)s: %(reason)s]") % told)


def _read(state, name, each):
    """Return what a column says; a Simplified text that is empty is the Traditional one converted, as on every page."""
    value = state.fields.get(each)
    if not value and current() == SIMPLIFIED and each == column(name, SIMPLIFIED) != name:
        return simplified(state.fields.get(column(name, TRADITIONAL)) or "")
    return value


def _items(f, value, names) -> list[str]:
    """Return what a value reads like, as the items of a list; of one thing there is one."""
    if value in (None, "", []):
        return []
    if f.is_relation:
        return sorted(names.of(f.related_model, value if isinstance(value, list) else [value]))
    if isinstance(f, WordsField):
        return [str(word) for word in value]
    if f.choices:
        return [str(dict(f.flatchoices).get(value, value))]
    if isinstance(f, models.BooleanField):
        return [pgettext("an answer", "yes") if value else pgettext("an answer", "no")]
    if isinstance(f, PartialDateField | models.DateField):
        return [PartialDate(str(value)).localized()]
    if isinstance(f, models.IntegerField):
        return [f"{value:,}"]
    return [Item(str(value), str(value)) if WEB in f.validators else str(value)]


def _cited(state, names) -> Iterator[str]:
    for key, citation in sorted(state.citations.items(), key=lambda pair: pair[1].get("position", 0)):
        for source in names.rows(Source, [key]):
            rest = "".join(f" · {said}" for said in _said_of(state.model, citation))
            yield Item(str(source), source.url, rest=rest, is_copy=source.is_copy)


def _said_of(model, citation) -> Iterator[str]:
    for name, sentence in (("supports", _("bears out: %(fields)s")), ("disputes", _("disputes: %(fields)s"))):
        if fields := citation.get(name):
            yield sentence % {"fields": list_separator().join(field_label(model, each) for each in fields)}
    for name, parts in citation.get("claims", {}).items():
        said = {"field": field_label(model, name), "value": parts["value"], "reason": Claim(**parts).reason}
        yield _("says of “%(field)s”: %(value)s; not followed because: %(reason)s") % said
