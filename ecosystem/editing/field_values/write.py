"""Set the fields of a record from text."""

import re
from contextlib import suppress
from copy import copy

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from ecosystem.core.control_characters import remove_invisible_characters, validate_no_control_characters
from ecosystem.core.languages import fold_text
from ecosystem.core.typed_numbers import parse_amount
from ecosystem.editing.field_values.columns import is_relation_column
from ecosystem.models import Record
from ecosystem.models.changes import ROLE_RELATIONS
from ecosystem.models.fields import PartialDateField, WordsField
from ecosystem.models.form_fields import AmountFormField, PartialDateFormField, validate_typed_currency
from ecosystem.models.text_patterns import SLUG_PATTERN

# The last colon of a line separates an organisation from its role.
ROLE_SEPARATOR = re.compile(r"\s*[:：]\s*(?=[^:：]*$)")


def normalize_column_text(record, name, text):
    """Return the text as read once saved; raise ValidationError. Relations are not checked."""
    if is_relation_column(type(record), name):
        return text
    value = _parse_value(record, name, text)
    return "\n".join(value) if isinstance(value, list) else "" if value is None else str(value)


def validate_amount_currency(amount, currency):
    with suppress(ValueError):
        validate_typed_currency(parse_amount(amount).currency, currency.strip())


def save_column_texts(record, texts):
    """Raise ValidationError by column; call in a transaction, because relations are written after the record."""
    values = _parse_values(record, texts)
    later = {name: value for name, value in values.items() if isinstance(value, set)}
    for name in values.keys() - later.keys():
        setattr(record, name, values[name])
    record.full_clean()
    record.save()
    for name, rows in later.items():
        if name in ROLE_RELATIONS:
            _replace_joins(record, ROLE_RELATIONS[name], rows)
        else:
            getattr(record, name).set(rows)


def copy_with_column_texts(record, texts):
    """Set plain columns from those texts that are values; the copy is not to be saved."""
    changed = copy(record)
    for name, text in texts.items():
        if not is_relation_column(type(record), name):
            with suppress(ValidationError):
                setattr(changed, name, _parse_value(record, name, text))
    return changed


def _parse_values(record, texts):
    values, wrong = {}, {}
    for name, text in texts.items():
        try:
            values[name] = _parse_value(record, name, text)
            if name == "amount":
                validate_amount_currency(text, texts.get("currency", record.currency))
        except ValidationError as error:
            wrong[name] = error.messages
    if wrong:
        raise ValidationError(wrong)
    return values


def _parse_value(record, name, text):
    """Return a set of rows, or of `(row, role)`, for lists of relations."""
    validate_no_control_characters(text)
    text = remove_invisible_characters(text)
    field = record._meta.get_field(name)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if name in ROLE_RELATIONS:
        return {_parse_role_line(field, line) for line in lines}
    if field.many_to_many:
        return {_find_row(field.related_model, line) for line in lines}
    if isinstance(field, WordsField):
        return field.clean(list(dict.fromkeys(lines)), record)
    text = text.strip()
    if field.is_relation:
        return _find_row(field.related_model, text) if text else None
    if isinstance(field, models.IntegerField):
        return _parse_number(field, text, record)
    if isinstance(field, PartialDateField) and text:
        text = PartialDateFormField().clean(text)
    return field.clean(text or (None if field.null else ""), record)


def _parse_number(field, text, record):
    return field.clean(AmountFormField(required=False).clean(text), record)


def _find_row(model, text):
    if re.match(SLUG_PATTERN.regex, text) and (found := model.objects.filter(slug=text).first()):
        return found
    rows = [row for row in _get_candidates(model, fold_text(text)) if fold_text(text) in _list_folded_names(row)]
    if len(rows) == 1:
        return rows[0]
    values = {"kind": model._meta.verbose_name, "text": text}
    if rows:
        raise ValidationError(
            _("There is more than one %(kind)s called “%(text)s”. Enter one of these slugs: %(slugs)s.")
            % (values | {"slugs": ", ".join(row.slug for row in rows)})
        )
    raise ValidationError(_("There is no %(kind)s called “%(text)s”. Enter its slug, or add it first.") % values)


def _get_candidates(model, folded):
    # Records have a column of folded names; other tables are small enough to compare all rows.
    return model.objects.filter(names_key__contains=folded) if issubclass(model, Record) else model.objects.all()


def _list_folded_names(row):
    if isinstance(row, Record):
        return row.names_key.split("\n")
    return [fold_text(name) for name in (row.name_en, row.name_zh_hant, row.name_zh_hans) if name]


def _parse_role_line(field, line):
    """Return `(organisation, role)` of a line such as `hkma: lead`."""
    name, *role = ROLE_SEPARATOR.split(line)
    known = {}
    for value, word in field.remote_field.through._meta.get_field("role").choices:
        known |= {value: value, fold_text(str(word)): value}
    if not role or fold_text(role[0]) not in known:
        roles = ", ".join(dict.fromkeys(known.values()))
        raise ValidationError(
            _("“%(line)s”: enter an organisation, a colon and a role. Roles: %(roles)s.")
            % {"line": line, "roles": roles}
        )
    return _find_row(field.related_model, name), known[fold_text(role[0])]


def _replace_joins(record, relation, wanted):
    """`wanted` are `(organisation, role)` pairs."""
    rows = getattr(record, relation)
    present = {(row.organisation, row.role): row for row in rows.select_related("organisation")}
    for key in present.keys() - wanted:
        present[key].delete()
    for organisation, role in sorted(wanted - present.keys(), key=lambda key: (key[0].slug, key[1])):
        row = rows.model(**{record._meta.model_name: record}, organisation=organisation, role=role)
        row.full_clean()
        row.save()
