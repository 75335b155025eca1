"""The contribution form for readers, and the page that confirms a proposal."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, ValidationError
from django.db import IntegrityError, OperationalError
from django.http import HttpResponsePermanentRedirect, HttpResponseRedirect, QueryDict
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import DetailView, TemplateView

from ecosystem.editing import field_values
from ecosystem.history.redirects import SlugResolution, resolve_former_slug
from ecosystem.models import RECORD_MODELS, Proposal
from ecosystem.proposals import moderation
from ecosystem.proposals.forms import AdditionForm, CorrectionForm, FieldCorrectionForm
from ecosystem.proposals.record_finder import RecordFinder
from ecosystem.proposals.subject import SUBJECT_MODELS, ProposalSubject
from ecosystem.web.client_address import get_client_address, hash_sender_address
from ecosystem.web.errors import render_gone
from ecosystem.web.page_context import PageContext
from ecosystem.web.page_title import PageTitleMixin

# The HTTP status for the code of a form error; for any other error it is 422.
ERROR_STATUSES = {"csrf": 403, "size": 413, "rate": 429, "busy": 503}
# Two submissions of one form are the same proposal if these are equal.
COMPARED_FIELDS = (
    *(f"{kind}_id" for kind in SUBJECT_MODELS),
    *("aim", "suggests", "field", "changes", "wrong", "right", "url", "email", "is_about_oneself"),
)


class _CsrfCheck(CsrfViewMiddleware):
    """Returns the reason for a refusal in place of an error page, so that the form keeps the reader's text."""

    def _reject(self, request, reason):
        return reason


