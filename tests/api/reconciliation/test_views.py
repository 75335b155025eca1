"""The endpoints of the reconciliation service conform to the protocol."""

import json

from ecosystem.models import Organisation
from tests.support import factories
from tests.support.reconciliation_client import ENDPOINT
from tests.support.reconciliation_world import ReconciliationRecordsTestCase


class ReconciliationManifestTests(ReconciliationRecordsTestCase):
    def test_manifest_is_valid_in_every_language(self):
        for path in ("/reconcile", "/reconcile/", "/en/reconcile", "/zh-hant/reconcile", "/zh-hans/reconcile"):
            with self.subTest(path=path):
                manifest = self.parse_response(self.client.get(path), "manifest")
                self.assertEqual(manifest["versions"], ["0.2"])
                self.assertTrue(manifest["suggest"]["entity"]["service_url"].endswith(path.rstrip("/")))

    def test_manifest_is_in_the_requested_language(self):
        for path, headers, name in (
            ("/reconcile", {"accept-language": "zh-HK"}, "機構"),
            ("/reconcile", {"accept-language": "zh-CN"}, "机构"),
            ("/reconcile?lang=zh-hant", {"accept-language": "en"}, "機構"),
            ("/zh-hans/reconcile", {}, "机构"),
        ):
            with self.subTest(path=path, headers=headers):
                manifest = self.parse_response(self.client.get(path, headers=headers), "manifest")
                self.assertEqual(manifest["defaultTypes"][0]["name"], name)

    def test_services_in_the_manifest_respond(self):
        manifest = self.fetch("", "manifest")
        for service in manifest["suggest"].values():
            path = (service["service_url"] + service["service_path"]).partition("/reconcile")
            self.assertEqual(self.client.get("".join(path[1:]), {"prefix": ""}).status_code, 200)
        for template in (manifest["view"]["url"], manifest["preview"]["url"]):
            path = "/reconcile" + template.partition("/reconcile")[2].replace("{{id}}", "organisation.bank")
            self.assertIn(self.client.get(path).status_code, (200, 302))

    def test_identifier_urls_redirect_to_record_pages(self):
        space = self.fetch("", "manifest")["identifierSpace"]
        path = "/reconcile" + space.partition("/reconcile")[2]
        for identifier, page in (
            ("organisation.bank", "/en/organisations/bank/"),
            ("initiative.fund", "/en/initiatives/fund/"),
            ("collaboration.pact", "/en/collaborations/pact/"),
        ):
            with self.subTest(identifier=identifier):
                self.assertRedirects(self.client.get(path + identifier), page)
        self.assertEqual(
            self.client.get(path + "organisation.bank", headers={"accept-language": "zh-HK"})["Location"],
            "/zh-hant/organisations/bank/",
        )
        for nothing in ("bank", "place.central", "organisation.", "organisation.NO WAY"):
            with self.subTest(identifier=nothing):
                self.assertEqual(self.client.get(path + nothing).status_code, 404)


