"""Find support: the form, the results with their order and details, and the calendar file."""

import re
from datetime import date
from unittest.mock import patch

import time_machine
from django.test import TestCase
from icalendar import Calendar

from ecosystem.models import Initiative, Organisation, editions
from ecosystem.models.initiatives import InitiativeQuerySet
from ecosystem.models.organisations import OrganisationQuerySet
from ecosystem.support import results
from tests.support import factories
from tests.support.html_pages import fetch_page, parse_query

TODAY = date(2026, 11, 24)


def scheme(slug, *, gives=("funding",), audience=("startups",), **values):
    """Create a scheme that is open by default."""
    hub = Organisation.objects.filter(slug="hub").first() or factories.organisation(
        slug="hub", name_en="The Hub", kind="innovation_hub"
    )
    made = factories.initiative(**{"slug": slug, "lead": hub, "starts": "2026-01", "ends": "2030"} | values)
    made.support.set([factories.support(word) for word in gives])
    made.audience.set([factories.audience(word) for word in audience])
    return made


class FindSupportTestCase(TestCase):
    """Fetches the page of results."""

    def page(self, query_string="", language="en"):
        with time_machine.travel(TODAY):
            return fetch_page(self.client, f"/{language}/support/{query_string}")

    def slugs(self, query_string):
        """Return the slugs of the schemes in their order, by the section in which they are listed."""
        return {
            section["id"]: [tbody.one("th").select("a")[0]["href"].split("/")[-2] for tbody in section.select("tbody")]
            for section in self.page(query_string).select("section")
            if section.get("id")
            in {"accepting", "open", "running", "not_started", "announced", "unconfirmed", "undated", "unknown"}
        }

    def offer(self, query_string="?audience=startups"):
        """Return the table body of the only scheme."""
        (tbody,) = [t for s in self.page(query_string).select("section") for t in s.select("tbody")][:1]
        return tbody


