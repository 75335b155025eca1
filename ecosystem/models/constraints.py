"""Database constraints that several tables use, and their validation in one query."""

from functools import reduce
from operator import and_

from django.core.exceptions import ValidationError
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


class CombinedChecks:
    """The check constraints of a model as one: a query for each is needed only where they do not all hold."""

    def __init__(self, checks):
        self.checks = checks

    def validate(self, model, instance, exclude=None, **options):
        """Raise ValidationError with the message of each violated constraint, as `Model.validate_constraints()`."""
        checks = [
            check
            for check in self.checks
            if not exclude or not check._expression_refs_exclude(model, check.condition, exclude)
        ]
        if not checks:
            return
        try:
            combined = reduce(and_, (Q(check.condition) for check in checks))
            models.CheckConstraint(condition=combined, name="combined").validate(model, instance, exclude, **options)
        except ValidationError:
            errors = []
            for check in checks:
                try:
                    check.validate(model, instance, exclude, **options)
                except ValidationError as error:
                    errors.append(error)
            raise ValidationError(errors) from None


def combine_checks(constraints):
    checks = [each for each in constraints if isinstance(each, models.CheckConstraint)]
    return [*(each for each in constraints if each not in checks), CombinedChecks(checks)]
