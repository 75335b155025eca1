"""Checks that several tables hold, in the database itself."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ecosystem.models.text_patterns import DATE, has_form


def within(name, choices):
    """Return the check that a column holds one of the choices."""
    values = getattr(choices, "values", choices)
    return models.CheckConstraint(
        name=f"%(app_label)s_%(class)s_{name}_known",
        condition=Q(**{f"{name}__in": list(values)}),
        violation_error_message=_("This value is not in the vocabulary."),
        violation_error_code=name,
    )


def is_date(*names):
    """Return the checks that columns hold dates in form; the calendar itself is for the field to know."""
    return [
        models.CheckConstraint(
            name=f"%(app_label)s_%(class)s_{name}_is_date",
            condition=Q(**{f"{name}__isnull": True}) | has_form(name, DATE),
            violation_error_message=_("Write 2024, 2024-10 or 2024-10-09."),
        )
        for name in names
    ]


def in_turn(first, last, message):
    """Return the check that `last` does not end before `first` begins."""
    return models.CheckConstraint(
        name=f"%(app_label)s_%(class)s_{first}_before_{last}",
        condition=(
            Q(**{f"{first}__isnull": True}) | Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__reaches": F(first)})
        ),
        violation_error_message=message,
    )


def not_itself(name):
    return models.CheckConstraint(
        name=f"%(app_label)s_%(class)s_{name}_is_another",
        condition=Q(**{f"{name}__isnull": True}) | ~Q(**{name: F("id")}),
        violation_error_message=_("A record cannot belong to itself."),
    )


def unique_together(*names, message):
    return models.UniqueConstraint(
        name=f"%(app_label)s_%(class)s_one_per_{'_'.join(names)}", fields=names, violation_error_message=message
    )
