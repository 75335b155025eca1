"""Readers of property values: in the reader's language, with the other texts that a client may use for a value."""

from collections.abc import Callable

from ecosystem.api.reconciliation.comparators import PropertyValue
from ecosystem.api.reconciliation.identifiers import build_entity_id
from ecosystem.search.documents import list_choice_labels, list_row_names


def build_text_reader(name: str) -> Callable:
    return lambda record: [PropertyValue(str(text))] if (text := getattr(record, name)) else []


def build_names_reader(name: str) -> Callable:
    return lambda record: [PropertyValue(text) for text in getattr(record, name)]


def build_number_reader(name: str) -> Callable:
    return lambda record: [PropertyValue(str(number), number=number)] if (number := getattr(record, name)) else []


def build_language_reader(name: str, language: str) -> Callable:
    """Convert a missing Simplified text."""

    def read(record):
        text = getattr(type(record), name).get_own_text(record, language)
        return [PropertyValue(text)] if text else []

    return read


def build_choice_reader(name: str, choices) -> Callable:
    return lambda record: [build_choice_value(choices(value))] if (value := getattr(record, name)) else []


def build_choice_value(choice) -> PropertyValue:
    return PropertyValue(str(choice.label), (choice.value, *list_choice_labels(choice)))


def build_row_value(row) -> PropertyValue:
    return PropertyValue(str(row.name), (row.slug, *list_row_names(row)))


def build_rows_reader(name: str) -> Callable:
    return lambda record: [build_row_value(row) for row in getattr(record, name).all()]


def build_entity_value(record) -> PropertyValue:
    return PropertyValue(str(record.name), (*list_row_names(record), *record.aliases), build_entity_id(record))


def build_relation_reader(name: str) -> Callable:
    return lambda record: [build_entity_value(other)] if (other := getattr(record, name)) and other.is_public else []


def build_partial_date_value_reader(name: str) -> Callable:
    return lambda record: [PropertyValue(date.text)] if (date := getattr(record, name)) else []


def build_iso_date_reader(name: str) -> Callable:
    return lambda record: [PropertyValue(date.isoformat())] if (date := getattr(record, name)) else []


def build_place_reader(read: Callable) -> Callable:
    return lambda organisation: read(organisation.place) if organisation.place else []


def build_participants_reader(name: str, roles=()) -> Callable:
    """Read each organisation once; with `roles`, only those in one of them."""

    def read(record):
        joins = [join for join in getattr(record, name) if not roles or join.role in roles]
        return list({join.organisation_id: build_entity_value(join.organisation) for join in joins}.values())

    return read
