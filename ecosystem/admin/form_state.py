"""The values of an admin form as JSON: when it was opened, at present, and as they were typed."""

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
from ecosystem.core.languages import get_list_separator
from ecosystem.models import RECORD_MODELS, Change
from ecosystem.models.claims import CLAIM_KEYS, Claim
from ecosystem.models.form_fields import WordsFormField

SALT = "ecosystem.admin.form_state"
# The submitted inputs of a form, or of one row of a formset, by name.
type FormInputs = dict[str, list[str]]
type Value = str | bool | list | dict


@dataclass(frozen=True)
class FormState:
    """`of` is the key of the row."""

    of: str
    fields: dict[str, Value]
    # By prefix of the formset, primary key of the row and name of the field.
    rows: dict[str, dict[str, dict[str, Value]]] = default(default_factory=dict)
    # The primary key of the newest entry of its history or of the admin log.
    last_entry: int = 0

    def sign(self) -> str:
        return signing.dumps(asdict(self), salt=SALT, compress=True)


def load_form_state(text: str, row) -> FormState | None:
    """Return None for a state that is invalid or of another row."""
    try:
        state = FormState(**signing.loads(text, salt=SALT))
    except (signing.BadSignature, TypeError):
        return None
    return state if state.of == _get_row_key(row) else None


def capture_form_state(form, formsets) -> FormState:
    """Return what an unbound form and its formsets show."""
    rows = {formset.prefix: _capture_rows(formset) for formset in formsets}
    return FormState(_get_row_key(form.instance), _capture_fields(form), rows, get_newest_entry_key(form.instance))


def build_unbound_forms(model_admin, request, row):
    form = model_admin.get_form(request, row, change=True)(instance=row)
    formsets = [
        formset(instance=row, prefix=formset.get_default_prefix(), queryset=inline.get_queryset(request))
        for formset, inline in model_admin.get_formsets_with_inlines(request, row)
    ]
    return form, formsets


def get_edit_log_entries(row):
    if isinstance(row, RECORD_MODELS):
        return Change.objects.for_record(row).select_related("revision__user")
    return LogEntry.objects.filter(
        content_type__app_label="ecosystem", content_type__model=row._meta.model_name, object_id=str(row.pk)
    ).select_related("user")


def get_newest_entry_key(row) -> int:
    return get_edit_log_entries(row).order_by("-pk").values_list("pk", flat=True).first() or 0


def iter_compared_fields(form) -> Iterator[tuple[str, forms.Field]]:
    skipped = {form.instance._meta.pk.name}
    for name, field in form.fields.items():
        if name in form.initial and name not in skipped and not isinstance(field, forms.models.InlineForeignKeyField):
            yield name, field


def read_inputs(field, inputs: FormInputs, name: str) -> Value:
    """Return an invalid value as it was typed."""
    raw = field.widget.value_from_datadict(_InputsQueryDict(inputs), {}, name)
    try:
        return encode_field_value(field, field.clean(raw))
    except ValidationError:
        return encode_field_value(field, raw)


def write_inputs(field, inputs: FormInputs, name: str, value: Value) -> None:
    for key in [key for key in inputs if key == name or key.startswith(f"{name}-")]:
        del inputs[key]
    if isinstance(value, dict):
        for number, (claimed_field, parts) in enumerate(value.items()):
            inputs[f"{name}-{number}-field"] = [claimed_field]
            inputs |= {f"{name}-{number}-{part}": [parts.get(part, "")] for part in CLAIM_KEYS}
        # The empty row that ends the list.
        inputs |= {f"{name}-{len(value)}-{part}": [""] for part in ("field", *CLAIM_KEYS)}
    elif isinstance(value, bool):
        inputs |= {name: ["on"]} if value else {}
    else:
        inputs[name] = list(value) if isinstance(value, list) else [value]


def encode_field_value(field, value) -> Value:
    """Return equal JSON for equivalent values."""
    if isinstance(field, forms.BooleanField):
        return bool(value)
    if isinstance(field, ClaimsFormField):
        return value if isinstance(value, dict) else {row.field: asdict(row) for row in value or []}
    if isinstance(field, forms.ModelMultipleChoiceField | forms.MultipleChoiceField):
        return sorted(_encode_text(each) for each in value or [])
    if isinstance(field, WordsFormField) and isinstance(value, list):
        return "\n".join(value)
    return _encode_text(value)


def describe_field_value(field, value: Value) -> str:
    if isinstance(value, bool):
        return pgettext("an answer", "yes") if value else pgettext("an answer", "no")
    if isinstance(value, dict):
        labels = dict(getattr(field, "choices", ()))
        lines = []
        for name, parts in value.items():
            claim = Claim(**{part: parts.get(part, "") for part in CLAIM_KEYS})
            lines.append(format_labelled_text(labels.get(name, name), f"{claim.value} – {claim.reason}"))
        return "\n".join(lines) or "–"
    entries = value if isinstance(value, list) else [value]
    if hasattr(field, "queryset"):
        keys = [key for key in entries if key.isdecimal()]
        names = {str(row.pk): str(row) for row in field.queryset.filter(pk__in=keys)}
        entries = [names.get(key, key) for key in entries]
    elif hasattr(field, "choices"):
        labels = {str(key): str(label) for key, label in field.choices}
        entries = [labels.get(key, key) for key in entries]
    return get_list_separator().join(filter(None, entries)) or pgettext("a value", "empty")


def format_form_row_name(form, fields, values: dict[str, Value]) -> str:
    name, field = fields[0]
    kind = capfirst(form.instance._meta.verbose_name)
    return _("%(kind)s “%(row)s”") % {"kind": kind, "row": describe_field_value(field, values.get(name, ""))}


def summarize_form_row(fields, values: dict[str, Value]) -> str:
    return "\n".join(
        format_labelled_text(field.label, describe_field_value(field, values[name]))
        for name, field in fields
        if values.get(name)
    )


def format_labelled_text(label, text) -> str:
    return _("%(label)s: %(text)s") % {"label": label, "text": text}


class _InputsQueryDict(dict):
    """The part of `QueryDict` that widgets use."""

    def get(self, name, default=None):
        return self[name][-1] if self.get_list(name) else default

    def get_list(self, name):
        return super().get(name, [])

    getlist = get_list


def _capture_fields(form):
    return {
        name: encode_field_value(field, form.get_initial_for_field(field, name))
        for name, field in iter_compared_fields(form)
    }


def _capture_rows(formset):
    return {str(form.instance.pk): _capture_fields(form) for form in formset.initial_forms}


def _get_row_key(row):
    return f"{row._meta.model_name}:{row.pk}"


def _encode_text(value):
    match value:
        case None:
            return ""
        case Decimal():
            return format(value.normalize(), "f")
        case date():
            return value.isoformat()
    # A row by its primary key; line ends are normalized.
    return str(getattr(value, "pk", value)).replace("\r\n", "\n").replace("\r", "\n").strip()
