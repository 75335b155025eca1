"""Citations: which source bears out, or disputes, which fields of which record."""

from collections import defaultdict
from functools import reduce
from operator import or_

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from ecosystem.models.base import KeyedModel, KeyedQuerySet, Status, texts
from ecosystem.models.claims import Claim, ClaimsField, is_sound
from ecosystem.models.collaborations import Collaboration
from ecosystem.models.fields import WordsField
from ecosystem.models.indicators import Indicator
from ecosystem.models.initiatives import Initiative
from ecosystem.models.organisations import Organisation
from ecosystem.models.sources import Source

TARGETS = ("organisation", "initiative", "collaboration", "indicator")


class CitationQuerySet(KeyedQuerySet):
    def published(self):
        """Keep citations of public records and of series."""
        kinds = ("organisation", "initiative", "collaboration")
        public = (Q(**{f"{kind}__status": Status.PUBLISHED}) for kind in kinds)
        return self.filter(reduce(or_, public, Q(indicator__isnull=False)))

    def sources(self):
        """Return the sources that are cited, each once."""
        return Source.objects.filter(pk__in=self.values("source"))

    def by_publisher(self):
        """Return `publisher`, how many `sources` of it are cited and how many `records` and series rest on these; the most first."""
        records = sum((Count(kind, distinct=True) for kind in TARGETS[1:]), Count(TARGETS[0], distinct=True))
        rows = self.order_by().values(publisher=F("source__publisher"))
        return rows.annotate(sources=Count("source", distinct=True), records=records).order_by("-records", "publisher")

    def with_source(self):
        """In the order of the numbers on the page, each with its source."""
        return self.select_related("source").order_by("position", "pk")

    def addresses_by_field(self, kind):
        """Return `{(key of the record, field): addresses}`: the pages that bear out each field, the best first."""
        found = defaultdict(tuple)
        rows = self.filter(**{f"{kind}__isnull": False}).order_by("position", "pk")
        for key, fields, url in rows.values_list(f"{kind}_id", "supports", "source__url"):
            for field in fields:
                found[key, field] += (url,)
        return dict(found)

    def with_record(self):
        """Each with the name of what rests on the source, the records before the series."""
        columns = [f"{kind}__{column}" for kind in TARGETS for column in ("slug", *texts("name"))]
        kinds = [f"{kind}__kind" for kind in TARGETS[:3]]
        rows = self.select_related(*TARGETS).only(
            "source_id", "supports", "disputes", "claims", *TARGETS, *columns, *kinds
        )
        return rows.order_by(*(F(f"{kind}__name_en").asc(nulls_last=True) for kind in TARGETS), "pk")


def exactly_one(names):
    """Return the condition that just one of the columns is filled."""
    condition = Q()
    for name in names:
        condition |= Q(**{f"{other}__isnull": other != name for other in names})
    return condition


def target(model):
    return models.ForeignKey(
        model,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="citations",
        verbose_name=model._meta.verbose_name,
    )


class Citation(KeyedModel):
    """The link of a source to the one record, or series, that rests on it."""

    organisation = target(Organisation)
    initiative = target(Initiative)
    collaboration = target(Collaboration)
    indicator = target(Indicator)
    source = models.ForeignKey(Source, models.PROTECT, related_name="citations", verbose_name=_("source"))
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("The best source first; the numbers on the page follow it.")
    )
    supports = WordsField(_("bears out"))
    disputes = WordsField(_("disputes"))
    claims = ClaimsField(_("what it says instead"))

    natural_key_fields = (*TARGETS, "source")
    objects = CitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="ecosystem_citation_of_one_record",
                condition=exactly_one(TARGETS),
                violation_error_message=_("A citation belongs to exactly one record or series."),
            ),
            *(
                models.UniqueConstraint(
                    name=f"ecosystem_citation_once_per_{name}",
                    fields=[name, "source"],
                    violation_error_message=_("This source is cited here already."),
                )
                for name in TARGETS
            ),
        ]

    def __str__(self):
        return str(self.source)

    @property
    def record(self):
        """The record or series that rests on the source; its row must have been fetched."""
        return next(filter(None, (getattr(self, name) for name in TARGETS)), None)

    def claim(self, field):
        """Return what the source says of a field that it disputes; None where nobody wrote it down."""
        return Claim(**self.claims[field]) if field in self.claims else None

    @property
    def disputed(self):
        """The fields that it disputes, each with its claim, or None."""
        return [(field, self.claim(field)) for field in self.disputes]

    @property
    def is_bare(self):
        """Whether it says nothing of its record."""
        return not self.supports and not self.disputes

    @property
    def agreed(self):
        """The fields of which the record says by now what the source, disputing them, says."""
        return [field for field, claim in self.disputed if claim and claim.agrees_with(self.record, field)]

    @property
    def empty_fields(self):
        """The fields that it supports and that its record says nothing of, so that it vouches for what is not there."""
        known = set(self.record.bearable_fields)
        return [name for name in self.supports if name in known and self.record.is_empty(name)]

    def detach(self, fields):
        """Let it say nothing of these fields any more, and save it; a citation that is left saying nothing is deleted."""
        self.supports = [name for name in self.supports if name not in fields]
        self.disputes = [name for name in self.disputes if name not in fields]
        self.claims = {name: parts for name, parts in self.claims.items() if name not in fields}
        if self.is_bare:
            self.delete()
        else:
            self.save()

    def bear_out(self, fields):
        """Let it bear out fields, those included that it disputed until now."""
        self.supports = list(dict.fromkeys([*self.supports, *fields]))
        self.disputes = [name for name in self.disputes if name not in fields]
        self.claims = {name: parts for name, parts in self.claims.items() if name not in fields}

    def clean(self):
        """A source bears out, or disputes, only fields that its record has, and no field both ways."""
        super().clean()
        target = next((name for name in TARGETS if getattr(self, f"{name}_id")), None)
        # A citation that is entered together with its record has none yet; the database waits for one.
        known = self._meta.get_field(target).related_model.bearable_fields if target else None
        for name in ("supports", "disputes"):
            if known and (odd := sorted(set(getattr(self, name)) - set(known))):
                raise ValidationError({name: _("No such field: %(names)s.") % {"names": ", ".join(odd)}})
        if both := sorted(set(self.supports) & set(self.disputes)):
            raise ValidationError(
                {"disputes": _("Borne out and disputed at once: %(names)s.") % {"names": ", ".join(both)}}
            )
        self._check_claims()

    def _check_claims(self):
        """Each disputed field has its claim, so that readers see both values and why one is preferred; no other has."""
        if not is_sound(self.claims):
            # Its own field has said so already.
            return
        if odd := sorted(self.claims.keys() - set(self.disputes)):
            raise ValidationError(
                {"claims": _("Not among the fields that it disputes: %(names)s.") % {"names": ", ".join(odd)}}
            )
        if bare := sorted(set(self.disputes) - self.claims.keys()):
            raise ValidationError(
                {
                    "claims": _("Disputed, but without what the source says of it and why we differ: %(names)s.")
                    % {"names": ", ".join(bare)}
                }
            )
        if agreed := self.agreed:
            raise ValidationError(
                {
                    "claims": _("The record says the same, so nothing is disputed: %(names)s.")
                    % {"names": ", ".join(agreed)}
                }
            )
