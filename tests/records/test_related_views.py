"""The section of related records on the page of a record."""

import re

from django.test import TestCase

from ecosystem.models import edition_cache
from tests.support import factories
from tests.support.html_pages import fetch_page


class RelatedSectionTestCase(TestCase):
    def setUp(self):
        self.task = factories.application(name_en="Fraud detection")

    def section(self, address):
        edition_cache.clear_edition_cache()
        found = fetch_page(self.client, f"/en/{address}").select("section#related")
        return found[0] if found else None

    def slugs(self, address):
        section = self.section(address)
        return [th.one("a")["href"].split("/")[-2] for th in section.one("tbody").select("th")] if section else []

    def cells(self, address):
        """Return the cells of the first row by their column headings."""
        row = self.section(address).one("tbody").select("tr")[0]
        return {cell["data-label"]: cell.text for cell in row.select("td")}


class RelatedOrganisationTests(RelatedSectionTestCase):
    def test_are_found_by_a_shared_application_with_any_tie(self):
        bank, other = factories.organisation(slug="bank"), factories.organisation(slug="other")
        factories.initiative(lead=bank, kind="deployment", applications=[self.task])
        factories.initiative(lead=other, kind="guideline", applications=[self.task])
        self.assertEqual(self.cells("organisations/bank/")["Application areas"], "Fraud detection")

    def test_are_found_by_a_shared_partner_of_initiatives_or_collaborations(self):
        bank, other = factories.organisation(slug="bank"), factories.organisation(slug="other", themes=[])
        hub = factories.organisation(slug="hub", name_en="The Hub")
        factories.add_participant(factories.initiative(lead=hub), bank, "partner")
        factories.collaboration(parties=[hub, other])
        said = self.cells("organisations/bank/")
        self.assertEqual((said["Partners"], said["Score"]), ("The Hub", "2"))

    def test_collaborations_of_units_count(self):
        bank, hub = factories.organisation(slug="bank"), factories.organisation(slug="hub", name_en="The Hub")
        factories.collaboration(parties=[hub, factories.organisation(slug="lab", parent=bank)])
        factories.collaboration(parties=[hub, factories.organisation(slug="other")])
        self.assertEqual(self.slugs("organisations/bank/"), ["other"])

    def test_partners_of_each_other_are_not_related_by_that_alone(self):
        factories.collaboration(parties=[factories.organisation(slug="one"), factories.organisation(slug="two")])
        self.assertIsNone(self.section("organisations/one/"))

    def test_exclude_parent_units_predecessor_and_successor(self):
        task = [self.task]
        whole, later = (factories.organisation(slug=slug, applications=task) for slug in ("whole", "later"))
        body = factories.organisation(slug="body", applications=task, parent=whole, successor=later)
        factories.organisation(slug="part", applications=task, parent=body)
        factories.organisation(slug="former", applications=task, successor=body)
        factories.organisation(slug="other", applications=task)
        self.assertEqual(self.slugs("organisations/body/"), ["other"])

    def test_ignore_unpublished_records(self):
        bank, hidden = factories.organisation(slug="bank"), factories.organisation(status="draft")
        factories.organisation(applications=[self.task], status="draft")
        for body in (bank, factories.organisation()):
            factories.collaboration(parties=[body, hidden])
            factories.initiative(lead=body, applications=[self.task], status="archived")
        self.assertIsNone(self.section("organisations/bank/"))

    def test_are_at_most_six_in_order_of_name(self):
        factories.organisation(slug="body", applications=[self.task])
        for letter in "hgfedcba":
            factories.organisation(slug=letter * 3, name_en=letter * 3, applications=[self.task])
        self.assertEqual(self.slugs("organisations/body/"), [letter * 3 for letter in "abcdef"])

    def test_count_further_shared_applications(self):
        tasks = [factories.application(f"task-{n}", name_en=f"Task {n}", position=n) for n in range(5)]
        factories.organisation(slug="body", applications=tasks)
        factories.organisation(applications=tasks)
        self.assertEqual(self.cells("organisations/body/")["Application areas"], "Task 0, Task 1, Task 2 and 2 more")


class RelatedInitiativeTests(RelatedSectionTestCase):
    def test_are_found_by_shared_applications_organisations_and_themes(self):
        lead = factories.organisation(name_en="The Bureau")
        factories.initiative(slug="fund", lead=lead, applications=[self.task])
        factories.initiative(slug="other", lead=lead, applications=[self.task])
        said = self.cells("initiatives/fund/")
        self.assertEqual(list(said.values()), ["Fraud detection", "The Bureau", "Ai in finance", "6"])

    def test_exclude_parent_parts_foundations_and_builders(self):
        lead = factories.organisation()
        fund = factories.initiative(slug="fund", lead=lead, part_of=factories.initiative(slug="whole", lead=lead))
        factories.initiative(slug="part", lead=lead, part_of=fund)
        fund.builds_on.add(factories.initiative(slug="ground", lead=lead))
        factories.initiative(slug="roof", lead=lead).builds_on.add(fund)
        factories.initiative(slug="other", lead=lead)
        self.assertEqual(self.slugs("initiatives/fund/"), ["other"])


class RelatedCollaborationTests(RelatedSectionTestCase):
    def test_are_found_by_shared_parties(self):
        party = factories.organisation(name_en="The University")
        for slug in ("pact", "other"):
            factories.collaboration(slug=slug, parties=[party, factories.organisation()])
        self.assertEqual(self.cells("collaborations/pact/")["Partners"], "The University")


class RelatedSectionTests(RelatedSectionTestCase):
    def setUp(self):
        super().setUp()
        for slug in ("body", "other"):
            factories.organisation(slug=slug, name_en=slug.capitalize(), applications=[self.task])

    def test_explains_the_score(self):
        said = self.section("organisations/body/").one("p").text
        self.assertEqual(re.findall(r"\d", said), ["3", "2", "1"])

    def test_is_in_the_table_of_contents_before_the_sources(self):
        ways = [a["href"] for a in fetch_page(self.client, "/en/organisations/body/").one("nav.contents").select("a")]
        self.assertEqual(ways[-2:], ["#related", "#sources"])

    def test_is_left_out_if_nothing_is_related(self):
        factories.organisation(slug="alone")
        ways = [a["href"] for a in fetch_page(self.client, "/en/organisations/alone/").one("nav.contents").select("a")]
        self.assertNotIn("#related", ways)

    def test_has_a_form_to_compare_related_organisations(self):
        form = fetch_page(self.client, "/en/organisations/body/").one("aside").one("form")
        fields = [(f["type"], f["name"], f["value"], f.has_attr("checked")) for f in form.select("input")]
        self.assertEqual(
            fields, [("hidden", "organisation", "body", False), ("checkbox", "organisation", "other", False)]
        )

    def test_has_no_form_to_compare_collaborations(self):
        factories.collaboration(slug="pact")
        self.assertEqual(fetch_page(self.client, "/en/collaborations/pact/").one("aside").select("form"), [])
