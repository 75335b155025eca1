"""All terms of the vocabularies, cached per edition."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Value

from ecosystem.models import Application, Audience, Sector, Support, Theme
from ecosystem.models.edition_cache import per_edition
from ecosystem.models.translated_prose import TranslatedProse

COLUMNS = ("pk", "slug", "name_en", "name_zh_hant", "name_zh_hans", "position")


@dataclass(frozen=True)
class CachedVocabularyTerm:
    pk: int
    slug: str
    name_en: str
    name_zh_hant: str
    name_zh_hans: str
    position: int

    name = TranslatedProse()


def get_cached_vocabulary(model) -> list[CachedVocabularyTerm]:
    return _read_vocabularies().get(model._meta.model_name, [])


@per_edition
def _read_vocabularies() -> dict[str, list[CachedVocabularyTerm]]:
    """Return the terms of every vocabulary by model name; one query."""
    first, *rest = (
        model.objects.order_by().values_list(Value(model._meta.model_name), *COLUMNS)
        for model in (Theme, Sector, Application, Support, Audience)
    )
    terms = defaultdict(list)
    for kind, *columns in first.union(*rest).order_by("position", "slug"):
        terms[kind].append(CachedVocabularyTerm(*columns))
    return dict(terms)
