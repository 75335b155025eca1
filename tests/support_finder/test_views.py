"""Find support: who gives what to whom, how much, until when, and where to apply; and the calendar of it."""

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
    """Make a scheme that is open, unless told otherwise."""
    hub = Organisation.objects.filter(slug="hub").first() or factories.organisation(
        slug="hub", name_en="The Hub", kind="innovation_hub"
    )
    made = factories.initiative(**{"slug": slug, "lead": hub, "starts": "2026-01", "ends": "2030"} | values)
    made.support.set([factories.support(word) for word in gives])
    made.audience.set([factories.audience(word) for word in audience])
    return made


class Answers(TestCase):
    """Reads the page of a question."""

    def page(self, query_string="", language="en"):
        with time_machine.travel(TODAY):
            return fetch_page(self.client, f"/{language}/support/{query_string}")

    def slugs(self, query_string):
        """Return the schemes of an answer in their order, by the heading under which they stand."""
        return {
            section["id"]: [tbody.one("th").select("a")[0]["href"].split("/")[-2] for tbody in section.select("tbody")]
            for section in self.page(query_string).select("section")
            if section.get("id")
            in {"accepting", "open", "running", "not_started", "announced", "unconfirmed", "undated", "unknown"}
        }

    def offer(self, query_string="?audience=startups"):
        """Return what the page says of the only scheme."""
        (tbody,) = [t for s in self.page(query_string).select("section") for t in s.select("tbody")][:1]
        return tbody


