"""What is said of fields without their language, and of changes by the fields that they changed."""

from django.utils.translation import gettext as _, pgettext

from ecosystem.core.languages import list_separator


def field_label(model, name) -> str:
    """Return the word for a field of a model; history may name one that the model no longer has."""
    # Read at every call, for the language is that of the reader.
    special = {
        "slug": _("address of the page"),
        "name": _("name"),
        "summary": _("summary"),
        "eligibility": _("conditions"),
        "observations": _("figures"),
        "bodies": _("bodies"),
        "participants": _("participants"),
        "citations": _("sources"),
    }
    if name in special:
        return special[name]
    known = {f.name: f.verbose_name for f in model._meta.get_fields() if hasattr(f, "verbose_name")}
    return str(known.get(name, name))


def change_title(change) -> str:
    """Return what was done, with what it changed: “Changed: amount, sources”."""
    done = str(change.get_kind_display())
    if not change.fields:
        return done
    names = list_separator().join(str(field_label(type(change.record), name)) for name in change.fields)
    return pgettext("what was done, and to which fields", "%(done)s: %(names)s") % {"done": done, "names": names}


def field_names(record, names):
    """Return the names of fields that a source bears out, in the reader's language."""
    return [field_label(record, name) for name in names]
