"""Detail endpoints of the API: records, sources, places, indicators and vocabularies."""

from ecosystem.models import Citation, Organisation
from tests.support import factories
from tests.support.api_client import SITE_URL, ApiTestCase


class ApiRecordDetailTests(ApiTestCase):
    def test_disputing_citation_has_the_claimed_value_and_reason(self):
        factories.dispute(self.bank, "founded", "1998", reason="Older.", reason_zh_hant="較舊。")
        *_others, citation = self.fetch_json("organisations/bank")["citations"]
        reason = {"en": "Older.", "zh-Hant": "較舊。", "zh-Hans": "较旧。", "converted": True}
        self.assertEqual(citation["claims"], [{"field": "founded", "value": "1998", "reason": reason}])

    def test_citations_list_supported_and_disputed_fields(self):
        Citation.objects.filter(organisation=self.bank, source__grade="press").update(disputes=["founded"])
        bank = self.fetch_json("organisations/bank")
        first, second = bank["citations"]
        self.assertEqual((first["number"], first["supports"], first["disputes"]), (1, ["summary"], []))
        self.assertEqual((second["supports"], second["disputes"]), (["name"], ["founded"]))
        self.assertEqual((second["source"]["grade"], second["source"]["published"]), ("press", "2024-05"))
        self.assertEqual(bank["disputed_fields"], ["founded"])
        self.assertEqual(bank["unsourced_fields"], ["founded", "place"])

    def test_property_names_equal_field_names_in_citations(self):
        for record in (self.bank, self.fund, self.pact):
            told = self.fetch_json(f"{record._meta.model_name}s/{record.slug}")
            names = {*told, *(told.get("amount") or ())}
            with self.subTest(kind=record._meta.model_name):
                self.assertLessEqual(set(record.bearable_fields), names)

    def test_organisation_lists_participations_of_itself_and_its_parts(self):
        bank = self.fetch_json("organisations/bank")
        self.assertEqual([part["slug"] for part in bank["parts"]], ["lab"])
        self.assertEqual(
            {(i["record"]["slug"], i["role"]) for i in bank["initiatives"]}, {("fund", "lead"), ("rules", "lead")}
        )
        through = {i["record"]["slug"]: i["through"] and i["through"]["slug"] for i in bank["collaborations"]}
        self.assertEqual(through, {"bridge": "lab", "pact": "lab"} | {"pact": through["pact"]})
        self.assertIn(
            {"record": "pact", "role": "partner", "through": None},
            [
                {"record": i["record"]["slug"], "role": i["role"], "through": i["through"]}
                for i in bank["collaborations"]
            ],
        )
        self.assertEqual([series["slug"] for series in bank["indicators"]], ["firms"])

    def test_organisation_lists_the_evidence_of_its_ties(self):
        pact = factories.initiative(
            slug="system", kind="deployment", lead=self.bank, applications=[factories.application()]
        )
        (tie,) = self.fetch_json("organisations/bank")["ties"]
        self.assertEqual((tie["tie"], tie["application"]), ("uses", "fraud-detection"))
        self.assertEqual([(e["record"]["slug"], e["through"]) for e in tie["evidence"]], [(pact.slug, None)])

    def test_initiative_lists_its_parts_and_collaborations(self):
        fund = self.fetch_json("initiatives/fund")
        self.assertEqual([part["slug"] for part in fund["parts"]], ["rules"])
        self.assertEqual([record["slug"] for record in fund["collaborations"]], ["pact"])
        self.assertEqual(
            self.fetch_json("initiatives/rules")["part_of"]["api_url"], f"{SITE_URL}/api/v1/initiatives/fund"
        )

    def test_collaboration_lists_its_participants(self):
        pact = self.fetch_json("collaborations/pact")
        parties = [(p["organisation"]["slug"], p["role"], p["home_region"]) for p in pact["participants"]]
        self.assertEqual(parties, [("bank", "partner", "hong_kong"), ("lab", "partner", "hong_kong")])
        self.assertEqual(pact["initiative"]["slug"], "fund")

    def test_detail_contains_every_value_of_the_list_row(self):
        for kind in ("organisations", "initiatives", "collaborations", "places", "indicators"):
            for row in self.fetch_json(kind)["results"]:
                with self.subTest(kind=kind, slug=row["slug"]):
                    thing = self.fetch_json(f"{kind}/{row['slug']}")
                    # The whole counts the ties of its parts, and says what makes each.
                    different = {name for name, value in row.items() if thing[name] != value} - {"ties"}
                    self.assertEqual(different, set())

    def test_draft_gets_the_same_404_as_an_unknown_slug(self):
        nothing = self.client.get("/api/v1/organisations/nobody").content
        for address in ("organisations/draft", "initiatives/bank", "organisations/BANK", "organisations/bank%0A"):
            with self.subTest(address=address):
                response = self.client.get(f"/api/v1/{address}")
                self.assertEqual((response.status_code, response.content), (404, nothing))

    def test_archived_record_is_410(self):
        Organisation.objects.filter(slug="lab").update(status="archived")
        self.fetch_json("organisations/lab", 410)

    def test_malformed_keys_are_404(self):
        for kind in (
            "organisations",
            "initiatives",
            "collaborations",
            "places",
            "indicators",
            "sources",
            "vocabularies",
        ):
            for key in (
                "%00",
                "a%00",
                "%F0%9F%A6%84",
                "x" * 300,
                "-",
                "1" * 40,
                "0",
                "-1",
                "1.5",
                "%D9%A1",
                "a b",
                "'",
            ):
                with self.subTest(kind=kind, key=key):
                    self.fetch_json(f"{kind}/{key}", 404)