class QuestionTests(Answers):
    def test_says_what_is_not_known_below_the_results(self):
        scheme("fund")
        text = self.page("?support=funding").content.text
        self.assertGreater(text.index("Details known for 1 result"), text.index("Initiative"))

    def test_leads_to_what_its_choices_mean(self):
        scheme("fund")
        form = self.page().one("form.question--support")
        links = [link["href"] for link in form.select("a.help-link")]
        self.assertEqual(links, ["/en/about/glossary/#audiences", "/en/about/glossary/#support"])

    def test_answers_who_gives_what_to_whom(self):
        scheme("fund")
        scheme("desk", gives=["workspace"])
        scheme("grant", audience=["researchers"])
        self.assertEqual(self.slugs("?audience=startups&support=funding"), {"open": ["fund"]})

    def test_widens_with_each_need(self):
        scheme("fund")
        scheme("desk", gives=["workspace"])
        self.assertEqual(set(self.slugs("?support=funding&support=workspace")["open"]), {"fund", "desk"})

    def test_puts_first_what_gives_more_of_what_is_needed(self):
        scheme("a-fund")
        scheme("both", gives=["funding", "workspace"])
        self.assertEqual(self.slugs("?support=funding&support=workspace")["open"], ["both", "a-fund"])

    def test_puts_the_group_first_in_which_one_scheme_gives_more_of_what_is_needed(self):
        scheme("call", applications_close="2026-12-31")
        scheme("both", gives=["funding", "workspace"])
        scheme("over", gives=["funding", "workspace"], applications_close="2026-03")
        self.assertEqual(list(self.slugs("?support=funding&support=workspace")), ["open", "accepting"])
        self.assertEqual(list(self.slugs("?support=funding")), ["accepting", "open"])

    def test_leaves_no_scheme_out_of_which_nobody_says_whom_it_is_for(self):
        factories.audience()
        scheme("fund", audience=[])
        self.assertEqual(self.slugs("?audience=startups"), {"open": ["fund"]})

    def test_leaves_no_scheme_out_that_names_no_application(self):
        scheme("any")
        scheme("robots", applications=[factories.application("robotics")])
        scheme("fraud", applications=[factories.application()])
        self.assertEqual(self.slugs("?application=fraud-detection"), {"open": ["fraud", "any"]})

    def test_leaves_out_only_what_is_known_to_pay_less(self):
        money = {"currency": "HKD", "amount_basis": "per_project_max"}
        scheme("little", amount=100_000, **money)
        scheme("much", amount=2_000_000, **money)
        scheme("total", amount=500_000, currency="HKD", amount_basis="total")
        scheme("unknown")
        self.assertEqual(self.slugs("?amount_min=1000000"), {"open": ["much"], "unknown": ["total", "unknown"]})

    def test_puts_what_one_can_get_before_what_a_fund_has_in_total(self):
        scheme("a-total", amount=9_000_000, currency="HKD", amount_basis="total")
        scheme("each-person", amount=2_000, currency="HKD", amount_basis="per_person")
        scheme("project", amount=1_000, currency="HKD", amount_basis="per_project_max")
        scheme("a-silent")
        self.assertEqual(self.slugs("?audience=startups"), {"open": ["project", "each-person", "a-total", "a-silent"]})

    def test_puts_what_is_known_to_pay_first_and_folds_what_is_not(self):
        scheme("a-total", amount=9_000_000, currency="HKD", amount_basis="total", ends="2027")
        scheme("yuan", amount=9_000_000, currency="CNY", amount_basis="per_project_max")
        scheme("per-year", amount=900_000, currency="HKD", amount_basis="annual", ends="2027")
        scheme("old", amount=900_000, currency="HKD", amount_basis="per_project_max", starts="2015", ends=None)
        self.assertEqual(
            self.slugs("?amount_min=500000"),
            {"unconfirmed": ["old"], "unknown": ["yuan", "per-year", "a-total"]},
        )

    def test_counts_what_is_folded(self):
        scheme("total", amount=9_000_000, currency="HKD", amount_basis="total")
        section = self.page("?amount_min=500000").one("section#unknown")
        self.assertEqual((section.one(".numeric").text, section.one("details").has_attr("open")), ("1", False))

    def test_says_apart_how_many_match_and_how_many_may(self):
        scheme("per-project", amount=900_000, currency="HKD", amount_basis="per_project_max")
        scheme("total", amount=9_000_000, currency="HKD", amount_basis="total")
        status = self.page("?amount_min=500000").select("p[role=status]")[0]
        self.assertEqual(status.text, "1 scheme, 1 known to be active · 1 more may match")

    def test_says_that_none_is_known_to_match(self):
        scheme("total", amount=9_000_000, currency="HKD", amount_basis="total")
        status = self.page("?amount_min=500000").select("p[role=status]")[0]
        self.assertEqual(status.text, "No schemes are known to match · 1 more may match")

    def test_keeps_what_accepts_applications_folds_what_is_not_known_and_excludes_what_is_over(self):
        scheme("call", applications_close="2026-12-31")
        scheme("silent")
        scheme("over", applications_close="2026-03")
        self.assertEqual(self.slugs("?call_status=open"), {"accepting": ["call"], "unknown": ["silent"]})

    def test_shows_so_many_of_a_group_and_says_so(self):
        for number in range(3):
            scheme(f"fund-{number}")
        with patch.object(results, "MOST_SHOWN", 2):
            page = self.page("?audience=startups")
            self.assertEqual(len(self.slugs("?audience=startups")["open"]), 2)
        self.assertIn("Active 3", page.one("section#open").one("h2").text)
        self.assertIn("Only the first 2 are shown.", page.one("section#open").text)

    def test_answers_while_what_it_shows_is_being_archived(self):
        scheme("fund")
        factories.organisation(slug="giver").support.set([factories.support("funding")])
        empty = {"for_support_list": lambda rows: rows.none()}
        with patch.multiple(InitiativeQuerySet, **empty), patch.multiple(OrganisationQuerySet, **empty):
            self.assertIn("1 scheme", self.page("?support=funding").content.text)

    def test_says_that_none_matches(self):
        factories.audience()
        status = self.page("?audience=startups").select("p[role=status]")[0]
        self.assertEqual(status.text, "No schemes match")

    def test_says_that_none_is_known_to_be_active(self):
        scheme("fund", starts="2015", ends=None)
        status = self.page("?audience=startups").select("p[role=status]")[0]
        self.assertEqual(status.text, "1 scheme, not known to be active")

    def test_is_asked_in_words_as_well(self):
        scheme("fund", name_en="Heron Fund")
        scheme("other")
        factories.rebuild_search_index()
        self.assertEqual(self.slugs("?q=heron"), {"open": ["fund"]})

    def test_finds_no_initiative_that_gives_nothing(self):
        plan = factories.initiative(slug="plan", kind="strategy", starts="2026")
        plan.audience.add(factories.audience())
        self.assertEqual(self.page("?audience=startups").count, 0)

    def test_finds_nothing_that_is_not_public(self):
        scheme("fund", status="draft")
        self.assertEqual(self.page("?audience=startups").count, 0)

    def test_keeps_what_was_asked_in_its_form(self):
        factories.audience()
        factories.support()
        factories.application()
        page = self.page("?audience=startups&support=funding&application=fraud-detection&amount_min=5&q=x")
        form = page.one("form.question")
        self.assertEqual({i["value"] for i in form.select("input") if i.has_attr("checked")}, {"startups", "funding"})
        self.assertEqual([o["value"] for o in form.select("option") if o.has_attr("selected")], ["fraud-detection"])
        self.assertEqual((form.one("#q-amount")["value"], form.one("#q-words")["value"]), ("5", "x"))

    def test_says_what_is_wrong_with_it(self):
        page = self.page("?audience=nobody&amount_min=lots")
        self.assertEqual(page.status, 200)
        for word in ("nobody", "lots"):
            self.assertIn(word, page.one(".empty").text)

    def test_leads_from_what_is_wrong_to_the_rest(self):
        factories.support()
        link = self.page("?audience=nobody&support=funding").one(".empty").select("a")[0]
        self.assertEqual(parse_query(link["href"]), {"support": ["funding"]})

    def test_has_one_address_for_empty_parameters(self):
        factories.audience()
        response = self.client.get("/en/support/?audience=startups&application=&amount_min=&q=")
        self.assertRedirects(response, "/en/support/?audience=startups")

    def test_shows_before_it_is_asked_how_many_answers_there_are(self):
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


