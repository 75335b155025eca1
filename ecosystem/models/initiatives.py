"""Initiatives: what a body sets up, and the bodies that take part in it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _, ngettext

from ecosystem.models.constraints import in_turn, is_date, not_itself, unique_together, within
from ecosystem.models.fields import PartialDateField, WordsField
from ecosystem.models.named import KeyedModel
from ecosystem.models.organisations import Organisation
from ecosystem.models.records import WEB, Record
from ecosystem.models.text_patterns import CURRENCY, has_form
from ecosystem.models.vocabulary import Audience, Support
from ecosystem.money import Money
from ecosystem.querysets.initiatives import InitiativeBodyQuerySet, InitiativeQuerySet, State
from ecosystem.translation import Translated

STATE_SENTENCES = {
    State.OPEN: _("Began %(date)s, and a source of the last two years, or a date ahead, says that it runs."),
    State.ANNOUNCED: _("Announced; it is not known to have begun."),
    State.IN_FORCE: _("In force since %(date)s, as far as is known."),
    State.IN_SERVICE: _("In service since %(date)s, as far as is known."),
    State.UNCONFIRMED: _("Its newest known date is %(date)s; whether it still runs is not known."),
    State.CLOSED: _("Closed: it ended %(date)s."),
    State.UNDATED: _("None of its dates is known."),
}


class InitiativeKind(models.TextChoices):
    STRATEGY = "strategy", _("Strategy")
    FUNDING = "funding", _("Funding")
    TAX = "tax", _("Tax")
    TALENT = "talent", _("Talent")
    INFRASTRUCTURE = "infrastructure", _("Infrastructure")
    RESEARCH_PROGRAMME = "research_programme", _("Research programme")
    INCUBATION = "incubation", _("Incubation")
    SANDBOX = "sandbox", _("Sandbox")
    GUIDELINE = "guideline", _("Guideline or law")
    DEPLOYMENT = "deployment", _("System in service")


class AmountBasis(models.TextChoices):
    TOTAL = "total", _("In total")
    PER_PROJECT_MAX = "per_project_max", _("At most per project")
    PER_PERSON = "per_person", _("Per person")
    ANNUAL = "annual", _("Per year")


class InitiativeRole(models.TextChoices):
    LEAD = "lead", _("Lead")
    FUNDER = "funder", _("Funder")
    OPERATOR = "operator", _("Operator")
    PARTNER = "partner", _("Partner")
    USER = "user", _("User")


class Initiative(Record):
    """A strategy, fund, scheme, facility, rule, programme, or a system put into service."""

    kind = models.CharField(_("kind"), max_length=30, choices=InitiativeKind)
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    aliases = WordsField(_("other names"))
    bodies = models.ManyToManyField(
        Organisation, through="InitiativeBody", related_name="initiatives", verbose_name=_("bodies")
    )
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    builds_on = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="built_upon_by", verbose_name=_("builds on")
    )
    announced = PartialDateField(_("announced"))
    starts = PartialDateField(_("starts"))
    ends = PartialDateField(_("ends"))
    applications_close = PartialDateField(
        _("applications close"), help_text=_("The last day of the call that is now known.")
    )
    amount = models.BigIntegerField(
        _("amount"), null=True, blank=True, validators=[MinValueValidator(1)], help_text=_("In whole units: 3000000000")
    )
    amount_basis = models.CharField(_("amount counted"), max_length=20, choices=AmountBasis, blank=True)
    currency = models.CharField(
        _("currency"),
        max_length=3,
        blank=True,
        validators=[RegexValidator(CURRENCY.regex, _("ISO 4217, such as HKD."))],
    )
    apply_url = models.CharField(_("page to apply"), max_length=1000, blank=True, validators=[WEB])
    audience = models.ManyToManyField(Audience, verbose_name=_("for"), related_name="initiatives", blank=True)
    support = models.ManyToManyField(Support, verbose_name=_("gives support"), related_name="initiatives", blank=True)
    eligibility_en = models.CharField(_("conditions in English"), max_length=500, blank=True)
    eligibility_zh_hant = models.CharField(_("conditions in Traditional Chinese"), max_length=500, blank=True)
    eligibility_zh_hans = models.CharField(_("conditions in Simplified Chinese"), max_length=500, blank=True)
    eligibility = Translated()

    objects = InitiativeQuerySet.as_manager()
    kinds = InitiativeKind

    bearable_fields = (
        "summary", "name", "acronym", "aliases", "kind", "amount", "amount_basis", "currency", "announced", "starts",
        "ends", "applications_close", "bodies", "part_of", "builds_on", "audience", "support", "eligibility", "website",
        "apply_url",
    )  # fmt: skip
    sourced_fields = (
        "name", "aliases", "amount", "announced", "starts", "ends", "applications_close", "bodies", "part_of",
        "builds_on", "eligibility",
    )  # fmt: skip
    seen_as = {"bodies": "public_involvements", "builds_on": "public_foundations"}

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
            within("kind", InitiativeKind),
            within("amount_basis", ["", *AmountBasis.values]),
            *is_date("announced", "starts", "ends", "applications_close"),
            in_turn("starts", "ends", _("An initiative cannot end before it starts.")),
            not_itself("part_of"),
            models.CheckConstraint(
                name="ecosystem_initiative_amount_whole",
                condition=(
                    Q(amount__isnull=True, amount_basis="", currency="")
                    | (Q(amount__gt=0) & ~Q(amount_basis="") & has_form("currency", CURRENCY))
                ),
                violation_error_message=_("An amount, how it is counted and its currency go together."),
            ),
        ]

    def clean(self):
        super().clean()
        self._check_chain("part_of")
        if self.pk and self.builds_on.filter(pk=self.pk).exists():
            raise ValidationError({"builds_on": _("An initiative cannot build on itself.")})

    @property
    def money(self):
        """The amount in its currency, or None."""
        return Money(self.amount, self.currency) if self.amount else None

    @property
    def check_after_days(self):
        """How many days a check holds: whether a scheme is open changes sooner than the rest."""
        return settings.CHECK_AFTER_DAYS["open" if self.state == State.OPEN else "initiative"]

    @property
    def state_label(self):
        """The word for the state, which `with_state()` has computed."""
        return State(self.state).label

    @property
    def state_sentence(self):
        """What the state means for this initiative, in a sentence."""
        date = self.ends if self.state == State.CLOSED else self.starts or self.announced or self.ends
        return STATE_SENTENCES[self.state] % {"date": date.localized() if date else ""}

    @property
    def call_sentence(self):
        """When the known call closes, or that it has."""
        if not self.applications_close:
            return ""
        said = {"date": self.applications_close.localized()}
        if self.last_call_is_over:
            return _("The last known call closed on %(date)s; whether another follows is not known.") % said
        days = (self.applications_close.last_day - localdate()).days
        return ngettext(
            "Applications close in %(days)d day, on %(date)s.",
            "Applications close in %(days)d days, on %(date)s.",
            days,
        ) % (said | {"days": days})

    @property
    def last_call_is_over(self):
        """Whether the last day of the known call has passed, so that the next one is not known."""
        return bool(self.applications_close and self.applications_close.last_day < localdate())


class InitiativeBody(KeyedModel):
    """A body's part in an initiative."""

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
        verbose_name = _("body in an initiative")
        verbose_name_plural = _("bodies in initiatives")
        ordering = ["initiative", "id"]
        constraints = [
            within("role", InitiativeRole),
            unique_together("initiative", "organisation", "role", message=_("This body has this role already.")),
        ]

    def __str__(self):
        return f"{self.organisation} · {self.get_role_display()}"
