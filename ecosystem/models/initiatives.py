"""Initiatives, and the organisations that take part in them."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ecosystem.core.money import Money
from ecosystem.core.partial_dates import PartialDate
from ecosystem.models.base import WEB_URL_VALIDATOR, KeyedModel, build_value_order, list_language_columns
from ecosystem.models.constraints import (
    build_choices_constraint,
    build_date_constraints,
    build_date_order_constraint,
    build_not_self_constraint,
    build_unique_constraint,
)
from ecosystem.models.fields import PartialDateField, WordsField
from ecosystem.models.first_known_dates import FirstKnownDateMixin
from ecosystem.models.initiative_states import (
    NEWS_YEARS,
    STATE_SENTENCES,
    CallStatus,
    State,
    build_initiative_state,
    find_call_status,
    subtract_years,
)
from ecosystem.models.organisations import Organisation
from ecosystem.models.record_fields import INITIATIVE_FIELDS
from ecosystem.models.records import Record, RecordQuerySet, RelationQuerySet
from ecosystem.models.text_patterns import CURRENCY_PATTERN, build_pattern_condition
from ecosystem.models.translated_prose import TranslatedProse
from ecosystem.models.vocabulary import Audience, Support

INITIATIVE_LIST_COLUMNS = ("announced", "starts", "ends", "amount", "amount_basis", "currency")


class InitiativeQuerySet(FirstKnownDateMixin, RecordQuerySet):
    def with_state(self):
        if "state" in self.query.annotations:
            return self
        return self.annotate(state=build_initiative_state(localdate()))

    def joined_by(self, organisations):
        joins = InitiativeBody.objects.published().of_organisations_and_parts(organisations)
        return self.filter(pk__in=joins.values("initiative_id"))

    def giving_support(self, support=()):
        """Any kind of support counts if `support` is empty."""
        if support:
            return self.related_to_any("support", Support.objects.filter(slug__in=support))
        return self.filter(Exists(self.model.support.through.objects.filter(initiative=OuterRef("pk"))))

    def open_to(self, audience):
        """Include initiatives whose audience is unknown."""
        return self.related_or_unknown("audience", Audience.objects.filter(slug__in=audience))

    def paying_at_least(self, amount):
        """Exclude initiatives known to pay less per project, in Hong Kong dollars; unknown amounts stay."""
        return self.exclude(amount_basis="per_project_max", currency="HKD", amount__lt=amount)

    def without_closed_call(self):
        """Keep initiatives whose calls are unknown."""
        return self.exclude(
            Q(applications_close__isnull=False) & ~Q(applications_close__reaches=localdate().isoformat())
        )

    def due_by(self, day):
        """Filter to initiatives due to be checked against their sources before this day; open ones are due sooner."""
        days = settings.CHECK_AFTER_DAYS
        is_open = Q(state=State.OPEN)
        return (
            self.with_state()
            .with_last_check()
            .filter(
                (is_open & Q(last_check__lt=day - timedelta(days=days["open"])))
                | (~is_open & Q(last_check__lt=day - timedelta(days=days["initiative"])))
            )
        )

    def with_involvements(self, *columns):
        """`columns` are extra columns of the organisations."""
        joins = InitiativeBody.objects.published().in_order(*columns)
        return self.prefetch_related(Prefetch("involvements", joins, "public_involvements"))

    def for_list(self, *columns):
        rows = self.only_rows(*INITIATIVE_LIST_COLUMNS, *columns)
        return rows.with_state().prefetch_related("themes").with_sources()

    def for_application_detail(self):
        return self.only_rows("ai", *INITIATIVE_LIST_COLUMNS).with_state().with_involvements("website").with_sources()

    def for_support_list(self):
        columns = (
            *INITIATIVE_LIST_COLUMNS,
            "applications_close",
            "apply_url",
            "website",
            "order_en",
            "updated_at",
            *list_language_columns("eligibility"),
        )
        rows = self.only_names(*columns).with_state().with_involvements("website").with_sources()
        return rows.prefetch_related("audience", "support")

    def for_calendar(self):
        return self.only_rows("starts", "ends", "applications_close", "updated_at")

    def for_publishing_check(self):
        return super().for_publishing_check().prefetch_related("involvements__organisation")

    def for_detail(self):
        # `part_of` is needed to assign the prefetched parts.
        rows = self.model.objects.published().only_names("part_of", *INITIATIVE_LIST_COLUMNS)
        rows = rows.with_state().with_involvements().by_date()
        return (
            self.with_state()
            .with_involvements("website")
            .select_related("part_of")
            .prefetch_related(
                "themes",
                "applications",
                "audience",
                "support",
                Prefetch("parts", rows, "public_parts"),
                Prefetch("builds_on", rows, "public_foundations"),
                Prefetch("built_upon_by", rows, "public_builders"),
            )
            .with_sources()
        )


class InitiativeBodyQuerySet(RelationQuerySet):
    record_field = "initiative"

    def in_order(self, *columns):
        """Order by role, leads first, then name; with these extra columns of the organisations."""
        names = ("slug", "kind", *list_language_columns("name"), *columns)
        organisation_columns = [f"organisation__{name}" for name in names]
        rows = self.select_related("organisation").only("initiative_id", "role", *organisation_columns)
        return rows.order_by(build_value_order("role", InitiativeRole.values), "organisation__order_en")


class InitiativeKind(models.TextChoices):
    STRATEGY = "strategy", _("Strategy")
    FUNDING = "funding", _("Funding")
    TAX = "tax", _("Tax incentive")
    TALENT = "talent", _("Talent")
    INFRASTRUCTURE = "infrastructure", _("Infrastructure")
    RESEARCH_PROGRAMME = "research_programme", _("Research programme")
    INCUBATION = "incubation", _("Incubation")
    SANDBOX = "sandbox", _("Sandbox")
    GUIDELINE = "guideline", _("Guideline or law")
    DEPLOYMENT = "deployment", _("System")


class AmountBasis(models.TextChoices):
    TOTAL = "total", _("In total")
    PER_PROJECT_MAX = "per_project_max", _("Maximum per project")
    PER_PERSON = "per_person", _("Per person")
    ANNUAL = "annual", _("Per year")


class InitiativeRole(models.TextChoices):
    LEAD = "lead", _("Lead")
    FUNDER = "funder", _("Funder")
    OPERATOR = "operator", _("Operator")
    PARTNER = "partner", _("Partner")
    USER = "user", _("User")


class Initiative(Record):
    """A strategy, fund, scheme, facility, rule, programme or deployed system."""

    kind = models.CharField(_("type"), max_length=30, choices=InitiativeKind)
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    aliases = WordsField(_("other names"))
    bodies = models.ManyToManyField(
        Organisation, through="InitiativeBody", related_name="initiatives", verbose_name=_("participants")
    )
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    builds_on = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="built_upon_by", verbose_name=_("builds on")
    )
    announced = PartialDateField(_("date announced"))
    starts = PartialDateField(_("start date"))
    ends = PartialDateField(_("end date"))
    applications_close = PartialDateField(
        _("application deadline"), help_text=_("Deadline of the latest known call for applications.")
    )
    amount = models.BigIntegerField(
        _("amount"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Enter the full amount, for example 3000000000"),
    )
    amount_basis = models.CharField(_("amount type"), max_length=20, choices=AmountBasis, blank=True)
    currency = models.CharField(
        _("currency"),
        max_length=3,
        blank=True,
        validators=[RegexValidator(CURRENCY_PATTERN.regex, _("ISO 4217 code, for example HKD."))],
    )
    apply_url = models.CharField(_("application page"), max_length=1000, blank=True, validators=[WEB_URL_VALIDATOR])
    audience = models.ManyToManyField(Audience, verbose_name=_("who it is for"), related_name="initiatives", blank=True)
    support = models.ManyToManyField(Support, verbose_name=_("support offered"), related_name="initiatives", blank=True)
    eligibility_en = models.CharField(_("eligibility in English"), max_length=500, blank=True)
    eligibility_zh_hant = models.CharField(_("eligibility in Traditional Chinese"), max_length=500, blank=True)
    eligibility_zh_hans = models.CharField(_("eligibility in Simplified Chinese"), max_length=500, blank=True)
    eligibility = TranslatedProse()

    objects = InitiativeQuerySet.as_manager()
    kinds = InitiativeKind

    record_fields = INITIATIVE_FIELDS
    bearable_fields = INITIATIVE_FIELDS.page_order

    class Meta(Record.Meta):
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        permissions = [("publish_initiative", "Can publish initiative")]
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["starts"], name="initiative_starts"),
        ]
        constraints = [
            *Record.Meta.constraints,
            build_choices_constraint("kind", InitiativeKind),
            build_choices_constraint("amount_basis", ["", *AmountBasis.values]),
            *build_date_constraints("announced", "starts", "ends", "applications_close"),
            build_date_order_constraint("starts", "ends", _("The end date must not be before the start date.")),
            build_not_self_constraint("part_of"),
            models.CheckConstraint(
                name="ecosystem_initiative_amount_whole",
                condition=(
                    Q(amount__isnull=True, amount_basis="", currency="")
                    | (Q(amount__gt=0) & ~Q(amount_basis="") & build_pattern_condition("currency", CURRENCY_PATTERN))
                ),
                violation_error_message=_("Enter the amount, amount type and currency together."),
            ),
        ]

    def clean(self):
        super().clean()
        self._check_chain("part_of")
        if self.pk and self.builds_on.filter(pk=self.pk).exists():
            raise ValidationError({"builds_on": _("An initiative cannot build on itself.")})

    @property
    def money(self):
        return Money(self.amount, self.currency) if self.amount else None

    @property
    def leads(self):
        """Its leading organisations, else its operators."""
        for role in (InitiativeRole.LEAD, InitiativeRole.OPERATOR):
            if leads := [join.organisation for join in self.public_involvements if join.role == role]:
                return leads
        return []

    @property
    def check_after_days(self):
        return settings.CHECK_AFTER_DAYS["open" if self.state == State.OPEN else "initiative"]

    @property
    def state_label(self):
        """Needs `with_state()`."""
        return State(self.state).label

    @property
    def has_known_state(self):
        """Needs `with_state()`."""
        return self.state not in {State.UNCONFIRMED, State.UNDATED}

    @property
    def state_sentence(self):
        """The date, source or check that decides the state, as a sentence; needs `with_state()`."""
        sentence = STATE_SENTENCES.get(self.state, {}).get(self._state_reason, _("No source gives a start date."))
        return sentence % {name: date.format_localized() for name, date in self._state_dates.items() if date}

    @property
    def state_citation(self):
        """The newest citation, where it is the reason why the initiative counts as active; else None."""
        return self._recent_citation if self._state_reason in {"later_source", "first_source"} else None

    @property
    def _state_reason(self):
        """The name of the best known value that decides the state; empty if there is none."""
        dates = self._state_dates
        return next((name for name in STATE_SENTENCES.get(self.state, {}) if dates[name]), "")

    @property
    def _state_dates(self):
        citation = self._recent_citation
        published = citation and citation.source.published
        is_later = published and published.first_day > self.starts.first_day
        return {
            "end": self.ends,
            "deadline": self.applications_close if self.call_status == CallStatus.OPEN else None,
            "start": self.starts,
            "announced": self.announced,
            "later_source": published if is_later else None,
            "checked": PartialDate(self.verified_on.isoformat()) if self._is_recently_checked else None,
            "first_source": published,
        }

    @property
    def _recent_citation(self):
        """The newest citation that confirms that it is in operation, by the limits of `build_initiative_state`."""
        if self.state != State.OPEN:
            return None
        telling = (citation for citation in self.numbered_citations if not citation.outcome_only)
        dated = (citation for citation in telling if citation.source.published)
        recent = (citation for citation in dated if citation.source.published.last_day >= self._confirmed_from)
        return max(recent, key=lambda citation: citation.source.published.first_day, default=None)

    @property
    def _is_recently_checked(self):
        return bool(self.verified_on and self.state == State.OPEN and self.verified_on >= self._confirmed_from)

    @property
    def _confirmed_from(self):
        """The first day from which a source or a check confirms that it is in operation."""
        return max(subtract_years(localdate(), NEWS_YEARS), self.starts.first_day)

    @property
    def call_status(self):
        gives_support = self.applications_close is None and bool(self.support.all())
        return find_call_status(self.state, self.applications_close, gives_support=gives_support)

    @property
    def call_label(self):
        date = {"date": self.applications_close.format_localized() if self.applications_close else ""}
        match self.call_status:
            case CallStatus.OPEN:
                return _("Applications close on %(date)s") % date
            case CallStatus.CLOSED:
                return _("Last call closed on %(date)s") % date
            case CallStatus.UNKNOWN:
                return CallStatus.UNKNOWN.label
        return ""

    @property
    def is_last_call_over(self):
        """Whether the deadline of the last known call has passed; does not need `with_state()`."""
        return bool(self.applications_close and self.applications_close.last_day < localdate())


class InitiativeBody(KeyedModel):
    """An organisation's involvement in an initiative, with its role."""

    initiative = models.ForeignKey(
        Initiative, models.CASCADE, related_name="involvements", verbose_name=_("initiative")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="involvements", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=10, choices=InitiativeRole)

    natural_key_fields = ("initiative", "organisation", "role")
    objects = InitiativeBodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("initiative participant")
        verbose_name_plural = _("initiative participants")
        ordering = ["initiative", "id"]
        constraints = [
            build_choices_constraint("role", InitiativeRole),
            build_unique_constraint(
                "initiative", "organisation", "role", message=_("This organisation already has this role.")
            ),
        ]

    def __str__(self):
        return f"{self.organisation} · {self.get_role_display()}"
