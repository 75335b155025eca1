"""The items of the dashboard: open work and doubtful records, each with a link to the list that shows it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _, ngettext

from ecosystem.admin.review_filters import Doubt
from ecosystem.models import RECORD_MODELS, Fate, LinkStatus, Proposal, SearchMiss, Source, Status
from ecosystem.search import failed_searches


@dataclass(frozen=True)
class DashboardItem:
    label: str
    count: int
    address: str
    detail: str = ""


def list_waiting_items(user):
    items = [
        *_iter_proposal_items(user),
        *_iter_record_items(user),
        *_iter_link_items(user),
        *_iter_failed_search_items(user),
    ]
    return [item for item in items if item.count]


def list_doubtful_items(user):
    items_by_kind = {}
    for model in RECORD_MODELS:
        doubts = [doubt for doubt in Doubt if doubt.applies_to(model)] if _may_view(user, model) else []
        counts = [(doubt, doubt.filter_records(model.objects.published()).count()) for doubt in doubts]
        items = [
            DashboardItem(doubt.label, count, _build_list_url(model, doubt=doubt.value))
            for doubt, count in counts
            if count
        ]
        if items:
            items_by_kind[model._meta.verbose_name_plural] = items
    return items_by_kind


def _iter_proposal_items(user):
    if not user.has_perm("ecosystem.view_proposal"):
        return
    counts = Proposal.objects.count_open()
    days = (now() - counts["oldest"]).days if counts["oldest"] else 0
    oldest = ngettext("oldest waiting %(n)d day", "oldest waiting %(n)d days", days) % {"n": days} if days else ""
    yield DashboardItem(
        _("Reader suggestions"), counts["pending"], _build_list_url(Proposal, fate__exact=Fate.PENDING), oldest
    )
    yield DashboardItem(
        _("Undecided suggestions"), counts["undecided"], _build_list_url(Proposal, fate__exact=Fate.UNDECIDED)
    )


def _iter_record_items(user):
    for model in RECORD_MODELS:
        if not _may_view(user, model):
            continue
        kinds = {"kinds": model._meta.verbose_name_plural}
        in_review = model.objects.filter(status=Status.IN_REVIEW).count()
        yield DashboardItem(
            _("In review: %(kinds)s") % kinds, in_review, _build_list_url(model, status__exact=Status.IN_REVIEW)
        )
        overdue = model.objects.published().due_by(localdate()).count()
        yield DashboardItem(_("Check overdue: %(kinds)s") % kinds, overdue, _build_list_url(model, due="now"))


def _iter_link_items(user):
    if not _may_view(user, Source):
        return
    statuses = LinkStatus.dead()
    counts = Source.objects.aggregate(
        **{status.value: Count("pk", filter=Q(link_status=status)) for status in statuses}
    )
    for status in statuses:
        label = _("Source links: %(found)s") % {"found": status.label}
        yield DashboardItem(label, counts[status.value], _build_list_url(Source, link_status__exact=status))


def _iter_failed_search_items(user):
    if _may_view(user, SearchMiss):
        count = failed_searches.get_recent_failed_searches().order_by().values("text").distinct().count()
        yield DashboardItem(_("Searches with no results"), count, _build_list_url(SearchMiss))


def _may_view(user, model):
    return user.has_perm(f"ecosystem.view_{model._meta.model_name}")


def _build_list_url(model, **query):
    address = reverse(f"admin:ecosystem_{model._meta.model_name}_changelist")
    return f"{address}?{urlencode(query)}" if query else address
