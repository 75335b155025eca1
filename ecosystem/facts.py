"""What a record says in one field: as readers see it, as text that a form takes, and how another value is put there.

A field is named as a source bears it out, without a language (`summary`); its
columns are what the table holds (`summary_en`…). As text a row is its slug,
and lists have one entry a line.
"""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ecosystem.models import Record
from ecosystem.models.fields import PartialDateField, WordsField
from ecosystem.models.named import SLUG_PATTERN
from ecosystem.models.records import WEB
from ecosystem.translation import ENGLISH, LANG_TAGS, SIMPLIFIED, TRADITIONAL, Text, column, fold, lang_of, simplified

IN_THREE_LANGUAGES = {"name", "summary", "eligibility"}
# What goes together: none of the three means anything alone.
AMOUNT = ("amount", "amount_basis", "currency")
# Bodies take part by rows with a role.
JOINS = {"bodies": "involvements", "participants": "participations"}
ROLE = re.compile(r"\s*[:：]\s*(?=[^:：]*$)")


@dataclass(frozen=True)
class Shown:
    """A part of a field as readers see it: in which language or of what sort, and what it says."""

    label: str
    text: str


def columns(model, field):
    """Return the columns that hold a field; a series' figures have rows of their own, so none."""
    if field in IN_THREE_LANGUAGES:
        return tuple(column(field, language) for language in LANG_TAGS)
    if field in AMOUNT:
        return AMOUNT
    return () if field == "observations" else (field,)


def field_of(model, name):
    """Return the field that a column belongs to, as sources bear it out."""
    if name in model.bearable_fields:
        return name
    return next(field for field in model.bearable_fields if name in columns(model, field))


def fields_of(model, names):
    """Return the fields that columns belong to, each once, in the order of the page."""
    found = {field_of(model, name) for name in names if name in every_column(model)}
    return [field for field in model.bearable_fields if field in found]


def every_column(model):
    """Return all columns of all fields, in the order of the page."""
    return tuple(dict.fromkeys(name for field in model.bearable_fields for name in columns(model, field)))


def label(model, name):
    """Return the name of a column in the reader's language."""
    return capfirst(model._meta.get_field(name).verbose_name)


def is_relation(model, name):
    """Whether a column leads to other rows, so that only an editor can say to which."""
    return model._meta.get_field(name).is_relation


def is_free_text(model, name):
    """Whether anything can be written into a column, so that links in it are looked at; an address is one itself."""
    field = model._meta.get_field(name)
    return not choices(model, name) and (field.is_relation or WEB not in field.validators)


def choices(model, name):
    """Return the values that a column is limited to, with their words; none where it is not."""
    field = model._meta.get_field(name)
    if field.many_to_many and not issubclass(field.related_model, Record):
        return [(word.slug, word.name) for word in field.related_model.objects.all()]
    return list(field.choices or [])


def takes_many(model, name):
    field = model._meta.get_field(name)
    return field.many_to_many or isinstance(field, WordsField)


def written(record, name):
    """Return what a column holds as text, hidden rows included: for comparing, and for editors."""
    if name in JOINS:
        joins = getattr(record, JOINS[name]).select_related("organisation").order_by("pk")
        return "\n".join(f"{join.organisation.slug}: {join.role}" for join in joins)
    field = record._meta.get_field(name)
    if field.many_to_many:
        return "\n".join(sorted(getattr(record, name).values_list("slug", flat=True)))
    value = getattr(record, name)
    if field.is_relation:
        return value.slug if value else ""
    return "\n".join(value) if isinstance(value, list) else "" if value is None else str(value)


def shown(record, field):
    """Return what readers see of a field; what is not public is left out."""
    if not columns(type(record), field):
        return []
    if field in IN_THREE_LANGUAGES:
        return [part for part in _in_languages(record, field) if part.text]
    if field in AMOUNT:
        said = [record.money.localized(), record.get_amount_basis_display()] if record.money else []
        return [Shown("", " · ".join(said))] if said else []
    if field in JOINS:
        joins = getattr(record, JOINS[field]).published().select_related("organisation").order_by("pk")
        return [Shown(join.get_role_display(), join.organisation.name) for join in joins]
    return [Shown("", text) for text in _texts(record, field) if text]


def readable(model, name, text):
    """Return the text of a column as readers know it: a value by its word, a date as their language writes it."""
    field = model._meta.get_field(name)
    if isinstance(field, PartialDateField) and text:
        return field.to_python(text).localized()
    words = dict(choices(model, name))
    return "\n".join(str(words.get(line, line)) for line in text.splitlines())


def _in_languages(record, field):
    names = {ENGLISH: "English", TRADITIONAL: "繁體中文", SIMPLIFIED: "简体中文"}
    for language, tag in LANG_TAGS.items():
        text = getattr(record, column(field, language))
        if language == SIMPLIFIED and not text:
            text = simplified(getattr(record, column(field, TRADITIONAL)))
        yield Shown(Text(names[language], tag), Text(text, tag))


def _texts(record, name):
    field = record._meta.get_field(name)
    value = getattr(record, name)
    if field.many_to_many:
        rows = value.published() if issubclass(field.related_model, Record) else value.all()
        return [row.name for row in rows]
    if field.is_relation:
        return [value.name] if value and getattr(value, "is_public", True) else []
    if isinstance(value, list):
        return [Text(word, lang_of(word)) for word in value]
    if isinstance(field, PartialDateField):
        return [value.localized()] if value else []
    if field.choices:
        return [getattr(record, f"get_{name}_display")()]
    return [Text(str(value), lang_of(str(value)))] if value else []


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
    if re.match(SLUG_PATTERN, text) and (found := model.objects.filter(slug=text).first()):
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