class ReconciliationQueryTests(ReconciliationRecordsTestCase):
    def test_record_is_matched_by_each_of_its_names(self):
        for text in (
            "The Harbour Bank",
            "harbour bank",
            "海港銀行",
            "海港银行",
            "HBK",
            "Harbour Banking Corporation",
            "海港銀行 (HBK)",
        ):
            with self.subTest(text=text):
                self.assertEqual(self.get_match_id(text), "organisation.bank")

    def test_record_is_matched_by_its_identifiers(self):
        for text in (
            "organisation.bank",
            "http://127.0.0.1:8000/reconcile/record/organisation.bank",
            "http://127.0.0.1:8000/zh-hant/organisations/bank/",
            "https://ror.org/00q4vv597",
            "00q4vv597",
            "Q1234",
            "http://www.wikidata.org/entity/Q1234",
        ):
            with self.subTest(text=text):
                self.assertEqual(self.get_match_id(text), "organisation.bank")

    def test_get_and_post_have_equal_responses(self):
        queries = {"a": {"query": "Harbour"}, "b": {"query": "海港"}}
        asked = self.client.get(ENDPOINT, {"queries": json.dumps(queries)})
        self.assertEqual(asked.content, self.send(queries=queries).content)
        self.assertEqual(list(self.parse_response(asked, "reconciliation-result-batch")), ["a", "b"])

    def test_candidates_are_ordered_by_score_and_limited(self):
        scores = [one["score"] for one in self.match("Harbour Bank Laboratory", limit=2)]
        self.assertEqual((len(scores), scores), (2, sorted(scores, reverse=True)))

    def test_candidates_are_filtered_by_type(self):
        for types, strict, found in (
            ("initiative", "any", {"initiative.fund"}),
            (["organisation:financial_institution"], "any", {"organisation.bank"}),
            (["organisation", "organisation:research_centre"], "all", {"organisation.lab"}),
            (["initiative", "collaboration"], "any", {"initiative.fund", "collaboration.pact"}),
        ):
            with self.subTest(types=types):
                said = self.match("Harbour", type=types, type_strict=strict)
                self.assertEqual({one["id"] for one in said}, found)

    def test_preferred_type_includes_other_types(self):
        found = self.match("Harbour Bank", type="initiative", type_strict="should")
        self.assertEqual((found[0]["id"], found[0]["match"], found[0]["score"]), ("organisation.bank", False, 80.0))

    def test_properties_change_the_score(self):
        plain = self.match("Harbour Banc")[0]["score"]
        for known, is_better in (
            ({"website": "bank.example"}, True),
            ({"founded": 1991}, True),
            ({"kind": "金融機構"}, True),
            ({"kind": {"id": "financial_institution", "name": "x"}}, True),
            ({"place": ["Kowloon", "中环"]}, True),
            ({"parts": "海港實驗室"}, True),
            ({"founded": "1912"}, False),
            ({"website": "https://other.example"}, False),
        ):
            with self.subTest(known=known):
                found = next(one for one in self.match("Harbour Banc", known=known) if one["id"] == "organisation.bank")
                self.assertEqual(found["score"] > plain, is_better)

    def test_external_identifier_decides_the_match(self):
        self.assertEqual(
            self.get_match_id("Something Else", known={"ror": "https://ror.org/00q4vv597"}), "organisation.bank"
        )
        self.assertIsNone(self.get_match_id("Harbour Bank", known={"wikidata": "Q99"}))

    def test_properties_match_without_a_name(self):
        for known in ({"ror": "00q4vv597"}, {"name_zh_hant": "海港銀行"}, {"acronym": "HBK"}):
            with self.subTest(known=known):
                self.assertEqual(self.get_match_id(known=known), "organisation.bank")
        self.assertEqual(self.match(known={"website": "www.bank.example"})[0]["id"], "organisation.bank")

    def test_unpublished_records_are_not_matched(self):
        for text in (
            "Harbour Secret",
            "海港秘密",
            "organisation.secret",
            "00q4vv598",
            "Harbour Gone",
            "organisation.gone",
        ):
            with self.subTest(text=text):
                found = {one["id"] for one in self.match(text, limit=50)}
                self.assertFalse(found & {"organisation.secret", "organisation.gone"})

    def test_archived_record_is_no_longer_matched(self):
        Organisation.objects.filter(slug="bank").update(status="archived")
        self.assertNotIn("organisation.bank", {one["id"] for one in self.match("Harbour Bank")})

    def test_names_are_in_the_language_of_the_url(self):
        names = [self.match("HBK", endpoint=f"/{code}/reconcile")[0]["name"] for code in ("en", "zh-hant", "zh-hans")]
        self.assertEqual(names, ["The Harbour Bank", "海港銀行", "海港银行"])

    def test_blank_query_has_no_candidates_and_others_are_answered(self):
        found = self.match_batch({"a": {"query": " "}, "b": {"query": "HBK"}})
        self.assertEqual((found["a"], found["b"][0]["id"]), ([], "organisation.bank"))

    def test_query_count_does_not_grow_with_names(self):
        names = ("HBK", "海港銀行", "Harbour Fund", "海港協議", "Harbour Laboratory")
        queries = {text: {"query": text} for text in names}
        # The edition, all names, and the records of three kinds.
        with self.assertNumQueries(4):
            self.send(queries=queries)

    def test_query_count_does_not_grow_with_properties(self):
        known = [{"pid": pid, "v": "x"} for pid in ("place", "themes", "parts", "bodies", "participants", "sources")]
        few, many = (
            {text: {"query": text, "properties": known} for text in names}
            for names in (
                ("HBK", "Harbour Fund", "Harbour Pact"),
                ("HBK", "Harbour Fund", "Harbour Pact", "海港銀行", "海港實驗室"),
            )
        )
        with self.assertNumQueries(13):
            self.send(queries=few)
        with self.assertNumQueries(13):
            self.send(queries=many)


