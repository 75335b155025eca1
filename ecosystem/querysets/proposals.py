"""How proposals are read: what waits, what came of the rest, how long that took."""

from datetime import timedelta

from django.db import models
from django.db.models import Case, Count, DurationField, ExpressionWrapper, F, Min, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.querysets.citations import TARGETS


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
