"""Creates users of each role."""

from itertools import count

from django.contrib.auth.models import Group, User

_numbers = count(1)


def create_editor():
    return _create_user("Editors")


def create_senior_editor():
    return _create_user("Senior editors")


def create_staff_user():
    """Create a user who may sign in but has no permissions."""
    return _create_user()


def create_superuser():
    return User.objects.create_superuser(f"user-{next(_numbers)}")


def _create_user(*roles):
    user = User.objects.create_user(f"user-{next(_numbers)}", is_staff=True)
    user.groups.set(Group.objects.filter(name__in=roles))
    return user
