"""Proposals: readers' suggestions, and the decisions on them."""

from datetime import timedelta

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Case, Count, DurationField, ExpressionWrapper, F, Min, Q, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.models.base import WEB_URL_VALIDATOR
from ecosystem.models.collaborations import Collaboration
from ecosystem.models.constraints import build_choices_constraint
from ecosystem.models.indicators import Indicator
from ecosystem.models.initiatives import Initiative
from ecosystem.models.organisations import Organisation
from ecosystem.models.record_targets import (
    RECORD_AND_INDICATOR_KINDS,
    RecordTargetMixin,
    RecordTargetQuerySetMixin,
    build_exactly_one_condition,
    build_optional_foreign_key,
)


class Fate(models.TextChoices):
    """The decision on a proposal."""

    PENDING = "pending", _("Pending")
    UNDECIDED = "undecided", _("Undecided")
    ACCEPTED = "accepted", _("Accepted")
    PARTLY = "partly", _("Partly accepted")
    DECLINED = "declined", _("Declined")


OPEN_FATES = (Fate.PENDING, Fate.UNDECIDED)
DECIDED_FATES = (Fate.ACCEPTED, Fate.PARTLY, Fate.DECLINED)


# Open proposals first, oldest first; then decided ones, newest decision first.
OPEN_FIRST_ORDER = (
    Case(When(fate__in=OPEN_FATES, then=F("received_at"))).asc(nulls_last=True),
    F("decided_at").desc(nulls_last=True),
    "pk",
)


