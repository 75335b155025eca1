"""Attributions of changes to a senior editor."""

from ecosystem.history.revisions import ChangeAttribution


def build_senior_editor_signature(reason="It was said otherwise on the page.", **values):
    return ChangeAttribution("publisher", reason=reason, **values)
