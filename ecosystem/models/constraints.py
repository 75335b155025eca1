"""Database constraints that several tables use."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ecosystem.models.text_patterns import DATE_PATTERN, build_pattern_condition


def build_choices_constraint(name, choices):
    values = getattr(choices, "values", choices)
    return models.CheckConstraint(
        name=f"%(app_label)s_%(class)s_{name}_known",
        condition=Q(**{f"{name}__in": list(values)}),
        violation_error_message=_("Choose a value from the list."),
        violation_error_code=name,
    )


def build_date_constraints(*names):
    """Return checks of the format of partial dates; the field itself checks the calendar."""
    return [
        models.CheckConstraint(
            name=f"%(app_label)s_%(class)s_{name}_is_date",
            condition=Q(**{f"{name}__isnull": True}) | build_pattern_condition(name, DATE_PATTERN),
            violation_error_message=_("Enter the date as 2024, 2024-10 or 2024-10-09."),
        )
        for name in names
    ]


def build_date_order_constraint(first, last, message):
    return models.CheckConstraint(
        name=f"%(app_label)s_%(class)s_{first}_before_{last}",
        condition=(
            Q(**{f"{first}__isnull": True}) | Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__reaches": F(first)})
        ),
        violation_error_message=message,
    )


def build_not_self_constraint(name):
    return models.CheckConstraint(
        name=f"%(app_label)s_%(class)s_{name}_is_another",
        condition=Q(**{f"{name}__isnull": True}) | ~Q(**{name: F("id")}),
        violation_error_message=_("A record cannot be part of itself."),
    )


def build_unique_constraint(*names, message):
    return models.UniqueConstraint(
        name=f"%(app_label)s_%(class)s_one_per_{'_'.join(names)}", fields=names, violation_error_message=message
    )
