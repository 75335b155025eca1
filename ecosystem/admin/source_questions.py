"""The question beside each sourced field of a record's form: whether its sources support the changed value too."""

from django import forms
from django.contrib import messages
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ecosystem.core.languages import get_list_separator
from ecosystem.editing import citing_sources, field_values
from ecosystem.editing.stale_values import find_stale_observations, find_stale_values
from ecosystem.models import Citation
from ecosystem.models.changes import ROLE_RELATIONS
from ecosystem.models.field_labels import get_field_label

# The form fields are named `sources_agree_founded` and so on.
PREFIX = "sources_agree_"


class SourceQuestionsForm(forms.ModelForm):
    """Has a checkbox for each field with a source: whether its sources support a changed value too.

    Those of running texts are ticked at first: each source supports a part of such a text, which a corrected
    word does not change.
    """

    def __init__(self, *args, instance=None, **kwargs):
        if instance and instance.pk:
            # Lists are read once; those that are written are read again.
            prefetch_related_objects([instance], *(f.name for f in instance.list_plain_m2m_fields()))
        super().__init__(*args, instance=instance, **kwargs)
        # Read before the form writes the new values into the instance.
        self.values_before = (
            citing_sources.capture_column_texts(self.instance) if self.instance.pk and self.is_bound else {}
        )
        for field, titles in _find_sources_by_field(self.instance).items():
            self.fields[PREFIX + field] = _build_question(type(self.instance), field, titles)

    @property
    def relation_questions(self):
        """Questions about relations with a formset of their own, by its prefix."""
        names = {relation: PREFIX + field for field, relation in ROLE_RELATIONS.items()}
        return {relation: self[name] for relation, name in names.items() if name in self.fields}

    @property
    def confirmed_fields(self):
        """Fields whose sources support the new value too, as the editor states."""
        names = [name for name in self.fields if name.startswith(PREFIX)]
        return {name.removeprefix(PREFIX) for name in names if self.cleaned_data.get(name)}


def is_source_question(name):
    return name.startswith(PREFIX)


def add_question_rows(fieldsets, record):
    sources = _find_sources_by_field(record)
    return [
        (title, options | {"fields": list(_interleave_questions(type(record), options["fields"], sources))})
        for title, options in fieldsets
    ]


def withdraw_sources(form, formsets):
    stated = {}
    for formset in formsets:
        if formset.model is Citation:
            stated |= _find_newly_ticked_fields(formset)
    return citing_sources.withdraw_changed_support(
        form.instance,
        form.values_before,
        confirmed=form.confirmed_fields,
        stated=stated,
        carried=set().union(*stated.values()),
        # The form asks about running texts too.
        spared=(),
    )


def report_withdrawals(request, record, withdrawals):
    for withdrawal in withdrawals:
        if withdrawal.is_removed:
            message = _(
                "“%(source)s” is no longer cited for: %(fields)s. It is not cited for "
                "anything else here, so it was removed."
            )
        else:
            message = _("“%(source)s” is no longer cited for: %(fields)s.")
        values = {"source": withdrawal.source.title, "fields": _join_labels(record, withdrawal.fields)}
        messages.warning(request, message % values)
    changed = {field for withdrawal in withdrawals for field in withdrawal.fields}
    if not changed:
        return
    if unsupported := [field for field in citing_sources.find_unsupported_fields(record) if field in changed]:
        message = _(
            "These fields now have no source: %(fields)s. Tick each field at a source that "
            "supports it, or add a source."
        )
        messages.warning(request, message % {"fields": _join_labels(record, unsupported)})


def report_stale_values(request, record, before):
    _warn_of_stale_values(request, find_stale_values(record, before))


def report_changed_observations(request, indicator, before):
    """`before` are the observations before the change, by primary key."""
    now = {observation.pk: observation for observation in indicator.observations.select_related("source")}
    for key, old in before.items():
        new = now.get(key)
        if new and new.value != old.value and new.source_id == old.source_id:
            message = _(
                "The figure for %(period)s has changed but its source has not. Check that "
                "“%(source)s” supports the new figure."
            )
            values = {"period": new.period.format_localized(), "source": new.source.title}
            messages.warning(request, message % values)
    _warn_of_stale_values(
        request, find_stale_observations(indicator, {old.period.text: old.value for old in before.values()})
    )


def _warn_of_stale_values(request, stale_values):
    for stale in stale_values:
        message = _("“%(text)s” still contains “%(found)s”. Check whether it refers to “%(field)s”.")
        messages.warning(request, message % {"text": stale.text, "found": stale.found, "field": stale.changed})


def _find_sources_by_field(record):
    """Return titles by field, in the order of the page."""
    if not record.pk:
        return {}
    # The form and its fieldsets ask for them; `citations` itself may be changed by the form.
    prefetch_related_objects([record], Prefetch("citations", Citation.objects.with_source(), "citations_before"))
    titles_by_field = {
        field: [citation.source.title for citation in record.citations_before if field in citation.supports]
        for field in record.bearable_fields
    }
    return {field: titles for field, titles in titles_by_field.items() if titles}


def _build_question(model, field, titles):
    attributes = {"data-columns": " ".join(field_values.list_supported_columns(model, field))}
    if field in ROLE_RELATIONS:
        attributes = {"data-formset": ROLE_RELATIONS[field]}
    return forms.BooleanField(
        label=_("%(field)s: the existing sources also support this")
        % {"field": capfirst(get_field_label(model, field))},
        required=False,
        initial=field in citing_sources.RUNNING_TEXT_FIELDS,
        help_text=_(
            "If you do not tick this, these sources will no longer be cited for the changed value: %(sources)s."
        )
        % {"sources": get_list_separator().join(_("“%(title)s”") % {"title": title} for title in titles)},
        widget=forms.CheckboxInput(attrs=attributes | {"class": "source-question"}),
    )


def _interleave_questions(model, rows, sources_by_field):
    for row in rows:
        yield row
        names = (row,) if isinstance(row, str) else row
        fields = field_values.list_column_fields(model, names)
        if questions := tuple(PREFIX + field for field in fields if field in sources_by_field):
            yield questions


def _find_newly_ticked_fields(formset):
    """Return fields by primary key of the citation."""
    ticked = {}
    for form in formset.forms:
        if form.instance.pk and form not in formset.deleted_forms:
            is_other_page = "source" in form.changed_data
            before = () if is_other_page else form.initial.get("supports") or ()
            ticked[form.instance.pk] = set(form.instance.supports) - set(before)
    return ticked


def _join_labels(record, fields):
    return get_list_separator().join(capfirst(get_field_label(record, field)) for field in fields)
