"""Pairs of similar records that an editor said are distinct."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.models.collaborations import Collaboration
from ecosystem.models.initiatives import Initiative
from ecosystem.models.organisations import Organisation
from ecosystem.models.record_targets import RECORD_KINDS, build_exactly_one_condition, build_optional_foreign_key


def _build_other_key(model):
    return models.ForeignKey(model, models.CASCADE, null=True, blank=True, related_name="+")


class DistinctPairQuerySet(models.QuerySet):
    def for_record(self, record):
        kind = record._meta.model_name
        return self.filter(Q(**{kind: record}) | Q(**{f"other_{kind}": record}))

    def list_distinct_keys(self, record):
        kind = record._meta.model_name
        pairs = self.for_record(record).values_list(f"{kind}_id", f"other_{kind}_id")
        return {key for pair in pairs for key in pair} - {record.pk}

    def mark_distinct(self, record, other, user=None):
        """Return the pair and whether it is new."""
        kind = record._meta.model_name
        first, second = sorted((record, other), key=lambda row: row.pk)
        return self.get_or_create(**{kind: first, f"other_{kind}": second}, defaults={"marked_by": user})

    def move_to_record(self, record, into):
        """Let the pairs of a merged record be those of the record that it is merged into."""
        for pair in self.for_record(record):
            other = next(row for row in pair.records if row != record)
            if other != into:
                found, is_new = self.mark_distinct(into, other, pair.marked_by)
                if is_new:
                    self.filter(pk=found.pk).update(marked_at=pair.marked_at)
            pair.delete()


class DistinctPair(models.Model):
    """Two records of one kind, the one with the smaller primary key first."""

    organisation = build_optional_foreign_key(Organisation, "+")
    other_organisation = _build_other_key(Organisation)
    initiative = build_optional_foreign_key(Initiative, "+")
    other_initiative = _build_other_key(Initiative)
    collaboration = build_optional_foreign_key(Collaboration, "+")
    other_collaboration = _build_other_key(Collaboration)
    marked_at = models.DateTimeField(_("marked on"), default=timezone.now, editable=False)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("marked by")
    )

    objects = DistinctPairQuerySet.as_manager()

    class Meta:
        verbose_name = _("pair of distinct records")
        verbose_name_plural = _("pairs of distinct records")
        default_permissions = ("add", "delete", "view")
        constraints = [
            models.CheckConstraint(
                name="ecosystem_distinctpair_of_one_kind", condition=build_exactly_one_condition(RECORD_KINDS)
            ),
            *(
                models.CheckConstraint(
                    name=f"ecosystem_distinctpair_{kind}_in_order",
                    # A comparison with NULL would pass.
                    condition=Q(**{f"{kind}__isnull": True, f"other_{kind}__isnull": True})
                    | Q(
                        **{f"{kind}__isnull": False, f"other_{kind}__isnull": False, f"{kind}__lt": F(f"other_{kind}")}
                    ),
                )
                for kind in RECORD_KINDS
            ),
            *(
                models.UniqueConstraint(name=f"ecosystem_distinctpair_{kind}_once", fields=[kind, f"other_{kind}"])
                for kind in RECORD_KINDS
            ),
        ]

    def __str__(self):
        return " / ".join(map(str, self.records))

    @property
    def records(self):
        names = (name for kind in RECORD_KINDS for name in (kind, f"other_{kind}"))
        return [record for name in names if (record := getattr(self, name))]
