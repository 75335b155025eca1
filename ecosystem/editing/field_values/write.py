"""How another value, given as text, is put in the place of what a record says."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from ecosystem.core.control_characters import check as check_characters
from ecosystem.core.languages import fold
from ecosystem.editing.field_values.columns import is_relation
from ecosystem.models import Record
from ecosystem.models.changes import JOINS
from ecosystem.models.fields import WordsField
from ecosystem.models.text_patterns import SLUG

# The last colon of a line parts a body from its role.
ROLE = re.compile(r"\s*[:：]\s*(?=[^:：]*$)")


def check(record, name, text):
    """Say what is no value of a column, as far as a reader can know: which rows are meant is for editors to say."""
    if not is_relation(type(record), name):
        _read(record, name, text)


def put(record, texts):
    """Set columns to what texts say, and save the record; say by column what is no value of it.

    To be called within a transaction, for relations are written after the record.
    """
    values, wrong = {}, {}
    for name, text in texts.items():
        try:
            values[name] = _read(record, name, text)
        except ValidationError as error:
            wrong[name] = error.messages
    if wrong:
        raise ValidationError(wrong)
    later = {name: value for name, value in values.items() if isinstance(value, set)}
    for name in values.keys() - later.keys():
        setattr(record, name, values[name])
    record.full_clean()
    record.save()
    for name, rows in later.items():
        if name in JOINS:
            _join(record, JOINS[name], rows)
        else:
            getattr(record, name).set(rows)


def _read(record, name, text):
    """Return the value that a text stands for."""
    check_characters(text)
    field = record._meta.get_field(name)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if name in JOINS:
        return {_join_of(field, line) for line in lines}
    if field.many_to_many:
        return {_row(field.related_model, line) for line in lines}
    if isinstance(field, WordsField):
        return field.clean(list(dict.fromkeys(lines)), record)
    text = text.strip()
    if field.is_relation:
        return _row(field.related_model, text) if text else None
    if isinstance(field, models.IntegerField):
        return _number(field, text, record)
    return field.clean(text or (None if field.null else ""), record)


def _number(field, text, record):
    digits = re.sub(r"[\s,，]", "", text)
    if digits and not (digits.isascii() and digits.isdigit()):
        raise ValidationError(_("Write whole units in digits: 3000000000."))
    return field.clean(digits or None, record)


def _row(model, text):
    """Return the one row of this slug, or of this name in any language."""
    if re.match(SLUG.regex, text) and (found := model.objects.filter(slug=text).first()):
        return found
    rows = [row for row in _candidates(model, fold(text)) if fold(text) in _names(row)]
    if len(rows) == 1:
        return rows[0]
    said = {"kind": model._meta.verbose_name, "text": text}
    if rows:
        raise ValidationError(
            _("More than one %(kind)s is called “%(text)s”; write one of these slugs: %(slugs)s.")
            % (said | {"slugs": ", ".join(row.slug for row in rows)})
        )
    raise ValidationError(_("No %(kind)s is called “%(text)s”; write its slug, or enter it first.") % said)


def _candidates(model, folded):
    # These few are folded here; of records the table holds every name folded.
    return model.objects.filter(names_key__contains=folded) if issubclass(model, Record) else model.objects.all()


def _names(row):
    if isinstance(row, Record):
        return row.names_key.split("\n")
    return [fold(name) for name in (row.name_en, row.name_zh_hant, row.name_zh_hans) if name]


def _join_of(field, line):
    """Return the body and the role that a line such as `hkma: lead` names."""
    name, *role = ROLE.split(line)
    known = {}
    for value, word in field.remote_field.through._meta.get_field("role").choices:
        known |= {value: value, fold(str(word)): value}
    if not role or fold(role[0]) not in known:
        roles = ", ".join(dict.fromkeys(known.values()))
        raise ValidationError(
            _("“%(line)s”: write a body, a colon and a role: %(roles)s.") % {"line": line, "roles": roles}
        )
    return _row(field.related_model, name), known[fold(role[0])]


def _join(record, relation, wanted):
    """Let exactly these bodies take part in these roles."""
    rows = getattr(record, relation)
    present = {(row.organisation, row.role): row for row in rows.select_related("organisation")}
    for key in present.keys() - wanted:
        present[key].delete()
    for body, role in sorted(wanted - present.keys(), key=lambda key: (key[0].slug, key[1])):
        row = rows.model(**{record._meta.model_name: record}, organisation=body, role=role)
        row.full_clean()
        row.save()
