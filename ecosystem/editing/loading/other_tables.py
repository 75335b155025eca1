"""Load objects of tables without facts: accounts, groups, the admin's log."""

from collections.abc import Iterable

from django.apps import apps
from django.core import serializers
from django.core.management.color import no_style
from django.db import connection, transaction
from reversion.models import Revision, Version

from ecosystem.editing.loading.errors import LoadErrorDetail
from ecosystem.models import Change, WithheldValue
from ecosystem.models.search import DerivedModel

HISTORY_MODELS = (Change, Revision, Version, WithheldValue)


def load_other_tables(objects: list[tuple[str, dict]]) -> list[LoadErrorDetail]:
    """Load `(file name, object)` pairs as Django does; return the errors.

    Derived rows are left out, because they are rebuilt; so is history, because its stored versions refer to rows by
    primary keys of the original database.
    """
    errors, tables = [], set()
    for file, obj in objects:
        if issubclass(apps.get_model(obj["model"]), (DerivedModel, *HISTORY_MODELS)):
            continue
        try:
            with transaction.atomic():
                for loaded in serializers.deserialize("python", [obj]):
                    loaded.save()
                    tables.add(type(loaded.object))
        # The objects may be of any table, and raise anything.
        except Exception as error:  # noqa: BLE001
            errors.append(LoadErrorDetail(file, str(obj.get("model")), "", str(error)))
    _reset_sequences(tables)
    return errors


def count_history_objects(objects: list[tuple[str, dict]]) -> int:
    return sum(issubclass(apps.get_model(obj["model"]), HISTORY_MODELS) for _file, obj in objects)


def _reset_sequences(tables: Iterable[type]) -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables)):
            cursor.execute(statement)
