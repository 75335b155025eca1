"""What readers propose: a list of what waits, and a page that sets the present values beside the proposed ones."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _, gettext_lazy

from ecosystem.accounts.saved_submissions import restore_fields
from ecosystem.admin.base import address_of
from ecosystem.admin.proposal_form import DecisionForm
from ecosystem.admin.source_questions import report_old_figures
from ecosystem.core.languages import list_separator
from ecosystem.editing import field_values
from ecosystem.models import Proposal
from ecosystem.models.field_labels import field_names
from ecosystem.models.proposals import TO_DO_FIRST
from ecosystem.proposals import emails, moderation

_NO_LONGER = gettext_lazy(
    "“%(source)s” no longer stands beside what was changed. Where it still says otherwise, put that down in the record’s "
    "form, so that readers see both."
)


@admin.register(Proposal)
class ProposalAdmin(admin.ModelAdmin):
    list_display = ("number", "about", "named_fields", "fate", "received_at", "age", "aim", "unsent")
    list_filter = ("fate", "aim", "is_about_oneself", "language", "unsent")
    search_fields = ("=id", "organisation__names_key", "initiative__names_key", "collaboration__names_key")
    list_per_page = 50
    ordering = TO_DO_FIRST

    class Media:
        css = {"all": ["css/admin.css"]}
        js = ["js/admin-unsaved.js"]

    def lookup_allowed(self, lookup, value, request):
        """Let nothing be asked but what the filters name: by guesses, who sent what could be found out."""
        return lookup.partition("__")[0] in self.list_filter

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_decide_permission(self, request):
        return request.user.has_perm("ecosystem.decide_proposal")

    def get_queryset(self, request):
        return super().get_queryset(request).with_record()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        proposal = self.get_object(request, object_id)
        if not self.has_view_permission(request, proposal):
            raise PermissionDenied
        if proposal is None:
            raise Http404
        is_restored = restore_fields(request)
        if request.method != "POST":
            form = DecisionForm(proposal, extra=self.asked_fields(request, proposal))
            return self.page(request, proposal, form)
        if not self.has_decide_permission(request):
            raise PermissionDenied
        return self.show_restored(request, proposal) if is_restored else self.answer_decision(request, proposal)

    def show_restored(self, request, proposal):
        """Show the form with what was typed before a sign-in; where it was decided meanwhile, there is none."""
        if not proposal.is_open:
            raise PermissionDenied
        return self.page(request, proposal, DecisionForm(proposal, request.POST))

    def answer_decision(self, request, proposal):
        """Decide as the form says, or show it again with what is wrong."""
        if "_again" in request.POST:
            return self.send_again(request, proposal)
        form = DecisionForm(proposal, request.POST)
        form.is_valid()
        if "_accept" not in request.POST:
            form.forgive()
        if not form.errors and (answer := self.decide(request, proposal, form)):
            return answer
        proposal.refresh_from_db()
        return self.page(request, proposal, form)

    def asked_fields(self, request, proposal):
        """Return the fields that the publisher wants to change as well."""
        return [name for name in request.GET.getlist("field") if name in proposal.model.bearable_fields]

    def page(self, request, proposal, form):
        fields = proposal.model.bearable_fields if proposal.record and form.record else ()
        fields = [name for name in fields if field_values.columns(proposal.model, name)]
        context = self.admin_site.each_context(request) | {
            "title": str(proposal),
            "opts": self.opts,
            "media": self.media,
            "proposal": proposal,
            "record": proposal.record,
            "record_address": proposal.record and address_of(proposal.record),
            "field_name": field_names(proposal.record or proposal.model, [proposal.field])[0] if proposal.field else "",
            "form": form,
            "rows": form.rows(),
            "may_decide": self.has_decide_permission(request),
            "fields": list(zip(fields, field_names(proposal.model, fields), strict=True)),
        }
        return TemplateResponse(request, "admin/ecosystem/proposal/change_form.html", context)

    def decide(self, request, proposal, form):
        """Call the verb whose button was pressed; where it refuses, the form says why."""
        try:
            decided = self.verb(request, proposal, form)
        except ValidationError as error:
            proposal.refresh_from_db()
            form.record = proposal.record
            form.show(error)
            return None
        self.log_change(request, decided, decided.get_fate_display())
        self.message_user(request, f"{decided}: {decided.get_fate_display()}", messages.SUCCESS)
        for withdrawal in decided.withdrawn:
            self.message_user(request, _NO_LONGER % {"source": withdrawal.source.title}, messages.WARNING)
        if decided.record and not decided.is_addition:
            before = {name: was for name, (was, _taken) in decided.taken.items()}
            # What the decision holds was read before the change.
            report_old_figures(request, decided.model.objects.get(pk=decided.record.pk), before)
        decided.refresh_from_db()
        if decided.unsent:
            self.message_user(request, _("The letter to the reader could not be sent."), messages.WARNING)
        made = decided.record if decided.is_addition else None
        return HttpResponseRedirect(address_of(made) if made else reverse("admin:ecosystem_proposal_changelist"))

    def verb(self, request, proposal, form):
        common = {"by": request.user, "seen": form.cleaned_data["seen"], **form.said()}
        if "_decline" in request.POST:
            return moderation.decline(proposal, **common)
        if "_undecided" in request.POST:
            return moderation.leave_undecided(proposal, **common)
        by_hand = form.cleaned_data["by_hand"]
        if proposal.is_addition and not by_hand:
            return moderation.enter(proposal, values=form.values(), source=form.source(), **common)
        values = {} if proposal.is_addition else form.values()
        record_seen = form.cleaned_data["record_seen"]
        return moderation.accept(
            proposal,
            values=values,
            source=form.source(),
            by_hand=by_hand,
            is_borne_out=form.cleaned_data["is_borne_out"],
            record_seen=record_seen,
            is_correction=form.cleaned_data["is_correction"],
            **common,
        )

    def send_again(self, request, proposal):
        emails.send(proposal.pk, proposal.unsent)
        proposal.refresh_from_db()
        if proposal.unsent:
            self.message_user(request, _("The letter to the reader could not be sent."), messages.WARNING)
        else:
            self.message_user(request, _("The letter was sent."), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:ecosystem_proposal_change", args=[proposal.pk]))

    @admin.display(description=gettext_lazy("number"), ordering="pk")
    def number(self, proposal):
        return str(proposal)

    @admin.display(description=gettext_lazy("about"))
    def about(self, proposal):
        if proposal.record:
            return proposal.record.name
        names = proposal.changes.get("name_en") or proposal.changes.get("name_zh_hant", "")
        return format_html('{} <span class="other-name">{}</span>', names, proposal.get_suggests_display())

    @admin.display(description=gettext_lazy("fields"))
    def named_fields(self, proposal):
        named = [proposal.field] if proposal.field else field_values.fields_of(proposal.model, proposal.changes)
        return list_separator().join(map(str, field_names(proposal.model, named)))

    @admin.display(description=gettext_lazy("days"), ordering="received_at")
    def age(self, proposal):
        return proposal.age_in_days
