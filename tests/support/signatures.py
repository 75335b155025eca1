"""Signs changes as a publisher does."""

from ecosystem.history.recording import Signature


def publisher(reason="It was said otherwise on the page.", **values):
    return Signature("publisher", reason=reason, **values)
