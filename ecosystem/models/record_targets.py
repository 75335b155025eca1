"""Rows about one record or indicator: a foreign key to each model, of which a constraint requires exactly one."""

from django.db import models
from django.db.models import Q

RECORD_KINDS = ("organisation", "initiative", "collaboration")
# Sources are cited for, and proposals are about, indicators too.
RECORD_AND_INDICATOR_KINDS = (*RECORD_KINDS, "indicator")


def build_optional_foreign_key(model, related_name, on_delete=models.CASCADE):
    return models.ForeignKey(
        model, on_delete, null=True, blank=True, related_name=related_name, verbose_name=model._meta.verbose_name
    )


def build_exactly_one_condition(names):
    condition = Q()
    for name in names:
        condition |= Q(**{f"{other}__isnull": other != name for other in names})
    return condition


class RecordTargetMixin:
    target_kinds = RECORD_KINDS

    @property
    def record_kind(self):
        """The name of the record's model; empty for a row that has no record yet."""
        return next((kind for kind in self.target_kinds if getattr(self, f"{kind}_id")), "")

    @property
    def record(self):
        """The record, which may not have been saved; None if there is none yet."""
        return next(filter(None, (getattr(self, kind) for kind in self.target_kinds)), None)

    @property
    def record_key(self):
        """`(kind, primary key)` of the record, to group rows by."""
        kind = self.record_kind
        return kind, getattr(self, f"{kind}_id")


class RecordTargetQuerySetMixin:
    """For querysets of models with `RecordTargetMixin`."""

    def for_record(self, record):
        return self.filter(**{record._meta.model_name: record})

    def for_records(self, kind, keys):
        return self.filter(**{f"{kind}__in": keys})

    def of_record_kind(self, kind):
        return self.filter(**{f"{kind}__isnull": False})

    def select_record(self, *relations):
        return self.select_related(*self.model.target_kinds, *relations)
