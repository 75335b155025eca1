"""Readers suggest what is right, or missing: the form, and that it was received."""

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
from ecosystem.history.redirects import Whereabouts, whereabouts
from ecosystem.models import RECORDS, Proposal
from ecosystem.proposals import moderation
from ecosystem.proposals.forms import AdditionForm, CorrectionForm, FieldForm
from ecosystem.proposals.record_finder import Finder
from ecosystem.proposals.subject import KINDS, Subject
from ecosystem.web.client_address import address_of, sender as hash_sender
from ecosystem.web.errors import gone
from ecosystem.web.page_title import Titled

# What a refusal is answered with; any other fault is one of the form's content.
STATUSES = {"csrf": 403, "size": 413, "rate": 429, "busy": 503}
# What two sendings of one form are compared by.
CONTENT = (
    *(f"{kind}_id" for kind in KINDS),
    *("aim", "suggests", "field", "changes", "wrong", "right", "url", "email", "is_about_oneself"),
)


class _Token(CsrfViewMiddleware):
    """Says why a token is refused, so that the page with what was typed can say so too."""

    def _reject(self, request, reason):
        return reason


@method_decorator([never_cache, csrf_exempt], name="dispatch")
class Contribute(Titled, TemplateView):
    """The form; its token is looked at here, so that whoever is refused loses nothing."""

    template_name = "ecosystem/contribute.html"
    page_description = gettext_lazy(
        "Say what is wrong or missing in the directory, and which public page shows it; no account is needed."
    )

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.subject = Subject.asked(request.GET)
        self.finder = Finder() if self.subject.kind else Finder.asked(request.GET, self.subject.about)
        request.clean_query = self.subject.query if self.subject.kind else self.finder.query

    def get_page_title(self):
        if self.subject.record is None:
            return _("Suggest a correction or a new record")
        said = {"record": self.subject.record.name, "field": self.subject.field_name}
        if self.subject.field:
            return _("Suggest a correction: %(record)s, %(field)s") % said
        return _("Suggest a correction: %(record)s") % said

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        said = {"subject": self.subject, "finder": self.finder, "log_address": reverse("proposal-log")}
        return context | said | self.get_present()

    def get_present(self):
        """Return what readers see of the field now, and what it rests on."""
        subject = self.subject
        if not subject.field:
            return {}
        return {"present": field_values.shown(subject.record, subject.field), "citations": subject.citations()}

    def get_form(self, data=None):
        subject = self.subject
        sender = hash_sender(address_of(self.request)) if data is not None else ""
        if subject.record is None:
            return AdditionForm(data, sender=sender)
        has_columns = subject.field and field_values.columns(type(subject.record), subject.field)
        form = FieldForm if has_columns else CorrectionForm
        return form(data, sender=sender, record=subject.record, field=subject.field, about=subject.about)

    def get(self, request, *args, **kwargs):
        if self.subject.is_led_on:
            return HttpResponsePermanentRedirect(f"{request.path}?{self.subject.query}")
        if self.subject.is_missing:
            return self.not_here()
        return self.render_to_response(self.get_context_data(form=self.get_form()))

    def post(self, request, *args, **kwargs):
        try:
            data = request.POST
        except (RequestDataTooBig, TooManyFieldsSent):
            return self.too_much()
        if self.subject.is_missing:
            return self.lost(data)
        form = self.get_form(data)
        form.is_valid()
        if _Token(lambda request: None).process_view(request, None, (), {}):
            form.refuse(_("The form had lost its mark, or the browser its cookie. Press the button once more."), "csrf")
        if not form.errors:
            return self.receive(form)
        return self.sent_before(form) or self.refusal(form)

    def receive(self, form):
        proposal = form.proposal()
        if twin := Proposal.objects.filter(form_key=proposal.form_key).first():
            return self.received_already(form, proposal, twin)
        try:
            moderation.receive(proposal)
        except OperationalError:
            # SQLite lets one write at a time, and loading all the facts takes a while.
            form.refuse(
                _("The directory is being changed just now. Wait a moment, then press the button once more."), "busy"
            )
            return self.refusal(form)
        except (IntegrityError, ValidationError) as error:
            # Sent twice at once: the other was first.
            if twin := Proposal.objects.filter(form_key=proposal.form_key).first():
                return self.received_already(form, proposal, twin)
            if isinstance(error, IntegrityError):
                raise
            # What the table refuses, the form should have refused; whoever typed it loses nothing by that.
            form.show(error)
            return self.refusal(form)
        return HttpResponseRedirect(reverse("contribution-received", args=[proposal.pk]))

    def sent_before(self, form):
        """Lead on whoever pressed twice at the last proposal that the limits allowed."""
        if not form.has_fault("rate") or form.stamp is None or form.errors.keys() > {"__all__"}:
            return None
        proposal = form.proposal()
        twin = Proposal.objects.filter(form_key=proposal.form_key).first()
        return self.received_already(form, proposal, twin) if twin and is_same(proposal, twin) else None

    def received_already(self, form, proposal, twin):
        """Lead on whoever pressed twice; let another text of the same form be sent knowingly."""
        if is_same(proposal, twin):
            return HttpResponseRedirect(reverse("contribution-received", args=[twin.pk]))
        told = _("This form was sent already, as number %(number)d. Press the button once more to send it as another.")
        form.refuse(told % {"number": twin.pk}, "twin")
        return self.refusal(form)

    def refusal(self, form):
        """Show the form again, with all that was typed and what is wrong where."""
        if any(map(form.has_fault, ("stamp", "twin"))):
            form.renew_stamp()
        status = next((status for code, status in STATUSES.items() if form.has_fault(code)), 422)
        context = self.get_context_data(form=form)
        # The first thing that a voice says of the page.
        context["narrowed_title"] = _("Not sent yet: %(title)s") % {"title": context["page_title"]}
        return self.render_to_response(context, status=status)

    def too_much(self):
        # What could not be read cannot be shown again; the browser still has it.
        self.request.POST = QueryDict()
        form = self.get_form(self.request.POST)
        form.errors.clear()
        form.refuse(
            _("That was more than this form can read. Go back: there it still stands; then shorten it."), "size"
        )
        form.renew_stamp()
        return self.render_to_response(self.get_context_data(form=form), status=STATUSES["size"])

    def not_here(self):
        """Answer as the page of the record does: one that was removed says when and why."""
        model = KINDS[self.subject.kind]
        found = whereabouts(model, self.subject.slug) if model in RECORDS else Whereabouts()
        if found.is_removed:
            return gone(self.request, found.removal)
        context = self.get_context_data(form=AdditionForm()) | {"page_title": _("There is no such record to correct")}
        return self.render_to_response(context, status=404)

    def lost(self, data):
        """Give back what was typed about something that is not public, or not any more."""
        typed = [text for name in data if name not in {"csrfmiddlewaretoken", "opened"} for text in data.getlist(name)]
        context = {
            "page_title": _("There is no such record to correct"),
            "page_description": self.page_description,
            "typed": [text for text in typed if text.strip()],
        }
        return render(self.request, "ecosystem/contribution_lost.html", context, status=404)


class Received(Titled, DetailView):
    """That a proposal came, under which number, and where its fate can be followed."""

    queryset = Proposal.objects.all()
    pk_url_kwarg = "number"
    template_name = "ecosystem/contribution_received.html"
    context_object_name = "proposal"
    page_description = gettext_lazy("What was sent was received, and what becomes of it can be followed.")

    def get_page_title(self):
        return _("Thank you: your proposal is number %(number)d") % {"number": self.object.pk}


def is_same(proposal, other):
    return all(getattr(proposal, name) == getattr(other, name) for name in CONTENT)
