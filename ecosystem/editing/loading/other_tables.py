"""Load objects of tables that are not the directory's own: accounts, groups, what an administrator did."""

from django.apps import apps
from django.core import serializers
from django.core.management.color import no_style
from django.db import connection, transaction
from reversion.models import Revision, Version

from ecosystem.editing.loading.errors import Fault
from ecosystem.models import Change, WithheldValue
from ecosystem.models.search import Derived

HISTORY = (Change, Revision, Version, WithheldValue)


def load(objects: list[tuple[str, dict]]) -> list[Fault]:
    """Load the objects, each with its file, as Django does; return what is wrong with them.

    What is derived is left out: it is written anew. So is history: its states
    name rows by their numbers, which hold in the database it was made in only.
    """
    faults, tables = [], set()
    for file, found in objects:
        if issubclass(apps.get_model(found["model"]), (Derived, *HISTORY)):
            continue
        try:
            with transaction.atomic():
                for loaded in serializers.deserialize("python", [found]):
                    loaded.save()
                    tables.add(type(loaded.object))
        # Whatever stands in a foreign object provokes whatever its table raises.
        except Exception as error:  # noqa: BLE001
            faults.append(Fault(file, str(found.get("model")), "", str(error)))
    _count_on(tables)
    return faults


def history_in(objects: list[tuple[str, dict]]) -> int:
    """Return how many of the objects are of a history, and so left out."""
    return sum(issubclass(apps.get_model(found["model"]), HISTORY) for _file, found in objects)


def _count_on(tables):
    """Let PostgreSQL give new rows of the tables numbers above those that came with rows of a file."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables)):
            cursor.execute(statement)
