"""The edition of the directory: the number that everything kept is kept under."""

from django.db.models import F

from ecosystem.models import Edition


def current() -> int:
    """Return the present number; 0 is a directory that never held anything."""
    return Edition.objects.values_list("number", flat=True).filter(pk=1).first() or 0


def hold() -> None:
    """Let no other change be committed before the one that is at it; to be called inside its transaction."""
    if Edition.objects.select_for_update().filter(pk=1).first() is None:
        Edition.objects.get_or_create(pk=1)


def renew() -> None:
    """Raise the number, as part of the change that calls for it."""
    if not Edition.objects.filter(pk=1).update(number=F("number") + 1):
        Edition.objects.create(pk=1, number=1)