class FindSupportQueryTests(FindSupportTestCase):
    def test_shows_the_coverage_below_the_results(self):
        scheme("fund")
        text = self.page("?support=funding").content.text
        self.assertGreater(text.index("Details known for 1 result"), text.index("Initiative"))

    def test_form_links_to_the_glossary(self):
        scheme("fund")
        form = self.page().one("form.question--support")
        links = [link["href"] for link in form.select("a.help-link")]
        self.assertEqual(links, ["/en/about/glossary/#audiences", "/en/about/glossary/#support"])

    def test_filters_by_audience_and_support(self):
        scheme("fund")
        scheme("desk", gives=["workspace"])
        scheme("grant", audience=["researchers"])
        self.assertEqual(self.slugs("?audience=startups&support=funding"), {"open": ["fund"]})

    def test_values_of_support_are_joined_with_or(self):
        scheme("fund")
        scheme("desk", gives=["workspace"])
        self.assertEqual(set(self.slugs("?support=funding&support=workspace")["open"]), {"fund", "desk"})

    def test_scheme_with_more_of_the_requested_support_comes_first(self):
        scheme("a-fund")
        scheme("both", gives=["funding", "workspace"])
        self.assertEqual(self.slugs("?support=funding&support=workspace")["open"], ["both", "a-fund"])

    def test_section_with_the_best_match_comes_first(self):
        scheme("call", applications_close="2026-12-31")
        scheme("both", gives=["funding", "workspace"])
        scheme("over", gives=["funding", "workspace"], applications_close="2026-03")
        self.assertEqual(list(self.slugs("?support=funding&support=workspace")), ["open", "accepting"])
        self.assertEqual(list(self.slugs("?support=funding")), ["accepting", "open"])

    def test_scheme_without_an_audience_matches_every_audience(self):
        factories.audience()
        scheme("fund", audience=[])
        self.assertEqual(self.slugs("?audience=startups"), {"open": ["fund"]})

    def test_scheme_without_an_application_matches_every_application(self):
        scheme("any")
        scheme("robots", applications=[factories.application("robotics")])
        scheme("fraud", applications=[factories.application()])
        self.assertEqual(self.slugs("?application=fraud-detection"), {"open": ["fraud", "any"]})

    def test_minimum_amount_excludes_only_known_lower_amounts(self):
        money = {"currency": "HKD", "amount_basis": "per_project_max"}
        scheme("little", amount=100_000, **money)
        scheme("much", amount=2_000_000, **money)
        scheme("total", amount=500_000, currency="HKD", amount_basis="total")
        scheme("unknown")
        self.assertEqual(self.slugs("?amount_min=1000000"), {"open": ["much"], "unknown": ["total", "unknown"]})

    def test_amounts_per_recipient_come_before_totals(self):
        scheme("a-total", amount=9_000_000, currency="HKD", amount_basis="total")
        scheme("each-person", amount=2_000, currency="HKD", amount_basis="per_person")
        scheme("project", amount=1_000, currency="HKD", amount_basis="per_project_max")
        scheme("a-silent")
        self.assertEqual(self.slugs("?audience=startups"), {"open": ["project", "each-person", "a-total", "a-silent"]})

    def test_amounts_that_are_not_comparable_are_listed_as_unknown(self):
        scheme("a-total", amount=9_000_000, currency="HKD", amount_basis="total", ends="2027")
        scheme("yuan", amount=9_000_000, currency="CNY", amount_basis="per_project_max")
        scheme("per-year", amount=900_000, currency="HKD", amount_basis="annual", ends="2027")
        scheme("old", amount=900_000, currency="HKD", amount_basis="per_project_max", starts="2015", ends=None)
        self.assertEqual(
            self.slugs("?amount_min=500000"),
            {"unconfirmed": ["old"], "unknown": ["yuan", "per-year", "a-total"]},
        )

    def test_section_of_unknown_matches_is_collapsed_with_a_count(self):
        scheme("total", amount=9_000_000, currency="HKD", amount_basis="total")
        section = self.page("?amount_min=500000").one("section#unknown")
        self.assertEqual((section.one(".numeric").text, section.one("details").has_attr("open")), ("1", False))

    def test_status_counts_matches_and_possible_matches(self):
        scheme("per-project", amount=900_000, currency="HKD", amount_basis="per_project_max")
        scheme("total", amount=9_000_000, currency="HKD", amount_basis="total")
        status = self.page("?amount_min=500000").select("p[role=status]")[0]
        self.assertEqual(status.text, "1 scheme, 1 known to be active · 1 more may match")

    def test_status_says_that_only_possible_matches_exist(self):
        scheme("total", amount=9_000_000, currency="HKD", amount_basis="total")
        status = self.page("?amount_min=500000").select("p[role=status]")[0]
        self.assertEqual(status.text, "No schemes are known to match · 1 more may match")

    def test_open_calls_exclude_closed_ones_and_list_unknown_ones_separately(self):
        scheme("call", applications_close="2026-12-31")
        scheme("silent")
        scheme("over", applications_close="2026-03")
        self.assertEqual(self.slugs("?call_status=open"), {"accepting": ["call"], "unknown": ["silent"]})

    def test_number_of_schemes_per_section_is_limited(self):
        for number in range(3):
            scheme(f"fund-{number}")
        with patch.object(results, "MOST_SHOWN", 2):
            page = self.page("?audience=startups")
            self.assertEqual(len(self.slugs("?audience=startups")["open"]), 2)
        self.assertIn("Active 3", page.one("section#open").one("h2").text)
        self.assertIn("Only the first 2 are shown.", page.one("section#open").text)

    def test_page_works_if_results_are_archived_during_the_request(self):
        scheme("fund")
        factories.organisation(slug="giver").support.set([factories.support("funding")])
        empty = {"for_support_list": lambda rows: rows.none()}
        with patch.multiple(InitiativeQuerySet, **empty), patch.multiple(OrganisationQuerySet, **empty):
            self.assertIn("1 scheme", self.page("?support=funding").content.text)

    def test_status_says_that_nothing_matches(self):
        factories.audience()
        status = self.page("?audience=startups").select("p[role=status]")[0]
        self.assertEqual(status.text, "No schemes match")

    def test_status_says_that_no_match_is_known_to_be_active(self):
        scheme("fund", starts="2015", ends=None)
        status = self.page("?audience=startups").select("p[role=status]")[0]
        self.assertEqual(status.text, "1 scheme, not known to be active")

    def test_filters_by_keywords(self):
        scheme("fund", name_en="Heron Fund")
        scheme("other")
        factories.rebuild_search_index()
        self.assertEqual(self.slugs("?q=heron"), {"open": ["fund"]})

    def test_initiative_without_support_is_not_found(self):
        plan = factories.initiative(slug="plan", kind="strategy", starts="2026")
        plan.audience.add(factories.audience())
        self.assertEqual(self.page("?audience=startups").count, 0)

    def test_draft_is_not_found(self):
        scheme("fund", status="draft")
        self.assertEqual(self.page("?audience=startups").count, 0)

    def test_form_keeps_the_query(self):
        factories.audience()
        factories.support()
        factories.application()
        page = self.page("?audience=startups&support=funding&application=fraud-detection&amount_min=5&q=x")
        form = page.one("form.question")
        self.assertEqual({i["value"] for i in form.select("input") if i.has_attr("checked")}, {"startups", "funding"})
        self.assertEqual([o["value"] for o in form.select("option") if o.has_attr("selected")], ["fraud-detection"])
        self.assertEqual((form.one("#q-amount")["value"], form.one("#q-words")["value"]), ("5", "x"))

    def test_invalid_values_are_quoted(self):
        page = self.page("?audience=nobody&amount_min=lots")
        self.assertEqual(page.status, 200)
        for word in ("nobody", "lots"):
            self.assertIn(word, page.one(".empty").text)

    def test_error_links_to_the_query_without_the_invalid_value(self):
        factories.support()
        link = self.page("?audience=nobody&support=funding").one(".empty").select("a")[0]
        self.assertEqual(parse_query(link["href"]), {"support": ["funding"]})

    def test_empty_parameters_redirect_to_the_clean_url(self):
        factories.audience()
        response = self.client.get("/en/support/?audience=startups&application=&amount_min=&q=")
        self.assertRedirects(response, "/en/support/?audience=startups")

    def test_empty_form_shows_a_matrix_of_counts(self):
        scheme("fund")
        scheme("over", ends="2026-01-31")
        scheme("late", audience=["startups", "researchers"])
        table = self.page().one("table.matrix")
        counts = {a["href"]: int(a.text) for a in table.select("a") if a.has_attr("aria-label")}
        self.assertEqual(
            counts,
            {
                "/en/support/?audience=startups&support=funding": 2,
                "/en/support/?audience=researchers&support=funding": 1,
            },
        )
        for address, count in counts.items():
            self.assertEqual(self.page(address.removeprefix("/en/support/")).count, count)


