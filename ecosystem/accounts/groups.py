"""The permissions of each group of editors; they are declared only here."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission

EDITORS, SENIOR_EDITORS = "Editors", "Senior editors"

RECORDS = ("organisation", "initiative", "collaboration")
# Edited as inline rows of a record or an indicator, or beside them.
RECORD_PARTS = ("citation", "initiativebody", "participation")
VOCABULARIES = ("theme", "sector", "application", "support", "audience")
SHARED_ROWS = (*VOCABULARIES, "place", "indicator", "observation")
READ_ONLY = ("proposal", "searchmiss", "withheldvalue")
ALL_ACTIONS = ("add", "change", "delete", "view")


def _build_codenames(actions: Iterable[str], models: Iterable[str]) -> set[str]:
    return {f"{action}_{model}" for model in models for action in actions}


_EDITORS = (
    _build_codenames(ALL_ACTIONS, (*RECORDS, *RECORD_PARTS))
    | _build_codenames(("add", "change", "view"), ("source",))
    | _build_codenames(("add", "delete", "view"), ("distinctpair",))
    | _build_codenames(("view",), (*SHARED_ROWS, *READ_ONLY))
)
_SENIOR_EDITORS = (
    _EDITORS
    | _build_codenames(("publish",), RECORDS)
    | _build_codenames(ALL_ACTIONS, ("source", *SHARED_ROWS))
    | _build_codenames(("add", "change", "view"), ("invitation",))
    | {"decide_proposal", "withhold_value", "deactivate_editor", "view_user"}
)
# Codenames by name of the group; only `view_user` belongs to another app.
GROUP_PERMISSIONS = {EDITORS: _EDITORS, SENIOR_EDITORS: _SENIOR_EDITORS}


def sync_group_permissions() -> list[str]:
    """Return the names of changed groups; raise LookupError for an unknown codename."""
    permissions = Permission.objects.filter(content_type__app_label__in=("ecosystem", "auth"))
    keys = dict(permissions.values_list("codename", "pk"))
    changed = []
    for name, codenames in GROUP_PERMISSIONS.items():
        if unknown := codenames - keys.keys():
            raise LookupError(f"The group {name} is given permissions that do not exist: {', '.join(sorted(unknown))}.")
        group, is_new = Group.objects.get_or_create(name=name)
        declared = {keys[codename] for codename in codenames}
        if is_new or declared != set(group.permissions.values_list("pk", flat=True)):
            group.permissions.set(declared)
            changed.append(name)
    return changed
