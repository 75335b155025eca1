"""The state of an initiative: the rule of each state, on a fixed day."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from ecosystem.models import Initiative
from ecosystem.models.initiative_states import subtract_years
from tests.support import factories

pytestmark = pytest.mark.django_db
HONG_KONG = ZoneInfo("Asia/Hong_Kong")


def travel_to_hong_kong_time(text):
    return time_machine.travel(datetime.fromisoformat(text).replace(tzinfo=HONG_KONG), tick=False)


def state(*, today="2026-11-24 12:00", published=None, is_sourced=False, **values):
    """Return the state of an initiative with one source of the given date or none."""
    initiative = factories.initiative(is_sourced=is_sourced, lead=False, **values)
    if published:
        factories.cite(initiative, published=published)
    with travel_to_hong_kong_time(today):
        return Initiative.objects.with_state().get(pk=initiative.pk).state


class TestClosedState:
    @pytest.mark.parametrize("ends", ["2025", "2026-10", "2026-11-23"])
    def test_initiative_that_ended_before_today_is_closed(self, ends):
        assert state(starts="2020", ends=ends) == "closed"

    @pytest.mark.parametrize("kind", ["strategy", "guideline", "deployment", "funding"])
    def test_every_kind_can_be_closed(self, kind):
        assert state(kind=kind, starts="2020", ends="2025", published="2026") == "closed"

    @pytest.mark.parametrize("ends", ["2026", "2026-11", "2026-11-24"])
    def test_initiative_that_ends_today_or_later_is_not_closed(self, ends):
        assert state(starts="2020", ends=ends) == "open"

    @pytest.mark.parametrize(
        ("today", "expected"),
        [("2026-11-30 23:59", "open"), ("2026-12-01 00:00", "closed")],
    )
    def test_end_month_lasts_until_its_last_day(self, today, expected):
        assert state(starts="2020", ends="2026-11", today=today) == expected

    @pytest.mark.parametrize(("today", "expected"), [("2028-02-29 12:00", "open"), ("2028-03-01 00:00", "closed")])
    def test_end_month_respects_leap_years(self, today, expected):
        assert state(starts="2020", ends="2028-02", today=today) == expected


class TestInForceState:
    @pytest.mark.parametrize("kind", ["strategy", "guideline"])
    @pytest.mark.parametrize(
        "values", [{"starts": "2018"}, {"announced": "2018"}, {"announced": "2018", "starts": "2019"}]
    )
    def test_rule_whose_start_has_passed_is_in_force(self, kind, values):
        assert state(kind=kind, **values) == "in_force"

    @pytest.mark.parametrize("kind", ["strategy", "guideline"])
    def test_rule_that_starts_later_is_announced(self, kind):
        assert state(kind=kind, announced="2026-01", starts="2027") == "announced"

    def test_other_kinds_are_not_in_force(self):
        assert state(kind="funding", starts="2018") == "unconfirmed"


class TestInServiceState:
    def test_started_deployment_is_in_service(self):
        assert state(kind="deployment", starts="2015") == "in_service"

    def test_announced_deployment_is_not_in_service(self):
        assert state(kind="deployment", announced="2026-05") == "announced"

    def test_deployment_that_starts_later_is_announced(self):
        assert state(kind="deployment", starts="2026-11-25") == "announced"


class TestOpenState:
    @pytest.mark.parametrize("name", ["ends", "applications_close"])
    @pytest.mark.parametrize("text", ["2026-11-24", "2026-11", "2026", "2027-03-31"])
    def test_initiative_with_a_future_end_or_deadline_is_open(self, name, text):
        assert state(starts="2018", **{name: text}) == "open"

    @pytest.mark.parametrize("published", ["2024-11-24", "2024-11", "2024", "2026-11-01"])
    def test_initiative_with_a_source_of_the_last_two_years_is_open(self, published):
        assert state(starts="2018", published=published) == "open"

    @pytest.mark.parametrize("verified_on", [date(2024, 11, 24), date(2026, 11, 24)])
    def test_initiative_verified_in_the_last_two_years_is_open(self, verified_on):
        assert state(starts="2018", verified_on=verified_on) == "open"

    @pytest.mark.parametrize("starts", ["2026", "2026-11", "2026-11-24"])
    def test_initiative_that_starts_today_is_open(self, starts):
        assert state(starts=starts, published="2026-11-24") == "open"

    def test_newest_source_counts(self):
        initiative = factories.initiative(starts="2018", lead=False, is_sourced=False)
        for published in ("2017", "2026-05", None):
            factories.cite(initiative, published=published)
        with travel_to_hong_kong_time("2026-11-24 12:00"):
            assert Initiative.objects.with_state().get().state == "open"


class TestUnconfirmedState:
    @pytest.mark.parametrize("published", ["2024-11-23", "2024-10", "2023", None])
    def test_initiative_without_a_source_of_the_last_two_years_is_unconfirmed(self, published):
        assert state(starts="2018", published=published) == "unconfirmed"

    def test_undated_source_does_not_confirm(self):
        assert state(starts="2018", is_sourced=True) == "unconfirmed"

    def test_old_verification_does_not_confirm(self):
        assert state(starts="2018", verified_on=date(2024, 11, 23)) == "unconfirmed"

    def test_verification_before_the_start_does_not_confirm(self):
        assert state(starts="2026-05", verified_on=date(2026, 4, 30)) == "unconfirmed"

    def test_source_before_the_start_does_not_confirm(self):
        assert state(starts="2026-06-01", published="2026-05-31") == "unconfirmed"

    @pytest.mark.parametrize("published", ["2026-06", "2026", "2026-06-01"])
    def test_source_from_about_the_start_confirms(self, published):
        assert state(starts="2026-06-01", published=published) == "open"

    def test_past_application_deadline_does_not_confirm(self):
        assert state(starts="2018", applications_close="2026-11-23") == "unconfirmed"

    @pytest.mark.parametrize("announced", ["2024-11-23", "2023"])
    def test_old_announcement_without_a_start_is_unconfirmed(self, announced):
        assert state(announced=announced) == "unconfirmed"

    def test_end_without_a_start_is_unconfirmed(self):
        assert state(ends="2027") == "unconfirmed"

    def test_sources_of_other_initiatives_do_not_count(self):
        factories.cite(factories.initiative(lead=False), published="2026")
        assert state(starts="2018") == "unconfirmed"


class TestAnnouncedState:
    @pytest.mark.parametrize("announced", ["2024-11-24", "2024-11", "2024", "2026"])
    def test_initiative_announced_in_the_last_two_years_is_announced(self, announced):
        assert state(announced=announced) == "announced"

    @pytest.mark.parametrize("starts", ["2026-11-25", "2026-12", "2027"])
    def test_initiative_that_starts_later_is_announced(self, starts):
        assert state(starts=starts, announced="2019") == "announced"


class TestStateFromOutcomeOnlySource:
    """A source that only reports an outcome does not show that an initiative is active."""

    @staticmethod
    def find(**values):
        initiative = factories.initiative(is_sourced=False, lead=False, starts="2018", **values)
        citation = factories.cite(initiative, "summary", published="2026-06")
        citation.outcome_only = True
        citation.save()
        return initiative

    @staticmethod
    def read(initiative):
        with travel_to_hong_kong_time("2026-11-24 12:00"):
            found = Initiative.objects.with_state().get(pk=initiative.pk)
            return found.state, found.state_sentence, found.state_citation

    def test_outcome_only_source_does_not_confirm(self):
        state, sentence, citation = self.read(self.find())
        assert (state, citation, "2026" in sentence) == ("unconfirmed", None, False)

    def test_another_source_confirms(self):
        initiative = self.find()
        factories.cite(initiative, "summary", published="2026-02")
        state, sentence, _citation = self.read(initiative)
        assert (state, "February 2026" in sentence) == ("open", True)

    def test_future_end_makes_it_open(self):
        assert self.read(self.find(ends="2030"))[0] == "open"


class TestUndatedState:
    @pytest.mark.parametrize("kind", ["strategy", "deployment", "funding"])
    def test_initiative_without_a_date_is_undated(self, kind):
        assert state(kind=kind) == "undated"


class TestStateDay:
    @pytest.mark.parametrize(
        ("moment", "expected"), [("2026-11-23T15:59:59+00:00", "announced"), ("2026-11-23T16:00:00+00:00", "open")]
    )
    def test_day_is_that_of_hong_kong(self, moment, expected):
        factories.initiative(starts="2026-11-24", ends="2027", lead=False)
        with time_machine.travel(moment, tick=False):
            assert Initiative.objects.with_state().get().state == expected

    def test_two_years_before_29_february_is_the_28th(self):
        assert subtract_years(date(2028, 2, 29), 2) == date(2026, 2, 28)

    @pytest.mark.parametrize(("published", "expected"), [("2026-02-28", "open"), ("2026-02-27", "unconfirmed")])
    def test_state_on_29_february_is_computed(self, published, expected):
        assert state(starts="2018", published=published, today="2028-02-29 12:00") == expected


def sentence(*, published=None, **values):
    """Return the state sentence of an initiative with one source of the given date or none."""
    initiative = factories.initiative(**{"is_sourced": False, "lead": False, "starts": "2018"} | values)
    if published:
        factories.cite(initiative, published=published)
    with travel_to_hong_kong_time("2026-11-24 12:00"):
        return Initiative.objects.with_state().get(pk=initiative.pk).state_sentence


class TestStateSentence:
    @pytest.mark.parametrize(
        ("values", "date"),
        [
            ({"ends": "2027-03-31"}, "31 March 2027"),
            ({"applications_close": "2027-04-30"}, "30 April 2027"),
            ({"published": "2026-06-03"}, "3 June 2026"),
            ({"verified_on": date(2026, 5, 1)}, "1 May 2026"),
        ],
    )
    def test_date_that_confirms_it_is_named(self, values, date):
        assert date in sentence(**values)

    def test_future_date_is_preferred_to_that_of_a_source(self):
        assert "3 June 2026" not in sentence(ends="2027-03-31", published="2026-06-03")

    def test_source_of_the_start_date_is_not_named_again(self):
        assert sentence(starts="2026-06-03", published="2026-06-03").count("2026") == 1

    def test_verification_date_is_named_without_a_later_source(self):
        values = {"starts": "2026-06-03", "published": "2026-06-03"}
        assert "1 November 2026" in sentence(**values, verified_on=date(2026, 11, 1))

    def test_verification_before_the_start_is_not_named(self):
        assert "May" not in sentence(starts="2026-06-03", published="2026-06-03", verified_on=date(2026, 5, 1))

    def test_exact_date_is_preferred_to_a_year(self):
        initiative = factories.initiative(is_sourced=False, lead=False, starts="2018")
        for published in ("2025", "2025-11-13"):
            factories.cite(initiative, published=published)
        with travel_to_hong_kong_time("2026-11-24 12:00"):
            found = Initiative.objects.with_state().get(pk=initiative.pk)
            assert "13 November 2025" in found.state_sentence

    def test_past_deadline_is_not_named(self):
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
    def test_sentence_begins_with_the_deciding_date(self, values, start):
        assert sentence(**values).startswith(start)


def get_call(**values):
    """Return the call status of a scheme and its label."""
    scheme = factories.initiative(**{"is_sourced": False, "lead": False, "starts": "2018"} | values)
    scheme.support.add(factories.support())
    with travel_to_hong_kong_time("2026-11-24 12:00"):
        found = Initiative.objects.with_state().get(pk=scheme.pk)
        return found.call_status, str(found.call_label)


class TestApplicationCallStatus:
    @pytest.mark.parametrize("close", ["2026-11-24", "2026-11", "2026", "2027-04-30"])
    def test_call_is_open_until_the_last_day_of_the_deadline(self, close):
        assert get_call(applications_close=close)[0] == "open"

    @pytest.mark.parametrize("close", ["2026-11-23", "2026-10", "2025"])
    def test_call_is_closed_after_the_deadline(self, close):
        assert get_call(applications_close=close, ends="2030")[0] == "closed"

    def test_call_can_be_open_before_the_start(self):
        assert get_call(starts="2027-06", applications_close="2027-04-30")[0] == "open"

    @pytest.mark.parametrize(("close", "status"), [("2030", None), ("2020", "closed"), (None, None)])
    def test_call_of_an_ended_initiative_is_not_open(self, close, status):
        assert get_call(ends="2025", applications_close=close)[0] == status

    def test_call_without_a_deadline_is_unknown(self):
        assert get_call(ends="2030") == ("unknown", "Not known whether applications are accepted")

    def test_initiative_without_support_has_no_call(self):
        plan = factories.initiative(kind="strategy", starts="2026")
        assert Initiative.objects.with_state().get(pk=plan.pk).call_status is None

    @pytest.mark.parametrize(
        ("close", "label"),
        [
            ("2027-04-30", "Applications close on 30 April 2027"),
            ("2026-04-30", "Last call closed on 30 April 2026"),
        ],
    )
    def test_label_contains_the_deadline(self, close, label):
        assert get_call(applications_close=close)[1] == label
