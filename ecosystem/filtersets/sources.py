"""Which of the pages that were read are listed."""

from django.utils.translation import gettext_lazy as _

from ecosystem.filtersets.faceted import FacetedFilterSet
from ecosystem.filtersets.filters import ChoicesFilter
from ecosystem.kept import kept
from ecosystem.models import Grade, Source
from ecosystem.models.sources import LinkStatus


def publishers():
    """Return the publishers of all public sources as choices."""

    def read():
        names = Source.objects.published().order_by("publisher").values_list("publisher", flat=True).distinct()
        return [(name, name) for name in names]

    return kept("publishers", read)


class SourceFilterSet(FacetedFilterSet):
    grade = ChoicesFilter(field_name="grade", choices=Grade.choices, label=_("Grade"))
    publisher = ChoicesFilter(field_name="publisher", choices=publishers, label=_("Publisher"))
    link_status = ChoicesFilter(field_name="link_status", choices=LinkStatus.choices, label=_("Link at the last check"))
    # Sources are not in the search's index.
    q = None

    class Meta:
        model = Source
        fields = ()
