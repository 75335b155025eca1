"""Citations: which source supports or disputes which fields of a record."""

from collections import defaultdict
from functools import reduce
from operator import or_

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from ecosystem.models.base import KeyedModel, KeyedQuerySet, Status, list_language_columns
from ecosystem.models.claims import Claim, ClaimsField, is_valid_claims_json
from ecosystem.models.collaborations import Collaboration
from ecosystem.models.fields import WordsField
from ecosystem.models.indicators import Indicator
from ecosystem.models.initiatives import Initiative
from ecosystem.models.organisations import Organisation
from ecosystem.models.record_targets import (
    RECORD_AND_INDICATOR_KINDS,
    RECORD_KINDS,
    RecordTargetMixin,
    RecordTargetQuerySetMixin,
    build_exactly_one_condition,
    build_optional_foreign_key,
)
from ecosystem.models.sources import Source


class CitationQuerySet(RecordTargetQuerySetMixin, KeyedQuerySet):
    def published(self):
        """Public citations only: those of public records and of indicators."""
        public = (Q(**{f"{kind}__status": Status.PUBLISHED}) for kind in RECORD_KINDS)
        return self.filter(reduce(or_, public, Q(indicator__isnull=False)))

    def get_sources(self):
        return Source.objects.filter(pk__in=self.values("source"))

    def count_by_publisher(self):
        """Return `publisher` with its number of cited `sources` and of `records` citing them; most records first."""
        records = sum(
            (Count(kind, distinct=True) for kind in RECORD_AND_INDICATOR_KINDS[1:]),
            Count(RECORD_AND_INDICATOR_KINDS[0], distinct=True),
        )
        rows = self.order_by().values(publisher=F("source__publisher"))
        return rows.annotate(sources=Count("source", distinct=True), records=records).order_by("-records", "publisher")

    def with_source(self):
        """Fetch the sources; ordered as the citations are numbered on the page."""
        return self.select_related("source").order_by("position", "pk")

    def map_urls_by_field(self, kind):
        """Return `{(primary key of the record, field): URLs}` of the pages that support each field, best first."""
        urls = defaultdict(tuple)
        rows = self.of_record_kind(kind).order_by("position", "pk")
        for key, fields, url in rows.values_list(f"{kind}_id", "supports", "source__url"):
            for field in fields:
                urls[key, field] += (url,)
        return dict(urls)

    def with_record(self):
        """Fetch the name of the citing record or indicator; ordered by kind, then name."""
        columns = [
            f"{kind}__{column}"
            for kind in RECORD_AND_INDICATOR_KINDS
            for column in ("slug", *list_language_columns("name"))
        ]
        kinds = [f"{kind}__kind" for kind in RECORD_KINDS]
        rows = self.select_record().only(
            "source_id", "supports", "disputes", "claims", "outcome_only", *RECORD_AND_INDICATOR_KINDS, *columns, *kinds
        )
        return rows.order_by(*(F(f"{kind}__name_en").asc(nulls_last=True) for kind in RECORD_AND_INDICATOR_KINDS), "pk")