class FindSupportOrderTests(FindSupportTestCase):
    def test_sections_are_ordered_by_state(self):
        scheme("open")
        scheme("unconfirmed", starts="2015", ends=None)
        scheme("future", starts="2027-04", ends=None, announced="2026-05")
        scheme("announced", starts=None, ends=None, announced="2026-05")
        scheme("undated", starts=None, ends=None)
        scheme("system", kind="deployment", ends=None)
        scheme("call", applications_close="2026-12-31")
        self.assertEqual(
            list(self.slugs("?audience=startups").items()),
            [
                ("accepting", ["call"]),
                ("open", ["open"]),
                ("running", ["system"]),
                ("not_started", ["future"]),
                ("announced", ["announced"]),
                ("unconfirmed", ["unconfirmed"]),
                ("undated", ["undated"]),
            ],
        )

    def test_earlier_deadline_comes_first(self):
        scheme("later", applications_close="2027-03")
        scheme("soon", applications_close="2026-12-01")
        self.assertEqual(self.slugs("?audience=startups"), {"accepting": ["soon", "later"]})

    def test_closed_call_comes_last_in_its_section(self):
        scheme("over", applications_close="2026-03")
        scheme("z-unknown")
        self.assertEqual(self.slugs("?audience=startups"), {"open": ["z-unknown", "over"]})

    def test_ended_schemes_are_left_out_with_a_link_to_them(self):
        scheme("over", ends="2026-01-31")
        page = self.page("?audience=startups")
        self.assertEqual(page.count, 0)
        self.assertEqual(
            [a.text for a in page.content.select("a") if a["href"].endswith("?state=closed")], ["Ended initiatives"]
        )