class OrderTests(Answers):
    def test_goes_by_what_is_known_to_run(self):
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

    def test_puts_what_closes_sooner_first_and_a_call_that_is_over_last(self):
        scheme("later", applications_close="2027-03")
        scheme("soon", applications_close="2026-12-01")
        self.assertEqual(self.slugs("?audience=startups"), {"accepting": ["soon", "later"]})

    def test_puts_a_call_that_is_over_last_among_the_active(self):
        scheme("over", applications_close="2026-03")
        scheme("z-unknown")
        self.assertEqual(self.slugs("?audience=startups"), {"open": ["z-unknown", "over"]})

    def test_leaves_out_what_has_closed_and_says_so(self):
        scheme("over", ends="2026-01-31")
        page = self.page("?audience=startups")
        self.assertEqual(page.count, 0)
        self.assertEqual(
            [a.text for a in page.content.select("a") if a["href"].endswith("?state=closed")], ["Ended initiatives"]
        )


class OfferTests(Answers):
    def cell(self, label, query_string="?audience=startups"):
        row = self.offer(query_string)
        return next(td.text for td in row.select("td") if td.get("data-label") == label)

    def remark(self, label, query_string="?audience=startups"):
        """Return what stands under a label below the row."""
        return next(div.one("dd").text for div in self.offer(query_string).select("div") if div.one("dt").text == label)

    def test_says_from_whom_how_much_and_until_when(self):
        scheme("fund", amount=3_000_000, amount_basis="total", currency="HKD", applications_close="2026-12-31")
        self.assertEqual(
            [self.cell(label) for label in ("Offered by", "Amount", "Application deadline")],
            ["The Hub", "HK$3 million In total", "31 December 2026 Ends 2030"],
        )

    def test_says_when_it_starts(self):
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

    def test_says_what_is_not_published(self):
        scheme("fund", ends=None, applications_close=None)
        factories.cite(Organisation.objects.get(slug="hub"), "name")
        self.assertEqual(
            [self.cell(label) for label in ("Amount", "Application deadline")], ["not published", "not known"]
        )

    def test_says_that_the_known_call_is_over(self):
        scheme("fund", applications_close="2026-03-31", ends=None, verified_on=TODAY)
        self.assertEqual(self.cell("Application deadline"), "Last call closed on 31 March 2026")

    def test_says_why_it_fits(self):
        scheme("fund", amount=2_000_000, amount_basis="per_project_max", currency="HKD")
        factories.application()
        query_string = "?audience=startups&support=funding&application=fraud-detection&amount_min=1000000"
        reasons = self.remark("Why this matches", query_string)
        for word in ("startups", "funding", "no application area", "HK$2 million"):
            self.assertIn(word, reasons)

    def test_says_what_is_not_known_of_it(self):
        factories.audience()
        scheme("fund", ends="2030", audience=[])
        self.assertEqual(self.remark("Not known"), "who it is for; amount; deadline; eligibility")

    def test_says_that_it_may_not_pay_that_much(self):
        scheme("fund", amount=50, amount_basis="total", currency="HKD", eligibility_en="All.")
        self.assertIn("whether it offers that amount", self.remark("Not known", "?amount_min=10"))

    def test_leads_to_where_one_applies(self):
        scheme("fund", apply_url="https://apply.example.hk/", website="https://www.example.hk/")
        self.assertEqual(self.offer().one("a.button")["href"], "https://apply.example.hk/")

    def test_leads_to_the_best_official_page_where_it_has_none_of_its_own(self):
        made = scheme("fund")
        self.assertEqual(self.offer().one("a.button")["href"], made.citations.get().source.url)

    def test_leads_to_whoever_runs_it_where_nothing_better_is_known(self):
        scheme("fund", is_sourced=False)
        Organisation.objects.filter(slug="hub").update(website="https://hub.example.hk/")
        button = self.offer().one("a.button")
        self.assertEqual((button["href"], button.text), ("https://hub.example.hk/", "Contact The Hub"))

    def test_shows_the_page_that_bears_the_amount_out(self):
        made = scheme("fund", amount=5, amount_basis="total", currency="HKD")
        factories.cite(made, "amount", publisher="The Gazette")
        self.assertIn("The Gazette", self.remark("Source"))

    def test_says_how_much_of_its_answers_is_published(self):
        scheme("one", amount=5, amount_basis="total", currency="HKD", eligibility_en="All.", ends=None, starts="2026")
        scheme("two")
        counts = self.page("?audience=startups").one("p#coverage").text
        self.assertEqual(re.findall(r"\d", counts), ["2", "1", "1", "1", "2"])


