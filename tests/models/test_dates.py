"""Partial dates in the database: their order, and how spans meet."""

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
    """Return what finds the founding dates of the bodies that a queryset keeps."""
    place = factories.place()
    for span in [*SPANS, None]:
        factories.organisation(founded=span, place=place, is_sourced=False)

    def dates(queryset):
        return [str(body.founded) for body in queryset.order_by("founded") if body.founded]

    return dates


def overlapping(day, kept):
    """Return the spans for which `kept` holds, by their days in Python."""
    return [span for span in SPANS if kept(PartialDate(span), day)]


DAYS = ["2023-12-31", "2024-01-01", "2024-02-28", "2024-02-29", "2024-03-01", "2024-10-01", "2024-10-31", "2025-12-31"]


class TestLookups:
    @pytest.mark.parametrize("day", DAYS)
    def test_begun_by_a_day_when_the_first_day_has_come(self, founded, day):
        rows = Organisation.objects.filter(founded__begun_by=day)
        assert founded(rows) == overlapping(day, lambda span, day: span.first_day.isoformat() <= day)

    @pytest.mark.parametrize("day", DAYS)
    def test_reaches_a_day_that_its_last_day_does_not_precede(self, founded, day):
        rows = Organisation.objects.filter(founded__reaches=day)
        assert founded(rows) == overlapping(day, lambda span, day: span.last_day.isoformat() >= day)

    @pytest.mark.parametrize("name", ["begun_by", "reaches"])
    def test_leaves_unknown_dates_out(self, name):
        factories.organisation(founded=None)
        assert not Organisation.objects.filter(**{f"founded__{name}": "2024-01-01"}).exists()

    def test_reaches_another_date_of_the_same_row(self):
        lead = factories.organisation()
        factories.initiative(lead=lead, slug="same-month", starts="2024-10-09", announced="2024-10")
        factories.initiative(lead=lead, slug="month-before", starts="2024-10-09", announced="2024-09")
        kept = Initiative.objects.filter(announced__reaches=F("starts"))
        assert [row.slug for row in kept] == ["same-month"]

    def test_refuses_to_compare_with_what_is_no_date(self):
        with pytest.raises(ValidationError):
            list(Organisation.objects.filter(founded="soon"))


class TestFoundedAfter:
    @pytest.mark.parametrize("text", ["2023", "2024", "2024-02", "2024-03", "2024-10-31", "2025", "2026"])
    def test_keeps_spans_that_end_on_or_after_the_first_day(self, founded, text):
        date = PartialDate(text)
        kept = [span for span in SPANS if PartialDate(span).last_day >= date.first_day]
        assert founded(Organisation.objects.founded_after(date)) == kept


class TestFoundedBefore:
    @pytest.mark.parametrize("text", ["2022", "2023", "2024", "2024-02", "2024-09", "2024-10-01", "2025"])
    def test_keeps_spans_that_begin_on_or_before_the_last_day(self, founded, text):
        date = PartialDate(text)
        kept = [span for span in SPANS if PartialDate(span).first_day <= date.last_day]
        assert founded(Organisation.objects.founded_before(date)) == kept


class TestOrder:
    def test_goes_by_first_day_the_less_exact_first(self, founded):
        assert founded(Organisation.objects.all()) == SPANS

    @pytest.mark.parametrize("newest_first", [True, False])
    def test_puts_unknown_dates_last_either_way(self, founded, newest_first):
        rows = build_date_sort("founded", newest_first=newest_first)(Organisation.objects.all())
        dates = [row.founded and row.founded.text for row in rows]
        assert dates == [*(reversed(SPANS) if newest_first else SPANS), None]

    def test_of_initiatives_is_by_when_they_are_first_known(self):
        lead = factories.organisation()
        for name, values in {
            "started": {"starts": "2024-05", "announced": "2020"},
            "announced": {"announced": "2024-06"},
            "undated": {},
            "older": {"starts": "2023"},
        }.items():
            factories.initiative(slug=name, lead=lead, **values)
        assert [row.slug for row in Initiative.objects.by_date()] == ["announced", "older", "started", "undated"]


class TestField:
    def test_comes_back_as_a_partial_date(self):
        body = factories.organisation(founded=" 2024-10 ")
        assert Organisation.objects.get(pk=body.pk).founded == PartialDate("2024-10")

    @pytest.mark.parametrize("empty", ["", None])
    def test_holds_nothing_where_nothing_is_known(self, empty):
        body = factories.organisation(founded=empty)
        assert Organisation.objects.filter(pk=body.pk, founded__isnull=True).exists()

    @pytest.mark.parametrize("text", ["2024-02-30", "soon"])
    def test_says_what_is_wrong_with_a_text(self, text):
        body = factories.organisation()
        body.founded = text
        with pytest.raises(ValidationError) as caught:
            body.full_clean()
        assert list(caught.value.message_dict) == ["founded"]
