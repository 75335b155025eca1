"""How much there is to get, by whom it is for and what it gives."""

from collections import Counter
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.timezone import localdate

from ecosystem.models import Audience, Initiative, Support
from ecosystem.models.cached_vocabulary import words
from ecosystem.models.edition_cache import kept
from ecosystem.models.initiatives import State
from ecosystem.visuals.heat_table import Head, Matrix, matrix


def overview() -> Matrix:
    """Count the schemes that have not closed by whom they are for and what they give; each number leads to its answer."""
    counts = kept(f"offers:{localdate()}", _counted)
    path = reverse("find-support")
    return matrix(
        [
            (
                "",
                [
                    Head(word.slug, word.name, f"{path}?{urlencode({'audience': word.slug})}")
                    for word in words(Audience)
                ],
            )
        ],
        [Head(word.slug, word.name) for word in words(Support)],
        lambda row, column: counts[row.value, column.value],
        lambda row, column: f"{path}?{urlencode({'audience': row.value, 'support': column.value})}",
    )


def _counted() -> Counter[tuple[str, str]]:
    everybody = [word.slug for word in words(Audience)]
    schemes = Initiative.objects.published().giving().with_state().exclude(state=State.CLOSED)
    schemes = schemes.only("pk").prefetch_related("audience", "support")
    return Counter(
        (reader, word.slug)
        for scheme in schemes
        for reader in [word.slug for word in scheme.audience.all()] or everybody
        for word in scheme.support.all()
    )
