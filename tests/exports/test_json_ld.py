"""JSON-LD of records, as files and embedded in pages."""

from django.conf import settings
from rdflib import Literal, URIRef

from ecosystem.models import InitiativeKind, Organisation
from tests.support import factories
from tests.support.html_pages import fetch_page
from tests.support.structured_data import SCHEMA_ORG, StructuredDataTestCase

SITE = settings.SITE_URL


class RecordJsonLdTests(StructuredDataTestCase):
    subject = URIRef(f"{SITE}/en/organisations/lab/")

    def test_organisation_has_names_in_three_languages(self):
        names = set(self.fetch_graph("/en/organisations/lab.json").objects(self.subject, SCHEMA_ORG.name))
        self.assertEqual(
            names,
            {
                Literal("A </script> Laboratory", lang="en"),
                Literal("實驗室", lang="zh-Hant-HK"),
                Literal("实验室", lang="zh-Hans"),
            },
        )

    def test_organisation_has_founding_date_identifiers_and_aliases(self):
        found = self.fetch_graph("/en/organisations/lab.json")
        self.assertEqual(found.value(self.subject, SCHEMA_ORG.foundingDate), Literal("1999-05"))
        self.assertEqual(
            {str(same) for same in found.objects(self.subject, SCHEMA_ORG.sameAs)},
            {"https://ror.org/00q4vv597", "http://www.wikidata.org/entity/Q1234"},
        )
        self.assertEqual(
            {str(name) for name in found.objects(self.subject, SCHEMA_ORG.alternateName)}, {"AL", "The Lab"}
        )

    def test_initiative_has_alternate_names(self):
        found, fund = self.fetch_graph("/en/initiatives/fund.json"), URIRef(f"{SITE}/en/initiatives/fund/")
        self.assertEqual({str(name) for name in found.objects(fund, SCHEMA_ORG.alternateName)}, {"HF", "Fund"})

    def test_descriptive_title_is_not_an_alternate_name(self):
        pact = factories.collaboration(
            slug="deal", name_en_is_descriptive=True, name_zh_hant="我們的說法", name_zh_hant_is_descriptive=True
        )
        for language in ("en", "zh-hant"):
            with self.subTest(language=language):
                found = self.fetch_graph(f"/{language}/collaborations/{pact.slug}.json")
                self.assertEqual(list(found.subject_objects(SCHEMA_ORG.alternateName)), [])

    def test_id_of_the_parent_is_the_same_in_every_language(self):
        parent = self.fetch_graph("/zh-hant/organisations/lab.json").value(self.subject, SCHEMA_ORG.parentOrganization)
        self.assertEqual(parent, URIRef(f"{SITE}/en/organisations/whole/"))

    def test_unpublished_parent_is_omitted(self):
        Organisation.objects.filter(slug="whole").update(status="draft")
        self.assertIsNone(
            self.fetch_graph("/en/organisations/lab.json").value(self.subject, SCHEMA_ORG.parentOrganization)
        )

    def test_grant_has_amount_sponsor_and_funder(self):
        factories.add_participant(self.fund, self.whole, "funder")
        found, fund = self.fetch_graph("/en/initiatives/fund.json"), URIRef(f"{SITE}/en/initiatives/fund/")
        self.assertEqual(found.value(found.value(fund, SCHEMA_ORG.amount), SCHEMA_ORG.value), Literal(3_000_000_000))
        self.assertEqual(
            (list(found.objects(fund, SCHEMA_ORG.sponsor)), list(found.objects(fund, SCHEMA_ORG.funder))),
            ([self.subject], [URIRef(f"{SITE}/en/organisations/whole/")]),
        )

    def test_only_participants_with_that_role_are_funders(self):
        for kind in InitiativeKind.values:
            record = factories.initiative(slug=f"a-{kind.replace('_', '-')}", kind=kind, lead=self.lab)
            factories.add_participant(record, self.whole, "operator")
            with self.subTest(kind=kind):
                found = self.fetch_graph(f"/en/initiatives/{record.slug}.json")
                self.assertEqual(list(found.subject_objects(SCHEMA_ORG.funder)), [])

    def test_type_follows_the_kind_of_record(self):
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

    def test_cites_the_sources_of_the_record(self):
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

    def test_allows_cross_origin_requests(self):
        response = self.client.get("/en/organisations/lab.json")
        self.assertEqual(response["Access-Control-Allow-Origin"], "*")
        self.assertEqual(response["Content-Type"], "application/ld+json")

    def test_archived_record_is_gone_and_unknown_record_not_found(self):
        Organisation.objects.filter(slug="lab").update(status="archived")
        self.assertEqual(self.client.get("/en/organisations/lab.json").status_code, 410)
        self.assertEqual(self.client.get("/en/organisations/nobody.json").status_code, 404)


class EmbeddedJsonLdTests(StructuredDataTestCase):
    def test_record_page_embeds_the_record_and_its_breadcrumbs(self):
        found = self.fetch_page_graph("/en/organisations/lab/")
        self.assertEqual(found.value(RecordJsonLdTests.subject, SCHEMA_ORG.foundingDate), Literal("1999-05"))
        steps = {str(found.value(step, SCHEMA_ORG.item)) for step in found.subjects(SCHEMA_ORG.position)}
        self.assertEqual(steps, {f"{SITE}/en/", f"{SITE}/en/organisations/", f"{SITE}/en/organisations/lab/"})

    def test_script_end_tag_in_a_name_does_not_break_the_page(self):
        self.assertIn("A </script> Laboratory", fetch_page(self.client, "/en/organisations/lab/").select("h1")[0].text)

    def test_record_page_links_to_the_json_ld_file(self):
        (link,) = fetch_page(self.client, "/en/organisations/lab/").select('link[type="application/ld+json"]')
        self.assertEqual(link["href"], "/en/organisations/lab.json")

    def test_indicators_themes_and_places_have_their_types(self):
        rdf_type = URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
        expected = {
            "indicators/parks": "Dataset", "themes/ai-in-finance": "DefinedTerm", "places/central": "Place",
        }  # fmt: skip
        for path, name in expected.items():
            with self.subTest(path=path):
                found = self.fetch_page_graph(f"/zh-hant/{path}/")
                self.assertEqual(found.value(URIRef(f"{SITE}/en/{path}/"), rdf_type), SCHEMA_ORG[name])
