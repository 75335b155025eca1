"""Two editors on one row: what the other one has changed meanwhile, beside what was typed, for the second to choose from.

A form carries the state that it was opened on. Where the row says something else when it is
saved, the save is refused and the form comes back as a merger of both: what only the other one
changed stands in it, what both changed stays as it was typed, and each difference is listed with
a choice. The choice is put into the inputs at the next save, which then counts from the new state.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field as default
from typing import Any

from django.core import signing
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _, pgettext

from ecosystem.admin.form_state import (
    FormState,
    Inputs,
    build_unbound_forms,
    capture_state,
    compared_fields,
    describe,
    entries_about,
    label_text,
    load_state,
    name_row,
    read_inputs,
    summarize_row,
    write_inputs,
)
from ecosystem.core.languages import parted
from ecosystem.editing import publishing
from ecosystem.models import RECORDS
from ecosystem.models.changes import JOINS

# The fields of the form, beside its columns: the state it was opened on, and the differences that it shows.
OPENED, DIFFERENCES = "opened", "differences"
CHOICE = "choice-{}"
SALT = "ecosystem.admin.edit_conflicts"
MINE, THEIRS = "mine", "theirs"


@dataclass
class EditDifference:
    """Something that the other editor has changed, and what was typed there; `shown` is the one that the form shows."""

    label: str
    opened: str
    theirs: str
    mine: str
    shown: str
    # Whether both have changed it, so that the editor must choose.
    is_conflict: bool
    # What puts the choice into the inputs: which field, or which row, and the two values of it.
    prefix: str = ""
    key: str = ""
    name: str = ""
    values: dict[str, Any] = default(default_factory=dict)
    changed_by: str = ""

    @property
    def stored(self):
        return {name: getattr(self, name) for name in ("prefix", "key", "name", "shown", "values")}


@dataclass
class EditConflict:
    """What a refused save shows: each difference, and the latest of those who made them."""

    differences: list[EditDifference]
    last_change: str


def resolve_conflict(model_admin, request, row) -> EditConflict | None:
    """Bring what was sent and what stands there together; None where nobody else has changed the row.

    Puts the choices of an earlier refusal into `request.POST`, and, where it is to be refused, the merged form.
    """
    form, formsets = build_unbound_forms(model_admin, request, row)
    now = capture_state(form, formsets)
    inputs = {name: list(values) for name, values in request.POST.lists()}
    is_understood = _apply_choices(form, formsets, inputs, now.of)
    conflict = None
    # A choice between differences that nobody knows any more must not let what was typed win.
    opened = load_state(request.POST.get(OPENED, ""), row) if is_understood else None
    is_other_state = isinstance(row, RECORDS) and request.POST.get("seen") != publishing.state_of(row)
    if is_other_state or not is_understood or _is_stale(opened, now, row):
        merger = _Merger(opened, now, inputs)
        merger.merge_fields(form)
        for formset in formsets:
            merger.merge_rows(formset)
        if merger.differences or is_other_state:
            conflict = _report(row, merger.differences, opened)
            inputs[OPENED] = [now.sign()]
            if isinstance(row, RECORDS):
                inputs["seen"] = [publishing.state_of(row)]
            shown = {"of": now.of, "differences": [each.stored for each in merger.differences]}
            inputs[DIFFERENCES] = [signing.dumps(shown, salt=SALT, compress=True)]
    request.POST = _build_query_dict(inputs, request.POST.encoding)
    return conflict


def _is_stale(opened, now, row):
    if opened is None:
        # A record says by its moment which state was seen.
        return not isinstance(row, RECORDS)
    return (opened.fields, opened.rows) != (now.fields, now.rows)


@dataclass
class _Merger:
    """Merges what was typed with what stands there now, difference by difference."""

    opened: FormState | None
    now: FormState
    inputs: Inputs
    differences: list[EditDifference] = default(default_factory=list)

    def merge_fields(self, form):
        opened = self.opened.fields if self.opened else None
        self.differences += _compare(form, opened, self.now.fields, self.inputs)
        for name, field in compared_fields(form):
            if field.show_hidden_initial:
                write_inputs(field, self.inputs, f"initial-{name}", self.now.fields[name])

    def merge_rows(self, formset):
        """Write the rows of a formset anew: those that stand there now, with what was typed, then the new ones."""
        prefix = formset.prefix
        typed, new = _split_rows(formset, self.inputs)
        opened = self.opened.rows.get(prefix, {}) if self.opened else {}
        rows = []
        for form in formset.initial_forms:
            key = str(form.instance.pk)
            row, before = typed.pop(key, None), opened.get(key)
            if row is None and before is None:
                row, before = self._take_same_row(form, prefix, key, typed, new, opened)
            rows.append(self._merge_row(form, prefix, key, before, row))
        for key, row in typed.items():
            if kept := self._merge_removed_row(formset.empty_form, prefix, key, opened.get(key, {}), row):
                new.append(kept)
        _write_rows(formset, self.inputs, rows, new)

    def _take_same_row(self, form, prefix, key, typed, new, opened):
        """Return what was typed into a row of the same natural key, such as a year, as one that the other one has added.

        It was a new row, or one that the other one has removed before; then also what that said when the form was opened.
        """
        fields, now = dict(compared_fields(form)), self.now.rows[prefix]
        identity = [name for name in form.instance.natural_key_fields if name in fields]
        removed = [(number, row) for number, row in typed.items() if number not in now]
        for number, row in [*(("", row) for row in new), *removed]:
            if "DELETE" in row or any(read_inputs(fields[name], row, name) != now[key][name] for name in identity):
                continue
            if number:
                del typed[number]
            else:
                new.remove(row)
            return row | {form.instance._meta.pk.name: [key]}, opened.get(number)
        return None, None

    def _merge_row(self, form, prefix, key, opened, row):
        """Return the inputs of a row that stands there now."""
        now, fields = self.now.rows[prefix][key], list(compared_fields(form))
        called = name_row(form, fields, now)
        if row is None:
            return self._show_row(form, prefix, key, is_new=opened is None)
        if "DELETE" in row and opened is not None:
            if opened != now:
                before, after = summarize_row(fields, opened), summarize_row(fields, now)
                self.differences.append(
                    EditDifference(
                        called, before, after, pgettext("a row", "removed"), MINE, True, prefix, key, "DELETE"
                    )
                )
                for name, field in fields:
                    write_inputs(field, row, name, now[name])
            return row
        for difference in _compare(form, opened, now, row):
            difference.label = label_text(called, difference.label)
            difference.prefix, difference.key = prefix, key
            if self.opened and opened is None:
                difference.opened = pgettext("a row", "not there")
            self.differences.append(difference)
        return row

    def _show_row(self, form, prefix, key, *, is_new):
        """Return the inputs of a row that was not sent; a new one is a difference."""
        now, fields = self.now.rows[prefix][key], list(compared_fields(form))
        row: Inputs = {form.instance._meta.pk.name: [key]}
        for name, field in fields:
            write_inputs(field, row, name, now[name])
        if is_new:
            absent = pgettext("a row", "not there")
            called, added = name_row(form, fields, now), summarize_row(fields, now)
            self.differences.append(EditDifference(called, absent, added, absent, THEIRS, False, prefix, key, "+"))
        return row

    def _merge_removed_row(self, form, prefix, key, opened, row):
        """Return the inputs of a row that the other one has removed, if it is to be put back; it is a new row then."""
        row.pop(form.instance._meta.pk.name, None)
        if "DELETE" in row:
            return None
        if not opened:
            return row
        fields = [(name, field) for name, field in form.fields.items() if name in opened]
        mine = {name: read_inputs(field, row, name) for name, field in fields}
        is_conflict = mine != opened
        self.differences.append(
            EditDifference(
                name_row(form, fields, opened),
                summarize_row(fields, opened),
                pgettext("a row", "removed"),
                summarize_row(fields, mine),
                MINE if is_conflict else THEIRS,
                is_conflict,
                prefix,
                key,
                "-",
                {MINE: mine},
            )
        )
        return row if is_conflict else None


def _compare(form, opened, now, inputs) -> Iterator[EditDifference]:
    """Yield the fields that the other one has changed, and put what only they changed into the inputs."""
    for name, field in compared_fields(form):
        before = opened.get(name) if opened is not None else None
        theirs, mine = now[name], read_inputs(field, inputs, name)
        if theirs in (before, mine):
            continue
        is_conflict = mine != before
        yield EditDifference(
            str(field.label),
            describe(field, before) if before is not None else pgettext("a value", "not known"),
            describe(field, theirs),
            describe(field, mine),
            MINE if is_conflict else THEIRS,
            is_conflict,
            name=name,
            values={MINE: mine, THEIRS: theirs},
        )
        if not is_conflict:
            write_inputs(field, inputs, name, theirs)


def _apply_choices(form, formsets, inputs, of):
    """Put the choices that the editor has made into the inputs; where what the form showed was chosen it stands there.

    Return whether it is known what each choice is about.
    """
    try:
        shown = signing.loads("".join(inputs.pop(DIFFERENCES, [])), salt=SALT)
    except signing.BadSignature:
        shown = {"of": of, "differences": []}
    if shown["of"] != of or CHOICE.format(len(shown["differences"])) in inputs:
        return False
    for number, difference in enumerate(shown["differences"]):
        choice = "".join(inputs.pop(CHOICE.format(number), []))
        if choice not in (MINE, THEIRS) or choice == difference["shown"]:
            continue
        if not difference["prefix"]:
            write_inputs(form.fields[difference["name"]], inputs, difference["name"], difference["values"][choice])
        for formset in formsets:
            if formset.prefix == difference["prefix"]:
                _apply_choice_of_row(formset, inputs, difference, choice)
    return True


def _apply_choice_of_row(formset, inputs, difference, choice):
    typed, new = _split_rows(formset, inputs)
    row, fields = typed.get(difference["key"]), formset.empty_form.fields
    match difference["name"]:
        case "-" if choice == THEIRS:
            # The row that was put back; it has no number any more, so it is known by what it says.
            mine = difference["values"][MINE]
            new = [each for each in new if any(read_inputs(fields[n], each, n) != mine[n] for n in mine)]
        case "-":
            put_back: Inputs = {}
            for name, value in difference["values"][MINE].items():
                write_inputs(fields[name], put_back, name, value)
            new.append(put_back)
        case "+" if row is not None:
            row["DELETE"] = ["on"]
        case "DELETE" if row is not None:
            row.pop("DELETE", None)
        case name if row is not None:
            write_inputs(fields[name], row, name, difference["values"][choice])
    _write_rows(formset, inputs, list(typed.values()), new)


def _split_rows(formset, inputs) -> tuple[dict[str, Inputs], list[Inputs]]:
    """Return the inputs of the rows of a formset: those of the table by their numbers, and the new ones."""
    form = re.compile(rf"{re.escape(formset.prefix)}-(\d+)-(.+)")
    numbered: dict[int, Inputs] = {}
    for name, values in inputs.items():
        if match := form.fullmatch(name):
            numbered.setdefault(int(match[1]), {})[match[2]] = values
    stored, new = {}, []
    for _number, row in sorted(numbered.items()):
        key = "".join(row.get(formset.model._meta.pk.name, []))
        if key:
            stored[key] = row
        else:
            new.append(row)
    return stored, new


def _write_rows(formset, inputs, stored, new):
    prefix = formset.prefix
    for name in [name for name in inputs if re.match(rf"{re.escape(prefix)}-\d+-", name)]:
        del inputs[name]
    for number, row in enumerate([*stored, *new]):
        inputs |= {f"{prefix}-{number}-{name}": values for name, values in row.items()}
    inputs[f"{prefix}-INITIAL_FORMS"] = [str(len(stored))]
    inputs[f"{prefix}-TOTAL_FORMS"] = [str(len(stored) + len(new))]


def _report(row, differences, opened):
    """Write at each difference who made it and when, as far as that is on record."""
    entries = entries_about(row).order_by("-pk")
    # Where nobody knows since when, the newest entry is all that can be told.
    entries = list(entries.filter(pk__gt=opened.last_entry) if opened else entries[:1])
    last = _sign_change(entries[0]) if entries else _("Changed by a file, or by the site itself")
    for difference in differences:
        told = _history_name(difference)
        own = [entry for entry in entries if told in getattr(entry, "fields", ())]
        difference.changed_by = _sign_change(own[0]) if own else last
    return EditConflict(differences, last)


def _history_name(difference):
    """Return the field by which a change of the history tells of a difference."""
    if not difference.prefix:
        return parted(difference.name)[0]
    return next((name for name, relation in JOINS.items() if relation == difference.prefix), difference.prefix)


def _sign_change(entry):
    """Return who made a change, and when."""
    if hasattr(entry, "revision"):
        who, when = entry.revision.user or entry.get_role_display(), entry.made_at
    else:
        who, when = entry.user, entry.action_time
    said = {"who": who, "when": date_format(localtime(when), "DATETIME_FORMAT")}
    return _("Changed by %(who)s on %(when)s") % said


def _build_query_dict(inputs, encoding):
    data = QueryDict(mutable=True, encoding=encoding)
    for name, values in inputs.items():
        data.setlist(name, values)
    return data
