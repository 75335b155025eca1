"""The schemas of records have every declared field, with its type."""

from django.test import SimpleTestCase

from ecosystem.api.collaborations import Collaboration
from ecosystem.api.initiatives import Initiative
from ecosystem.api.organisations import Organisation
from ecosystem.models import RECORD_MODELS
from ecosystem.models.record_fields import FieldType

SCHEMAS = {"organisation": Organisation, "initiative": Initiative, "collaboration": Collaboration}
# Fields that are part of another property.
CONTAINING_PROPERTIES = {
    "region": "place",
    "district": "place",
    "precision": "place",
    "latitude": "place",
    "longitude": "place",
    "currency": "amount",
    "amount_basis": "amount",
    "name_en_is_descriptive": "name_is_descriptive",
    "name_zh_hant_is_descriptive": "name_is_descriptive",
    "sources": "citations",
    "disputed": "citations",
    "sources_read_on": "freshness",
    "verified_on": "freshness",
    "updated_on": "updated_at",
}
# What the schema of a field of a type must contain, as JSON Schema; references by the name of their schema.
STRING, STRINGS = {"type": "string"}, {"type": "array", "items": {"type": "string"}}
CONTENTS = {
    FieldType.TEXT: STRING,
    FieldType.NAME: STRING,
    FieldType.IDENTIFIER: STRING,
    FieldType.CODE: STRING,
    FieldType.URL: STRING,
    FieldType.CHOICE: {"type": "string"},
    FieldType.CHOICES: {"type": "array"},
    FieldType.NAMES: STRINGS,
    FieldType.TERMS: STRINGS,
    FieldType.RECORD: {"$ref": "Reference"},
    FieldType.RECORDS: {"type": "array", "items": {"$ref": "Reference"}},
    FieldType.ROLES: {"type": "array"},
    FieldType.PLACE: {"$ref": "Site"},
    FieldType.NUMBER: {"$ref": "Amount"},
    FieldType.PARTIAL_DATE: {"type": "string"},
}
TRANSLATED = {"$ref": "Text"}


class ApiRecordSchemaTests(SimpleTestCase):
    def setUp(self):
        self.properties = {
            kind: schema.model_json_schema(ref_template="{model}")["properties"] for kind, schema in SCHEMAS.items()
        }

    def iter_fields(self):
        for model in RECORD_MODELS:
            for field in model.record_fields:
                yield model._meta.model_name, field

    def test_every_declared_field_is_a_property(self):
        for kind, field in self.iter_fields():
            with self.subTest(kind=kind, field=field.name):
                self.assertIn(CONTAINING_PROPERTIES.get(field.name, field.name), self.properties[kind])

    def test_types_agree_with_the_declaration(self):
        for kind, field in self.iter_fields():
            if field.name in CONTAINING_PROPERTIES:
                continue
            with self.subTest(kind=kind, field=field.name):
                schema = self.properties[kind][field.name]
                wanted = TRANSLATED if field.is_translated else CONTENTS[field.type]
                self.assertTrue(any(wanted.items() <= each.items() for each in schema.get("anyOf", [schema])), schema)

    def test_choices_agree_with_the_model(self):
        for model in RECORD_MODELS:
            for field in model.record_fields:
                values = {value for value, _label in _list_choices(model, field) if value}
                if values and field.name not in CONTAINING_PROPERTIES:
                    with self.subTest(model=model.__name__, field=field.name):
                        schema = self.properties[model._meta.model_name][field.name]
                        (enum,) = [each["enum"] for each in _iter_schemas(schema) if "enum" in each]
                        self.assertEqual(set(enum), values)


def _list_choices(model, field):
    if field.choices:
        return field.choices.choices
    return model._meta.get_field(field.name).choices or () if field.type == FieldType.CHOICE else ()


def _iter_schemas(schema):
    for each in schema.get("anyOf", [schema]):
        yield each.get("items", each)
