"""What machines find in pages and by itself: structured data."""

from django.conf import settings
from rdflib import Literal, URIRef

from ecosystem.models import InitiativeKind, Organisation
from tests.support import factories
from tests.support.html_pages import fetch_page
from tests.support.structured_data import SCHEMA_ORG, StructuredDataTestCase

SITE = settings.SITE_URL


class RecordTests(StructuredDataTestCase):
    subject = URIRef(f"{SITE}/en/organisations/lab/")

    def test_tells_of_a_body_in_three_languages(self):
        names = set(self.fetch_graph("/en/organisations/lab.json").objects(self.subject, SCHEMA_ORG.name))
        self.assertEqual(
            names,
            {
                Literal("A </script> Laboratory", lang="en"),
                Literal("實驗室", lang="zh-Hant-HK"),
                Literal("实验室", lang="zh-Hans"),
            },
        )

    def test_tells_what_it_is_since_when_and_who_it_is_elsewhere(self):
        found = self.fetch_graph("/en/organisations/lab.json")
        self.assertEqual(found.value(self.subject, SCHEMA_ORG.foundingDate), Literal("1999-05"))
        self.assertEqual(
            {str(same) for same in found.objects(self.subject, SCHEMA_ORG.sameAs)},
            {"https://ror.org/00q4vv597", "http://www.wikidata.org/entity/Q1234"},
        )
        self.assertEqual(
            {str(name) for name in found.objects(self.subject, SCHEMA_ORG.alternateName)}, {"AL", "The Lab"}
        )

    def test_tells_under_which_other_names_an_initiative_is_known(self):
        found, fund = self.fetch_graph("/en/initiatives/fund.json"), URIRef(f"{SITE}/en/initiatives/fund/")
        self.assertEqual({str(name) for name in found.objects(fund, SCHEMA_ORG.alternateName)}, {"HF", "Fund"})

    def test_never_says_that_others_call_something_by_a_title_of_our_own(self):
        pact = factories.collaboration(
            slug="deal", name_en_is_descriptive=True, name_zh_hant="我們的說法", name_zh_hant_is_descriptive=True
        )
        for language in ("en", "zh-hant"):
            with self.subTest(language=language):
                found = self.fetch_graph(f"/{language}/collaborations/{pact.slug}.json")
                self.assertEqual(list(found.subject_objects(SCHEMA_ORG.alternateName)), [])

    def test_names_the_whole_by_the_address_that_names_it_everywhere(self):
        parent = self.fetch_graph("/zh-hant/organisations/lab.json").value(self.subject, SCHEMA_ORG.parentOrganization)
        self.assertEqual(parent, URIRef(f"{SITE}/en/organisations/whole/"))

    def test_names_no_whole_that_is_not_public(self):
        Organisation.objects.filter(slug="whole").update(status="draft")
        self.assertIsNone(
            self.fetch_graph("/en/organisations/lab.json").value(self.subject, SCHEMA_ORG.parentOrganization)
        )

    def test_tells_how_much_a_fund_gives_and_whose_it_is(self):
        factories.add_participant(self.fund, self.whole, "funder")
        found, fund = self.fetch_graph("/en/initiatives/fund.json"), URIRef(f"{SITE}/en/initiatives/fund/")
        self.assertEqual(found.value(found.value(fund, SCHEMA_ORG.amount), SCHEMA_ORG.value), Literal(3_000_000_000))
        self.assertEqual(
            (list(found.objects(fund, SCHEMA_ORG.sponsor)), list(found.objects(fund, SCHEMA_ORG.funder))),
            ([self.subject], [URIRef(f"{SITE}/en/organisations/whole/")]),
        )

    def test_names_as_funder_only_who_has_that_role(self):
        for kind in InitiativeKind.values:
            record = factories.initiative(slug=f"a-{kind.replace('_', '-')}", kind=kind, lead=self.lab)
            factories.add_participant(record, self.whole, "operator")
            with self.subTest(kind=kind):
                found = self.fetch_graph(f"/en/initiatives/{record.slug}.json")
                self.assertEqual(list(found.subject_objects(SCHEMA_ORG.funder)), [])

    def test_calls_things_by_their_types(self):
        expected = {
            "organisations/lab": "ResearchOrganization",
            "organisations/whole": "CollegeOrUniversity",
            "initiatives/fund": "MonetaryGrant",
            "initiatives/desk": "GovernmentService",
            "collaborations/pact": "ResearchProject",
        }
        rdf_type = URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
        for path, name in expected.items():
            with self.subTest(path=path):
                found = self.fetch_graph(f"/en/{path}.json")
                self.assertEqual(found.value(URIRef(f"{SITE}/en/{path}/"), rdf_type), SCHEMA_ORG[name])

    def test_cites_what_it_rests_on(self):
        code = factories.initiative(slug="code", kind="guideline")
        for record, name in (
            (self.lab, "subjectOf"),
            (self.fund, "subjectOf"),
            (self.desk, "subjectOf"),
            (self.pact, "subjectOf"),
            (code, "citation"),
        ):
            with self.subTest(record=record):
                path = f"/en/{record._meta.model_name}s/{record.slug}"
                found = self.fetch_graph(f"{path}.json")
                pages = found.objects(URIRef(f"{SITE}{path}/"), SCHEMA_ORG[name])
                self.assertEqual(
                    {str(found.value(page, SCHEMA_ORG.url)) for page in pages},
                    {c.source.url for c in record.citations.all()},
                )

    def test_may_be_fetched_from_any_page(self):
        response = self.client.get("/en/organisations/lab.json")
        self.assertEqual(response["Access-Control-Allow-Origin"], "*")
        self.assertEqual(response["Content-Type"], "application/ld+json")

    def test_is_gone_where_its_page_is(self):
        Organisation.objects.filter(slug="lab").update(status="archived")
        self.assertEqual(self.client.get("/en/organisations/lab.json").status_code, 410)
        self.assertEqual(self.client.get("/en/organisations/nobody.json").status_code, 404)


class PageTests(StructuredDataTestCase):
    def test_tells_in_a_page_what_it_tells_by_itself_and_the_way_to_it(self):
        found = self.fetch_page_graph("/en/organisations/lab/")
        self.assertEqual(found.value(RecordTests.subject, SCHEMA_ORG.foundingDate), Literal("1999-05"))
        steps = {str(found.value(step, SCHEMA_ORG.item)) for step in found.subjects(SCHEMA_ORG.position)}
        self.assertEqual(steps, {f"{SITE}/en/", f"{SITE}/en/organisations/", f"{SITE}/en/organisations/lab/"})

    def test_ends_no_script_by_what_somebody_is_called(self):
        self.assertIn("A </script> Laboratory", fetch_page(self.client, "/en/organisations/lab/").select("h1")[0].text)

    def test_names_the_file_of_the_record(self):
        (link,) = fetch_page(self.client, "/en/organisations/lab/").select('link[type="application/ld+json"]')
        self.assertEqual(link["href"], "/en/organisations/lab.json")

    def test_tells_of_series_terms_and_places_too(self):
        rdf_type = URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
        expected = {
            "indicators/parks": "Dataset", "themes/ai-in-finance": "DefinedTerm", "places/central": "Place",
        }  # fmt: skip
        for path, name in expected.items():
            with self.subTest(path=path):
                found = self.fetch_page_graph(f"/zh-hant/{path}/")
                self.assertEqual(found.value(URIRef(f"{SITE}/en/{path}/"), rdf_type), SCHEMA_ORG[name])
