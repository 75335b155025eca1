"""Permissions by status: editors write drafts, senior editors are responsible for what is public."""

from ecosystem.core.control_characters import replace_control_characters
from ecosystem.history.revisions import ChangeAttribution
from ecosystem.models import RECORD_MODELS, ChangeRole, Citation, Status

EDITOR_STATUSES = {Status.DRAFT, Status.IN_REVIEW}


def may_publish(user, model):
    return user.has_perm(f"ecosystem.publish_{model._meta.model_name}")


def may_change_record(user, record):
    return record.status in EDITOR_STATUSES or may_publish(user, record)


def may_change_source(user, source):
    """Sources cited in public are reserved to senior editors."""
    if all(may_publish(user, model) for model in RECORD_MODELS):
        return True
    return not (Citation.objects.published().filter(source=source).exists() or source.observations.exists())


def build_change_attribution(user, model, *, reason="", is_correction=False):
    role = ChangeRole.SENIOR_EDITOR if may_publish(user, model) else ChangeRole.EDITOR
    return ChangeAttribution(role, user, replace_control_characters(reason).strip(), is_correction)