class BodiesTests(Answers):
    @classmethod
    def setUpTestData(cls):
        cls.hub = factories.organisation(slug="hub", kind="innovation_hub")
        cls.hub.support.add(factories.support())

    def bodies(self, query_string):
        found = self.page(query_string).select("section#bodies")
        return [th.one("a")["href"].split("/")[-2] for s in found for th in s.select("th[scope=row]")]

    def test_stand_beside_the_schemes_that_answer_a_need(self):
        self.assertEqual(self.bodies("?support=funding"), ["hub"])

    def test_stay_out_where_they_give_something_else(self):
        factories.support("workspace")
        self.assertEqual(self.bodies("?support=workspace"), [])

    def test_stay_out_where_no_need_is_named(self):
        factories.audience()
        self.assertEqual(self.bodies("?audience=startups"), [])

    def test_stay_out_where_they_are_for_another_application(self):
        factories.application()
        self.hub.applications.add(factories.application("robotics"))
        self.assertEqual(self.bodies("?application=fraud-detection"), [])

    def test_stay_out_once_they_have_closed(self):
        Organisation.objects.update(closed="2020")
        self.assertEqual(self.bodies("?support=funding"), [])


class CalendarTests(Answers):
    def events(self, query_string="?audience=startups", language="en"):
        with time_machine.travel(TODAY):
            response = self.client.get(f"/{language}/support.ics{query_string}")
        self.assertEqual(response.headers["Content-Type"], "text/calendar; charset=utf-8")
        return {str(e["UID"]): e for e in Calendar.from_ical(response.content).walk("VEVENT")}

    def test_holds_the_openings_and_deadlines_of_the_answer(self):
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

    def test_speaks_the_language_of_its_address_under_the_same_identifiers(self):
        scheme("fund", name_zh_hant="創科基金", applications_close="2026-12-31")
        english, chinese = self.events(), self.events(language="zh-hans")
        self.assertEqual(set(english), set(chinese))
        self.assertIn("创科基金", chinese["fund.applications_close@hkai"]["SUMMARY"])

    def test_forgets_what_is_long_over(self):
        scheme("fund", starts="2019-04-01", applications_close="2026-12-31")
        self.assertNotIn("fund.starts@hkai", self.events())

    def test_leads_to_the_page_of_the_scheme(self):
        scheme("fund", applications_close="2026-12-31")
        self.assertTrue(self.events()["fund.applications_close@hkai"]["URL"].endswith("/en/initiatives/fund/"))

    def test_refuses_a_question_that_cannot_be_answered_with_the_sentence_of_the_page(self):
        response = self.client.get("/en/support.ics?audience=nobody")
        self.assertContains(response, "“nobody”", status_code=400)

    def test_is_offered_on_the_page_of_the_question(self):
        scheme("fund")
        self.assertIn("/en/support.ics?audience=startups", self.page("?audience=startups").links)

    def test_sets_no_cookie(self):
        self.assertFalse(self.client.get("/en/support.ics").cookies)
