"""Edit conflicts: two editors change the same row at the same time.

A form carries the signed state on which it was opened. If the row has changed since, the save is
refused and the form is shown again, merged: it has the changes of the other editor, except where
both have changed a value, which stays as it was typed. Each difference is listed with a choice of
`mine` or `theirs`. The next save applies the choices, and is compared with the new state.
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
    FormInputs,
    FormState,
    build_unbound_forms,
    capture_form_state,
    describe_field_value,
    format_form_row_name,
    format_labelled_text,
    get_edit_log_entries,
    get_newest_entry_key,
    iter_compared_fields,
    load_form_state,
    read_inputs,
    summarize_form_row,
    write_inputs,
)
from ecosystem.core.languages import split_language_column
from ecosystem.editing import publishing
from ecosystem.models import RECORD_MODELS, Change
from ecosystem.models.changes import ROLE_RELATIONS

# Hidden fields of the form: the state on which it was opened, and the differences that it shows.
OPENED, DIFFERENCES = "opened", "differences"
CHOICE = "choice-{}"
SALT = "ecosystem.admin.edit_conflicts"
MINE, THEIRS = "mine", "theirs"


@dataclass
class EditDifference:
    """`opened`, `theirs` and `mine` are texts to be shown; `shown` is the side that the form contains."""

    label: str
    opened: str
    theirs: str
    mine: str
    shown: str
    # Both have changed it, so the editor must choose.
    is_conflict: bool
    # To apply the choice: the formset and row (empty for a field of the form itself), the field, and
    # both values. The name is "+" for a row that they added, "-" for one that they removed and
    # "DELETE" for one that was marked for deletion here.
    prefix: str = ""
    key: str = ""
    name: str = ""
    values: dict[str, Any] = default(default_factory=dict)
    changed_by: str = ""

    def to_json(self):
        return {name: getattr(self, name) for name in ("prefix", "key", "name", "shown", "values")}


@dataclass
class EditConflict:
    """`last_change` names the editor and the time."""

    differences: list[EditDifference]
    last_change: str


def resolve_conflict(model_admin, request, row) -> EditConflict | None:
    """Merge the submitted form with the present row; None if there is no conflict.

    Replaces `request.POST`: it then has the choices of an earlier refusal applied and, in case of a
    conflict, the merged form.
    """
    if _is_unchanged_record(request, row):
        return None
    form, formsets = build_unbound_forms(model_admin, request, row)
    now = capture_form_state(form, formsets)
    inputs = {name: list(values) for name, values in request.POST.lists()}
    are_choices_valid = _apply_choices(form, formsets, inputs, now.of)
    conflict = None
    # With invalid choices the opened state is unknown, so that the typed values do not win unseen.
    opened = load_form_state(request.POST.get(OPENED, ""), row) if are_choices_valid else None
    is_other_state = isinstance(row, RECORD_MODELS) and request.POST.get("seen") != publishing.get_record_version(row)
    if is_other_state or not are_choices_valid or _is_stale(opened, now, row):
        merger = _FormMerge(opened, now, inputs)
        merger.merge_fields(form)
        for formset in formsets:
            merger.merge_rows(formset)
        if merger.differences or is_other_state:
            conflict = _build_conflict(row, merger.differences, opened)
            inputs[OPENED] = [now.sign()]
            if isinstance(row, RECORD_MODELS):
                inputs["seen"] = [publishing.get_record_version(row)]
            shown = {"of": now.of, "differences": [each.to_json() for each in merger.differences]}
            inputs[DIFFERENCES] = [signing.dumps(shown, salt=SALT, compress=True)]
    request.POST = _build_query_dict(inputs, request.POST.encoding)
    return conflict


def _is_unchanged_record(request, row) -> bool:
    """Compare version and history alone: every change of a record is in its history.

    Return False if the form shows the differences of an earlier refusal.
    """
    if not isinstance(row, RECORD_MODELS) or request.POST.get(DIFFERENCES):
        return False
    opened = load_form_state(request.POST.get(OPENED, ""), row)
    is_same_version = request.POST.get("seen") == publishing.get_record_version(row)
    return bool(opened and is_same_version and opened.last_entry == get_newest_entry_key(row))


def _is_stale(opened, now, row):
    if opened is None:
        # A record has a version of its own, compared above.
        return not isinstance(row, RECORD_MODELS)
    return (opened.fields, opened.rows) != (now.fields, now.rows)


@dataclass
class _FormMerge:
    """Merges the submitted inputs (in place) with the present state, and collects the differences."""

    opened: FormState | None
    now: FormState
    inputs: FormInputs
    differences: list[EditDifference] = default(default_factory=list)

    def merge_fields(self, form):
        opened = self.opened.fields if self.opened else None
        self.differences += _iter_field_differences(form, opened, self.now.fields, self.inputs)
        for name, field in iter_compared_fields(form):
            if field.show_hidden_initial:
                write_inputs(field, self.inputs, f"initial-{name}", self.now.fields[name])

    def merge_rows(self, formset):
        """Rewrite the inputs of a formset: the present rows, with what was typed, then the new ones."""
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
            if new_row := self._merge_removed_row(formset.empty_form, prefix, key, opened.get(key, {}), row):
                new.append(new_row)
        _write_rows(formset, self.inputs, rows, new)

    def _take_same_row(self, form, prefix, key, typed, new, opened):
        """Find the typed row with the same natural key (such as a year) as a row that the other editor has added.

        Return its inputs and its opened state. It is either a new row, or one that the other editor had removed
        before; it is taken out of `new` or `typed`. `(None, None)` if there is none.
        """
        fields, now = dict(iter_compared_fields(form)), self.now.rows[prefix]
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
        now, fields = self.now.rows[prefix][key], list(iter_compared_fields(form))
        row_name = format_form_row_name(form, fields, now)
        if row is None:
            return self._show_row(form, prefix, key, is_new=opened is None)
        if "DELETE" in row and opened is not None:
            if opened != now:
                before, after = summarize_form_row(fields, opened), summarize_form_row(fields, now)
                self.differences.append(
                    EditDifference(
                        row_name, before, after, pgettext("a row", "removed"), MINE, True, prefix, key, "DELETE"
                    )
                )
                for name, field in fields:
                    write_inputs(field, row, name, now[name])
            return row
        for difference in _iter_field_differences(form, opened, now, row):
            difference.label = format_labelled_text(row_name, difference.label)
            difference.prefix, difference.key = prefix, key
            if self.opened and opened is None:
                difference.opened = pgettext("a row", "does not exist")
            self.differences.append(difference)
        return row

    def _show_row(self, form, prefix, key, *, is_new):
        """Return the inputs of a row that was not submitted; one that was added since is a difference."""
        now, fields = self.now.rows[prefix][key], list(iter_compared_fields(form))
        row: FormInputs = {form.instance._meta.pk.name: [key]}
        for name, field in fields:
            write_inputs(field, row, name, now[name])
        if is_new:
            absent = pgettext("a row", "does not exist")
            row_name, added = format_form_row_name(form, fields, now), summarize_form_row(fields, now)
            self.differences.append(EditDifference(row_name, absent, added, absent, THEIRS, False, prefix, key, "+"))
        return row

    def _merge_removed_row(self, form, prefix, key, opened, row):
        """Return the inputs if the row is to be added again, else None."""
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
                format_form_row_name(form, fields, opened),
                summarize_form_row(fields, opened),
                pgettext("a row", "removed"),
                summarize_form_row(fields, mine),
                MINE if is_conflict else THEIRS,
                is_conflict,
                prefix,
                key,
                "-",
                {MINE: mine},
            )
        )
        return row if is_conflict else None


def _iter_field_differences(form, opened, now, inputs) -> Iterator[EditDifference]:
    """Yield the fields that the other editor has changed; write what only they changed into the inputs."""
    for name, field in iter_compared_fields(form):
        before = opened.get(name) if opened is not None else None
        theirs, mine = now[name], read_inputs(field, inputs, name)
        if theirs in (before, mine):
            continue
        is_conflict = mine != before
        yield EditDifference(
            str(field.label),
            describe_field_value(field, before) if before is not None else pgettext("a value", "not known"),
            describe_field_value(field, theirs),
            describe_field_value(field, mine),
            MINE if is_conflict else THEIRS,
            is_conflict,
            name=name,
            values={MINE: mine, THEIRS: theirs},
        )
        if not is_conflict:
            write_inputs(field, inputs, name, theirs)


def _apply_choices(form, formsets, inputs, row_key):
    """Apply the editor's choices to the inputs, where they differ from what the form showed.

    Return False if the choices do not belong to the differences of this row.
    """
    try:
        shown = signing.loads("".join(inputs.pop(DIFFERENCES, [])), salt=SALT)
    except signing.BadSignature:
        shown = {"of": row_key, "differences": []}
    if shown["of"] != row_key or CHOICE.format(len(shown["differences"])) in inputs:
        return False
    for number, difference in enumerate(shown["differences"]):
        choice = "".join(inputs.pop(CHOICE.format(number), []))
        if choice not in (MINE, THEIRS) or choice == difference["shown"]:
            continue
        if not difference["prefix"]:
            write_inputs(form.fields[difference["name"]], inputs, difference["name"], difference["values"][choice])
        for formset in formsets:
            if formset.prefix == difference["prefix"]:
                _apply_row_choice(formset, inputs, difference, choice)
    return True


def _apply_row_choice(formset, inputs, difference, choice):
    typed, new = _split_rows(formset, inputs)
    row, fields = typed.get(difference["key"]), formset.empty_form.fields
    match difference["name"]:
        case "-" if choice == THEIRS:
            # The row that was added again has no primary key any more; it is recognized by its values.
            mine = difference["values"][MINE]
            new = [each for each in new if any(read_inputs(fields[n], each, n) != mine[n] for n in mine)]
        case "-":
            restored_row: FormInputs = {}
            for name, value in difference["values"][MINE].items():
                write_inputs(fields[name], restored_row, name, value)
            new.append(restored_row)
        case "+" if row is not None:
            row["DELETE"] = ["on"]
        case "DELETE" if row is not None:
            row.pop("DELETE", None)
        case name if row is not None:
            write_inputs(fields[name], row, name, difference["values"][choice])
    _write_rows(formset, inputs, list(typed.values()), new)


def _split_rows(formset, inputs) -> tuple[dict[str, FormInputs], list[FormInputs]]:
    """Return the stored rows by primary key, and the new ones."""
    pattern = re.compile(rf"{re.escape(formset.prefix)}-(\d+)-(.+)")
    numbered: dict[int, FormInputs] = {}
    for name, values in inputs.items():
        if match := pattern.fullmatch(name):
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


def _build_conflict(row, differences, opened):
    entries = get_edit_log_entries(row).order_by("-pk")
    # Without an opened state, only the newest entry is known to be relevant.
    entries = list(entries.filter(pk__gt=opened.last_entry) if opened else entries[:1])
    last = _format_change_author(entries[0]) if entries else _("Changed by a data import or by the system")
    for difference in differences:
        field = _get_history_field(difference)
        changes = [entry for entry in entries if isinstance(entry, Change) and field in entry.fields]
        difference.changed_by = _format_change_author(changes[0]) if changes else last
    return EditConflict(differences, last)


def _get_history_field(difference):
    """Return the name that `Change.fields` has for the field or relation."""
    if not difference.prefix:
        return split_language_column(difference.name)[0]
    return next((name for name, relation in ROLE_RELATIONS.items() if relation == difference.prefix), difference.prefix)


def _format_change_author(entry):
    if isinstance(entry, Change):
        who, when = entry.revision.user or entry.get_role_display(), entry.made_at
    else:
        who, when = entry.user, entry.action_time
    values = {"who": who, "when": date_format(localtime(when), "DATETIME_FORMAT")}
    return _("Changed by %(who)s on %(when)s") % values


def _build_query_dict(inputs, encoding):
    data = QueryDict(mutable=True, encoding=encoding)
    for name, values in inputs.items():
        data.setlist(name, values)
    return data