class FindSupportResultTests(FindSupportTestCase):
    def cell(self, label, query_string="?audience=startups"):
        row = self.offer(query_string)
        return next(td.text for td in row.select("td") if td.get("data-label") == label)

    def detail(self, label, query_string="?audience=startups"):
        """Return the text under a label below the row."""
        return next(div.one("dd").text for div in self.offer(query_string).select("div") if div.one("dt").text == label)

    def test_shows_provider_amount_and_deadline(self):
        scheme("fund", amount=3_000_000, amount_basis="total", currency="HKD", applications_close="2026-12-31")
        self.assertEqual(
            [self.cell(label) for label in ("Offered by", "Amount", "Application deadline")],
            ["The Hub", "HK$3 million In total", "31 December 2026 Ends 2030"],
        )

    def test_shows_the_start_date(self):
        for starts, announced, ends, text in (
            ("2026-01", None, None, "January 2026"),
            ("2027-04", "2026-09", None, "April 2027 not started yet"),
            (None, "2026-09", None, "not known start not confirmed; announced September 2026"),
            (None, "2020", None, "not known"),
            ("2015", None, None, "2015"),
        ):
            with self.subTest(starts=starts, announced=announced):
                Initiative.objects.all().delete()
                scheme("fund", starts=starts, announced=announced, ends=ends)
                editions.increment_edition()
                self.assertEqual(self.cell("Start date"), text)

    def test_shows_unpublished_amount_and_unknown_deadline(self):
        scheme("fund", ends=None, applications_close=None)
        factories.cite(Organisation.objects.get(slug="hub"), "name")
        self.assertEqual(
            [self.cell(label) for label in ("Amount", "Application deadline")], ["not published", "not known"]
        )

    def test_shows_that_the_last_call_is_closed(self):
        scheme("fund", applications_close="2026-03-31", ends=None, verified_on=TODAY)
        self.assertEqual(self.cell("Application deadline"), "Last call closed on 31 March 2026")

    def test_shows_why_it_matches(self):
        scheme("fund", amount=2_000_000, amount_basis="per_project_max", currency="HKD")
        factories.application()
        query_string = "?audience=startups&support=funding&application=fraud-detection&amount_min=1000000"
        reasons = self.detail("Why this matches", query_string)
        for word in ("startups", "funding", "no application area", "HK$2 million"):
            self.assertIn(word, reasons)

    def test_lists_unknown_details(self):
        factories.audience()
        scheme("fund", ends="2030", audience=[])
        self.assertEqual(self.detail("Not known"), "who it is for; amount; deadline; eligibility")

    def test_warns_that_the_requested_amount_is_uncertain(self):
        scheme("fund", amount=50, amount_basis="total", currency="HKD", eligibility_en="All.")
        self.assertIn("whether it offers that amount", self.detail("Not known", "?amount_min=10"))

    def test_links_to_the_application_url(self):
        scheme("fund", apply_url="https://apply.example.hk/", website="https://www.example.hk/")
        self.assertEqual(self.offer().one("a.button")["href"], "https://apply.example.hk/")

    def test_links_to_the_official_source_without_a_website(self):
        made = scheme("fund")
        self.assertEqual(self.offer().one("a.button")["href"], made.citations.get().source.url)

    def test_links_to_the_provider_as_a_last_resort(self):
        scheme("fund", is_sourced=False)
        Organisation.objects.filter(slug="hub").update(website="https://hub.example.hk/")
        button = self.offer().one("a.button")
        self.assertEqual((button["href"], button.text), ("https://hub.example.hk/", "Contact The Hub"))

    def test_shows_the_source_of_the_amount(self):
        made = scheme("fund", amount=5, amount_basis="total", currency="HKD")
        factories.cite(made, "amount", publisher="The Gazette")
        self.assertIn("The Gazette", self.detail("Source"))

    def test_counts_published_details(self):
        scheme("one", amount=5, amount_basis="total", currency="HKD", eligibility_en="All.", ends=None, starts="2026")
        scheme("two")
        counts = self.page("?audience=startups").one("p#coverage").text
        self.assertEqual(re.findall(r"\d", counts), ["2", "1", "1", "1", "2"])


