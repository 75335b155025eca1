"""The words of the vocabularies, all of them at once, the same until the next edition."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Value

from ecosystem.core.languages import Translated
from ecosystem.models import Application, Audience, Sector, Support, Theme
from ecosystem.models.edition_cache import kept

COLUMNS = ("pk", "slug", "name_en", "name_zh_hant", "name_zh_hans", "position")


@dataclass(frozen=True)
class Word:
    """A word as filters and pages need it, without the rest of its row."""

    pk: int
    slug: str
    name_en: str
    name_zh_hant: str
    name_zh_hans: str
    position: int

    name = Translated()


def words(model) -> list[Word]:
    """Return the words of one vocabulary in their own order."""
    return kept("words", _collect).get(model._meta.model_name, [])


def _collect() -> dict[str, list[Word]]:
    """Read every vocabulary in one query."""
    first, *rest = (
        model.objects.order_by().values_list(Value(model._meta.model_name), *COLUMNS)
        for model in (Theme, Sector, Application, Support, Audience)
    )
    found = defaultdict(list)
    for kind, *columns in first.union(*rest).order_by("position", "slug"):
        found[kind].append(Word(*columns))
    return dict(found)
