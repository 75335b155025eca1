"""The reconciliation service, from outside: every kind of answer in the form of the protocol."""

import json

from ecosystem.models import Organisation
from tests.support import factories
from tests.support.reconciliation_client import ENDPOINT
from tests.support.reconciliation_world import ReconciliationRecordsTestCase


class ManifestTests(ReconciliationRecordsTestCase):
    def test_has_the_form_of_the_protocol_in_every_language(self):
        for path in ("/reconcile", "/reconcile/", "/en/reconcile", "/zh-hant/reconcile", "/zh-hans/reconcile"):
            with self.subTest(path=path):
                manifest = self.parse_response(self.client.get(path), "manifest")
                self.assertEqual(manifest["versions"], ["0.2"])
                self.assertTrue(manifest["suggest"]["entity"]["service_url"].endswith(path.rstrip("/")))

    def test_is_in_the_language_asked_for(self):
        for path, headers, name in (
            ("/reconcile", {"accept-language": "zh-HK"}, "機構"),
            ("/reconcile", {"accept-language": "zh-CN"}, "机构"),
            ("/reconcile?lang=zh-hant", {"accept-language": "en"}, "機構"),
            ("/zh-hans/reconcile", {}, "机构"),
        ):
            with self.subTest(path=path, headers=headers):
                manifest = self.parse_response(self.client.get(path, headers=headers), "manifest")
                self.assertEqual(manifest["defaultTypes"][0]["name"], name)

    def test_names_services_that_answer(self):
        manifest = self.fetch("", "manifest")
        for service in manifest["suggest"].values():
            path = (service["service_url"] + service["service_path"]).partition("/reconcile")
            self.assertEqual(self.client.get("".join(path[1:]), {"prefix": ""}).status_code, 200)
        for template in (manifest["view"]["url"], manifest["preview"]["url"]):
            path = "/reconcile" + template.partition("/reconcile")[2].replace("{{id}}", "organisation.bank")
            self.assertIn(self.client.get(path).status_code, (200, 302))

    def test_has_identifiers_that_lead_to_the_pages(self):
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


class QueryTests(ReconciliationRecordsTestCase):
    def test_finds_a_record_by_each_of_its_names(self):
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

    def test_finds_a_record_by_its_identifiers(self):
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

    def test_answers_alike_in_the_address_and_as_a_form(self):
        queries = {"a": {"query": "Harbour"}, "b": {"query": "海港"}}
        asked = self.client.get(ENDPOINT, {"queries": json.dumps(queries)})
        self.assertEqual(asked.content, self.send(queries=queries).content)
        self.assertEqual(list(self.parse_response(asked, "reconciliation-result-batch")), ["a", "b"])

    def test_orders_by_score_and_shows_no_more_than_asked(self):
        scores = [one["score"] for one in self.match("Harbour Bank Laboratory", limit=2)]
        self.assertEqual((len(scores), scores), (2, sorted(scores, reverse=True)))

    def test_keeps_to_the_types_asked_for(self):
        for types, strict, found in (
            ("initiative", "any", {"initiative.fund"}),
            (["organisation:financial_institution"], "any", {"organisation.bank"}),
            (["organisation", "organisation:research_centre"], "all", {"organisation.lab"}),
            (["initiative", "collaboration"], "any", {"initiative.fund", "collaboration.pact"}),
        ):
            with self.subTest(types=types):
                said = self.match("Harbour", type=types, type_strict=strict)
                self.assertEqual({one["id"] for one in said}, found)

    def test_lets_other_types_follow_where_a_type_is_only_wished_for(self):
        found = self.match("Harbour Bank", type="initiative", type_strict="should")
        self.assertEqual((found[0]["id"], found[0]["match"], found[0]["score"]), ("organisation.bank", False, 80.0))

    def test_sharpens_the_score_by_what_else_is_known(self):
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

    def test_is_decided_by_the_identifier_of_another_register(self):
        self.assertEqual(
            self.get_match_id("Something Else", known={"ror": "https://ror.org/00q4vv597"}), "organisation.bank"
        )
        self.assertIsNone(self.get_match_id("Harbour Bank", known={"wikidata": "Q99"}))

    def test_finds_by_properties_alone(self):
        for known in ({"ror": "00q4vv597"}, {"name_zh_hant": "海港銀行"}, {"acronym": "HBK"}):
            with self.subTest(known=known):
                self.assertEqual(self.get_match_id(known=known), "organisation.bank")
        self.assertEqual(self.match(known={"website": "www.bank.example"})[0]["id"], "organisation.bank")

    def test_knows_nothing_of_what_is_not_public(self):
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

    def test_forgets_at_once_what_is_no_longer_public(self):
        Organisation.objects.filter(slug="bank").update(status="archived")
        self.assertNotIn("organisation.bank", {one["id"] for one in self.match("Harbour Bank")})

    def test_names_records_in_the_language_of_the_address(self):
        names = [self.match("HBK", endpoint=f"/{code}/reconcile")[0]["name"] for code in ("en", "zh-hant", "zh-hans")]
        self.assertEqual(names, ["The Harbour Bank", "海港銀行", "海港银行"])

    def test_finds_nothing_for_a_blank_and_answers_the_rest(self):
        found = self.match_batch({"a": {"query": " "}, "b": {"query": "HBK"}})
        self.assertEqual((found["a"], found["b"][0]["id"]), ([], "organisation.bank"))

    def test_needs_no_more_queries_for_many_names_than_for_one(self):
        names = ("HBK", "海港銀行", "Harbour Fund", "海港協議", "Harbour Laboratory")
        queries = {text: {"query": text} for text in names}
        # The edition, all names, and the records of three kinds.
        with self.assertNumQueries(4):
            self.send(queries=queries)

    def test_reads_what_is_compared_once_for_a_batch(self):
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


