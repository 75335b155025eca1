"""What a table of a release is, and how the tables of records, words, pairs and parts are made."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.utils.translation import override

from ecosystem.core import languages
from ecosystem.editing.theme_introductions import linked
from ecosystem.exports import record_columns
from ecosystem.exports.column_descriptions import TITLES
from ecosystem.exports.columns import Column, by_names, of_field
from ecosystem.models.page_addresses import identity


@dataclass(frozen=True)
class Table:
    """A table; `key` names the columns that tell its rows apart, `lists` those that other tables spell out."""

    name: str
    columns: tuple[Column, ...]
    queryset: Callable
    key: tuple[str, ...] = ("slug",)
    # Columns that tables of pairs hold as well, which a database therefore leaves out.
    lists: tuple[str, ...] = ()
    # Reads whole rows, where a list as a file has them already.
    read: Callable | None = field(default=None, compare=False)

    @property
    def title(self):
        return TITLES[self.name]

    def rows(self) -> Iterator[list]:
        """Return the rows in the order of their keys, a chunk at a time; what is not known is None."""
        for row in self._read():
            yield [None if value == "" or value == () else value for value in row]

    def _read(self) -> Iterator[list]:
        if self.read:
            yield from self.read(self.queryset())
            return
        readers = [column.read or _attribute(column.name) for column in self.columns]
        for row in self.queryset().iterator(chunk_size=record_columns.CHUNK):
            yield [read(row) for read in readers]


def _attribute(name: str) -> Callable:
    return lambda row: getattr(row, name)


def texts(name: str, model) -> list[Column]:
    """Return a column for each language of a text; Simplified is what readers see, converted where it must be."""
    field_of = {language: languages.column(name, language) for language in languages.LANG_TAGS}
    text = languages.Translated(name)
    text.__set_name__(model, name)

    def reads(language):
        return lambda row: text.own(row, language)

    return [of_field(column, model, read=reads(language)) for language, column in field_of.items()]


def linked_texts(name: str, model) -> list[Column]:
    """Return the columns of a text in Markdown, in which links lead to pages of the site."""

    def leading(read):
        def read_linked(row):
            with override(languages.ENGLISH):
                return linked(read(row), settings.SITE_URL)

        return read_linked

    return [replace(column, read=leading(column.read)) for column in texts(name, model)]


PAGE_URL = Column("page_url", form="uri", read=identity)
UPDATED = Column("updated_on", "date")
SOURCES = Column("sources", "list", names="sources")
READ_ON = Column("sources_read_on", "date")
DISPUTED = Column("disputed", "list")


def of_words(name: str, model, *more: Column) -> Table:
    columns = (of_field("slug", model), *texts("name", model), *more, of_field("position", model))
    return Table(name, columns, lambda: model.objects.order_by("slug"))


def of_records(name: str, model, computed, keys, lists) -> Table:
    shared = {column.name: column for column in (PAGE_URL, SOURCES, READ_ON, DISPUTED, UPDATED)}
    columns = by_names(record_columns.header(model), model, shared | computed, keys)
    return Table(
        name, columns, lambda: model.objects.published().order_by("slug"), lists=lists, read=record_columns.typed_rows
    )


def of_pairs(name: str, model, field_name: str, names: tuple[str, str], columns: tuple[str, str]) -> Table:
    """Return the table of pairs that a list of a record makes; both ends are public."""
    relation = model._meta.get_field(field_name).remote_field.through
    own, other = (column.name for column in relation._meta.concrete_fields if column.is_relation)
    # Words of a vocabulary are all public; of records those are that have been published.
    to = relation._meta.get_field(other).related_model

    def queryset():
        rows = relation.objects.filter(**{f"{own}__in": model.objects.published()})
        if hasattr(to.objects, "published"):
            rows = rows.filter(**{f"{other}__in": to.objects.published()})
        return (
            rows.select_related(own, other)
            .only(f"{own}__slug", f"{other}__slug")
            .order_by(f"{own}__slug", f"{other}__slug")
        )

    made = tuple(
        Column(column, names=table, is_required=True, read=lambda row, end=end: getattr(row, end).slug)
        for column, table, end in zip(columns, names, (own, other), strict=True)
    )
    return Table(name, made, queryset, key=columns)


def of_parts(name: str, model, record: str, table: str) -> Table:
    """Return the table of who takes part in what, as what."""
    columns = (
        Column(record, names=table, is_required=True, read=lambda row: getattr(row, record).slug),
        Column("organisation", names="organisations", is_required=True, read=lambda row: row.organisation.slug),
        of_field("role", model),
    )

    def queryset():
        rows = model.objects.published().select_related(record, "organisation")
        rows = rows.only("role", f"{record}__slug", "organisation__slug")
        return rows.order_by(f"{record}__slug", "organisation__slug", "role")

    return Table(name, columns, queryset, key=(record, "organisation", "role"))


def slug_of(name: str) -> Callable:
    """Read the slug of another row, where there is one that may be seen."""

    def read(row):
        other = getattr(row, name)
        return other.slug if other and getattr(other, "is_public", True) else None

    return read


def date_of(name: str) -> Callable:
    return lambda row: date.text if (date := getattr(row, name)) else None
