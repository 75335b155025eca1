"""What waits for an editor, and what is doubtful or lacks, each with the list that shows it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _, ngettext

from ecosystem.admin.review_filters import Doubt
from ecosystem.models import RECORDS, Fate, LinkStatus, Proposal, SearchMiss, Source, Status
from ecosystem.search import failed_searches


@dataclass(frozen=True)
class Line:
    """So many things that wait; `detail` says more of them."""

    label: str
    count: int
    address: str
    detail: str = ""


def waiting(user):
    """Return what waits, as far as this user may see it; what nothing is of is left out."""
    found = [*_proposals(user), *_records(user), *_links(user), *_misses(user)]
    return [line for line in found if line.count]


def doubtful(user):
    """Return what may be wrong or lacks in public records, by kind of record; what nothing is of is left out."""
    found = {}
    for model in RECORDS:
        doubts = [doubt for doubt in Doubt if doubt.is_asked_of(model)] if _may_see(user, model) else []
        counts = [(doubt, doubt.among(model.objects.published()).count()) for doubt in doubts]
        lines = [Line(doubt.label, count, _list(model, doubt=doubt.value)) for doubt, count in counts if count]
        if lines:
            found[model._meta.verbose_name_plural] = lines
    return found


def _proposals(user):
    if not user.has_perm("ecosystem.view_proposal"):
        return
    counts = Proposal.objects.waiting()
    days = (now() - counts["oldest"]).days if counts["oldest"] else 0
    oldest = ngettext("the oldest for %(n)d day", "the oldest for %(n)d days", days) % {"n": days} if days else ""
    yield Line(_("Proposals of readers"), counts["pending"], _list(Proposal, fate__exact=Fate.PENDING), oldest)
    yield Line(_("Proposals left undecided"), counts["undecided"], _list(Proposal, fate__exact=Fate.UNDECIDED))


def _records(user):
    for model in RECORDS:
        if not _may_see(user, model):
            continue
        kinds = {"kinds": model._meta.verbose_name_plural}
        in_review = model.objects.filter(status=Status.IN_REVIEW).count()
        yield Line(_("In review: %(kinds)s") % kinds, in_review, _list(model, status__exact=Status.IN_REVIEW))
        overdue = model.objects.published().due_by(localdate()).count()
        yield Line(_("Overdue for a check: %(kinds)s") % kinds, overdue, _list(model, due="now"))


def _links(user):
    if not _may_see(user, Source):
        return
    lost = LinkStatus.dead()
    counts = Source.objects.aggregate(**{status.value: Count("pk", filter=Q(link_status=status)) for status in lost})
    for status in lost:
        said = _("Links of sources: %(found)s") % {"found": status.label}
        yield Line(said, counts[status.value], _list(Source, link_status__exact=status))


def _misses(user):
    if _may_see(user, SearchMiss):
        missed = failed_searches.kept().order_by().values("text").distinct().count()
        yield Line(_("Searches without a result"), missed, _list(SearchMiss))


def _may_see(user, model):
    return user.has_perm(f"ecosystem.view_{model._meta.model_name}")


def _list(model, **query):
    address = reverse(f"admin:ecosystem_{model._meta.model_name}_changelist")
    return f"{address}?{urlencode(query)}" if query else address
