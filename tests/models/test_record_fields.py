"""The declared fields of records agree with the models."""

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.test import SimpleTestCase

from ecosystem.models import RECORD_MODELS, Place, Record
from ecosystem.models.base import WEB_URL_VALIDATOR
from ecosystem.models.fields import PartialDateField, WordsField
from ecosystem.models.record_fields import FieldType

# The types that a field of the model may be declared with.
TYPES = {
    PartialDateField: {FieldType.PARTIAL_DATE},
    WordsField: {FieldType.NAMES},
    models.BooleanField: {FieldType.BOOLEAN},
    models.DateField: {FieldType.DATE},
    models.IntegerField: {FieldType.NUMBER},
    models.TextField: {FieldType.PROSE},
    models.CharField: {
        FieldType.TEXT,
        FieldType.PROSE,
        FieldType.NAME,
        FieldType.CODE,
        FieldType.IDENTIFIER,
    },
}


class RecordFieldDeclarationTests(SimpleTestCase):
    def iter_columns(self):
        """Yield `(model, declared field, model field)` for each declared column of a table."""
        for model in RECORD_MODELS:
            for field in model.record_fields:
                for column in field.columns:
                    try:
                        yield model, field, model._meta.get_field(column)
                    except FieldDoesNotExist:
                        continue

    def test_every_editable_field_is_declared(self):
        for model in RECORD_MODELS:
            declared = {column for field in model.record_fields for column in field.columns}
            own = {f.name for f in (*model._meta.fields, *model._meta.many_to_many) if f.editable and not f.primary_key}
            self.assertEqual(own - declared, set(), model)

    def test_types_agree_with_the_model(self):
        for model, declared, field in self.iter_columns():
            with self.subTest(model=model.__name__, field=field.name):
                self.assertIn(declared.type, list_permitted_types(field))

    def test_translated_fields_have_a_column_for_each_language(self):
        for model in RECORD_MODELS:
            names = {field.name for field in model._meta.get_fields()}
            for declared in model.record_fields:
                if declared.is_translated:
                    self.assertLessEqual(set(declared.columns), names)

    def test_public_attributes_are_those_of_the_fields_on_the_page(self):
        for model in RECORD_MODELS:
            self.assertLessEqual(set(model.record_fields.public_attributes), set(model.bearable_fields))

    def test_citable_fields_are_declared(self):
        for model in RECORD_MODELS:
            self.assertLessEqual(set(model.bearable_fields), set(model.record_fields.by_name))

    def test_fields_that_need_a_source_can_have_one(self):
        for model in RECORD_MODELS:
            needing = {field.name for field in model.record_fields if field.needs_source}
            self.assertEqual(needing, set(model.record_fields.sourced_fields))


def list_permitted_types(field):
    if field.is_relation:
        return {_get_relation_type(field)}
    if field.choices:
        return {FieldType.CHOICE}
    if WEB_URL_VALIDATOR in field.validators:
        return {FieldType.URL}
    return next(types for field_class, types in TYPES.items() if isinstance(field, field_class))


def _get_relation_type(field):
    if field.many_to_many:
        if not field.remote_field.through._meta.auto_created:
            return FieldType.ROLES
        return FieldType.RECORDS if issubclass(field.related_model, Record) else FieldType.TERMS
    return FieldType.PLACE if field.related_model is Place else FieldType.RECORD
