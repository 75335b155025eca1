"""The admin of proposals: the list, and the page on which a senior editor decides."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _, gettext_lazy

from ecosystem.accounts.saved_submissions import restore_submitted_fields
from ecosystem.admin.base import ReadOnlyAdminMixin, get_admin_change_url
from ecosystem.admin.duplicates import pair_with_addresses, report_possible_duplicates
from ecosystem.admin.proposal_form import ProposalDecisionForm
from ecosystem.admin.source_questions import report_stale_values
from ecosystem.core.languages import get_list_separator
from ecosystem.editing import field_values
from ecosystem.editing.duplicates import COMPARED_COLUMNS, find_duplicates_by_change, find_similar_records
from ecosystem.models import Proposal, Record
from ecosystem.models.field_labels import list_field_labels
from ecosystem.models.proposals import OPEN_FIRST_ORDER
from ecosystem.proposals import emails, moderation

_WITHDRAWAL_MESSAGE = gettext_lazy(
    "“%(source)s” is no longer cited for the changed fields. If it still says something different, "
    "record that in the record itself so that readers see both."
)


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyAdminMixin, admin.ModelAdmin):
    list_display = ("number", "subject_name", "named_fields", "fate", "received_at", "age", "aim", "unsent")
    list_filter = ("fate", "aim", "is_about_oneself", "language", "unsent")
    search_fields = ("=id", "organisation__names_key", "initiative__names_key", "collaboration__names_key")
    list_per_page = 50
    ordering = OPEN_FIRST_ORDER

    class Media:
        css = {"all": ["css/admin.css"]}
        js = ["js/admin-unsaved.js"]

    def lookup_allowed(self, lookup, value, request):
        """Allow the lookups of the filters alone: others would reveal by guesses who sent a proposal."""
        return lookup.partition("__")[0] in self.list_filter

    def has_decide_permission(self, request):
        return request.user.has_perm("ecosystem.decide_proposal")

    def get_queryset(self, request):
        return super().get_queryset(request).select_record()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        proposal = self.get_object(request, object_id)
        if not self.has_view_permission(request, proposal):
            raise PermissionDenied
        if proposal is None:
            raise Http404
        is_restored = restore_submitted_fields(request)
        if request.method != "POST":
            form = ProposalDecisionForm(proposal, extra=self.get_extra_fields(request, proposal))
            return self.render_page(request, proposal, form)
        if not self.has_decide_permission(request):
            raise PermissionDenied
        return self.show_restored_form(request, proposal) if is_restored else self.answer_decision(request, proposal)

    def show_restored_form(self, request, proposal):
        if not proposal.is_open:
            raise PermissionDenied
        return self.render_page(request, proposal, ProposalDecisionForm(proposal, request.POST))

    def answer_decision(self, request, proposal):
        if "_again" in request.POST:
            return self.resend_email(request, proposal)
        form = ProposalDecisionForm(proposal, request.POST)
        form.is_valid()
        if "_accept" not in request.POST:
            form.discard_value_errors()
        if not form.errors and (response := self.decide(request, proposal, form)):
            return response
        proposal.refresh_from_db()
        return self.render_page(request, proposal, form)

    def get_extra_fields(self, request, proposal):
        """Return what the senior editor wants to change beside the proposed fields."""
        return [name for name in request.GET.getlist("field") if name in proposal.record_model.bearable_fields]

    def render_page(self, request, proposal, form):
        fields = proposal.record_model.bearable_fields if proposal.record and form.record else ()
        fields = [name for name in fields if field_values.list_field_columns(proposal.record_model, name)]
        context = self.admin_site.each_context(request) | {
            "title": str(proposal),
            "opts": self.opts,
            "media": self.media,
            "proposal": proposal,
            "record": proposal.record,
            "record_address": proposal.record and get_admin_change_url(proposal.record),
            "field_name": list_field_labels(proposal.record or proposal.record_model, [proposal.field])[0]
            if proposal.field
            else "",
            "form": form,
            "rows": form.build_rows(),
            "duplicates": self.find_possible_duplicates(proposal),
            "may_decide": self.has_decide_permission(request),
            "fields": list(zip(fields, list_field_labels(proposal.record_model, fields), strict=True)),
        }
        return TemplateResponse(request, "admin/ecosystem/proposal/change_form.html", context)

    def find_possible_duplicates(self, proposal):
        texts = {name: text for name, text in proposal.changes.items() if name in COMPARED_COLUMNS}
        if not (texts and proposal.is_open and issubclass(proposal.record_model, Record)):
            return []
        if proposal.is_addition:
            record = field_values.copy_with_column_texts(proposal.record_model(), texts)
            duplicates = find_similar_records(record)
        else:
            record = proposal.record
            duplicates = find_duplicates_by_change(record, field_values.copy_with_column_texts(record, texts))
        return pair_with_addresses(duplicates)

    def decide(self, request, proposal, form):
        """Return the redirect; None if refused, with the errors added to the form."""
        try:
            decided, withdrawals = self.apply_decision(request, proposal, form)
        except ValidationError as error:
            proposal.refresh_from_db()
            form.record = proposal.record
            form.show_error(error)
            return None
        self.log_change(request, decided, decided.get_fate_display())
        self.message_user(request, f"{decided}: {decided.get_fate_display()}", messages.SUCCESS)
        for withdrawal in withdrawals:
            self.message_user(request, _WITHDRAWAL_MESSAGE % {"source": withdrawal.source.title}, messages.WARNING)
        if decided.record and not decided.is_addition:
            before = {name: previous for name, (previous, _taken) in decided.taken.items()}
            # The record of the proposal was read before the change.
            record = decided.record_model.objects.get(pk=decided.record.pk)
            report_stale_values(request, record, before)
            if isinstance(record, Record) and COMPARED_COLUMNS & decided.taken.keys():
                report_possible_duplicates(request, record)
        decided.refresh_from_db()
        if decided.unsent:
            self.message_user(request, _("The email to the reader could not be sent."), messages.WARNING)
        draft = decided.record if decided.is_addition else None
        return HttpResponseRedirect(
            get_admin_change_url(draft) if draft else reverse("admin:ecosystem_proposal_changelist")
        )

    def apply_decision(self, request, proposal, form):
        """Return the proposal, and the sources that no longer support a value."""
        decision = {"by": request.user, "seen": form.cleaned_data["seen"]}
        texts = form.get_decision_texts()
        if "_decline" in request.POST:
            return moderation.decline_proposal(proposal, **decision, **texts), []
        if "_undecided" in request.POST:
            return moderation.leave_proposal_undecided(proposal, **decision, note=texts["note"]), []
        by_hand = form.cleaned_data["by_hand"]
        source = form.get_source_values()
        if proposal.is_addition and not by_hand:
            values = form.get_values()
            return moderation.create_draft_from_proposal(
                proposal, values=values, source=source, **decision, **texts
            ), []
        return moderation.accept_proposal(
            proposal,
            values={} if proposal.is_addition else form.get_values(),
            source=source,
            by_hand=by_hand,
            is_supported=form.cleaned_data["is_borne_out"],
            record_seen=form.cleaned_data["record_seen"],
            is_correction=form.cleaned_data["is_correction"],
            **decision,
            **texts,
        )

    def resend_email(self, request, proposal):
        emails.send_proposal_email(proposal.pk, proposal.unsent)
        proposal.refresh_from_db()
        if proposal.unsent:
            self.message_user(request, _("The email to the reader could not be sent."), messages.WARNING)
        else:
            self.message_user(request, _("Email sent."), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:ecosystem_proposal_change", args=[proposal.pk]))

    @admin.display(description=gettext_lazy("number"), ordering="pk")
    def number(self, proposal):
        return str(proposal)

    @admin.display(description=gettext_lazy("subject"))
    def subject_name(self, proposal):
        if proposal.record:
            return proposal.record.name
        name = proposal.changes.get("name_en") or proposal.changes.get("name_zh_hant", "")
        return format_html('{} <span class="other-name">{}</span>', name, proposal.get_suggests_display())

    @admin.display(description=gettext_lazy("fields"))
    def named_fields(self, proposal):
        fields = (
            [proposal.field]
            if proposal.field
            else field_values.list_column_fields(proposal.record_model, proposal.changes)
        )
        return get_list_separator().join(map(str, list_field_labels(proposal.record_model, fields)))

    @admin.display(description=gettext_lazy("days"), ordering="received_at")
    def age(self, proposal):
        return proposal.age_in_days
