"""One thing in the API: all that is known of it, with the pages that say so."""

from ecosystem.models import Citation, Organisation
from tests.support import factories
from tests.support.api_client import SITE_URL, ApiTestCase


class RecordTests(ApiTestCase):
    def test_says_what_a_source_says_instead_and_why_it_is_not_followed(self):
        factories.dispute(self.bank, "founded", "1998", reason="Older.", reason_zh_hant="較舊。")
        *_others, citation = self.fetch_json("organisations/bank")["citations"]
        reason = {"en": "Older.", "zh-Hant": "較舊。", "zh-Hans": "较旧。", "converted": True}
        self.assertEqual(citation["claims"], [{"field": "founded", "value": "1998", "reason": reason}])

    def test_names_its_sources_with_the_fields_that_each_bears_out_or_disputes(self):
        Citation.objects.filter(organisation=self.bank, source__grade="press").update(disputes=["founded"])
        bank = self.fetch_json("organisations/bank")
        first, second = bank["citations"]
        self.assertEqual((first["number"], first["supports"], first["disputes"]), (1, ["summary"], []))
        self.assertEqual((second["supports"], second["disputes"]), (["name"], ["founded"]))
        self.assertEqual((second["source"]["grade"], second["source"]["published"]), ("press", "2024-05"))
        self.assertEqual(bank["disputed_fields"], ["founded"])
        self.assertEqual(bank["unsourced_fields"], ["founded", "place"])

    def test_has_each_field_under_the_name_that_citations_give_it(self):
        for record in (self.bank, self.fund, self.pact):
            told = self.fetch_json(f"{record._meta.model_name}s/{record.slug}")
            names = {*told, *(told.get("amount") or ())}
            with self.subTest(kind=record._meta.model_name):
                self.assertLessEqual(set(record.bearable_fields), names)

    def test_of_a_body_says_what_it_and_its_parts_take_part_in(self):
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

    def test_of_a_body_says_what_makes_its_ties(self):
        pact = factories.initiative(
            slug="system", kind="deployment", lead=self.bank, applications=[factories.application()]
        )
        (tie,) = self.fetch_json("organisations/bank")["ties"]
        self.assertEqual((tie["tie"], tie["application"]), ("uses", "fraud-detection"))
        self.assertEqual([(e["record"]["slug"], e["through"]) for e in tie["evidence"]], [(pact.slug, None)])

    def test_of_an_initiative_says_what_belongs_to_it(self):
        fund = self.fetch_json("initiatives/fund")
        self.assertEqual([part["slug"] for part in fund["parts"]], ["rules"])
        self.assertEqual([record["slug"] for record in fund["collaborations"]], ["pact"])
        self.assertEqual(
            self.fetch_json("initiatives/rules")["part_of"]["api_url"], f"{SITE_URL}/api/v1/initiatives/fund"
        )

    def test_of_a_collaboration_names_its_parties(self):
        pact = self.fetch_json("collaborations/pact")
        parties = [(p["organisation"]["slug"], p["role"], p["home_region"]) for p in pact["participants"]]
        self.assertEqual(parties, [("bank", "partner", "hong_kong"), ("lab", "partner", "hong_kong")])
        self.assertEqual(pact["initiative"]["slug"], "fund")

    def test_says_at_least_what_the_list_says(self):
        for kind in ("organisations", "initiatives", "collaborations", "places", "indicators"):
            for row in self.fetch_json(kind)["results"]:
                with self.subTest(kind=kind, slug=row["slug"]):
                    thing = self.fetch_json(f"{kind}/{row['slug']}")
                    # The whole counts the ties of its parts, and says what makes each.
                    different = {name for name, value in row.items() if thing[name] != value} - {"ties"}
                    self.assertEqual(different, set())

    def test_that_is_not_public_is_told_like_one_that_never_was(self):
        nothing = self.client.get("/api/v1/organisations/nobody").content
        for address in ("organisations/draft", "initiatives/bank", "organisations/BANK", "organisations/bank%0A"):
            with self.subTest(address=address):
                response = self.client.get(f"/api/v1/{address}")
                self.assertEqual((response.status_code, response.content), (404, nothing))

    def test_that_was_public_once_is_gone(self):
        Organisation.objects.filter(slug="lab").update(status="archived")
        self.fetch_json("organisations/lab", 410)

    def test_is_found_by_no_text_that_no_key_can_be(self):
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


