"""Where an initiative stands: each rule of its state, on a day that stands still."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from ecosystem.models import Initiative
from ecosystem.models.initiative_states import subtract_years
from tests.support import factories

pytestmark = pytest.mark.django_db
HONG_KONG = ZoneInfo("Asia/Hong_Kong")


def at(text):
    return time_machine.travel(datetime.fromisoformat(text).replace(tzinfo=HONG_KONG), tick=False)


def state(*, today="2026-11-24 12:00", published=None, is_sourced=False, **values):
    """Return the state of an initiative with one source of that date, or with none."""
    initiative = factories.initiative(is_sourced=is_sourced, lead=False, **values)
    if published:
        factories.cite(initiative, published=published)
    with at(today):
        return Initiative.objects.with_state().get(pk=initiative.pk).state


class TestClosed:
    @pytest.mark.parametrize("ends", ["2025", "2026-10", "2026-11-23"])
    def test_is_what_ended_before_today(self, ends):
        assert state(starts="2020", ends=ends) == "closed"

    @pytest.mark.parametrize("kind", ["strategy", "guideline", "deployment", "funding"])
    def test_is_so_for_every_kind(self, kind):
        assert state(kind=kind, starts="2020", ends="2025", published="2026") == "closed"

    @pytest.mark.parametrize("ends", ["2026", "2026-11", "2026-11-24"])
    def test_is_not_what_ends_today_or_later(self, ends):
        assert state(starts="2020", ends=ends) == "open"

    @pytest.mark.parametrize(
        ("today", "expected"),
        [("2026-11-30 23:59", "open"), ("2026-12-01 00:00", "closed")],
    )
    def test_begins_on_the_day_after_the_last_of_the_month(self, today, expected):
        assert state(starts="2020", ends="2026-11", today=today) == expected

    @pytest.mark.parametrize(("today", "expected"), [("2028-02-29 12:00", "open"), ("2028-03-01 00:00", "closed")])
    def test_knows_leap_years(self, today, expected):
        assert state(starts="2020", ends="2028-02", today=today) == expected


class TestInForce:
    @pytest.mark.parametrize("kind", ["strategy", "guideline"])
    @pytest.mark.parametrize(
        "values", [{"starts": "2018"}, {"announced": "2018"}, {"announced": "2018", "starts": "2019"}]
    )
    def test_is_a_rule_whose_date_has_come(self, kind, values):
        assert state(kind=kind, **values) == "in_force"

    @pytest.mark.parametrize("kind", ["strategy", "guideline"])
    def test_is_no_rule_that_starts_later(self, kind):
        assert state(kind=kind, announced="2026-01", starts="2027") == "announced"

    def test_is_nothing_but_rules(self):
        assert state(kind="funding", starts="2018") == "unconfirmed"


class TestInService:
    def test_is_a_deployment_that_has_begun(self):
        assert state(kind="deployment", starts="2015") == "in_service"

    def test_is_no_deployment_that_was_only_announced(self):
        assert state(kind="deployment", announced="2026-05") == "announced"

    def test_is_no_deployment_that_begins_later(self):
        assert state(kind="deployment", starts="2026-11-25") == "announced"


class TestOpen:
    @pytest.mark.parametrize("name", ["ends", "applications_close"])
    @pytest.mark.parametrize("text", ["2026-11-24", "2026-11", "2026", "2027-03-31"])
    def test_is_what_has_an_end_ahead(self, name, text):
        assert state(starts="2018", **{name: text}) == "open"

    @pytest.mark.parametrize("published", ["2024-11-24", "2024-11", "2024", "2026-11-01"])
    def test_is_what_a_source_of_the_last_two_years_speaks_of(self, published):
        assert state(starts="2018", published=published) == "open"

    @pytest.mark.parametrize("verified_on", [date(2024, 11, 24), date(2026, 11, 24)])
    def test_is_what_was_checked_in_the_last_two_years(self, verified_on):
        assert state(starts="2018", verified_on=verified_on) == "open"

    @pytest.mark.parametrize("starts", ["2026", "2026-11", "2026-11-24"])
    def test_may_begin_today(self, starts):
        assert state(starts=starts, published="2026-11-24") == "open"

    def test_is_found_by_the_newest_of_several_sources(self):
        initiative = factories.initiative(starts="2018", lead=False, is_sourced=False)
        for published in ("2017", "2026-05", None):
            factories.cite(initiative, published=published)
        with at("2026-11-24 12:00"):
            assert Initiative.objects.with_state().get().state == "open"


class TestUnconfirmed:
    @pytest.mark.parametrize("published", ["2024-11-23", "2024-10", "2023", None])
    def test_is_what_no_source_of_the_last_two_years_speaks_of(self, published):
        assert state(starts="2018", published=published) == "unconfirmed"

    def test_is_what_a_source_without_a_date_speaks_of(self):
        assert state(starts="2018", is_sourced=True) == "unconfirmed"

    def test_is_what_was_checked_longer_ago(self):
        assert state(starts="2018", verified_on=date(2024, 11, 23)) == "unconfirmed"

    def test_is_what_was_checked_before_it_began(self):
        assert state(starts="2026-05", verified_on=date(2026, 4, 30)) == "unconfirmed"

    def test_is_what_only_a_source_from_before_its_start_speaks_of(self):
        assert state(starts="2026-06-01", published="2026-05-31") == "unconfirmed"

    @pytest.mark.parametrize("published", ["2026-06", "2026", "2026-06-01"])
    def test_is_not_what_a_source_from_about_its_start_speaks_of(self, published):
        assert state(starts="2026-06-01", published=published) == "open"

    def test_is_what_had_its_last_known_call_long_ago(self):
        assert state(starts="2018", applications_close="2026-11-23") == "unconfirmed"

    @pytest.mark.parametrize("announced", ["2024-11-23", "2023"])
    def test_is_what_was_announced_longer_ago_and_never_began(self, announced):
        assert state(announced=announced) == "unconfirmed"

    def test_is_what_has_an_end_ahead_and_nothing_else(self):
        assert state(ends="2027") == "unconfirmed"

    def test_looks_at_its_own_sources_only(self):
        factories.cite(factories.initiative(lead=False), published="2026")
        assert state(starts="2018") == "unconfirmed"


class TestAnnounced:
    @pytest.mark.parametrize("announced", ["2024-11-24", "2024-11", "2024", "2026"])
    def test_is_what_was_announced_in_the_last_two_years(self, announced):
        assert state(announced=announced) == "announced"

    @pytest.mark.parametrize("starts", ["2026-11-25", "2026-12", "2027"])
    def test_is_what_starts_later(self, starts):
        assert state(starts=starts, announced="2019") == "announced"


class TestOutcomeReport:
    """A source that only reports an outcome does not show that an initiative runs."""

    @staticmethod
    def find(**values):
        initiative = factories.initiative(is_sourced=False, lead=False, starts="2018", **values)
        citation = factories.cite(initiative, "summary", published="2026-06")
        citation.outcome_only = True
        citation.save()
        return initiative

    @staticmethod
    def read(initiative):
        with at("2026-11-24 12:00"):
            found = Initiative.objects.with_state().get(pk=initiative.pk)
            return found.state, found.state_sentence, found.state_citation

    def test_leaves_it_unconfirmed(self):
        state, sentence, citation = self.read(self.find())
        assert (state, citation, "2026" in sentence) == ("unconfirmed", None, False)

    def test_leaves_it_to_another_source(self):
        initiative = self.find()
        factories.cite(initiative, "summary", published="2026-02")
        state, sentence, _citation = self.read(initiative)
        assert (state, "February 2026" in sentence) == ("open", True)

    def test_is_no_matter_where_an_end_lies_ahead(self):
        assert self.read(self.find(ends="2030"))[0] == "open"


class TestUndated:
    @pytest.mark.parametrize("kind", ["strategy", "deployment", "funding"])
    def test_is_what_has_no_date(self, kind):
        assert state(kind=kind) == "undated"


class TestToday:
    @pytest.mark.parametrize(
        ("moment", "expected"), [("2026-11-23T15:59:59+00:00", "announced"), ("2026-11-23T16:00:00+00:00", "open")]
    )
    def test_is_hong_kongs(self, moment, expected):
        factories.initiative(starts="2026-11-24", ends="2027", lead=False)
        with time_machine.travel(moment, tick=False):
            assert Initiative.objects.with_state().get().state == expected

    def test_two_years_before_29_february_is_the_28th(self):
        assert subtract_years(date(2028, 2, 29), 2) == date(2026, 2, 28)

    @pytest.mark.parametrize(("published", "expected"), [("2026-02-28", "open"), ("2026-02-27", "unconfirmed")])
    def test_may_be_29_february(self, published, expected):
        assert state(starts="2018", published=published, today="2028-02-29 12:00") == expected


def sentence(*, published=None, **values):
    """Return the sentence on the state of an initiative with one source of that date, or with none."""
    initiative = factories.initiative(**{"is_sourced": False, "lead": False, "starts": "2018"} | values)
    if published:
        factories.cite(initiative, published=published)
    with at("2026-11-24 12:00"):
        return Initiative.objects.with_state().get(pk=initiative.pk).state_sentence


class TestSentence:
    @pytest.mark.parametrize(
        ("values", "date"),
        [
            ({"ends": "2027-03-31"}, "31 March 2027"),
            ({"applications_close": "2027-04-30"}, "30 April 2027"),
            ({"published": "2026-06-03"}, "3 June 2026"),
            ({"verified_on": date(2026, 5, 1)}, "1 May 2026"),
        ],
    )
    def test_gives_the_date_that_shows_that_it_is_active(self, values, date):
        assert date in sentence(**values)

    def test_gives_the_date_ahead_rather_than_that_of_a_source(self):
        assert "3 June 2026" not in sentence(ends="2027-03-31", published="2026-06-03")

    def test_gives_no_source_of_the_start_as_a_sign_that_it_is_active(self):
        assert sentence(starts="2026-06-03", published="2026-06-03").count("2026") == 1

    def test_gives_the_check_where_no_later_source_is_recorded(self):
        values = {"starts": "2026-06-03", "published": "2026-06-03"}
        assert "1 November 2026" in sentence(**values, verified_on=date(2026, 11, 1))

    def test_gives_no_check_from_before_the_start(self):
        assert "May" not in sentence(starts="2026-06-03", published="2026-06-03", verified_on=date(2026, 5, 1))

    def test_gives_the_exact_date_rather_than_a_year(self):
        initiative = factories.initiative(is_sourced=False, lead=False, starts="2018")
        for published in ("2025", "2025-11-13"):
            factories.cite(initiative, published=published)
        with at("2026-11-24 12:00"):
            found = Initiative.objects.with_state().get(pk=initiative.pk)
            assert "13 November 2025" in found.state_sentence

    def test_gives_no_deadline_that_has_passed(self):
        assert "2026" not in sentence(applications_close="2026-04-30", kind="deployment")

    @pytest.mark.parametrize(
        ("values", "start"),
        [
            ({"starts": "2027-02"}, "Due to start February 2027"),
            ({"starts": None, "announced": "2026-02"}, "Announced February 2026"),
            ({}, "Started 2018"),
            ({"starts": None, "announced": "2018"}, "Announced 2018"),
            ({"starts": None, "ends": "2030"}, "Planned to end 2030"),
            ({"ends": "2020"}, "End date: 2020"),
            ({"kind": "deployment"}, "Since 2018"),
            ({"kind": "guideline"}, "Since 2018"),
            ({"kind": "guideline", "starts": None, "announced": "2018"}, "Announced 2018. In force"),
            ({"starts": None}, "No source gives a start date"),
        ],
    )
    def test_begins_with_the_date_that_decides(self, values, start):
        assert sentence(**values).startswith(start)


def call(**values):
    """Return whether one can apply to a scheme, and the label that says so."""
    scheme = factories.initiative(**{"is_sourced": False, "lead": False, "starts": "2018"} | values)
    scheme.support.add(factories.support())
    with at("2026-11-24 12:00"):
        found = Initiative.objects.with_state().get(pk=scheme.pk)
        return found.call_status, str(found.call_label)


class TestCall:
    @pytest.mark.parametrize("close", ["2026-11-24", "2026-11", "2026", "2027-04-30"])
    def test_is_open_until_the_last_day_of_the_deadline(self, close):
        assert call(applications_close=close)[0] == "open"

    @pytest.mark.parametrize("close", ["2026-11-23", "2026-10", "2025"])
    def test_is_closed_afterwards(self, close):
        assert call(applications_close=close, ends="2030")[0] == "closed"

    def test_may_be_open_before_the_start(self):
        assert call(starts="2027-06", applications_close="2027-04-30")[0] == "open"

    @pytest.mark.parametrize(("close", "status"), [("2030", None), ("2020", "closed"), (None, None)])
    def test_is_never_open_once_the_initiative_has_ended(self, close, status):
        assert call(ends="2025", applications_close=close)[0] == status

    def test_is_not_known_without_a_deadline(self):
        assert call(ends="2030") == ("unknown", "Not known whether applications are accepted")

    def test_is_no_question_where_no_support_is_offered(self):
        plan = factories.initiative(kind="strategy", starts="2026")
        assert Initiative.objects.with_state().get(pk=plan.pk).call_status is None

    @pytest.mark.parametrize(
        ("close", "label"),
        [
            ("2027-04-30", "Applications close on 30 April 2027"),
            ("2026-04-30", "Last call closed on 30 April 2026"),
        ],
    )
    def test_is_labelled_with_its_date(self, close, label):
        assert call(applications_close=close)[1] == label
