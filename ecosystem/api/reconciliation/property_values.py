"""How the values of records are read: in the reader's language, with every text that may stand for them."""

from collections.abc import Callable

from ecosystem.api.reconciliation.comparators import Value
from ecosystem.api.reconciliation.identifiers import identifier
from ecosystem.search.documents import labels, names_of


def text(name: str) -> Callable:
    return lambda record: [Value(str(said))] if (said := getattr(record, name)) else []


def in_language(name: str, language: str) -> Callable:
    """Return a text in one language; Simplified Chinese is converted where it must be."""

    def read(record):
        said = getattr(type(record), name).own(record, language)
        return [Value(said)] if said else []

    return read


def word(name: str, choices) -> Callable:
    """Return the word for a choice, which may be asked for by the words of all languages."""
    return lambda record: [choice(choices(value))] if (value := getattr(record, name)) else []


def choice(chosen) -> Value:
    return Value(str(chosen.label), (chosen.value, *labels(chosen)))


def row(entry) -> Value:
    return Value(str(entry.name), (entry.slug, *names_of(entry)))


def rows(name: str) -> Callable:
    return lambda record: [row(entry) for entry in getattr(record, name).all()]


def entity(record) -> Value:
    return Value(str(record.name), (*names_of(record), *record.aliases), identifier(record))


def other(name: str) -> Callable:
    """Return another record, if that is public."""
    return lambda record: [entity(found)] if (found := getattr(record, name)) and found.is_public else []


def date(name: str) -> Callable:
    return lambda record: [Value(said.text)] if (said := getattr(record, name)) else []


def day(name: str) -> Callable:
    return lambda record: [Value(said.isoformat())] if (said := getattr(record, name)) else []


def of_place(read: Callable) -> Callable:
    return lambda body: read(body.place) if body.place else []


def parties(name: str, roles=()) -> Callable:
    """Return who takes part, each once; with `roles` only those that have one."""

    def read(record):
        joins = [join for join in getattr(record, name) if not roles or join.role in roles]
        return list({join.organisation_id: entity(join.organisation) for join in joins}.values())

    return read