@method_decorator([never_cache, csrf_exempt], name="dispatch")
class Contribute(PageTitleMixin, TemplateView):
    """Checks its own CSRF token, so that a refused form is shown again with the text of the reader."""

    template_name = "ecosystem/contribute.html"
    page_description = gettext_lazy(
        "Tell us what is wrong or missing, with a public page as evidence. You do not need an account."
    )

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.subject = ProposalSubject.from_parameters(request.GET)
        self.finder = (
            RecordFinder() if self.subject.kind else RecordFinder.from_parameters(request.GET, self.subject.about)
        )

    def get_canonical_query(self):
        return self.subject.query_string if self.subject.kind else self.finder.query_string

    def get_page_title(self):
        if self.subject.record is None:
            return _("Suggest a correction or a new record")
        values = {"record": self.subject.record.name, "field": self.subject.field_name}
        if self.subject.field:
            return _("Suggest a correction: %(record)s, %(field)s") % values
        return _("Suggest a correction: %(record)s") % values

    def get_context_data(self, **kwargs):
        subject = self.subject
        context = super().get_context_data(**kwargs)
        context |= {"subject": subject, "finder": self.finder, "log_address": reverse("proposal-log")}
        if subject.field:
            context |= {
                "present": field_values.list_displayed_values(subject.record, subject.field),
                "citations": subject.list_citations(),
            }
        return context

    def get_form(self, data=None):
        subject = self.subject
        sender = hash_sender_address(get_client_address(self.request)) if data is not None else ""
        if subject.record is None:
            return AdditionForm(data, sender=sender)
        has_columns = subject.field and field_values.list_field_columns(type(subject.record), subject.field)
        form = FieldCorrectionForm if has_columns else CorrectionForm
        return form(data, sender=sender, record=subject.record, field=subject.field, about=subject.about)

    def get(self, request, *args, **kwargs):
        if self.subject.has_former_slug:
            return HttpResponsePermanentRedirect(f"{request.path}?{self.subject.query_string}")
        if self.subject.is_missing:
            return self.render_missing_record()
        return self.render_to_response(self.get_context_data(form=self.get_form()))

    def post(self, request, *args, **kwargs):
        try:
            data = request.POST
        except (RequestDataTooBig, TooManyFieldsSent):
            return self.render_oversized_request()
        if self.subject.is_missing:
            return self.render_lost_text(data)
        form = self.get_form(data)
        form.is_valid()
        if _CsrfCheck(lambda request: None).process_view(request, None, (), {}):
            message = _("Your form or cookie has expired. Select the button again to send it.")
            form.add_form_error(message, "csrf")
        if not form.errors:
            return self.save_proposal(form)
        return self.redirect_to_duplicate(form) or self.render_form_errors(form)

    def save_proposal(self, form):
        proposal = form.build_proposal()
        if twin := Proposal.objects.filter(form_key=proposal.form_key).first():
            return self.answer_duplicate(form, proposal, twin)
        try:
            moderation.receive_proposal(proposal)
        except OperationalError:
            # SQLite allows one write at a time, and loading all the facts takes a while.
            message = _("The directory is being updated. Wait a moment, then select the button again.")
            form.add_form_error(message, "busy")
            return self.render_form_errors(form)
        except (IntegrityError, ValidationError) as error:
            # The form was sent twice at once, and the other request was first.
            if twin := Proposal.objects.filter(form_key=proposal.form_key).first():
                return self.answer_duplicate(form, proposal, twin)
            if isinstance(error, IntegrityError):
                raise
            # The form should have found it before the model; the reader must not lose the text because of that.
            form.add_model_errors(error)
            return self.render_form_errors(form)
        return HttpResponseRedirect(reverse("contribution-received", args=[proposal.pk]))

    def redirect_to_duplicate(self, form):
        """Redirect a second submission of the last proposal that the limits allowed; None if it is none."""
        if not form.has_form_error("rate") or form.stamp is None or form.errors.keys() > {"__all__"}:
            return None
        proposal = form.build_proposal()
        twin = Proposal.objects.filter(form_key=proposal.form_key).first()
        return self.answer_duplicate(form, proposal, twin) if twin and is_same_proposal(proposal, twin) else None

    def answer_duplicate(self, form, proposal, twin):
        """Redirect the same proposal sent twice; ask to confirm another one sent from the same form."""
        if is_same_proposal(proposal, twin):
            return HttpResponseRedirect(reverse("contribution-received", args=[twin.pk]))
        message = _(
            "You have already sent this form (suggestion no. %(number)d). Select the button again to "
            "send it as a new suggestion."
        )
        form.add_form_error(message % {"number": twin.pk}, "twin")
        return self.render_form_errors(form)

    def render_form_errors(self, form):
        if any(map(form.has_form_error, ("stamp", "twin"))):
            form.renew_stamp()
        status = next((status for code, status in ERROR_STATUSES.items() if form.has_form_error(code)), 422)
        context = self.get_context_data(form=form)
        # Screen readers announce the title first.
        context["narrowed_title"] = _("Error: %(title)s") % {"title": context["page_title"]}
        return self.render_to_response(context, status=status)

    def render_oversized_request(self):
        # The text could not be read, so it cannot be shown again; the browser still has it.
        self.request.POST = QueryDict()
        form = self.get_form(self.request.POST)
        form.errors.clear()
        message = _("Your text is too long for this form. Go back to the form, shorten your text and send it again.")
        form.add_form_error(message, "size")
        form.renew_stamp()
        return self.render_to_response(self.get_context_data(form=form), status=ERROR_STATUSES["size"])

    def render_missing_record(self):
        """Return 410 with date and reason for a removed record, as its own page does, else 404."""
        model = SUBJECT_MODELS[self.subject.kind]
        resolution = resolve_former_slug(model, self.subject.slug) if model in RECORD_MODELS else SlugResolution()
        if resolution.is_removed:
            return render_gone(self.request, resolution.removal, query=self.get_canonical_query())
        context = self.get_context_data(form=AdditionForm()) | {"page_title": _("We cannot find this record")}
        return self.render_to_response(context, status=404)

    def render_lost_text(self, data):
        """Return the reader's text, to be copied, where the record is not or no longer public."""
        typed = [text for name in data if name not in {"csrfmiddlewaretoken", "opened"} for text in data.getlist(name)]
        context = {
            "page_title": _("We cannot find this record"),
            "page_description": self.page_description,
            "typed": [text for text in typed if text.strip()],
            "frame": PageContext(self.request, self.get_canonical_query()),
        }
        return render(self.request, "ecosystem/contribution_lost.html", context, status=404)


class ContributionReceived(PageTitleMixin, DetailView):
    queryset = Proposal.objects.all()
    pk_url_kwarg = "number"
    template_name = "ecosystem/contribution_received.html"
    context_object_name = "proposal"
    page_description = gettext_lazy("We have received your suggestion. You can follow its outcome here.")

    def get_page_title(self):
        return _("Thank you. Your reference number is %(number)d") % {"number": self.object.pk}


def is_same_proposal(proposal, other):
    return all(getattr(proposal, name) == getattr(other, name) for name in COMPARED_FIELDS)
