"""The form by which a publisher decides on a proposal: what is taken, with which source, and why."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from ecosystem.editing import field_values, publishing
from ecosystem.history.text_diff import Run, compared
from ecosystem.models import AI, Grade, Source
from ecosystem.models.proposals import LONGEST_TEXT
from ecosystem.proposals import moderation
from ecosystem.proposals.forms import TextField, as_text, column_field

# What a new record needs beside what readers are asked for.
OF_ADDITIONS = ("name_en", "name_zh_hant", "kind", "website", "summary_en", "summary_zh_hant")
SOURCE = ("title", "publisher", "published", "grade")


@dataclass(frozen=True)
class Row:
    """A column: what stands there, what is proposed, and the fields to take it by, as long as it can be taken."""

    label: str
    present: list[Run]
    proposed: list[Run]
    lang: str
    take: forms.BoundField | None = None
    value: forms.BoundField | None = None
    is_stale: bool = False
    found: str = ""


def _side_by_side(before, after):
    """Return two texts as runs, each without what only the other has."""
    runs = compared(before, after)
    return tuple([run for run in runs if run.op != other] for other in ("added", "removed"))


def _read_withheld(text):
    return _("[withheld]") if text is None else text


def _text(label, **options):
    return TextField(
        label=label, required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}), **options
    )


class DecisionForm(forms.Form):
    # Which states of the proposal and of its record the page shows.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    record_seen = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = _text(
        gettext_lazy("Reason, for everybody to read"),
        help_text=gettext_lazy(
            "It stands in the public log and in the letter; name nobody. Needed to decline, "
            "and not kept where it is left undecided."
        ),
    )
    note = _text(gettext_lazy("Note, for editors only"), help_text=gettext_lazy("Needed where it is left undecided."))
    shows_words = forms.BooleanField(
        label=gettext_lazy("The reader’s words may be shown in the public log"), required=False
    )
    by_hand = forms.BooleanField(label=gettext_lazy("I have put it right in the record’s own form"), required=False)
    is_correction = forms.BooleanField(
        label=gettext_lazy("What stood there was an error, not merely out of date"),
        help_text=gettext_lazy("Then the log of corrections gives the reason above as what was wrong, and since when."),
        required=False,
    )
    is_borne_out = forms.BooleanField(
        label=gettext_lazy("The present sources of the record say so; I have looked"),
        help_text=gettext_lazy("Otherwise they no longer stand beside what is taken."),
        required=False,
    )
    adds_source = forms.BooleanField(
        label=gettext_lazy("Make the reader’s page a source that bears it out; I have read it"), required=False
    )
    title = TextField(label=gettext_lazy("Title of the page"), max_length=300, required=False)
    publisher = TextField(label=gettext_lazy("Publisher"), max_length=200, required=False)
    published = forms.CharField(
        label=gettext_lazy("Published"),
        max_length=10,
        required=False,
        help_text=gettext_lazy("2024, 2024-10 or 2024-10-09"),
    )
    grade = forms.ChoiceField(label=gettext_lazy("Grade"), choices=[("", "–"), *Grade.choices], required=False)

    def __init__(self, proposal, *args, extra=(), **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.proposal, self.record = proposal, proposal.record
        self.stale = set() if proposal.is_addition else moderation.stale(proposal)
        self.fields["seen"].initial = moderation.state(proposal)
        self.fields["record_seen"].initial = publishing.state_of(self.record)
        self.known_source = Source.objects.filter(url=proposal.url).first() if proposal.url else None
        self.columns = self._columns(extra)
        for name in self.columns:
            self._add(name)

    def _columns(self, extra):
        model, proposal = self.proposal.model, self.proposal
        if proposal.is_addition:
            return list(dict.fromkeys([*OF_ADDITIONS, *proposal.changes]))
        asked = {name.removeprefix("value_") for name in self.data if name.startswith("value_")}
        shown = {*proposal.changes, *asked, *(name for field in extra for name in field_values.columns(model, field))}
        return [name for name in field_values.every_column(model) if name in shown]

    def _add(self, name):
        proposal = self.proposal
        record = self.record or proposal.model()
        field = column_field(record, name, text=proposal.changes.get(name), is_for_editor=True)
        if proposal.is_addition and name == "name_en" and not field.initial:
            field.initial = proposal.changes.get("name_zh_hant", "")
        field.widget.attrs.pop("class", None)
        self.fields[f"value_{name}"] = field
        if not proposal.is_addition:
            is_taken = name in proposal.changes and name not in self.stale
            self.fields[f"take_{name}"] = forms.BooleanField(label=_("take"), required=False, initial=is_taken)
        elif name == OF_ADDITIONS[0]:
            self.fields["value_slug"] = forms.SlugField(
                label=field_values.label(proposal.model, "slug"),
                required=False,
                help_text=_("Empty: made from the name."),
            )
            self.fields["value_ai"] = forms.ChoiceField(
                label=field_values.label(proposal.model, "ai"), choices=[("", "–"), *AI.choices], required=False
            )

    def rows(self):
        """Return the columns side by side: what stands there, what the reader would have, what is to be taken."""
        if not self.proposal.is_open:
            return self._decided_rows()
        found = []
        for name in self.columns:
            present = field_values.written(self.record, name) if self.record else ""
            before, after = _side_by_side(present, self.proposal.changes.get(name, present))
            value = self[f"value_{name}"]
            take = None if self.proposal.is_addition else self[f"take_{name}"]
            was, lang = self.proposal.found.get(name, ""), value.field.widget.attrs.get("lang", "")
            found.append(Row(value.label, before, after, lang, take, value, name in self.stale, was))
        return found

    def _decided_rows(self):
        """Return what stood there and what was taken instead; of what was not taken, what had been proposed."""
        proposal = self.proposal
        refused = {name: (proposal.found.get(name, ""), text) for name, text in proposal.changes.items()}
        pairs = refused | proposal.taken
        return [
            Row(field_values.label(proposal.model, name), *_side_by_side(*map(_read_withheld, pairs[name])), lang="")
            for name in field_values.every_column(proposal.model)
            if name in pairs
        ]

    @property
    def of_addition(self):
        return [self["value_slug"], self["value_ai"]] if self.proposal.is_addition else []

    @property
    def of_source(self):
        return [] if self.known_source else [self[name] for name in SOURCE]

    def forgive(self):
        """Let nothing that is not taken anyway keep a proposal from being declined, or put aside."""
        for name in self.errors.keys() - {"reason", "note"}:
            del self.errors[name]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("adds_source") and not self.known_source:
            for name in ("title", "publisher", "grade"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, ValidationError(_("A new source needs it."), code="required"))
        return cleaned

    def values(self):
        """Return what is to be taken, as text by column."""
        cleaned = self.cleaned_data
        names = [name for name in self.columns if self.proposal.is_addition or cleaned.get(f"take_{name}")]
        values = {name: as_text(cleaned[f"value_{name}"]) for name in names}
        if self.proposal.is_addition:
            values |= {name: cleaned[f"value_{name}"] for name in ("slug", "ai")}
        return values

    def source(self):
        """Return what the reader's page is entered as; None where it is not to be a source."""
        if not self.cleaned_data["adds_source"] or not self.proposal.url:
            return None
        given = {name: self.cleaned_data[name] for name in SOURCE}
        return {"url": self.proposal.url} | given | {"published": given["published"] or None}

    def said(self):
        return {name: self.cleaned_data[name] for name in ("reason", "note", "shows_words")}

    def show(self, error):
        """Put the reasons of a refusal beside what they are about, and let the page be judged anew."""
        if hasattr(error, "error_dict"):
            for name, errors in error.error_dict.items():
                own = f"value_{name}" if f"value_{name}" in self.fields else name
                self.add_error(own if own in self.fields else None, errors)
        else:
            self.add_error(None, error)
        self.data = self.data.copy()
        self.data["seen"] = moderation.state(self.proposal)
        self.data["record_seen"] = publishing.state_of(self.record)
