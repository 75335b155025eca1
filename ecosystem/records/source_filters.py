"""The filters of the list of sources."""

from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from ecosystem.core.languages import LocalizedText, detect_lang_tag, fold_text
from ecosystem.models import Citation, Grade, Source
from ecosystem.models.edition_cache import per_edition
from ecosystem.models.sources import LinkStatus
from ecosystem.web.filters.base import FacetedFilterSet
from ecosystem.web.filters.filters import ChoicesFilter, ContainsWordsFilter
from ecosystem.web.filters.form_fields import LongChoicesField


@per_edition
def list_publisher_choices() -> list[tuple[str, LocalizedText]]:
    """The most cited publishers come first."""
    names = (row["publisher"] for row in Citation.objects.published().count_by_publisher())
    return [(name, LocalizedText(name, detect_lang_tag(name))) for name in names]


@per_edition
def list_source_search_texts() -> list[tuple[int, str]]:
    """Return `(pk, folded title, publisher and host)` of each public source."""
    rows = Source.objects.published().order_by().values_list("pk", "title", "publisher", "url")
    return [(pk, fold_text("\n".join([title, publisher, urlsplit(url).netloc]))) for pk, title, publisher, url in rows]


class SourceFilterSet(FacetedFilterSet):
    # Sources are not in the search index, so results have no order of relevance.
    is_ranked = False

    q = ContainsWordsFilter(texts=list_source_search_texts, label=_("Title, publisher or website"))
    grade = ChoicesFilter(field_name="grade", choices=Grade.choices, label=_("Source type"))
    publisher = ChoicesFilter(
        field_name="publisher", field_class=LongChoicesField, choices=list_publisher_choices, label=_("Publisher")
    )
    link_status = ChoicesFilter(field_name="link_status", choices=LinkStatus.choices, label=_("Link status"))

    class Meta:
        model = Source
        fields = ()