class ReconciliationDataExtensionTests(ReconciliationRecordsTestCase):
    def test_values_have_the_format_of_the_protocol(self):
        said = self.extend(["organisation.bank", "initiative.fund"], "website", "founded", "amount", "lead", "parent")
        self.assertEqual(
            said["rows"]["organisation.bank"],
            {"website": [{"str": "https://www.bank.example/"}], "founded": [{"str": "1991-10"}]}
            | {"amount": [], "lead": [], "parent": []},
        )
        fund = said["rows"]["initiative.fund"]
        self.assertEqual(fund["amount"], [{"int": 30000000}])
        self.assertEqual(fund["lead"], [{"id": "organisation.bank", "name": "The Harbour Bank"}])
        self.assertEqual(said["meta"][3]["type"], {"id": "organisation", "name": "Organisation"})

    def test_every_property_of_every_kind_is_available(self):
        known = self.fetch("/properties", "property-proposal", type="", limit=99)["properties"]
        ids = ["organisation.bank", "organisation.lab", "initiative.fund", "collaboration.pact"]
        said = self.extend(ids, *[one["id"] for one in known])
        self.assertEqual([one["id"] for one in said["meta"]], [one["id"] for one in known])
        self.assertEqual(said["rows"]["organisation.lab"]["parent"][0]["id"], "organisation.bank")
        self.assertEqual(len(said["rows"]["collaboration.pact"]["participants"]), 2)

    def test_terms_are_in_the_requested_language(self):
        said = self.extend(["organisation.bank"], ("place", "zh-hant"))["rows"]["organisation.bank"]["place"]
        self.assertEqual(said, [{"str": "中環"}])
        said = self.extend(["organisation.bank"], "place", endpoint="/zh-hans/reconcile")
        self.assertEqual(said["rows"]["organisation.bank"]["place"], [{"str": "中环"}])

    def test_unpublished_or_unknown_records_have_no_values(self):
        ids = ["organisation.secret", "organisation.gone", "nothing", ""]
        self.assertEqual(self.extend(ids, "website")["rows"], {one: {"website": []} for one in ids})

    def test_unpublished_related_records_are_left_out(self):
        self.assertEqual(self.extend(["organisation.part"], "parent")["rows"], {"organisation.part": {"parent": []}})

    def test_properties_of_a_type_are_proposed(self):
        said = self.fetch("/properties", "property-proposal", type="organisation:university")
        ids = [one["id"] for one in said["properties"]]
        self.assertIn("founded", ids)
        self.assertNotIn("amount", ids)
        said = self.fetch("/properties", "property-proposal", type="initiative", limit=3)
        self.assertEqual(len(said["properties"]), 3)

    def test_query_count_does_not_grow_with_records(self):
        for _number in range(20):
            factories.organisation(parent=self.bank)
        ids = [f"organisation.{slug}" for slug in Organisation.objects.published().values_list("slug", flat=True)]
        for some in (ids[:3], ids):
            with self.subTest(n=len(some)), self.assertNumQueries(4):
                self.extend(some, "website", "themes", "parent", "parts", "place", "sources")
