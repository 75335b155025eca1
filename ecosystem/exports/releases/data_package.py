"""Machine-readable descriptions of a release: Frictionless Data Package and Datasette metadata."""

import hashlib
from pathlib import Path

from django.conf import settings

from ecosystem.exports.columns import ExportColumn
from ecosystem.exports.csv_files import LIST_SEPARATOR
from ecosystem.exports.export_table import ExportTable
from ecosystem.exports.licence import LICENCE
from ecosystem.exports.releases import text_files
from ecosystem.exports.releases.store import ReleaseIdentity
from ecosystem.exports.releases.tables import MAIN_TABLES, TABLES

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
PUBLISHER_NAME = "HKAI · 香港AI"
DESCRIPTION = (
    "A public, sourced directory of Hong Kong’s AI ecosystem: who is in it, what has been set up, who works with whom; "
    "in English, Traditional and Simplified Chinese."
)
KEYWORDS = ["Hong Kong", "artificial intelligence", "organisations", "funding", "research", "collaboration"]
BLOCK = 1 << 20


def build_data_package(folder: Path, identity: ReleaseIdentity) -> dict:
    return {
        "$schema": PROFILE,
        "name": "hkai",
        "id": f"{settings.SITE_URL}/en/data/releases/{identity.number}/",
        "title": f"{PUBLISHER_NAME}, {identity.number}",
        "description": DESCRIPTION,
        "version": identity.number,
        "created": f"{identity.day.isoformat()}T00:00:00+08:00",
        "homepage": f"{settings.SITE_URL}/en/data/",
        "keywords": KEYWORDS,
        "licenses": [{"name": "CC-BY-4.0", "path": LICENCE, "title": "Creative Commons Attribution 4.0 International"}],
        "contributors": [{"title": PUBLISHER_NAME, "path": settings.SITE_URL, "roles": ["creator", "publisher"]}],
        "sources": [{"title": PUBLISHER_NAME, "path": settings.SITE_URL}],
        "resources": [_build_resource(folder, table) for table in TABLES],
    }


def _build_resource(folder: Path, table: ExportTable) -> dict:
    path = folder / text_files.get_csv_path(table)
    return {
        "name": table.name,
        "type": "table",
        "path": text_files.get_csv_path(table),
        "title": str(table.title),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{compute_file_digest(path)}",
        "schema": _build_schema(table),
    }


def _build_schema(table: ExportTable) -> dict:
    schema: dict = {"fields": [_build_field(table, column) for column in table.columns]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    keys = [_build_foreign_key(table, column) for column in table.columns if column.names and not column.is_list]
    if keys:
        schema["foreignKeys"] = keys
    return schema


def _build_field(table: ExportTable, column: ExportColumn) -> dict:
    description = str(column.get_description(table.name))
    field: dict = {"name": column.name, "type": column.type, "description": description}
    if column.is_list:
        # The standard has a list type, but its published schema does not.
        field |= {
            "type": "string",
            "description": f"{field['description']} Several values are separated by “{LIST_SEPARATOR}”.",
        }
    elif column.form == "uri":
        field["format"] = "uri"
    if column.language:
        field["language"] = column.language
    if column.definitions and not column.is_list:
        field["categories"] = [
            {"value": choice.value, "label": str(choice.label), "description": str(choice.definition)}
            for choice in column.defined_choices
        ]
    return field | ({"constraints": column.constraints} if column.constraints else {})


def _build_foreign_key(table: ExportTable, column: ExportColumn) -> dict:
    reference: dict = {"fields": ["url" if column.names == "sources" else "slug"]}
    # By the standard, a table that refers to itself does not name itself.
    if column.names != table.name:
        reference["resource"] = column.names
    return {"fields": [column.name], "reference": reference}


def build_datasette_metadata(identity: ReleaseIdentity) -> dict:
    about = {
        "title": f"{PUBLISHER_NAME}, {identity.number}",
        "description": DESCRIPTION,
        "license": "CC BY 4.0",
        "license_url": LICENCE,
        "source": PUBLISHER_NAME,
        "source_url": f"{settings.SITE_URL}/en/data/releases/{identity.number}/",
    }
    tables = {table.name: _build_table_metadata(table) for table in TABLES}
    return about | {"databases": {"hkai": about | {"tables": tables}}}


def _build_table_metadata(table: ExportTable) -> dict:
    columns = {
        column.name: str(column.get_description(table.name))
        for column in table.columns
        if column.name not in table.lists
    }
    metadata = {"title": str(table.title), "columns": columns}
    if "name_en" in columns:
        metadata["label_column"] = "name_en"
    facets = [
        name for name in ("kind", "state", "ai", "region", "district", "role", "grade", "unit") if name in columns
    ]
    if facets and table.name in (*MAIN_TABLES, "initiative_bodies", "collaboration_participants"):
        metadata["facets"] = facets
    return metadata


def compute_file_digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as read:
        while block := read.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
