"""The base of the forms for readers: source, e-mail address and spam limits."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from ecosystem.core.languages import get_current_language
from ecosystem.models import Aim, Proposal
from ecosystem.models.form_fields import EmailFormField
from ecosystem.models.proposals import PROPOSAL_TEXT_MAX_LENGTH
from ecosystem.models.records import WEB_URL_VALIDATOR
from ecosystem.proposals import spam_limits
from ecosystem.proposals.forms.text_field import CleanTextField


def build_textarea_field(label, rows=4, **options):
    widget = forms.Textarea(attrs={"rows": rows, "class": "input"})
    return CleanTextField(label=label, max_length=PROPOSAL_TEXT_MAX_LENGTH, widget=widget, required=False, **options)


def build_line_field(label, length, **options):
    widget = forms.TextInput(attrs={"class": "input"})
    return CleanTextField(label=label, max_length=length, required=False, widget=widget, **options)


class ContributionForm(forms.Form):
    url = CleanTextField(
        label=gettext_lazy("Public page that supports this"),
        max_length=1000,
        required=False,
        validators=[WEB_URL_VALIDATOR],
        error_messages={"invalid": gettext_lazy("Enter a full web address, for example https://example.hk/page.")},
        help_text=gettext_lazy("Enter the full web address. We can only publish information that is on a public page."),
        widget=forms.URLInput(attrs={"class": "input", "inputmode": "url"}),
    )
    is_about_oneself = forms.BooleanField(
        label=gettext_lazy("I represent this organisation, or one that takes part in it"),
        help_text=gettext_lazy("If so, use your organisation’s email address to help us confirm this."),
        required=False,
    )
    email = EmailFormField(
        label=gettext_lazy("Email address (optional)"),
        max_length=Proposal._meta.get_field("email").max_length,
        error_messages={"invalid": gettext_lazy("Enter an email address in the correct format, like name@example.hk.")},
        required=False,
        help_text=gettext_lazy(
            "We will email you to confirm we have your suggestion, and again with "
            "the decision. Only senior editors can see your address."
        ),
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "email"}),
    )
    # A honeypot: hidden from readers, often filled by programs.
    nickname = forms.CharField(
        label=gettext_lazy("Leave this field empty"),
        required=False,
        max_length=PROPOSAL_TEXT_MAX_LENGTH,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off", "tabindex": "-1"}),
    )
    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    aim = Aim.CORRECTION
    # Links are counted in these.
    free_text_fields = ()

    def __init__(self, *args, sender="", **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.sender = sender
        self.fields["opened"].initial = spam_limits.create_form_stamp()
        for field in self.fields.values():
            # With maxlength, browsers cut off a pasted text without a word.
            field.widget.attrs.pop("maxlength", None)
        for name in ("url", "is_about_oneself", "email"):
            self.fields[name] = self.fields.pop(name)

    @property
    def reader_fields(self):
        return [self[name] for name in self.fields if name not in {"nickname", "opened"}]

    @property
    def is_honeypot_filled(self):
        """Whether the honeypot was filled, and must be shown to be emptied."""
        return bool(self.is_bound and self["nickname"].value())

    @property
    def fields_with_errors(self):
        return [bound for bound in (self[name] for name in self.fields) if bound.errors]

    def clean_nickname(self):
        if self.cleaned_data["nickname"]:
            raise ValidationError(_("Clear this field. It is there to catch spam."), code="caught")
        return ""

    def clean(self):
        cleaned = super().clean()
        self.stamp = spam_limits.read_form_stamp(cleaned.get("opened", ""))
        texts = [cleaned.get(name, "") for name in self.free_text_fields]
        for error in spam_limits.iter_spam_errors(self.stamp, self.sender, texts):
            self.add_error(None, error)
        if not cleaned.get("url") and "url" not in self.errors and self.requires_url(cleaned):
            self.add_error("url", ValidationError(_("Enter the public page that supports this."), code="required"))
        return cleaned

    def requires_url(self, cleaned):
        """Whether a source must be named; editors can ask those who write about themselves."""
        return not cleaned.get("is_about_oneself")

    def add_form_error(self, text, code):
        self.add_error(None, ValidationError(text, code=code))

    def add_model_errors(self, error):
        """Add the errors of a model to the fields that they are about, or to the form where it has no such field."""
        errors_by_field = error.error_dict if hasattr(error, "error_dict") else {"__all__": error}
        for name, errors in errors_by_field.items():
            self.add_error(name if name in self.fields else None, errors)

    def renew_stamp(self):
        self.data = self.data.copy()
        self.data[self.add_prefix("opened")] = spam_limits.create_form_stamp()

    def has_form_error(self, code):
        return self.has_error("__all__", code)

    def build_proposal(self):
        """Return the unsaved proposal of a valid form."""
        return Proposal(
            aim=self.aim,
            language=get_current_language(),
            sender=self.sender,
            form_key=self.stamp.key,
            **{name: self.cleaned_data[name] for name in ("url", "is_about_oneself", "email")},
        )
