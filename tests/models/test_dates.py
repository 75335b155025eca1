"""Partial dates in the database: lookups, filters and order."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import F

from ecosystem.core.partial_dates import PartialDate
from ecosystem.models import Initiative, Organisation
from ecosystem.web.lists.listing import build_date_sort
from tests.support import factories

pytestmark = pytest.mark.django_db
SPANS = ["2023-12-31", "2024", "2024-02", "2024-02-29", "2024-10", "2024-10-01", "2024-10-31", "2024-12-31", "2025"]


@pytest.fixture
def founded():
    """Return a function that lists the founding dates of a queryset."""
    place = factories.place()
    for span in [*SPANS, None]:
        factories.organisation(founded=span, place=place, is_sourced=False)

    def dates(queryset):
        return [str(body.founded) for body in queryset.order_by("founded") if body.founded]

    return dates


def overlapping(day, kept):
    """Return the spans for which `kept` is true, computed in Python."""
    return [span for span in SPANS if kept(PartialDate(span), day)]


DAYS = ["2023-12-31", "2024-01-01", "2024-02-28", "2024-02-29", "2024-03-01", "2024-10-01", "2024-10-31", "2025-12-31"]


class TestPartialDateLookups:
    @pytest.mark.parametrize("day", DAYS)
    def test_begun_by_compares_the_first_day(self, founded, day):
        rows = Organisation.objects.filter(founded__begun_by=day)
        assert founded(rows) == overlapping(day, lambda span, day: span.first_day.isoformat() <= day)

    @pytest.mark.parametrize("day", DAYS)
    def test_reaches_compares_the_last_day(self, founded, day):
        rows = Organisation.objects.filter(founded__reaches=day)
        assert founded(rows) == overlapping(day, lambda span, day: span.last_day.isoformat() >= day)

    @pytest.mark.parametrize("name", ["begun_by", "reaches"])
    def test_unknown_dates_do_not_match(self, name):
        factories.organisation(founded=None)
        assert not Organisation.objects.filter(**{f"founded__{name}": "2024-01-01"}).exists()

    def test_reaches_accepts_another_date_of_the_row(self):
        lead = factories.organisation()
        factories.initiative(lead=lead, slug="same-month", starts="2024-10-09", announced="2024-10")
        factories.initiative(lead=lead, slug="month-before", starts="2024-10-09", announced="2024-09")
        kept = Initiative.objects.filter(announced__reaches=F("starts"))
        assert [row.slug for row in kept] == ["same-month"]

    def test_invalid_date_is_an_error(self):
        with pytest.raises(ValidationError):
            list(Organisation.objects.filter(founded="soon"))


class TestFoundedAfterFilter:
    @pytest.mark.parametrize("text", ["2023", "2024", "2024-02", "2024-03", "2024-10-31", "2025", "2026"])
    def test_organisations_whose_date_ends_on_or_after_the_day_are_kept(self, founded, text):
        date = PartialDate(text)
        kept = [span for span in SPANS if PartialDate(span).last_day >= date.first_day]
        assert founded(Organisation.objects.founded_after(date)) == kept


class TestFoundedBeforeFilter:
    @pytest.mark.parametrize("text", ["2022", "2023", "2024", "2024-02", "2024-09", "2024-10-01", "2025"])
    def test_organisations_whose_date_begins_on_or_before_the_day_are_kept(self, founded, text):
        date = PartialDate(text)
        kept = [span for span in SPANS if PartialDate(span).first_day <= date.last_day]
        assert founded(Organisation.objects.founded_before(date)) == kept


class TestPartialDateOrder:
    def test_dates_are_ordered_by_first_day_then_precision(self, founded):
        assert founded(Organisation.objects.all()) == SPANS

    @pytest.mark.parametrize("newest_first", [True, False])
    def test_unknown_dates_are_last_in_both_directions(self, founded, newest_first):
        rows = build_date_sort("founded", newest_first=newest_first)(Organisation.objects.all())
        dates = [row.founded and row.founded.text for row in rows]
        assert dates == [*(reversed(SPANS) if newest_first else SPANS), None]

    def test_initiatives_are_ordered_by_first_known_date(self):
        lead = factories.organisation()
        for name, values in {
            "started": {"starts": "2024-05", "announced": "2020"},
            "announced": {"announced": "2024-06"},
            "undated": {},
            "older": {"starts": "2023"},
        }.items():
            factories.initiative(slug=name, lead=lead, **values)
        assert [row.slug for row in Initiative.objects.by_date()] == ["announced", "older", "started", "undated"]


class TestPartialDateField:
    def test_value_is_read_as_a_partial_date(self):
        body = factories.organisation(founded=" 2024-10 ")
        assert Organisation.objects.get(pk=body.pk).founded == PartialDate("2024-10")

    @pytest.mark.parametrize("empty", ["", None])
    def test_empty_value_is_stored_as_null(self, empty):
        body = factories.organisation(founded=empty)
        assert Organisation.objects.filter(pk=body.pk, founded__isnull=True).exists()

    @pytest.mark.parametrize("text", ["2024-02-30", "soon"])
    def test_invalid_text_is_a_validation_error(self, text):
        body = factories.organisation()
        body.founded = text
        with pytest.raises(ValidationError) as caught:
            body.full_clean()
        assert list(caught.value.message_dict) == ["founded"]
