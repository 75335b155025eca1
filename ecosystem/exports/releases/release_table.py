"""Tables of a release, and builders for tables of records, vocabularies, pairs and participations."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.utils.translation import override

from ecosystem.core import languages
from ecosystem.editing.theme_introductions import resolve_introduction_links
from ecosystem.exports import record_columns
from ecosystem.exports.column_descriptions import TABLE_TITLES
from ecosystem.exports.columns import ExportColumn, build_columns_by_name, build_field_column
from ecosystem.models.page_addresses import build_permalink


@dataclass(frozen=True)
class ReleaseTable:
    """A table; `key` are the columns of its primary key."""

    name: str
    columns: tuple[ExportColumn, ...]
    queryset: Callable
    key: tuple[str, ...] = ("slug",)
    # List columns that are also tables of pairs, and are therefore left out of the database.
    lists: tuple[str, ...] = ()
    # Reads whole rows from the queryset, instead of cell by cell.
    read: Callable | None = field(default=None, compare=False)

    @property
    def title(self):
        return TABLE_TITLES[self.name]

    def iter_rows(self) -> Iterator[list]:
        """Yield the rows in the order of the queryset, fetched a chunk at a time; unknown values are None."""
        for row in self._iter_raw_rows():
            yield [None if value == "" or value == () else value for value in row]

    def _iter_raw_rows(self) -> Iterator[list]:
        if self.read:
            yield from self.read(self.queryset())
            return
        readers = [column.read or _build_attribute_reader(column.name) for column in self.columns]
        for row in self.queryset().iterator(chunk_size=record_columns.CHUNK_SIZE):
            yield [read(row) for read in readers]


def _build_attribute_reader(name: str) -> Callable:
    return lambda row: getattr(row, name)


def build_table_text_columns(name: str, model) -> list[ExportColumn]:
    """Return a column for each language of a text; empty Simplified Chinese is converted from Traditional."""
    field_names = {language: languages.get_language_column(name, language) for language in languages.LANG_TAGS}
    text = languages.get_translated_attribute(model, name)

    def build_reader(language: str) -> Callable:
        return lambda row: text.get_own_text(row, language)

    return [build_field_column(column, model, read=build_reader(language)) for language, column in field_names.items()]


def build_linked_text_columns(name: str, model) -> list[ExportColumn]:
    """Return the columns of a Markdown text with links to pages of the site."""

    def link(read):
        def read_linked(row):
            with override(languages.ENGLISH):
                return resolve_introduction_links(read(row), settings.SITE_URL)

        return read_linked

    return [replace(column, read=link(column.read)) for column in build_table_text_columns(name, model)]


PAGE_URL_COLUMN = ExportColumn("page_url", form="uri", read=build_permalink)
UPDATED_COLUMN = ExportColumn("updated_on", "date")
SOURCES_COLUMN = ExportColumn("sources", "list", names="sources")
READ_ON_COLUMN = ExportColumn("sources_read_on", "date")
DISPUTED_COLUMN = ExportColumn("disputed", "list")


def build_vocabulary_table(name: str, model, *more: ExportColumn) -> ReleaseTable:
    columns = (
        build_field_column("slug", model),
        *build_table_text_columns("name", model),
        *more,
        build_field_column("position", model),
    )
    return ReleaseTable(name, columns, lambda: model.objects.order_by("slug"))


def build_record_table(name: str, model, computed, keys, lists) -> ReleaseTable:
    shared = {
        column.name: column
        for column in (PAGE_URL_COLUMN, SOURCES_COLUMN, READ_ON_COLUMN, DISPUTED_COLUMN, UPDATED_COLUMN)
    }
    columns = build_columns_by_name(record_columns.get_record_header(model), model, shared | computed, keys)
    return ReleaseTable(
        name,
        columns,
        lambda: model.objects.published().order_by("slug"),
        lists=lists,
        read=record_columns.iter_typed_record_rows,
    )


def build_pair_table(
    name: str, model, field_name: str, names: tuple[str, str], columns: tuple[str, str]
) -> ReleaseTable:
    """Return the table of a many-to-many field, with public rows at both ends."""
    relation = model._meta.get_field(field_name).remote_field.through
    own, other = (column.name for column in relation._meta.concrete_fields if column.is_relation)
    # Terms of a vocabulary are all public, records only if published.
    target = relation._meta.get_field(other).related_model

    def get_queryset():
        rows = relation.objects.filter(**{f"{own}__in": model.objects.published()})
        if hasattr(target.objects, "published"):
            rows = rows.filter(**{f"{other}__in": target.objects.published()})
        return (
            rows.select_related(own, other)
            .only(f"{own}__slug", f"{other}__slug")
            .order_by(f"{own}__slug", f"{other}__slug")
        )

    pair_columns = tuple(
        ExportColumn(column, names=table, is_required=True, read=lambda row, end=end: getattr(row, end).slug)
        for column, table, end in zip(columns, names, (own, other), strict=True)
    )
    return ReleaseTable(name, pair_columns, get_queryset, key=columns)


def build_participation_table(name: str, model, record: str, table: str) -> ReleaseTable:
    """Return the table of participants with their roles."""
    columns = (
        ExportColumn(record, names=table, is_required=True, read=lambda row: getattr(row, record).slug),
        ExportColumn("organisation", names="organisations", is_required=True, read=lambda row: row.organisation.slug),
        build_field_column("role", model),
    )

    def get_queryset():
        rows = model.objects.published().select_related(record, "organisation")
        rows = rows.only("role", f"{record}__slug", "organisation__slug")
        return rows.order_by(f"{record}__slug", "organisation__slug", "role")

    return ReleaseTable(name, columns, get_queryset, key=(record, "organisation", "role"))


def build_slug_reader(name: str) -> Callable:
    """Return a reader of the slug of a related row, None if that is not public."""

    def read(row):
        other = getattr(row, name)
        return other.slug if other and getattr(other, "is_public", True) else None

    return read


def build_date_column_reader(name: str) -> Callable:
    return lambda row: date.text if (date := getattr(row, name)) else None
