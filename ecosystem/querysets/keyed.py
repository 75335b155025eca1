"""Rows found by their natural key."""

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Value
from django.db.models.functions import Cast, Concat, NullIf, StrIndex

from ecosystem.characters import NOT_IN_TEXT


class KeyedQuerySet(models.QuerySet):
    def get_by_natural_key(self, *values):
        return self.get(**dict(zip(self.model.natural_lookups(), values, strict=True)))

    def at(self, slugs):
        """Return `{slug: row}` for those of these slugs, as somebody typed them, at which a row stands."""
        # PostgreSQL refuses to look for what no text of its can hold.
        wanted = [slug for slug in slugs if not NOT_IN_TEXT.search(slug)]
        return {row.slug: row for row in self.filter(slug__in=wanted)} if wanted else {}

    def count_by(self, field, counted="pk"):
        """Return the subquery that counts the different `counted` for each outer row that `field` points at.

        A subquery rather than a join, so that two counts never multiply each other.
        """
        rows = self.order_by().filter(**{field: OuterRef("pk")}).values(field)
        return rows.annotate(n=Count(counted, distinct=True)).values("n")

    def related_to(self, field, chosen):
        """Keep rows whose many-to-many `field` holds any of the chosen rows.

        A subquery rather than a join, so that no row comes back twice.
        """
        related = self.model._meta.get_field(field).remote_field.through.objects
        source = f"{self.model._meta.model_name}_id"
        target = f"{self.model._meta.get_field(field).related_model._meta.model_name}__in"
        return self.filter(pk__in=related.filter(**{target: chosen}).values(source))

    def related_or_unknown(self, field, chosen):
        """Keep rows whose many-to-many `field` holds any of the chosen rows, and those in which it holds none at all."""
        related = self.model._meta.get_field(field).remote_field.through.objects
        any_at_all = related.filter(**{self.model._meta.model_name: OuterRef("pk")})
        return self.related_to(field, chosen) | self.filter(~Exists(any_at_all))


# The order that `by_position()` makes.
BY_POSITION = (F("_position").asc(nulls_last=True),)


def by_position(queryset, keys):
    """Add each row's place in a list of keys as `_position`; those that are not in it come after all others.

    Found in a text of the keys rather than by a condition for each, of which there may be hundreds.
    """
    text = f",{','.join(map(str, keys))},"
    found = StrIndex(Value(text), Concat(Value(","), Cast("pk", models.CharField()), Value(",")))
    return queryset.annotate(_position=NullIf(found, Value(0)))
