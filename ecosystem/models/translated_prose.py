"""Texts other than names: their converted Simplified Chinese is in the terms of the mainland."""

import re
from collections.abc import Iterator

from django.db.models import Value

from ecosystem.core.languages import (
    TranslatedAttribute,
    compile_names_pattern,
    convert_to_mainland_prose,
    convert_to_simplified,
    has_hong_kong_terms,
)
from ecosystem.models.edition_cache import per_edition


class TranslatedProse(TranslatedAttribute):
    """Converts in mainland terms, but for the names of public records in the text, which keep their words."""

    def simplify(self, text: str) -> str:
        if not has_hong_kong_terms(text):
            # Without a question for the names.
            return convert_to_simplified(text)
        return convert_to_mainland_prose(text, get_record_names_pattern())


@per_edition
def get_record_names_pattern() -> re.Pattern:
    return compile_names_pattern(_iter_record_names())


def _iter_record_names() -> Iterator[str]:
    """Yield the Chinese names and the aliases of all public records; one query."""
    from ecosystem.models import Collaboration, Initiative, Organisation

    aliases = Value([], Organisation._meta.get_field("aliases"))
    first, *rest = (
        model.objects.published().order_by().values_list("name_zh_hant", names)
        for model, names in ((Organisation, "aliases"), (Initiative, "aliases"), (Collaboration, aliases))
    )
    for name, others in first.union(*rest, all=True).order_by().iterator():
        yield name
        yield from others
