"""The public log of proposals: what came, what became of it and why; nothing of who sent it."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _, gettext_lazy
from django.views.generic import DetailView, ListView

from ecosystem.editing import field_values
from ecosystem.history.proposal_results import outcome
from ecosystem.models import RECORDS, Fate, Proposal
from ecosystem.models.field_labels import field_names
from ecosystem.web.page_title import Titled
from ecosystem.web.pagination import Paged


@dataclass(frozen=True)
class Entry:
    """A proposal as everybody may see it."""

    proposal: Proposal
    # None where what it is about is not public: then nothing more of it is told.
    record: models.Model | None
    fields: list
    # By column: its name, what stood there, what was taken.
    taken: list

    @classmethod
    def of(cls, proposal):
        record = proposal.public_record
        if record is None or (proposal.is_addition and proposal.is_open):
            return cls(proposal, None, [], [])
        model = type(record)
        named = [proposal.field] if proposal.field in model.bearable_fields else []
        fields = list(dict.fromkeys([*named, *field_values.fields_of(model, [*proposal.changes, *proposal.taken])]))
        # In the order of the page, for a database need not keep any. Which bodies stood in a relation is told by the
        # record's own page, as far as they are public.
        names = [name for name in field_values.every_column(model) if name in proposal.taken]
        taken = [
            (field_values.label(model, name), *(_read_taken(model, name, text) for text in proposal.taken[name]))
            for name in names
            if not field_values.is_relation(model, name)
        ]
        return cls(proposal, record, field_names(record, fields), taken if not proposal.is_addition else [])

    @property
    def is_hidden(self):
        """Whether what it is about is not public, though it is known."""
        return self.record is None and not (self.proposal.is_addition and self.proposal.record is None)


def _read_taken(model, name, text):
    """Return a value that was taken, or replaced by it, as readers know it; None stands for one that was withheld."""
    return _("[withheld]") if text is None else field_values.readable(model, name, text)


class ProposalLog(Paged, Titled, ListView):
    template_name = "ecosystem/proposal_log.html"
    paginate_by = 50
    page_description = gettext_lazy(
        "Every correction and new record that readers proposed: when it came, what it is about, what was decided, why, "
        "and how long that took. Nothing of who sent it."
    )

    def get_queryset(self):
        return Proposal.objects.with_record().newest_first()

    def paginate_queryset(self, queryset, page_size):
        page = self.page_of(queryset, page_size)
        return page.paginator, page, page.object_list, page.has_other_pages()

    def get_page_title(self):
        number = self.request.GET.get("page", "")
        if number.isascii() and number.isdigit() and number != "1":
            return _("Log of proposals, page %(number)s") % {"number": number}
        return _("Log of proposals")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        page = context["page_obj"]
        counts = Proposal.objects.counted()
        median = Proposal.objects.median_time()
        return context | {
            "entries": [Entry.of(proposal) for proposal in page],
            "every": counts["every"],
            "counts": [(fate.label, counts[fate.value]) for fate in Fate if counts[fate.value]],
            "median_days": None if median is None else median.days,
        }


class ProposalDetail(Titled, DetailView):
    template_name = "ecosystem/proposal_detail.html"
    pk_url_kwarg = "number"
    context_object_name = "proposal"
    page_description = gettext_lazy("What a reader proposed, and what became of it.")

    def get_queryset(self):
        return Proposal.objects.with_record()

    def get_page_title(self):
        return _("Proposal %(number)d") % {"number": self.object.pk}

    def get_context_data(self, **kwargs):
        entry = Entry.of(self.object)
        made = outcome(self.object, entry.record) if self.leaves_a_change(entry) else None
        return super().get_context_data(**kwargs) | {"entry": entry, "outcome": made}

    def leaves_a_change(self, entry):
        """Whether what was taken may stand in a history: of a suggested record all of it does, of a series nothing."""
        return entry.record is not None and type(entry.record) in RECORDS and not self.object.is_addition