class ApiSourcePlaceAndIndicatorDetailTests(ApiTestCase):
    def test_source_lists_the_public_records_that_cite_it(self):
        source = factories.source(title="A page")
        factories.cite(self.bank, "founded", page=source)
        factories.cite(self.draft, "founded", page=source)
        found = self.fetch_json(f"sources/{source.pk}")
        self.assertEqual(
            [(each["record"]["type"], each["record"]["slug"], each["supports"]) for each in found["cited_by"]],
            [("organisation", "bank", ["founded"])],
        )
        self.assertEqual((found["citation_count"], found["page_url"]), (1, f"{SITE_URL}/en/sources/{source.pk}/"))

    def test_source_cited_only_by_drafts_is_404(self):
        source = factories.source()
        factories.cite(self.draft, "founded", page=source)
        self.fetch_json(f"sources/{source.pk}", 404)

    def test_place_lists_its_public_organisations(self):
        names = [body["slug"] for body in self.fetch_json("places/central")["organisations"]]
        self.assertEqual(names, ["bank", "lab"])

    def test_indicator_observations_have_their_source(self):
        firms = self.fetch_json("indicators/firms")
        self.assertEqual(firms["organisation"]["slug"], "bank")
        self.assertEqual(firms["observations"][0]["source"]["grade"], "official")
        self.assertEqual(firms["citations"][0]["supports"], ["observations"])


class ApiVocabularyTests(ApiTestCase):
    def test_terms_include_every_filter_value(self):
        words = {v["name"]: [w["value"] for w in v["words"]] for v in self.fetch_json("vocabularies")["results"]}
        self.assertEqual(words["themes"], ["ai-in-finance", "smart-city"])
        self.assertEqual(words["states"][0], "open")
        self.assertEqual(len(words["districts"]), 18)

    def test_terms_are_in_three_languages(self):
        (words,) = [v["words"] for v in self.fetch_json("vocabularies")["results"] if v["name"] == "grades"]
        name = words[1]["name"]
        self.assertEqual(
            (name["en"], name["zh-Hant"], name["zh-Hans"]), ("Organisation’s own page", "機構自行發布", "机构自行发布")
        )

    def test_same_value_is_named_by_its_vocabulary(self):
        names = {
            name: word["name"]["en"]
            for name in ("initiative-kinds", "collaboration-kinds")
            for word in self.fetch_json(f"vocabularies/{name}")["words"]
            if word["value"] == "deployment"
        }
        self.assertEqual(names, {"initiative-kinds": "System", "collaboration-kinds": "Joint deployment"})

    def test_definitions_are_in_three_languages(self):
        words = {word["value"]: word for word in self.fetch_json("vocabularies/collaboration-roles")["words"]}
        description = words["lead"]["description"]
        self.assertEqual((description["zh-Hant"], description["zh-Hans"]), ("牽頭合作的機構。", "牵头合作的机构。"))

    def test_terms_stored_in_the_database_have_descriptions(self):
        factories.support("desks", description_en="A desk.")
        words = {word["value"]: word for word in self.fetch_json("vocabularies/support")["words"]}
        self.assertEqual(words["desks"]["description"]["en"], "A desk.")

    def test_term_without_definition_has_null_description(self):
        (*_rest, word) = self.fetch_json("vocabularies/districts")["words"]
        self.assertIsNone(word["description"])

    def test_application_has_its_sector(self):
        (word,) = self.fetch_json("vocabularies/applications")["words"]
        self.assertEqual((word["value"], word["sector"]), ("fraud-detection", "finance"))

    def test_single_vocabulary_equals_its_entry_in_the_list(self):
        for vocabulary in self.fetch_json("vocabularies")["results"]:
            with self.subTest(name=vocabulary["name"]):
                self.assertEqual(self.fetch_json(f"vocabularies/{vocabulary['name']}"), vocabulary)


class ApiRootTests(ApiTestCase):
    def test_links_to_every_list_and_to_the_documentation(self):
        root = self.fetch_json("")
        for address in (*root["lists"].values(), root["documentation"], root["description"]):
            with self.subTest(address=address):
                self.assertEqual(self.client.get(address.removeprefix(SITE_URL)).status_code, 200)
        self.assertIn("creativecommons.org/licenses/by/4.0", root["licence"])
