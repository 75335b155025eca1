"""Makes users of each role."""

from itertools import count

from django.contrib.auth.models import Group, User

_numbers = count(1)


def editor():
    return _user("Editors")


def publisher():
    return _user("Publishers")


def staff():
    """Make somebody who may sign in, and may do nothing."""
    return _user()


def superuser():
    return User.objects.create_superuser(f"user-{next(_numbers)}")


def _user(*roles):
    user = User.objects.create_user(f"user-{next(_numbers)}", is_staff=True)
    user.groups.set(Group.objects.filter(name__in=roles))
    return user
