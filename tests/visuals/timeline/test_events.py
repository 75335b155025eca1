"""Latest events: dates of published records up to today, newest first."""

import pytest
import time_machine

from ecosystem.models import edition_cache
from ecosystem.visuals.timeline import events
from tests.support import factories

pytestmark = pytest.mark.django_db
NOON = "2026-11-24T12:00:00+08:00"


def latest(number=10):
    with time_machine.travel(NOON, tick=False):
        return [(event.date.text, str(event.label)) for event in events.list_latest_events(number)]


@pytest.fixture
def lead():
    return factories.organisation()


class TestLatestEvents:
    def test_organisation_has_founded_and_closed(self):
        factories.organisation(founded="2010", closed="2020-05")
        assert latest() == [("2020-05", "closed"), ("2010", "founded")]

    def test_initiative_has_announced_started_and_ended(self, lead):
        factories.initiative(lead=lead, announced="2024-01", starts="2024-06-01", ends="2025")
        assert latest() == [("2025", "ended"), ("2024-06-01", "started"), ("2024-01", "announced")]

    def test_collaboration_has_announced_started_and_ended(self, lead):
        factories.collaboration(parties=[lead], announced="2024-01", starts="2024-06", ends="2025-02")
        assert latest() == [("2025-02", "ended"), ("2024-06", "started"), ("2024-01", "announced")]

    @pytest.mark.parametrize("starts", ["2026-11-25", "2026-12", "2027"])
    def test_future_start_is_left_out(self, lead, starts):
        factories.initiative(lead=lead, starts=starts)
        assert latest() == []

    @pytest.mark.parametrize("starts", ["2026-11-24", "2026-11", "2026"])
    def test_start_in_a_current_period_is_included(self, lead, starts):
        factories.initiative(lead=lead, starts=starts)
        assert latest() == [(starts, "started")]

    @pytest.mark.parametrize("ends", ["2026-11-24", "2026-11", "2026"])
    def test_end_in_a_current_period_is_left_out(self, lead, ends):
        factories.initiative(lead=lead, ends=ends)
        factories.collaboration(parties=[lead], ends=ends)
        factories.organisation(closed=ends)
        assert latest() == []

    @pytest.mark.parametrize("status", ["draft", "in_review", "archived"])
    def test_unpublished_records_are_left_out(self, status):
        factories.organisation(founded="2020", status=status)
        assert latest() == []

    def test_same_day_announcement_and_start_are_one_event(self, lead):
        factories.initiative(lead=lead, announced="2024-06-01", starts="2024-06-01")
        assert len(latest()) == 1

    def test_newest_event_is_first_across_kinds(self, lead):
        factories.organisation(founded="2024-05")
        factories.initiative(lead=lead, starts="2024-07")
        factories.collaboration(parties=[lead], starts="2024-06")
        assert [date for date, _what in latest()] == ["2024-07", "2024-06", "2024-05"]

    def test_number_of_events_is_limited(self):
        for year in range(2010, 2020):
            factories.organisation(founded=str(year))
        assert [date for date, _what in latest(3)] == ["2019", "2018", "2017"]

    def test_event_has_the_first_theme_of_its_record(self):
        themes = [factories.theme("smart-city", position=5), factories.theme("ai-in-finance", position=3)]
        factories.organisation(founded="2020", themes=themes)
        assert [event.first_theme for event in events.list_latest_events(1)] == ["ai-in-finance"]

    def test_query_count_is_independent_of_the_number_of_events(self, lead, django_assert_num_queries):
        for year in range(2010, 2015):
            factories.organisation(founded=f"{year}-01")
            factories.initiative(lead=lead, starts=f"{year}-02")
            factories.collaboration(parties=[lead], starts=f"{year}-03")
        for number in (3, 15):
            edition_cache.clear_edition_cache()
            with django_assert_num_queries(10):
                events.list_latest_events(number)
