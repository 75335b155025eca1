"""Labels of fields without their language, and titles of changes."""

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext_lazy as _, pgettext

from ecosystem.core.languages import get_list_separator

# The labels of what is no declared field of a record, or has another verbose name.
LABELS = {"slug": _("web address"), "observations": _("figures"), "citations": _("sources")}


def get_field_label(model, name) -> str:
    """Return the label of a field; for one that the model no longer has, as in old history, its name."""
    declared = model.record_fields.by_name.get(name)
    if label := LABELS.get(name) or (declared and declared.label):
        return str(label)
    try:
        return str(getattr(model._meta.get_field(name), "verbose_name", name))
    except FieldDoesNotExist:
        return name


def format_change_title(change) -> str:
    """Return a change's title with the labels of its fields: “Changed: amount, sources”."""
    done = str(change.get_kind_display())
    if not change.fields:
        return done
    names = get_list_separator().join(str(get_field_label(type(change.record), name)) for name in change.fields)
    return pgettext("what was done, and to which fields", "%(done)s: %(names)s") % {"done": done, "names": names}


def list_field_labels(record, names):
    return [get_field_label(record, name) for name in names]
