"""The question beside each sourced field of a record's form: whether its sources support the changed value too."""

from django import forms
from django.contrib import messages
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ecosystem.core.languages import list_separator
from ecosystem.editing import citing_sources, field_values
from ecosystem.editing.old_figures import find_old_figures, find_old_series_figures
from ecosystem.models import Citation
from ecosystem.models.changes import JOINS
from ecosystem.models.field_labels import field_label

# The form fields are named `sources_agree_founded` and so on.
PREFIX = "sources_agree_"


class SourceQuestionsForm(forms.ModelForm):
    """Asks of every field that has a source whether its sources support a changed value as well.

    A box that is not ticked says no. Those of running texts start ticked: of such a text
    each source supports a part, and to mend a word takes none of it away.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Before the form puts what was typed into the instance.
        self.values_before = citing_sources.capture_values(self.instance) if self.instance.pk and self.is_bound else {}
        for field, sources in _find_sources_by_field(self.instance).items():
            self.fields[PREFIX + field] = _build_question(type(self.instance), field, sources)

    @property
    def relation_questions(self):
        """The questions about relations that have a part of the form to themselves, by the prefix of that part."""
        asked = {relation: PREFIX + name for name, relation in JOINS.items()}
        return {relation: self[name] for relation, name in asked.items() if name in self.fields}

    @property
    def confirmed_fields(self):
        """The fields of which the editor says that the present sources support what stands there now."""
        names = [name for name in self.fields if name.startswith(PREFIX)]
        return {name.removeprefix(PREFIX) for name in names if self.cleaned_data.get(name)}


def is_question(name):
    return name.startswith(PREFIX)


def add_question_rows(fieldsets, record):
    """Return the fieldsets with the questions of each row in a row of their own below it."""
    asked = _find_sources_by_field(record)
    return [
        (title, options | {"fields": list(_interleave(type(record), options["fields"], asked))})
        for title, options in fieldsets
    ]


def withdraw_sources(form, formsets):
    """Take sources off what the form has changed, as far as nobody said that they support it; return what was withdrawn."""
    stated = {}
    for formset in formsets:
        if formset.model is Citation:
            stated |= _find_newly_ticked_fields(formset)
    return citing_sources.withdraw(
        form.instance,
        form.values_before,
        confirmed=form.confirmed_fields,
        stated=stated,
        carried=set().union(*stated.values()),
        # The form asks about them as well.
        spared=(),
    )


def report_withdrawals(request, record, withdrawn):
    """Tell the editor which source no longer supports what, and what is left without any."""
    for each in withdrawn:
        said = {"source": each.source.title, "fields": _join_labels(record, each.fields)}
        if each.is_removed:
            told = _("“%(source)s” no longer supports: %(fields)s. It says nothing else here, so it was taken off.")
        else:
            told = _("“%(source)s” no longer supports: %(fields)s.")
        messages.warning(request, told % said)
    touched = {field for each in withdrawn for field in each.fields}
    if bare := [field for field in citing_sources.find_unsupported_fields(record) if field in touched]:
        told = _("No source supports now: %(fields)s. Tick it at a source that says so, or cite one.")
        messages.warning(request, told % {"fields": _join_labels(record, bare)})


def report_old_figures(request, record, before):
    """Point out texts that still say what an amount or a date was before the change."""
    _warn_of_old_figures(request, find_old_figures(record, before))


def report_changed_figures(request, series, before):
    """Point out what another figure of a series leaves behind: its source, and texts that say the old one.

    `before` holds the figures before the change, by their numbers.
    """
    now = {figure.pk: figure for figure in series.observations.select_related("source")}
    for key, old in before.items():
        new = now.get(key)
        if new and new.value != old.value and new.source_id == old.source_id:
            said = {"period": new.period.localized(), "source": new.source.title}
            told = _(
                "The figure of %(period)s has changed and its source has not; look whether “%(source)s” says so too."
            )
            messages.warning(request, told % said)
    _warn_of_old_figures(
        request, find_old_series_figures(series, {old.period.text: old.value for old in before.values()})
    )


def _warn_of_old_figures(request, figures):
    for figure in figures:
        said = {"text": figure.text, "found": figure.found, "field": figure.changed}
        messages.warning(request, _("“%(text)s” still says “%(found)s”; look whether “%(field)s” is meant.") % said)


def _find_sources_by_field(record):
    """Return the titles of the sources of each field, in the order of the page; none of a record that is not saved."""
    if not record.pk:
        return {}
    citations = record.citations.with_source()
    found = {
        field: [citation.source.title for citation in citations if field in citation.supports]
        for field in record.bearable_fields
    }
    return {field: titles for field, titles in found.items() if titles}


def _build_question(model, field, sources):
    attributes = {"data-columns": " ".join(field_values.supported_columns(model, field))}
    if field in JOINS:
        attributes = {"data-formset": JOINS[field]}
    return forms.BooleanField(
        label=_("%(field)s: the present sources say so too") % {"field": capfirst(field_label(model, field))},
        required=False,
        initial=field in citing_sources.TEXTS,
        help_text=_("If it is not ticked, these no longer support the changed value: %(sources)s.")
        % {"sources": list_separator().join(_("“%(title)s”") % {"title": title} for title in sources)},
        widget=forms.CheckboxInput(attrs=attributes | {"class": "source-question"}),
    )


def _interleave(model, rows, asked):
    for row in rows:
        yield row
        names = (row,) if isinstance(row, str) else row
        fields = field_values.fields_of(model, names)
        if questions := tuple(PREFIX + field for field in fields if field in asked):
            yield questions


def _find_newly_ticked_fields(formset):
    """Return, by the number of each citation, the fields that the editor ticked in this very form."""
    found = {}
    for form in formset.forms:
        if form.instance.pk and form not in formset.deleted_forms:
            is_other_page = "source" in form.changed_data
            before = () if is_other_page else form.initial.get("supports") or ()
            found[form.instance.pk] = set(form.instance.supports) - set(before)
    return found


def _join_labels(record, fields):
    return list_separator().join(capfirst(field_label(record, field)) for field in fields)
