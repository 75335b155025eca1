"""Rows found by their natural key."""

from django.db import models
from django.db.models import Count, OuterRef


class KeyedQuerySet(models.QuerySet):
    def get_by_natural_key(self, *values):
        return self.get(**dict(zip(self.model.natural_lookups(), values, strict=True)))

    def count_by(self, field, counted="pk"):
        """Return the subquery that counts the different `counted` for each outer row that `field` points at.

        A subquery rather than a join, so that two counts never multiply each other.
        """
        rows = self.order_by().filter(**{field: OuterRef("pk")}).values(field)
        return rows.annotate(n=Count(counted, distinct=True)).values("n")
