"""The form field of claims: for each disputed field what the source states, and why the record differs."""

from dataclasses import astuple, dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from ecosystem.core.control_characters import normalize_line_ends, remove_invisible_characters
from ecosystem.models.claims import CLAIM_KEYS


@dataclass(frozen=True)
class ClaimRow:
    field: str = ""
    value: str = ""
    reason_en: str = ""
    reason_zh_hant: str = ""
    reason_zh_hans: str = ""

    def __bool__(self):
        return any(text.strip() for text in astuple(self))


def _clean(text):
    return normalize_line_ends(remove_invisible_characters(text))


class ClaimsInput(forms.Widget):
    """A row of inputs for each claim, and an empty row; `choices` are the fields of the record."""

    choices = ()
    use_fieldset = True

    def value_from_datadict(self, data, files, name):
        rows = []
        while f"{name}-{len(rows)}-value" in data:
            prefix = f"{name}-{len(rows)}-"
            texts = {part: _clean(data.get(prefix + part, "")) for part in ("field", *CLAIM_KEYS)}
            rows.append(ClaimRow(**texts))
        return list(filter(None, rows))

    def value_omitted_from_data(self, data, files, name):
        return f"{name}-0-value" not in data

    def render(self, name, value, attrs=None, renderer=None):
        rows = [*(value or []), ClaimRow()]
        context = {"name": name, "rows": rows, "choices": self.choices}
        return render_to_string("admin/ecosystem/includes/claims.html", context)


class ClaimsFormField(forms.Field):
    widget = ClaimsInput

    def __init__(self, *, choices, **kwargs):
        super().__init__(required=False, **kwargs)
        self.choices = self.widget.choices = choices

    def prepare_value(self, value):
        """Submitted claims are rows already."""
        return [ClaimRow(field, **parts) for field, parts in value.items()] if isinstance(value, dict) else value

    def to_python(self, value):
        labels = dict(self.choices)
        claims = {}
        for row in value or []:
            if row.field not in labels:
                raise ValidationError(_("“%(value)s”: choose the field.") % {"value": row.value or "…"})
            if row.field in claims:
                raise ValidationError(_("%(field)s is listed twice.") % {"field": labels[row.field]})
            claims[row.field] = {part: getattr(row, part).strip() for part in CLAIM_KEYS}
        return claims

    def has_changed(self, initial, data):
        try:
            return (initial or {}) != self.to_python(data)
        except ValidationError:
            return True
