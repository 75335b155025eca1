"""What describes a release to programs: a Frictionless Data Package, and the metadata that Datasette shows."""

import hashlib
from pathlib import Path

from django.conf import settings

from ecosystem.exports.columns import Column
from ecosystem.exports.licence import LICENCE
from ecosystem.exports.record_columns import LISTED
from ecosystem.exports.releases import text_files
from ecosystem.exports.releases.store import Edited
from ecosystem.exports.releases.table import Table
from ecosystem.exports.releases.tables import MAIN, TABLES

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
TITLE = "HKAI · 香港AI"
DESCRIPTION = (
    "A public, sourced directory of Hong Kong’s AI ecosystem: who is in it, what has been set up, who works with whom; "
    "in English, Traditional and Simplified Chinese."
)
KEYWORDS = ["Hong Kong", "artificial intelligence", "organisations", "funding", "research", "collaboration"]
BLOCK = 1 << 20


def described(folder: Path, edited: Edited) -> dict:
    """Return the descriptor of the CSV files that lie in `folder`."""
    return {
        "$schema": PROFILE,
        "name": "hkai",
        "id": f"{settings.SITE_URL}/en/data/releases/{edited.number}/",
        "title": f"{TITLE}, {edited.number}",
        "description": DESCRIPTION,
        "version": edited.number,
        "created": f"{edited.day.isoformat()}T00:00:00+08:00",
        "homepage": f"{settings.SITE_URL}/en/data/",
        "keywords": KEYWORDS,
        "licenses": [{"name": "CC-BY-4.0", "path": LICENCE, "title": "Creative Commons Attribution 4.0 International"}],
        "contributors": [{"title": TITLE, "path": settings.SITE_URL, "roles": ["creator", "publisher"]}],
        "sources": [{"title": TITLE, "path": settings.SITE_URL}],
        "resources": [_resource(folder, table) for table in TABLES],
    }


def _resource(folder: Path, table: Table) -> dict:
    path = folder / text_files.csv_path(table)
    return {
        "name": table.name,
        "type": "table",
        "path": text_files.csv_path(table),
        "title": str(table.title),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest(path)}",
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict:
    schema: dict = {"fields": [_field(table, column) for column in table.columns]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    keys = [_foreign_key(table, column) for column in table.columns if column.names and not column.is_list]
    if keys:
        schema["foreignKeys"] = keys
    return schema


def _field(table: Table, column: Column) -> dict:
    found = {"name": column.name, "type": column.type, "description": str(column.meaning(table.name))}
    if column.is_list:
        # The standard has a type for lists in a cell, but its published schema does not.
        found |= {"type": "string", "description": f"{found['description']} Several are parted by “{LISTED}”."}
    elif column.form == "uri":
        found["format"] = "uri"
    if column.language:
        found["language"] = column.language
    return found | ({"constraints": column.constraints} if column.constraints else {})


def _foreign_key(table: Table, column: Column) -> dict:
    reference: dict = {"fields": ["url" if column.names == "sources" else "slug"]}
    # A table that leads to itself does not name itself.
    if column.names != table.name:
        reference["resource"] = column.names
    return {"fields": [column.name], "reference": reference}


def datasette(edited: Edited) -> dict:
    """Return what Datasette shows of the SQLite file."""
    about = {
        "title": f"{TITLE}, {edited.number}",
        "description": DESCRIPTION,
        "license": "CC BY 4.0",
        "license_url": LICENCE,
        "source": TITLE,
        "source_url": f"{settings.SITE_URL}/en/data/releases/{edited.number}/",
    }
    tables = {table.name: _shown(table) for table in TABLES}
    return about | {"databases": {"hkai": about | {"tables": tables}}}


def _shown(table: Table) -> dict:
    columns = {
        column.name: str(column.meaning(table.name)) for column in table.columns if column.name not in table.lists
    }
    found = {"title": str(table.title), "columns": columns}
    if "name_en" in columns:
        found["label_column"] = "name_en"
    facets = [
        name for name in ("kind", "state", "ai", "region", "district", "role", "grade", "unit") if name in columns
    ]
    if facets and table.name in (*MAIN, "initiative_bodies", "collaboration_participants"):
        found["facets"] = facets
    return found


def digest(path: Path) -> str:
    """Return the SHA-256 of a file of any length."""
    found = hashlib.sha256()
    with path.open("rb") as read:
        while block := read.read(BLOCK):
            found.update(block)
    return found.hexdigest()
