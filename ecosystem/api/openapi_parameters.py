"""The parameters of the API's addresses as OpenAPI describes them: those of the lists are the filters themselves."""

from django.utils.translation import gettext_noop as _

from ecosystem.api import cursors
from ecosystem.api.dates import FORM
from ecosystem.api.pagination import LIMIT, MOST
from ecosystem.web.filters import form_fields

AMOUNTS = {"amount_basis", "amount_min", "amount_max"}
# So many values are named; a filter that knows more is described by the form of its values.
MOST_VALUES = 2000
SLUG_FORM = {"type": "string", "pattern": "^[a-z0-9]+(?:[-_][a-z0-9]+)*$", "maxLength": 60}
NUMBER_FORM = {"type": "string", "pattern": "^[1-9][0-9]{0,17}$"}
TOLD = {
    "q": _("Words to search for, in any of the three languages"),
    "amount": _("Sums of money, in Hong Kong dollars: they only compare within one way of counting"),
    "since": _("Changed at this moment or later, or on this day in Hong Kong or later"),
    "cursor": _("Where to go on: as the address of the next page has it, never made by hand"),
    "limit": _("How many a page holds"),
    "slug": _("Its permanent name in addresses"),
    "id": _("Its number in addresses"),
    "name": _("The name of the vocabulary"),
}


def of_list(asked) -> list[dict]:
    """Return the parameters of a list: its filters with all their values, then those of its pages."""
    forms = {name: _form(field) for name, field in asked.filterset.form.fields.items()}
    labels = {name: TOLD.get(name, str(field.label)) for name, field in asked.filterset.form.fields.items()}
    found = [_amounts(forms, labels)] if forms.keys() >= AMOUNTS else []
    found += [_query(name, labels[name], form) for name, form in forms.items() if not (found and name in AMOUNTS)]
    found += [_query(name, TOLD[name], form) for name, form in asked.forms.items()]
    found.append(_query("limit", TOLD["limit"], {"type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT}))
    found.append(_query("cursor", TOLD["cursor"], {"type": "string", "pattern": cursors.PATTERN}))
    return found


def of_path(name: str, form: dict) -> dict:
    return {"in": "path", "name": name, "required": True, "description": TOLD[name], "schema": form}


def _query(name, description, form):
    said = {"in": "query", "name": name, "required": False, "description": description, "schema": form}
    return said | ({"style": "form", "explode": True} if form.get("type") == "array" else {})


def _amounts(forms, labels):
    """Return the parameters of amounts as one: only with exactly one way of counting may there be a least or a most.

    No other form of OpenAPI says that one parameter depends on another. In an
    address they stand each by itself, as any others.
    """
    told = {name: {"description": labels[name]} for name in AMOUNTS}
    any_basis = {"amount_basis": forms["amount_basis"] | told["amount_basis"], "amount_min": False, "amount_max": False}
    one_basis = {"amount_basis": forms["amount_basis"]["items"] | told["amount_basis"]}
    one_basis |= {name: forms[name] | told[name] for name in ("amount_min", "amount_max")}
    alternatives = [
        {"type": "object", "properties": any_basis},
        {"type": "object", "properties": one_basis, "required": ["amount_basis"]},
    ]
    return _query("amount", TOLD["amount"], {"anyOf": alternatives}) | {"style": "form", "explode": True}


def _form(field) -> dict:
    """Return the schema of what a filter takes."""
    if isinstance(field, form_fields.RecordsField):
        slugs = list(field.records().order_by("slug").values_list("slug", flat=True)[: MOST_VALUES + 1])
        return _any_of(slugs, SLUG_FORM)
    if isinstance(field, form_fields.ChoicesField):
        return _any_of([str(value) for value, _label in field.choices], {"type": "string"})
    if isinstance(field, form_fields.AmountInput):
        return {"type": "integer", "minimum": field.min_value, "maximum": field.max_value}
    return FORM if isinstance(field, form_fields.PartialDateInput) else {"type": "string"}


def _any_of(values, otherwise):
    """Return the schema of any of these values; of more than can be named, `otherwise`."""
    if not values:
        # As long as a vocabulary holds no word, none is right.
        return {"type": "array", "items": {"type": "string"}, "maxItems": 0}
    return {"type": "array", "items": {"type": "string", "enum": values} if len(values) <= MOST_VALUES else otherwise}
