"""What happened: the dates of public records up to today, newest first."""

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


class TestLatest:
    def test_tells_of_bodies(self):
        factories.organisation(founded="2010", closed="2020-05")
        assert latest() == [("2020-05", "closed"), ("2010", "founded")]

    def test_tells_of_initiatives(self, lead):
        factories.initiative(lead=lead, announced="2024-01", starts="2024-06-01", ends="2025")
        assert latest() == [("2025", "ended"), ("2024-06-01", "started"), ("2024-01", "announced")]

    def test_tells_of_collaborations(self, lead):
        factories.collaboration(parties=[lead], announced="2024-01", starts="2024-06", ends="2025-02")
        assert latest() == [("2025-02", "ended"), ("2024-06", "started"), ("2024-01", "announced")]

    @pytest.mark.parametrize("starts", ["2026-11-25", "2026-12", "2027"])
    def test_tells_of_nothing_to_come(self, lead, starts):
        factories.initiative(lead=lead, starts=starts)
        assert latest() == []

    @pytest.mark.parametrize("starts", ["2026-11-24", "2026-11", "2026"])
    def test_tells_of_what_may_have_begun(self, lead, starts):
        factories.initiative(lead=lead, starts=starts)
        assert latest() == [(starts, "started")]

    @pytest.mark.parametrize("ends", ["2026-11-24", "2026-11", "2026"])
    def test_tells_of_no_end_before_its_last_day_is_over(self, lead, ends):
        factories.initiative(lead=lead, ends=ends)
        factories.collaboration(parties=[lead], ends=ends)
        factories.organisation(closed=ends)
        assert latest() == []

    @pytest.mark.parametrize("status", ["draft", "in_review", "archived"])
    def test_tells_of_public_records_only(self, status):
        factories.organisation(founded="2020", status=status)
        assert latest() == []

    def test_tells_once_of_what_was_announced_on_the_day_it_began(self, lead):
        factories.initiative(lead=lead, announced="2024-06-01", starts="2024-06-01")
        assert len(latest()) == 1

    def test_tells_the_newest_first_across_kinds(self, lead):
        factories.organisation(founded="2024-05")
        factories.initiative(lead=lead, starts="2024-07")
        factories.collaboration(parties=[lead], starts="2024-06")
        assert [date for date, _what in latest()] == ["2024-07", "2024-06", "2024-05"]

    def test_tells_no_more_than_was_asked_for(self):
        for year in range(2010, 2020):
            factories.organisation(founded=str(year))
        assert [date for date, _what in latest(3)] == ["2019", "2018", "2017"]

    def test_knows_the_first_theme_of_the_record(self):
        themes = [factories.theme("smart-city", position=5), factories.theme("ai-in-finance", position=3)]
        factories.organisation(founded="2020", themes=themes)
        assert [event.first_theme for event in events.list_latest_events(1)] == ["ai-in-finance"]

    def test_takes_the_same_queries_for_many_as_for_few(self, lead, django_assert_num_queries):
        for year in range(2010, 2015):
            factories.organisation(founded=f"{year}-01")
            factories.initiative(lead=lead, starts=f"{year}-02")
            factories.collaboration(parties=[lead], starts=f"{year}-03")
        for number in (3, 15):
            edition_cache.clear_edition_cache()
            with django_assert_num_queries(10):
                events.list_latest_events(number)