class OtherTests(ApiTestCase):
    def test_of_a_source_says_what_rests_on_it(self):
        source = factories.source(title="A page")
        factories.cite(self.bank, "founded", page=source)
        factories.cite(self.draft, "founded", page=source)
        found = self.fetch_json(f"sources/{source.pk}")
        self.assertEqual(
            [(each["record"]["type"], each["record"]["slug"], each["supports"]) for each in found["cited_by"]],
            [("organisation", "bank", ["founded"])],
        )
        self.assertEqual((found["citation_count"], found["page_url"]), (1, f"{SITE_URL}/en/sources/{source.pk}/"))

    def test_of_a_source_of_nothing_public_says_nothing(self):
        source = factories.source()
        factories.cite(self.draft, "founded", page=source)
        self.fetch_json(f"sources/{source.pk}", 404)

    def test_of_a_place_names_the_public_bodies_that_stand_there(self):
        names = [body["slug"] for body in self.fetch_json("places/central")["organisations"]]
        self.assertEqual(names, ["bank", "lab"])

    def test_of_a_series_has_each_figure_with_its_source(self):
        firms = self.fetch_json("indicators/firms")
        self.assertEqual(firms["organisation"]["slug"], "bank")
        self.assertEqual(firms["observations"][0]["source"]["grade"], "official")
        self.assertEqual(firms["citations"][0]["supports"], ["observations"])


class VocabularyTests(ApiTestCase):
    def test_has_every_word_that_a_filter_may_hold(self):
        words = {v["name"]: [w["value"] for w in v["words"]] for v in self.fetch_json("vocabularies")["results"]}
        self.assertEqual(words["themes"], ["ai-in-finance", "smart-city"])
        self.assertEqual(words["states"][0], "open")
        self.assertEqual(len(words["districts"]), 18)

    def test_has_words_in_three_languages(self):
        (words,) = [v["words"] for v in self.fetch_json("vocabularies")["results"] if v["name"] == "grades"]
        name = words[1]["name"]
        self.assertEqual(
            (name["en"], name["zh-Hant"], name["zh-Hans"]), ("Organisation’s own page", "機構自行發布", "机构自行发布")
        )

    def test_names_words_of_one_value_by_their_vocabulary(self):
        names = {
            name: word["name"]["en"]
            for name in ("initiative-kinds", "collaboration-kinds")
            for word in self.fetch_json(f"vocabularies/{name}")["words"]
            if word["value"] == "deployment"
        }
        self.assertEqual(names, {"initiative-kinds": "System", "collaboration-kinds": "Joint deployment"})

    def test_defines_words_in_three_languages(self):
        words = {word["value"]: word for word in self.fetch_json("vocabularies/collaboration-roles")["words"]}
        description = words["lead"]["description"]
        self.assertEqual((description["zh-Hant"], description["zh-Hans"]), ("牽頭合作的機構。", "牵头合作的机构。"))

    def test_describes_the_terms_of_tables(self):
        factories.support("desks", description_en="A desk.")
        words = {word["value"]: word for word in self.fetch_json("vocabularies/support")["words"]}
        self.assertEqual(words["desks"]["description"]["en"], "A desk.")

    def test_leaves_out_what_is_not_defined(self):
        (*_rest, word) = self.fetch_json("vocabularies/districts")["words"]
        self.assertIsNone(word["description"])

    def test_says_to_which_sector_an_application_belongs(self):
        (word,) = self.fetch_json("vocabularies/applications")["words"]
        self.assertEqual((word["value"], word["sector"]), ("fraud-detection", "finance"))

    def test_is_the_same_alone_and_among_all(self):
        for vocabulary in self.fetch_json("vocabularies")["results"]:
            with self.subTest(name=vocabulary["name"]):
                self.assertEqual(self.fetch_json(f"vocabularies/{vocabulary['name']}"), vocabulary)


class RootTests(ApiTestCase):
    def test_leads_to_every_list_and_to_what_explains_it(self):
        root = self.fetch_json("")
        for address in (*root["lists"].values(), root["documentation"], root["description"]):
            with self.subTest(address=address):
                self.assertEqual(self.client.get(address.removeprefix(SITE_URL)).status_code, 200)
        self.assertIn("creativecommons.org/licenses/by/4.0", root["licence"])