class ProposalQuerySet(RecordTargetQuerySetMixin, models.QuerySet):
    def open(self):
        """Filter to undecided proposals: new ones, and those that a senior editor left open."""
        return self.filter(fate__in=OPEN_FATES)

    def decided(self):
        return self.filter(fate__in=DECIDED_FATES)

    def move_to_record(self, record):
        """Move these to another record of the same kind; editors who have one open must reload it."""
        return self.update(**{record._meta.model_name: record}, changed_at=timezone.now())

    def newest_first(self):
        return self.order_by("-received_at", "-pk")

    def count_open(self):
        """Return the number `pending` and `undecided`, and when the `oldest` was received; one query."""
        return self.aggregate(
            pending=Count("pk", filter=Q(fate=Fate.PENDING)),
            undecided=Count("pk", filter=Q(fate=Fate.UNDECIDED)),
            oldest=Min("received_at", filter=Q(fate__in=OPEN_FATES)),
        )

    def count_by_fate(self):
        """Return the number of proposals by fate, and of `every` proposal; one query."""
        fates = {fate.value: Count("pk", filter=Q(fate=fate)) for fate in Fate}
        return self.aggregate(every=Count("pk"), **fates)

    def get_median_decision_time(self):
        decided = self.decided()
        if not (number := decided.count()):
            return None
        taken = ExpressionWrapper(F("decided_at") - F("received_at"), output_field=DurationField())
        times = decided.annotate(time_taken=taken).order_by("time_taken").values_list("time_taken", flat=True)
        middle = list(times[(number - 1) // 2 : number // 2 + 1])
        return sum(middle, timedelta()) / len(middle)


PROPOSAL_TEXT_MAX_LENGTH = 2000
SUGGESTIBLE_MODELS = {model._meta.model_name: model for model in (Organisation, Initiative, Collaboration)}


class Aim(models.TextChoices):
    CORRECTION = "correction", _("Correction")
    ADDITION = "addition", _("New record")
    REMOVAL = "removal", _("Removal")


class Letter(models.TextChoices):
    """The e-mails to a reader who left an address."""

    RECEIVED = "received", _("Confirmation of receipt")
    DECIDED = "decided", _("Notice of decision")


def build_proposal_text_field(label):
    return models.TextField(label, blank=True, validators=[MaxLengthValidator(PROPOSAL_TEXT_MAX_LENGTH)])


class Proposal(RecordTargetMixin, models.Model):
    """A reader's suggestion; its primary key is its reference number."""

    # SET_NULL: a draft created from a proposal may be deleted; a record that was ever public never is.
    organisation = build_optional_foreign_key(Organisation, "proposals", models.SET_NULL)
    initiative = build_optional_foreign_key(Initiative, "proposals", models.SET_NULL)
    collaboration = build_optional_foreign_key(Collaboration, "proposals", models.SET_NULL)
    indicator = build_optional_foreign_key(Indicator, "proposals")
    aim = models.CharField(_("type of request"), max_length=10, choices=Aim, default=Aim.CORRECTION)
    suggests = models.CharField(
        _("type of new record"),
        max_length=15,
        blank=True,
        choices=[(name, model._meta.verbose_name) for name, model in SUGGESTIBLE_MODELS.items()],
    )
    field = models.CharField(_("field"), max_length=30, blank=True)
    # By column, as text: the proposed value, and the value when the proposal was received.
    changes = models.JSONField(_("suggested values"), default=dict, blank=True)
    found = models.JSONField(_("values when received"), default=dict, blank=True)
    wrong = build_proposal_text_field(_("what is wrong"))
    right = build_proposal_text_field(_("correct information"))
    url = models.CharField(_("evidence page"), max_length=1000, blank=True, validators=[WEB_URL_VALIDATOR])
    email = models.EmailField(_("email"), blank=True)
    is_about_oneself = models.BooleanField(_("reader represents the organisation"), default=False)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    received_at = models.DateTimeField(_("received on"), default=timezone.now)
    # The hash of the network address, the day and a secret; deleted when the rate limits no longer need it.
    sender = models.CharField(max_length=64, blank=True, editable=False)
    # Identifies the opened form, so that it is not saved twice.
    form_key = models.CharField(max_length=32, unique=True, editable=False)

    fate = models.CharField(_("outcome"), max_length=10, choices=Fate, default=Fate.PENDING)
    # By column: the value before and the accepted value.
    taken = models.JSONField(_("values accepted"), default=dict, blank=True)
    reason = build_proposal_text_field(_("reason (public)"))
    note = build_proposal_text_field(_("note (editors only)"))
    shows_words = models.BooleanField(_("reader’s text can be shown"), default=False)
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    unsent = models.CharField(_("email not sent"), max_length=10, blank=True, choices=Letter)

    target_kinds = RECORD_AND_INDICATOR_KINDS
    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering = ["-received_at", "-id"]
        default_permissions = ("view",)
        permissions = [("decide_proposal", "Can decide on proposals")]
        indexes = [
            models.Index(fields=["fate", "received_at"], name="proposal_waiting"),
            models.Index(fields=["sender"], name="proposal_sender"),
        ]
        constraints = [
            models.CheckConstraint(
                name="ecosystem_proposal_of_one_record",
                condition=build_exactly_one_condition(RECORD_AND_INDICATOR_KINDS)
                | (Q(aim=Aim.ADDITION) & Q(**{f"{name}__isnull": True for name in RECORD_AND_INDICATOR_KINDS})),
                violation_error_message=_("A suggestion must be about one record, one indicator or one new record."),
            ),
            models.CheckConstraint(
                name="ecosystem_proposal_says_what_is_new",
                condition=Q(aim=Aim.ADDITION) & ~Q(suggests="") | ~Q(aim=Aim.ADDITION) & Q(suggests=""),
                violation_error_message=_("A suggestion for a new record must have a type; others must not."),
            ),
            models.CheckConstraint(
                name="ecosystem_proposal_decided_has_date",
                condition=Q(fate__in=OPEN_FATES, decided_at__isnull=True)
                | Q(fate__in=DECIDED_FATES, decided_at__isnull=False),
                violation_error_message=_(
                    "A suggestion must have a decision date if, and only if, it has been decided."
                ),
            ),
            build_choices_constraint("fate", Fate),
            build_choices_constraint("aim", Aim),
            build_choices_constraint("suggests", ["", *SUGGESTIBLE_MODELS]),
            build_choices_constraint("unsent", ["", *Letter.values]),
        ]

    def __str__(self):
        return _("Suggestion %(number)d") % {"number": self.pk}

    def get_absolute_url(self):
        return reverse("proposal-detail", args=[self.pk])

    @property
    def public_record(self):
        record = self.record
        return record if record and getattr(record, "is_public", True) else None

    @property
    def record_model(self):
        kind = self.suggests or self.record_kind
        return type(self)._meta.get_field(kind).related_model

    @property
    def is_open(self):
        return self.fate in OPEN_FATES

    @property
    def is_addition(self):
        return self.aim == Aim.ADDITION

    @property
    def received_on(self):
        return timezone.localdate(self.received_at)

    @property
    def decided_on(self):
        return timezone.localdate(self.decided_at) if self.decided_at else None

    @property
    def days_taken(self):
        return (self.decided_at - self.received_at).days if self.decided_at else None

    @property
    def age_in_days(self):
        return ((self.decided_at or timezone.now()) - self.received_at).days