class FindSupportOrganisationTests(FindSupportTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.hub = factories.organisation(slug="hub", kind="innovation_hub")
        cls.hub.support.add(factories.support())

    def bodies(self, query_string):
        found = self.page(query_string).select("section#bodies")
        return [th.one("a")["href"].split("/")[-2] for s in found for th in s.select("th[scope=row]")]

    def test_are_listed_if_they_offer_the_requested_support(self):
        self.assertEqual(self.bodies("?support=funding"), ["hub"])

    def test_are_not_listed_if_they_offer_other_support(self):
        factories.support("workspace")
        self.assertEqual(self.bodies("?support=workspace"), [])

    def test_are_not_listed_without_requested_support(self):
        factories.audience()
        self.assertEqual(self.bodies("?audience=startups"), [])

    def test_are_not_listed_for_another_application(self):
        factories.application()
        self.hub.applications.add(factories.application("robotics"))
        self.assertEqual(self.bodies("?application=fraud-detection"), [])

    def test_are_not_listed_once_closed(self):
        Organisation.objects.update(closed="2020")
        self.assertEqual(self.bodies("?support=funding"), [])


class FindSupportCalendarTests(FindSupportTestCase):
    def events(self, query_string="?audience=startups", language="en"):
        with time_machine.travel(TODAY):
            response = self.client.get(f"/{language}/support.ics{query_string}")
        self.assertEqual(response.headers["Content-Type"], "text/calendar; charset=utf-8")
        return {str(e["UID"]): e for e in Calendar.from_ical(response.content).walk("VEVENT")}

    def test_has_starts_and_deadlines_of_the_results(self):
        scheme("fund", applications_close="2026-12-31", ends="2030-06")
        scheme("other", audience=["researchers"], ends="2030-01")
        self.assertEqual(
            {uid: event["DTSTART"].dt for uid, event in self.events().items()},
            {
                "fund.starts@hkai": date(2026, 1, 1),
                "fund.applications_close@hkai": date(2026, 12, 31),
                "fund.ends@hkai": date(2030, 6, 1),
            },
        )

    def test_translations_have_the_same_uids(self):
        scheme("fund", name_zh_hant="創科基金", applications_close="2026-12-31")
        english, chinese = self.events(), self.events(language="zh-hans")
        self.assertEqual(set(english), set(chinese))
        self.assertIn("创科基金", chinese["fund.applications_close@hkai"]["SUMMARY"])

    def test_omits_events_of_the_distant_past(self):
        scheme("fund", starts="2019-04-01", applications_close="2026-12-31")
        self.assertNotIn("fund.starts@hkai", self.events())

    def test_events_link_to_the_page_of_the_scheme(self):
        scheme("fund", applications_close="2026-12-31")
        self.assertTrue(self.events()["fund.applications_close@hkai"]["URL"].endswith("/en/initiatives/fund/"))

    def test_invalid_value_is_400_with_the_message_of_the_page(self):
        response = self.client.get("/en/support.ics?audience=nobody")
        self.assertContains(response, "“nobody”", status_code=400)

    def test_is_linked_from_the_page_of_results(self):
        scheme("fund")
        self.assertIn("/en/support.ics?audience=startups", self.page("?audience=startups").links)

    def test_sets_no_cookie(self):
        self.assertFalse(self.client.get("/en/support.ics").cookies)