class ExtensionTests(ReconciliationRecordsTestCase):
    def test_gives_values_as_the_protocol_has_them(self):
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

    def test_gives_every_property_of_every_kind(self):
        known = self.fetch("/properties", "property-proposal", type="", limit=99)["properties"]
        ids = ["organisation.bank", "organisation.lab", "initiative.fund", "collaboration.pact"]
        said = self.extend(ids, *[one["id"] for one in known])
        self.assertEqual([one["id"] for one in said["meta"]], [one["id"] for one in known])
        self.assertEqual(said["rows"]["organisation.lab"]["parent"][0]["id"], "organisation.bank")
        self.assertEqual(len(said["rows"]["collaboration.pact"]["participants"]), 2)

    def test_gives_words_in_the_language_asked_for(self):
        said = self.extend(["organisation.bank"], ("place", "zh-hant"))["rows"]["organisation.bank"]["place"]
        self.assertEqual(said, [{"str": "中環"}])
        said = self.extend(["organisation.bank"], "place", endpoint="/zh-hans/reconcile")
        self.assertEqual(said["rows"]["organisation.bank"]["place"], [{"str": "中环"}])

    def test_is_empty_for_what_is_not_public_or_is_not_at_all(self):
        ids = ["organisation.secret", "organisation.gone", "nothing", ""]
        self.assertEqual(self.extend(ids, "website")["rows"], {one: {"website": []} for one in ids})

    def test_leaves_out_what_is_not_public_of_what_is(self):
        self.assertEqual(self.extend(["organisation.part"], "parent")["rows"], {"organisation.part": {"parent": []}})

    def test_proposes_the_properties_of_a_type(self):
        said = self.fetch("/properties", "property-proposal", type="organisation:university")
        ids = [one["id"] for one in said["properties"]]
        self.assertIn("founded", ids)
        self.assertNotIn("amount", ids)
        said = self.fetch("/properties", "property-proposal", type="initiative", limit=3)
        self.assertEqual(len(said["properties"]), 3)

    def test_takes_the_same_queries_for_many_as_for_few(self):
        for _number in range(20):
            factories.organisation(parent=self.bank)
        ids = [f"organisation.{slug}" for slug in Organisation.objects.published().values_list("slug", flat=True)]
        for some in (ids[:3], ids):
            with self.subTest(n=len(some)), self.assertNumQueries(4):
                self.extend(some, "website", "themes", "parent", "parts", "place", "sources")
