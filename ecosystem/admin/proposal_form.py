"""The form by which a senior editor decides on a proposal: accepted values, source and reason."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from ecosystem.editing import field_values, publishing
from ecosystem.history.text_diff import TextDiffRun, diff_texts
from ecosystem.models import AI, Grade, Source
from ecosystem.models.form_fields import PartialDateFormField
from ecosystem.models.proposals import PROPOSAL_TEXT_MAX_LENGTH
from ecosystem.proposals import moderation
from ecosystem.proposals.forms import CleanTextField, build_column_field, format_field_text

# The columns of a new record, asked for even if the reader left them empty.
ADDITION_COLUMNS = ("name_en", "name_zh_hant", "kind", "website", "summary_en", "summary_zh_hant")
SOURCE_COLUMNS = ("title", "publisher", "published", "grade")


@dataclass(frozen=True)
class DecisionRow:
    """A column; it has form fields only while the proposal is open."""

    label: str
    present: list[TextDiffRun]
    proposed: list[TextDiffRun]
    lang: str
    take: forms.BoundField | None = None
    value: forms.BoundField | None = None
    is_stale: bool = False
    found: str = ""


def _split_diff(before, after):
    """Return the runs of `before` and those of `after`."""
    runs = diff_texts(before, after)
    return tuple([run for run in runs if run.op != other] for other in ("added", "removed"))


def _format_decided_text(text):
    return _("[withheld]") if text is None else text


def _build_text_field(label, **options):
    return CleanTextField(
        label=label,
        required=False,
        max_length=PROPOSAL_TEXT_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        **options,
    )


class ProposalDecisionForm(forms.Form):
    # The versions of the proposal and of its record that the page shows.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    record_seen = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = _build_text_field(
        gettext_lazy("Reason (public)"),
        help_text=gettext_lazy(
            "Shown in the suggestions log and in the email. Do not name anyone. Required if you "
            "decline; not saved if you leave the suggestion undecided."
        ),
    )
    note = _build_text_field(
        gettext_lazy("Note (editors only)"), help_text=gettext_lazy("Required if you leave the suggestion undecided.")
    )
    shows_words = forms.BooleanField(
        label=gettext_lazy("The reader’s text can be shown in the suggestions log"), required=False
    )
    by_hand = forms.BooleanField(label=gettext_lazy("I have corrected it in the record itself"), required=False)
    is_correction = forms.BooleanField(
        label=gettext_lazy("The previous information was wrong, not just out of date"),
        help_text=gettext_lazy(
            "The corrections page will then show the reason above as the error, and since when it was wrong."
        ),
        required=False,
    )
    is_borne_out = forms.BooleanField(
        label=gettext_lazy("I have checked that the record’s existing sources support this"),
        help_text=gettext_lazy("Otherwise these sources will no longer be cited for what you accept."),
        required=False,
    )
    adds_source = forms.BooleanField(
        label=gettext_lazy("Add the reader’s page as a source. I have read it and it supports this."), required=False
    )
    title = CleanTextField(label=gettext_lazy("Page title"), max_length=300, required=False)
    publisher = CleanTextField(label=gettext_lazy("Publisher"), max_length=200, required=False)
    published = PartialDateFormField(
        label=gettext_lazy("Publication date"),
        max_length=10,
        required=False,
        help_text=gettext_lazy("2024, 2024-10 or 2024-10-09"),
    )
    grade = forms.ChoiceField(label=gettext_lazy("Source type"), choices=[("", "–"), *Grade.choices], required=False)

    def __init__(self, proposal, *args, extra=(), **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.proposal, self.record = proposal, proposal.record
        self.stale = set() if proposal.is_addition else moderation.find_stale_columns(proposal)
        self.fields["seen"].initial = moderation.get_proposal_version(proposal)
        self.fields["record_seen"].initial = publishing.get_record_version(self.record)
        self.known_source = Source.objects.find_by_address(proposal.url) if proposal.url else None
        self.columns = self._list_columns(extra)
        for name in self.columns:
            self._add_column_fields(name)

    def _list_columns(self, extra):
        model, proposal = self.proposal.record_model, self.proposal
        if proposal.is_addition:
            return list(dict.fromkeys([*ADDITION_COLUMNS, *proposal.changes]))
        submitted = {name.removeprefix("value_") for name in self.data if name.startswith("value_")}
        shown = {
            *proposal.changes,
            *submitted,
            *(name for field in extra for name in field_values.list_field_columns(model, field)),
        }
        return [name for name in field_values.list_all_columns(model) if name in shown]

    def _add_column_fields(self, name):
        proposal = self.proposal
        record = self.record or proposal.record_model()
        field = build_column_field(record, name, text=proposal.changes.get(name), is_for_editor=True)
        if proposal.is_addition and name == "name_en" and not field.initial:
            field.initial = proposal.changes.get("name_zh_hant", "")
        field.widget.attrs.pop("class", None)
        self.fields[f"value_{name}"] = field
        if not proposal.is_addition:
            is_taken = name in proposal.changes and name not in self.stale
            self.fields[f"take_{name}"] = forms.BooleanField(label=_("accept"), required=False, initial=is_taken)
        elif name == ADDITION_COLUMNS[0]:
            self.fields["value_slug"] = forms.SlugField(
                label=field_values.get_column_label(proposal.record_model, "slug"),
                required=False,
                help_text=_("Leave blank to create it from the name."),
            )
            self.fields["value_ai"] = forms.ChoiceField(
                label=field_values.get_column_label(proposal.record_model, "ai"),
                choices=[("", "–"), *AI.choices],
                required=False,
            )

    def build_rows(self):
        if not self.proposal.is_open:
            return self._build_decided_rows()
        rows = []
        for name in self.columns:
            present = field_values.get_column_text(self.record, name) if self.record else ""
            before, after = _split_diff(present, self.proposal.changes.get(name, present))
            value = self[f"value_{name}"]
            take = None if self.proposal.is_addition else self[f"take_{name}"]
            found, lang = self.proposal.found.get(name, ""), value.field.widget.attrs.get("lang", "")
            rows.append(DecisionRow(value.label, before, after, lang, take, value, name in self.stale, found))
        return rows

    def _build_decided_rows(self):
        """Compare the previous value with the accepted one, else with the proposed one."""
        proposal = self.proposal
        proposed = {name: (proposal.found.get(name, ""), text) for name, text in proposal.changes.items()}
        pairs = proposed | proposal.taken
        return [
            DecisionRow(
                field_values.get_column_label(proposal.record_model, name),
                *_split_diff(*map(_format_decided_text, pairs[name])),
                lang="",
            )
            for name in field_values.list_all_columns(proposal.record_model)
            if name in pairs
        ]

    @property
    def addition_fields(self):
        return [self["value_slug"], self["value_ai"]] if self.proposal.is_addition else []

    @property
    def source_fields(self):
        return [] if self.known_source else [self[name] for name in SOURCE_COLUMNS]

    def discard_value_errors(self):
        """Values do not matter when a proposal is declined or left undecided."""
        for name in self.errors.keys() - {"reason", "note"}:
            del self.errors[name]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("adds_source") and not self.known_source:
            for name in ("title", "publisher", "grade"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, ValidationError(_("Required for a new source."), code="required"))
        return cleaned

    def get_values(self):
        cleaned = self.cleaned_data
        names = [name for name in self.columns if self.proposal.is_addition or cleaned.get(f"take_{name}")]
        values = {name: format_field_text(cleaned[f"value_{name}"]) for name in names}
        if self.proposal.is_addition:
            values |= {name: cleaned[f"value_{name}"] for name in ("slug", "ai")}
        return values

    def get_source_values(self):
        """Return the columns of a Source; None if the reader's page is not to become one."""
        if not self.cleaned_data["adds_source"] or not self.proposal.url:
            return None
        values = {name: self.cleaned_data[name] for name in SOURCE_COLUMNS}
        return {"url": self.proposal.url} | values | {"published": values["published"] or None}

    def get_decision_texts(self):
        return {name: self.cleaned_data[name] for name in ("reason", "note", "shows_words")}

    def show_error(self, error):
        """Add the errors, and renew the versions that the page shows."""
        if hasattr(error, "error_dict"):
            for name, errors in error.error_dict.items():
                field = f"value_{name}" if f"value_{name}" in self.fields else name
                self.add_error(field if field in self.fields else None, errors)
        else:
            self.add_error(None, error)
        self.data = self.data.copy()
        self.data["seen"] = moderation.get_proposal_version(self.proposal)
        self.data["record_seen"] = publishing.get_record_version(self.record)
