"""Write the directory as files of facts: one object a row, every field, natural keys, sorted."""

import json
import os
from decimal import Decimal
from functools import partial
from pathlib import Path

from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder

from ecosystem import models
from ecosystem.editing.loading.parse import rows_of

# In this order each file finds what it refers to in itself or in one before it.
FILES = {
    "themes": models.Theme,
    "sectors": models.Sector,
    "applications": models.Application,
    "support": models.Support,
    "audiences": models.Audience,
    "places": models.Place,
    "organisations": models.Organisation,
    "initiatives": models.Initiative,
    "initiative_bodies": models.InitiativeBody,
    "collaborations": models.Collaboration,
    "participations": models.Participation,
    "sources": models.Source,
    "indicators": models.Indicator,
    "observations": models.Observation,
    "citations": models.Citation,
    "former_slugs": models.FormerSlug,
}


def write(folder: Path) -> list[Path]:
    """Write every table into its numbered file, the whole set or, if that fails, nothing; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {
        folder / f"{number:02d}_{name}.json": text_of(model)
        for number, (name, model) in enumerate(FILES.items(), start=1)
    }
    for path, text in texts.items():
        path.with_suffix(".new").write_text(text, encoding="utf-8")
    for path in texts:
        os.replace(path.with_suffix(".new"), path)
    return list(texts)


def text_of(model) -> str:
    """Return the table as JSON, one object a row."""
    objects = serializers.serialize(
        "python", rows_of(model), use_natural_foreign_keys=True, use_natural_primary_keys=True
    )
    lists = [f.name for f in model._meta.local_many_to_many]
    for found in objects:
        # Lists of relations have no order of their own.
        found["fields"] |= {name: sorted(map(list, found["fields"][name])) for name in lists if name in found["fields"]}
    rows = [_json(found) for found in sorted(objects, key=_key(model))]
    return "\n".join(["[", *([",\n".join(rows)] if rows else []), "]", ""])


def _key(model):
    """Return the order of a table's objects: the natural key, where citations keep the order of their positions."""
    names = [name for name in model.natural_key_fields if name != "source"]

    def key(found):
        fields = found["fields"]
        parts = [_json(fields[name]) for name in names]
        return (*parts, fields.get("position", 0), _json(fields.get("source")))

    return key


class _Encoder(DjangoJSONEncoder):
    """Writes a number as exact as it is, without the zeros of its column."""

    def default(self, value):
        if isinstance(value, Decimal):
            return f"{value.normalize():f}"
        return super().default(value)


_json = partial(json.dumps, ensure_ascii=False, cls=_Encoder)