class Citation(RecordTargetMixin, KeyedModel):
    """The relation of a source to one record or indicator, with the fields that it supports or disputes."""

    organisation = build_optional_foreign_key(Organisation, "citations")
    initiative = build_optional_foreign_key(Initiative, "citations")
    collaboration = build_optional_foreign_key(Collaboration, "citations")
    indicator = build_optional_foreign_key(Indicator, "citations")
    source = models.ForeignKey(Source, models.PROTECT, related_name="citations", verbose_name=_("source"))
    position = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Put the best source first. The numbers on the page follow this order.")
    )
    supports = WordsField(_("cited for"))
    disputes = WordsField(_("conflicts on"))
    claims = ClaimsField(_("what this source says instead"))
    outcome_only = models.BooleanField(
        _("reports only an outcome"),
        default=False,
        help_text=_(
            "Tick this if the source only reports results, awards or an end. It then does not show that the initiative "
            "is active."
        ),
    )

    # The number on the page, set by `SourcedMixin.numbered_citations`.
    number: int

    target_kinds = RECORD_AND_INDICATOR_KINDS
    natural_key_fields = (*RECORD_AND_INDICATOR_KINDS, "source")
    omitted_defaults = ("outcome_only",)
    objects = CitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="ecosystem_citation_of_one_record",
                condition=build_exactly_one_condition(RECORD_AND_INDICATOR_KINDS),
                violation_error_message=_("A citation must belong to exactly one record or indicator."),
            ),
            *(
                models.UniqueConstraint(
                    name=f"ecosystem_citation_once_per_{name}",
                    fields=[name, "source"],
                    violation_error_message=_("This source is already cited here."),
                )
                for name in RECORD_AND_INDICATOR_KINDS
            ),
        ]

    def __str__(self):
        return str(self.source)

    def get_claim(self, field):
        """Return what the source states in a field that it disputes; None if that is not recorded."""
        return Claim(**self.claims[field]) if field in self.claims else None

    @property
    def disputed_claims(self):
        """`(field, claim or None)` for each disputed field."""
        return [(field, self.get_claim(field)) for field in self.disputes]

    @property
    def has_no_fields(self):
        return not self.supports and not self.disputes

    @property
    def agreed_fields(self):
        """The disputed fields in which the record has since taken the source's value."""
        return [field for field, claim in self.disputed_claims if claim and claim.agrees_with(self.record, field)]

    @property
    def empty_fields(self):
        """The supported fields that are empty in the record."""
        known = set(self.record.bearable_fields)
        return [name for name in self.supports if name in known and self.record.is_empty(name)]

    def withdraw_fields(self, fields):
        """Remove fields and save; delete the citation if no field is left."""
        self.supports = [name for name in self.supports if name not in fields]
        self.disputes = [name for name in self.disputes if name not in fields]
        self.claims = {name: parts for name, parts in self.claims.items() if name not in fields}
        if self.has_no_fields:
            self.delete()
        else:
            self.save()

    def support_fields(self, fields):
        """Add supported fields, which are then no longer disputed; does not save."""
        self.supports = list(dict.fromkeys([*self.supports, *fields]))
        self.disputes = [name for name in self.disputes if name not in fields]
        self.claims = {name: parts for name, parts in self.claims.items() if name not in fields}

    def clean(self):
        super().clean()
        target = self.record_kind
        # A citation entered together with a new record has no target yet; the constraint checks it on saving.
        known = self._meta.get_field(target).related_model.bearable_fields if target else None
        for name in ("supports", "disputes"):
            if known and (odd := sorted(set(getattr(self, name)) - set(known))):
                raise ValidationError({name: _("No such field: %(names)s.") % {"names": ", ".join(odd)}})
        if both := sorted(set(self.supports) & set(self.disputes)):
            raise ValidationError(
                {
                    "disputes": _("These fields are marked as both supported and conflicting: %(names)s.")
                    % {"names": ", ".join(both)}
                }
            )
        self._check_claims()

    def _check_claims(self):
        """Require a claim for each disputed field and no other, so that readers see both values and the reason."""
        if not is_valid_claims_json(self.claims):
            # The field's own validation has reported it.
            return
        if odd := sorted(self.claims.keys() - set(self.disputes)):
            raise ValidationError(
                {"claims": _("Add these fields to “Conflicts on” first: %(names)s.") % {"names": ", ".join(odd)}}
            )
        if bare := sorted(set(self.disputes) - self.claims.keys()):
            raise ValidationError(
                {
                    "claims": _("Say what the source says and why we do not use it, for: %(names)s.")
                    % {"names": ", ".join(bare)}
                }
            )
        if agreed := self.agreed_fields:
            raise ValidationError(
                {
                    "claims": _("The record has the same value, so there is no conflict: %(names)s.")
                    % {"names": ", ".join(agreed)}
                }
            )
