"""Who may do what: editors write, publishers answer for all that is public."""

from ecosystem.core.control_characters import writable
from ecosystem.history.recording import Signature
from ecosystem.models import RECORDS, ChangeRole, Citation, Status

WRITTEN_BY_EDITORS = {Status.DRAFT, Status.IN_REVIEW}


def may_publish(user, model):
    return user.has_perm(f"ecosystem.publish_{model._meta.model_name}")


def may_write(user, record):
    """Whether the life of `record` is at a point where this user may change it."""
    return record.status in WRITTEN_BY_EDITORS or may_publish(user, record)


def may_correct(user, source):
    """Whether this user may change a source; one that something public rests on is for publishers."""
    if all(may_publish(user, model) for model in RECORDS):
        return True
    return not (Citation.objects.published().filter(source=source).exists() or source.observations.exists())


def signature(user, model, *, reason="", is_correction=False):
    """Return in which role this user changes a record of the model, and why."""
    role = ChangeRole.PUBLISHER if may_publish(user, model) else ChangeRole.EDITOR
    return Signature(role, user, writable(reason).strip(), is_correction)
