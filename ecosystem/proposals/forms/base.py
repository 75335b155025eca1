"""The form by which readers suggest corrections, new records, and removal of what is about themselves."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from ecosystem.core.languages import current
from ecosystem.models import Aim, Proposal
from ecosystem.models.proposals import LONGEST_TEXT
from ecosystem.models.records import WEB
from ecosystem.proposals import spam_limits
from ecosystem.proposals.forms.text_field import TextField


def text(label, rows=4, **options):
    widget = forms.Textarea(attrs={"rows": rows, "class": "input"})
    return TextField(label=label, max_length=LONGEST_TEXT, widget=widget, required=False, **options)


def line(label, length, **options):
    widget = forms.TextInput(attrs={"class": "input"})
    return TextField(label=label, max_length=length, required=False, widget=widget, **options)


class ContributionForm(forms.Form):
    """What all contributions share: the page that shows it, an address, and what keeps spam off."""

    url = TextField(
        label=gettext_lazy("The public page that shows it"),
        max_length=1000,
        required=False,
        validators=[WEB],
        error_messages={"invalid": gettext_lazy("Write the whole address, such as https://example.hk/page.")},
        help_text=gettext_lazy("Its whole address. What no page says cannot stand here."),
        widget=forms.URLInput(attrs={"class": "input", "inputmode": "url"}),
    )
    is_about_oneself = forms.BooleanField(
        label=gettext_lazy("I speak for this organisation, or for one that takes part in it"),
        help_text=gettext_lazy("Then an e-mail address of its own helps editors to see that it is so."),
        required=False,
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address, if you want an answer"),
        # As much as the table holds.
        max_length=Proposal._meta.get_field("email").max_length,
        error_messages={"invalid": gettext_lazy("This is no e-mail address.")},
        required=False,
        help_text=gettext_lazy("You get two letters: that it came, and what was decided. Only publishers see it."),
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "email"}),
    )
    # A field that no reader sees, and that programs like to fill.
    nickname = forms.CharField(
        label=gettext_lazy("Leave this field empty"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off", "tabindex": "-1"}),
    )
    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    aim = Aim.CORRECTION
    # Free text, in which links are counted.
    free = ()

    def __init__(self, *args, sender="", **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.sender = sender
        self.fields["opened"].initial = spam_limits.new_stamp()
        for field in self.fields.values():
            # A browser that counts would cut off what is pasted, and say nothing.
            field.widget.attrs.pop("maxlength", None)
        for name in ("url", "is_about_oneself", "email"):
            self.fields[name] = self.fields.pop(name)

    @property
    def shown_fields(self):
        """The fields that a reader fills, in their order."""
        return [self[name] for name in self.fields if name not in {"nickname", "opened"}]

    @property
    def is_caught(self):
        """Whether the field that stays empty was filled, so that it must be shown to be emptied."""
        return bool(self.is_bound and self["nickname"].value())

    @property
    def wrong_fields(self):
        return [bound for bound in (self[name] for name in self.fields) if bound.errors]

    def clean_nickname(self):
        if self.cleaned_data["nickname"]:
            raise ValidationError(_("Empty this field: only programs fill it."), code="caught")
        return ""

    def clean(self):
        cleaned = super().clean()
        self.stamp = spam_limits.read_stamp(cleaned.get("opened", ""))
        texts = [cleaned.get(name, "") for name in self.free]
        for fault in spam_limits.faults(self.stamp, self.sender, texts):
            self.add_error(None, fault)
        if not cleaned.get("url") and "url" not in self.errors and self.needs_page(cleaned):
            self.add_error("url", ValidationError(_("Name the page that shows it."), code="required"))
        return cleaned

    def needs_page(self, cleaned):
        """Whether it must be said where it is written; who speaks of themselves may be asked."""
        return not cleaned.get("is_about_oneself")

    def refuse(self, text, code):
        """Refuse a form for what is no fault of its fields."""
        self.add_error(None, ValidationError(text, code=code))

    def show(self, error):
        """Put what the table refused beside the fields that it is about, and the rest above them all."""
        own = error.error_dict if hasattr(error, "error_dict") else {"__all__": error}
        for name, errors in own.items():
            self.add_error(name if name in self.fields else None, errors)

    def renew_stamp(self):
        """Let the next sending count as that of a form opened now."""
        self.data = self.data.copy()
        self.data[self.add_prefix("opened")] = spam_limits.new_stamp()

    def has_fault(self, code):
        return self.has_error("__all__", code)

    def proposal(self):
        """Return what a sound form says, not saved yet."""
        return Proposal(
            aim=self.aim,
            language=current(),
            sender=self.sender,
            form_key=self.stamp.key,
            **{name: self.cleaned_data[name] for name in ("url", "is_about_oneself", "email")},
        )
