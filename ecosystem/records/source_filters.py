"""Which of the pages that were read are listed."""

from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from ecosystem.core.languages import Text, fold, lang_of
from ecosystem.models import Citation, Grade, Source
from ecosystem.models.edition_cache import kept
from ecosystem.models.sources import LinkStatus
from ecosystem.web.filters.base import FacetedFilterSet
from ecosystem.web.filters.filters import ChoicesFilter, WordsWithinFilter
from ecosystem.web.filters.form_fields import LongChoicesField


def publishers():
    """Return the publishers of all public sources as choices, the most relied on first."""

    def read():
        names = (row["publisher"] for row in Citation.objects.published().by_publisher())
        return [(name, Text(name, lang_of(name))) for name in names]

    return kept("publishers", read)


def said_of_sources():
    """Return, for each public source, its key and what it may be found by: title, publisher, host."""

    def read():
        rows = Source.objects.published().order_by().values_list("pk", "title", "publisher", "url")
        return [(pk, fold("\n".join([title, publisher, urlsplit(url).netloc]))) for pk, title, publisher, url in rows]

    return kept("said-of-sources", read)


class SourceFilterSet(FacetedFilterSet):
    # Sources are not in the search's index, so what holds the words has no order of its own.
    is_ranked = False

    q = WordsWithinFilter(texts=said_of_sources, label=_("Title, publisher or host"))
    grade = ChoicesFilter(field_name="grade", choices=Grade.choices, label=_("Grade"))
    publisher = ChoicesFilter(
        field_name="publisher", field_class=LongChoicesField, choices=publishers, label=_("Publisher")
    )
    link_status = ChoicesFilter(field_name="link_status", choices=LinkStatus.choices, label=_("Link at the last check"))

    class Meta:
        model = Source
        fields = ()
