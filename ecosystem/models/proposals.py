"""Proposals: what readers say is wrong or missing, and what publishers made of it."""

from datetime import timedelta

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Case, Count, DurationField, ExpressionWrapper, F, Min, Q, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.models.base import WEB
from ecosystem.models.citations import TARGETS, exactly_one
from ecosystem.models.collaborations import Collaboration
from ecosystem.models.constraints import within
from ecosystem.models.indicators import Indicator
from ecosystem.models.initiatives import Initiative
from ecosystem.models.organisations import Organisation


class Fate(models.TextChoices):
    """What became of a proposal."""

    PENDING = "pending", _("Pending")
    UNDECIDED = "undecided", _("Undecided")
    ACCEPTED = "accepted", _("Accepted")
    PARTLY = "partly", _("Partly accepted")
    DECLINED = "declined", _("Declined")


OPEN = (Fate.PENDING, Fate.UNDECIDED)
DECIDED = (Fate.ACCEPTED, Fate.PARTLY, Fate.DECLINED)


# What waits before the rest, and the oldest of it first; then what was decided last.
TO_DO_FIRST = (
    Case(When(fate__in=OPEN, then=F("received_at"))).asc(nulls_last=True),
    F("decided_at").desc(nulls_last=True),
    "pk",
)


class ProposalQuerySet(models.QuerySet):
    def open(self):
        """Those that nobody has decided on: not looked at, or looked at without an end."""
        return self.filter(fate__in=OPEN)

    def decided(self):
        return self.filter(fate__in=DECIDED)

    def of(self, record):
        """Those about a record or series, or of which it came."""
        return self.filter(**{record._meta.model_name: record})

    def hand_over(self, record):
        """Let these be about another record of the same kind; whoever has one open is asked to look anew."""
        return self.update(**{record._meta.model_name: record}, changed_at=timezone.now())

    def with_record(self):
        """Fetch what each is about; text of a record that is not public is for editors alone."""
        return self.select_related(*TARGETS)

    def newest_first(self):
        return self.order_by("-received_at", "-pk")

    def waiting(self):
        """Return how many are pending and undecided, and when the oldest of them came; one query."""
        return self.aggregate(
            pending=Count("pk", filter=Q(fate=Fate.PENDING)),
            undecided=Count("pk", filter=Q(fate=Fate.UNDECIDED)),
            oldest=Min("received_at", filter=Q(fate__in=OPEN)),
        )

    def counted(self):
        """Return how many there are of each fate, and of all; one query."""
        fates = {fate.value: Count("pk", filter=Q(fate=fate)) for fate in Fate}
        return self.aggregate(every=Count("pk"), **fates)

    def median_time(self):
        """Return the time in which half of those that were decided on were decided; None where there is none."""
        decided = self.decided()
        if not (number := decided.count()):
            return None
        taken = ExpressionWrapper(F("decided_at") - F("received_at"), output_field=DurationField())
        times = decided.annotate(time_taken=taken).order_by("time_taken").values_list("time_taken", flat=True)
        middle = list(times[(number - 1) // 2 : number // 2 + 1])
        return sum(middle, timedelta()) / len(middle)


LONGEST_TEXT = 2000
SUGGESTED = {model._meta.model_name: model for model in (Organisation, Initiative, Collaboration)}


class Aim(models.TextChoices):
    """What a reader asks for."""

    CORRECTION = "correction", _("Correction")
    ADDITION = "addition", _("New record")
    REMOVAL = "removal", _("Removal")


class Letter(models.TextChoices):
    """What is written to a reader who left an address."""

    RECEIVED = "received", _("That it was received")
    DECIDED = "decided", _("What was decided")


def about(model, on_delete):
    return models.ForeignKey(
        model, on_delete, null=True, blank=True, related_name="proposals", verbose_name=model._meta.verbose_name
    )


def words(label):
    return models.TextField(label, blank=True, validators=[MaxLengthValidator(LONGEST_TEXT)])


class Proposal(models.Model):
    """A change that somebody suggests; its number is its reference."""

    # A draft that came of a suggestion may be deleted; a record that was ever public never is.
    organisation = about(Organisation, models.SET_NULL)
    initiative = about(Initiative, models.SET_NULL)
    collaboration = about(Collaboration, models.SET_NULL)
    indicator = about(Indicator, models.CASCADE)
    aim = models.CharField(_("asks for"), max_length=10, choices=Aim, default=Aim.CORRECTION)
    suggests = models.CharField(
        _("kind of the new record"),
        max_length=15,
        blank=True,
        choices=[(name, model._meta.verbose_name) for name, model in SUGGESTED.items()],
    )
    field = models.CharField(_("field"), max_length=30, blank=True)
    # By column, as text: what the reader would write, and what stood there when the proposal came.
    changes = models.JSONField(_("proposed values"), default=dict, blank=True)
    found = models.JSONField(_("values when it came"), default=dict, blank=True)
    wrong = words(_("what is wrong"))
    right = words(_("what is right"))
    url = models.CharField(_("page that shows it"), max_length=1000, blank=True, validators=[WEB])
    email = models.EmailField(_("e-mail"), blank=True)
    is_about_oneself = models.BooleanField(_("speaks for the organisation"), default=False)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    # The hash of a network address with the day and a secret, for as long as the limits ask for it.
    sender = models.CharField(max_length=64, blank=True, editable=False)
    # What tells one opened form from another, so that none counts twice.
    form_key = models.CharField(max_length=32, unique=True, editable=False)

    fate = models.CharField(_("fate"), max_length=10, choices=Fate, default=Fate.PENDING)
    # By column: what stood there and what was taken instead.
    taken = models.JSONField(_("what was taken"), default=dict, blank=True)
    reason = words(_("reason, for everybody to read"))
    note = words(_("note, for editors only"))
    shows_words = models.BooleanField(_("the reader’s words may be shown"), default=False)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    unsent = models.CharField(_("letter that could not be sent"), max_length=10, blank=True, choices=Letter)

    # No column: the citations that bear out no more what an acceptance has just changed.
    withdrawn = ()

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
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
                condition=exactly_one(TARGETS)
                | (Q(aim=Aim.ADDITION) & Q(**{f"{name}__isnull": True for name in TARGETS})),
                violation_error_message=_("A proposal is about one record or series, or a new one."),
            ),
            models.CheckConstraint(
                name="ecosystem_proposal_says_what_is_new",
                condition=Q(aim=Aim.ADDITION) & ~Q(suggests="") | ~Q(aim=Aim.ADDITION) & Q(suggests=""),
                violation_error_message=_("A new record has a kind, and nothing else has."),
            ),
            models.CheckConstraint(
                name="ecosystem_proposal_decided_has_date",
                condition=Q(fate__in=OPEN, decided_at__isnull=True) | Q(fate__in=DECIDED, decided_at__isnull=False),
                violation_error_message=_("What is decided has a date, and nothing else has."),
            ),
            within("fate", Fate),
            within("aim", Aim),
            within("suggests", ["", *SUGGESTED]),
            within("unsent", ["", *Letter.values]),
        ]

    def __str__(self):
        return _("Proposal %(number)d") % {"number": self.pk}

    def get_absolute_url(self):
        return reverse("proposal-detail", args=[self.pk])

    @property
    def record(self):
        """The record or series that it is about, or that came of it; its row must have been fetched."""
        return next(filter(None, (getattr(self, name) for name in TARGETS)), None)

    @property
    def public_record(self):
        """What it is about, as far as everybody may see it."""
        record = self.record
        return record if record and getattr(record, "is_public", True) else None

    @property
    def model(self):
        """The model of what it is about or suggests."""
        kind = self.suggests or next(name for name in TARGETS if getattr(self, f"{name}_id"))
        return type(self)._meta.get_field(kind).related_model

    @property
    def is_open(self):
        return self.fate in OPEN

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
        """Whole days from its coming to its decision; None as long as there is none."""
        return (self.decided_at - self.received_at).days if self.decided_at else None

    @property
    def age_in_days(self):
        """Whole days for which it has waited, or did."""
        return ((self.decided_at or timezone.now()) - self.received_at).days
