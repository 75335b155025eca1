"""Write fact files: one object a row, all fields, natural keys, sorted."""

import json
import os
from decimal import Decimal
from functools import partial
from pathlib import Path

from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder

from ecosystem import models
from ecosystem.editing.loading.parse import get_file_default, iter_table_rows
from ecosystem.models.base import KeyedModel

# Each file refers only to rows of itself and of files before it.
FACT_FILES = {
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


def dump_fact_files(folder: Path) -> list[Path]:
    """Write all files or none; return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {
        folder / f"{number:02d}_{name}.json": render_table_json(model)
        for number, (name, model) in enumerate(FACT_FILES.items(), start=1)
    }
    for path, text in texts.items():
        path.with_suffix(".new").write_text(text, encoding="utf-8")
    for path in texts:
        os.replace(path.with_suffix(".new"), path)
    return list(texts)


def render_table_json(model: type[KeyedModel]) -> str:
    objects = serializers.serialize(
        "python", iter_table_rows(model), use_natural_foreign_keys=True, use_natural_primary_keys=True
    )
    lists = [f.name for f in model._meta.local_many_to_many]
    for obj in objects:
        # Many-to-many relations have no order.
        obj["fields"] |= {name: sorted(map(list, obj["fields"][name])) for name in lists if name in obj["fields"]}
        for name in model.omitted_defaults:
            if obj["fields"][name] == get_file_default(model._meta.get_field(name)):
                del obj["fields"][name]
    rows = [_json(obj) for obj in sorted(objects, key=_build_sort_key(model))]
    return "\n".join(["[", *([",\n".join(rows)] if rows else []), "]", ""])


def _build_sort_key(model):
    names = [name for name in model.natural_key_fields if name != "source"]

    def key(obj):
        fields = obj["fields"]
        parts = [_json(fields[name]) for name in names]
        return (*parts, fields.get("position", 0), _json(fields.get("source")))

    return key


class _PlainDecimalEncoder(DjangoJSONEncoder):
    """Writes decimals without trailing zeros."""

    def default(self, value):
        if isinstance(value, Decimal):
            return f"{value.normalize():f}"
        return super().default(value)


_json = partial(json.dumps, ensure_ascii=False, cls=_PlainDecimalEncoder)
