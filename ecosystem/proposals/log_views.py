"""The public log of proposals: what was proposed, what was decided and why; nothing about the sender."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _, gettext_lazy
from django.views.generic import DetailView, ListView

from ecosystem.editing import field_values
from ecosystem.history.proposal_results import find_proposal_result
from ecosystem.models import RECORD_MODELS, Fate, Proposal
from ecosystem.models.field_labels import list_field_labels
from ecosystem.web.page_title import PageTitleMixin
from ecosystem.web.pagination import PaginatedViewMixin


@dataclass(frozen=True)
class ProposalLogEntry:
    proposal: Proposal
    # None if the record is not public: then nothing else is shown.
    record: models.Model | None
    fields: list
    # For each column: its label, the previous value, the accepted value.
    taken: list

    @classmethod
    def from_proposal(cls, proposal):
        record = proposal.public_record
        if record is None or (proposal.is_addition and proposal.is_open):
            return cls(proposal, None, [], [])
        model = type(record)
        named_fields = [proposal.field] if proposal.field in model.bearable_fields else []
        changed_fields = field_values.list_column_fields(model, [*proposal.changes, *proposal.taken])
        fields = list(dict.fromkeys([*named_fields, *changed_fields]))
        # In the order of the page: a database need not preserve the order of keys in JSON.
        # No relations: the page of the record shows the public organisations in them.
        taken = [
            (
                field_values.get_column_label(model, name),
                *(_format_taken_value(model, name, text) for text in proposal.taken[name]),
            )
            for name in field_values.list_all_columns(model)
            if name in proposal.taken and not field_values.is_relation_column(model, name)
        ]
        return cls(proposal, record, list_field_labels(record, fields), taken if not proposal.is_addition else [])

    @property
    def is_hidden(self):
        """Whether the proposal is about an existing record that is not public."""
        return self.record is None and not (self.proposal.is_addition and self.proposal.record is None)


def _format_taken_value(model, name, text):
    """None means that the value was withheld."""
    return _("[withheld]") if text is None else field_values.format_column_text(model, name, text)


class ProposalLog(PaginatedViewMixin, PageTitleMixin, ListView):
    template_name = "ecosystem/proposal_log.html"
    paginate_by = 50
    page_description = gettext_lazy(
        "All corrections and new records suggested by readers: when we received them, what they are "
        "about, what we decided and why, and how long it took. We do not show who sent them."
    )

    def get_queryset(self):
        return Proposal.objects.select_record().newest_first()

    def paginate_queryset(self, queryset, page_size):
        page = self.get_page(queryset, page_size)
        return page.paginator, page, page.object_list, page.has_other_pages()

    def get_page_title(self):
        number = self.request.GET.get("page", "")
        if number.isascii() and number.isdigit() and number != "1":
            return _("Suggestions log, page %(number)s") % {"number": number}
        return _("Suggestions log")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        page = context["page_obj"]
        counts = Proposal.objects.count_by_fate()
        median = Proposal.objects.get_median_decision_time()
        return context | {
            "entries": [ProposalLogEntry.from_proposal(proposal) for proposal in page],
            "every": counts["every"],
            "counts": [(fate.label, counts[fate.value]) for fate in Fate if counts[fate.value]],
            "median_days": None if median is None else median.days,
        }


class ProposalDetail(PageTitleMixin, DetailView):
    template_name = "ecosystem/proposal_detail.html"
    pk_url_kwarg = "number"
    context_object_name = "proposal"
    page_description = gettext_lazy("A reader’s suggestion and its outcome.")

    def get_queryset(self):
        return Proposal.objects.select_record()

    def get_page_title(self):
        return _("Suggestion %(number)d") % {"number": self.object.pk}

    def get_context_data(self, **kwargs):
        entry = ProposalLogEntry.from_proposal(self.object)
        # Indicators have no history; the whole history of a suggested record begins with its proposal.
        has_recorded_change = type(entry.record) in RECORD_MODELS and not self.object.is_addition
        result = find_proposal_result(self.object, entry.record) if has_recorded_change else None
        return super().get_context_data(**kwargs) | {"entry": entry, "outcome": result}
