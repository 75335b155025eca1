"""The date on which a record is first known: the earlier of its announcement and its start."""

from django.db.models import F
from django.db.models.functions import Coalesce, Least

from ecosystem.models.fields import PartialDateField

# Each falls back on the other, because Least is null on SQLite if one of its values is.
FIRST_KNOWN_DATE = Least(
    Coalesce("announced", "starts"), Coalesce("starts", "announced"), output_field=PartialDateField()
)


class FirstKnownDateMixin:
    """For querysets of models with `announced` and `starts`."""

    def by_date(self, *, newest_first=True):
        """Records without a date come last."""
        rows = self.alias(_first_known=FIRST_KNOWN_DATE)
        date = F("_first_known")
        order = date.desc(nulls_last=True) if newest_first else date.asc(nulls_last=True)
        return rows.order_by(order, "order_en", "slug")

    def begun_after(self, date):
        """Filter to records first known within or after a partial date."""
        return self.alias(_first_known=FIRST_KNOWN_DATE).filter(_first_known__reaches=date.first_day.isoformat())

    def begun_before(self, date):
        return self.alias(_first_known=FIRST_KNOWN_DATE).filter(_first_known__begun_by=date.last_day.isoformat())
