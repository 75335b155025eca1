"""What a form of the admin holds, as plain values: when it was opened, now, and as it was typed."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field as default
from datetime import date
from decimal import Decimal

from django import forms
from django.contrib.admin.models import LogEntry
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _, pgettext

from ecosystem.admin.claims_widget import ClaimsFormField
from ecosystem.core.languages import list_separator
from ecosystem.models import RECORDS, Change
from ecosystem.models.claims import PARTS, Claim
from ecosystem.models.fields import LinesField

SALT = "ecosystem.admin.form_state"
# What was sent of a form, or of one row of it: the texts by the name of each input.
type Inputs = dict[str, list[str]]
type Value = str | bool | list | dict


@dataclass(frozen=True)
class FormState:
    """The values of a row and of the rows within its form; `of` names the row."""

    of: str
    fields: dict[str, Value]
    # By the prefix of the formset, the number of the row and the name of the field.
    rows: dict[str, dict[str, dict[str, Value]]] = default(default_factory=dict)
    # The newest entry of its history, or of the log of the admin.
    last_entry: int = 0

    def sign(self) -> str:
        """Return the state as a form carries it; whoever sends it back cannot have changed it."""
        return signing.dumps(asdict(self), salt=SALT, compress=True)


def load_state(text: str, row) -> FormState | None:
    """Return the state that a form was opened on; None where it carries none of this row."""
    try:
        state = FormState(**signing.loads(text, salt=SALT))
    except (signing.BadSignature, TypeError):
        return None
    return state if state.of == _name(row) else None


def capture_state(form, formsets) -> FormState:
    """Return what unbound forms show of a row."""
    rows = {formset.prefix: _capture_rows(formset) for formset in formsets}
    entries = entries_about(form.instance).order_by("-pk").values_list("pk", flat=True)
    return FormState(_name(form.instance), _capture_fields(form), rows, entries.first() or 0)


def build_unbound_forms(model_admin, request, row):
    """Return the form of a row as it would be opened now, and its formsets."""
    form = model_admin.get_form(request, row, change=True)(instance=row)
    formsets = [
        formset(instance=row, prefix=formset.get_default_prefix(), queryset=inline.get_queryset(request))
        for formset, inline in model_admin.get_formsets_with_inlines(request, row)
    ]
    return form, formsets


def entries_about(row):
    """Return what is on record of who changed a row: its history, or, of what has none, the log of the admin."""
    if isinstance(row, RECORDS):
        return Change.objects.of(row).select_related("revision__user")
    return LogEntry.objects.filter(
        content_type__app_label="ecosystem", content_type__model=row._meta.model_name, object_id=str(row.pk)
    ).select_related("user")


def compared_fields(form) -> Iterator[tuple[str, forms.Field]]:
    """Yield the fields of a form that are columns or lists of its row."""
    skipped = {form.instance._meta.pk.name}
    for name, field in form.fields.items():
        if name in form.initial and name not in skipped and not isinstance(field, forms.models.InlineForeignKeyField):
            yield name, field


def read_inputs(field, inputs: Inputs, name: str) -> Value:
    """Return what was typed into a field; what is no value of it as it was typed."""
    raw = field.widget.value_from_datadict(_Data(inputs), {}, name)
    try:
        return encode(field, field.clean(raw))
    except ValidationError:
        return encode(field, raw)


def write_inputs(field, inputs: Inputs, name: str, value: Value) -> None:
    """Put a value into what was sent, as if it had been typed."""
    for key in [key for key in inputs if key == name or key.startswith(f"{name}-")]:
        del inputs[key]
    if isinstance(value, dict):
        for number, (of, parts) in enumerate(value.items()):
            inputs[f"{name}-{number}-field"] = [of]
            inputs |= {f"{name}-{number}-{part}": [parts.get(part, "")] for part in PARTS}
        # The row that ends the list, by which a browser says that there are no more.
        inputs |= {f"{name}-{len(value)}-{part}": [""] for part in ("field", *PARTS)}
    elif isinstance(value, bool):
        inputs |= {name: ["on"]} if value else {}
    else:
        inputs[name] = list(value) if isinstance(value, list) else [value]


def encode(field, value) -> Value:
    """Return a value of a form field as JSON has it, equal where it says the same."""
    if isinstance(field, forms.BooleanField):
        return bool(value)
    if isinstance(field, ClaimsFormField):
        return value if isinstance(value, dict) else {row.field: asdict(row) for row in value or []}
    if isinstance(field, forms.ModelMultipleChoiceField | forms.MultipleChoiceField):
        return sorted(_text(each) for each in value or [])
    if isinstance(field, LinesField) and isinstance(value, list):
        return "\n".join(value)
    return _text(value)


def describe(field, value: Value) -> str:
    """Return a value as editors read it: rows by their names, choices by their words."""
    if isinstance(value, bool):
        return pgettext("an answer", "yes") if value else pgettext("an answer", "no")
    if isinstance(value, dict):
        said = ((of, Claim(**{part: parts.get(part, "") for part in PARTS})) for of, parts in value.items())
        words = dict(getattr(field, "choices", ()))
        return "\n".join(label_text(words.get(of, of), f"{claim.value} – {claim.reason}") for of, claim in said) or "–"
    entries = value if isinstance(value, list) else [value]
    if hasattr(field, "queryset"):
        keys = [key for key in entries if key.isdecimal()]
        known = {str(row.pk): str(row) for row in field.queryset.filter(pk__in=keys)}
        entries = [known.get(key, key) for key in entries]
    elif hasattr(field, "choices"):
        words = {str(key): str(word) for key, word in field.choices}
        entries = [words.get(key, key) for key in entries]
    return list_separator().join(filter(None, entries)) or pgettext("a value", "empty")


def name_row(form, fields, values: dict[str, Value]) -> str:
    """Return what a row within a form is called: its kind, and what its first field says."""
    name, field = fields[0]
    kind = capfirst(form.instance._meta.verbose_name)
    return _("%(kind)s “%(row)s”") % {"kind": kind, "row": describe(field, values.get(name, ""))}


def summarize_row(fields, values: dict[str, Value]) -> str:
    """Return what a row says, field by field; what is empty is left out."""
    said = [(field.label, describe(field, values[name])) for name, field in fields if values.get(name)]
    return "\n".join(label_text(label, text) for label, text in said)


def label_text(label, text) -> str:
    """Return a text after what it is, as the language of the page parts the two."""
    return _("%(label)s: %(text)s") % {"label": label, "text": text}


class _Data(dict):
    """What was sent, as widgets read it."""

    def get(self, name, default=None):
        return self[name][-1] if self.get_list(name) else default

    def get_list(self, name):
        return super().get(name, [])

    getlist = get_list


def _capture_fields(form):
    return {name: encode(field, form.get_initial_for_field(field, name)) for name, field in compared_fields(form)}


def _capture_rows(formset):
    return {str(form.instance.pk): _capture_fields(form) for form in formset.initial_forms}


def _name(row):
    return f"{row._meta.model_name}:{row.pk}"


def _text(value):
    match value:
        case None:
            return ""
        case Decimal():
            return format(value.normalize(), "f")
        case date():
            return value.isoformat()
    # A row by its number; of texts no difference is made between the ways to end a line.
    return str(getattr(value, "pk", value)).replace("\r\n", "\n").replace("\r", "\n").strip()
