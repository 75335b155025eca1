"""Attributions of changes to a publisher."""

from ecosystem.history.revisions import ChangeAttribution


def build_publisher_signature(reason="It was said otherwise on the page.", **values):
    return ChangeAttribution("publisher", reason=reason, **values)
