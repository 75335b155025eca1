"""The reconciliation service, from outside: every kind of answer in the form of the protocol, every fault refused."""

import json
from unittest.mock import patch

import time_machine
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from ecosystem import merging, publishing
from ecosystem.models import Organisation
from tests import factories
from tests.history.signing import publisher
from tests.reading import Page
from tests.reconciliation.asking import ENDPOINT, AskingTestCase
from tests.reconciliation.protocol import faults

MARKUP = '<script>alert(1)</script>"><b>'


class WorldTestCase(AskingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.bank = factories.organisation(
            slug="bank",
            kind="financial_institution",
            name_en="The Harbour Bank",
            name_zh_hant="海港銀行",
            acronym="HBK",
            aliases=["Harbour Banking Corporation"],
            website="https://www.bank.example/",
            founded="1991-10",
            ror="00q4vv597",
            wikidata="Q1234",
        )
        cls.lab = factories.organisation(
            slug="lab", kind="research_centre", name_en="Harbour Laboratory", name_zh_hant="海港實驗室", parent=cls.bank
        )
        cls.fund = factories.initiative(
            slug="fund",
            name_en="Harbour Fund",
            name_zh_hant="海港基金",
            lead=cls.bank,
            starts="2020",
            amount=30000000,
            amount_basis="total",
            currency="HKD",
        )
        cls.pact = factories.collaboration(
            slug="pact", name_en="Harbour Pact", name_zh_hant="海港協議", parties=[cls.bank, cls.lab]
        )
        cls.draft = factories.organisation(
            slug="secret", status="draft", name_en="Harbour Secret", name_zh_hant="海港秘密", ror="00q4vv598"
        )
        cls.lab_of_secret = factories.organisation(slug="part", name_en="Quiet Part", parent=cls.draft)
        factories.organisation(slug="gone", status="archived", name_en="Harbour Gone", name_zh_hant="海港舊事")
        factories.index()


class ManifestTests(WorldTestCase):
    def test_has_the_form_of_the_protocol_in_every_language(self):
        for path in ("/reconcile", "/reconcile/", "/en/reconcile", "/zh-hant/reconcile", "/zh-hans/reconcile"):
            with self.subTest(path=path):
                manifest = self.read(self.client.get(path), "manifest")
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
                manifest = self.read(self.client.get(path, headers=headers), "manifest")
                self.assertEqual(manifest["defaultTypes"][0]["name"], name)

    def test_names_services_that_answer(self):
        manifest = self.get("", "manifest")
        for service in manifest["suggest"].values():
            path = (service["service_url"] + service["service_path"]).partition("/reconcile")
            self.assertEqual(self.client.get("".join(path[1:]), {"prefix": ""}).status_code, 200)
        for template in (manifest["view"]["url"], manifest["preview"]["url"]):
            path = "/reconcile" + template.partition("/reconcile")[2].replace("{{id}}", "organisation.bank")
            self.assertIn(self.client.get(path).status_code, (200, 302))

    def test_has_identifiers_that_lead_to_the_pages(self):
        space = self.get("", "manifest")["identifierSpace"]
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


class QueryTests(WorldTestCase):
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
                self.assertEqual(self.chosen(text), "organisation.bank")

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
                self.assertEqual(self.chosen(text), "organisation.bank")

    def test_answers_alike_in_the_address_and_as_a_form(self):
        queries = {"a": {"query": "Harbour"}, "b": {"query": "海港"}}
        asked = self.client.get(ENDPOINT, {"queries": json.dumps(queries)})
        self.assertEqual(asked.content, self.send(queries=queries).content)
        self.assertEqual(list(self.read(asked, "reconciliation-result-batch")), ["a", "b"])

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
        self.assertEqual(self.chosen("Something Else", known={"ror": "https://ror.org/00q4vv597"}), "organisation.bank")
        self.assertIsNone(self.chosen("Harbour Bank", known={"wikidata": "Q99"}))

    def test_finds_by_properties_alone(self):
        for known in ({"ror": "00q4vv597"}, {"name_zh_hant": "海港銀行"}, {"acronym": "HBK"}):
            with self.subTest(known=known):
                self.assertEqual(self.chosen(known=known), "organisation.bank")
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
        found = self.matches({"a": {"query": " "}, "b": {"query": "HBK"}})
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


class SuggestionTests(WorldTestCase):
    def test_offers_records_by_the_beginning_of_any_name(self):
        for typed in ("harb", "海港", "hbk", "organisation.bank"):
            with self.subTest(typed=typed):
                found = self.get("/suggest/entity", "suggest-entities-response", prefix=typed)["result"]
                self.assertIn("organisation.bank", [one["id"] for one in found])

    def test_offers_records_of_one_type(self):
        found = self.get("/suggest/entity", "suggest-entities-response", prefix="harbour", type="initiative")
        self.assertEqual([one["id"] for one in found["result"]], ["initiative.fund"])

    def test_offers_types_by_their_names_in_any_language(self):
        for typed in ("univ", "大學", "organisation:uni"):
            with self.subTest(typed=typed):
                found = self.get("/suggest/type", "suggest-types-response", prefix=typed)["result"]
                self.assertEqual(found[0]["id"], "organisation:university")
                self.assertEqual(found[0]["broader"][0]["id"], "organisation")

    def test_offers_properties_by_their_names_in_any_language(self):
        for typed in ("web", "網站"):
            with self.subTest(typed=typed):
                found = self.get("/suggest/property", "suggest-properties-response", prefix=typed)["result"]
                self.assertIn("website", [one["id"] for one in found])

    def test_goes_on_where_the_client_left_off(self):
        path, schema = "/suggest/property", "suggest-properties-response"
        pages = [[one["id"] for one in self.get(path, schema, prefix="", cursor=n)["result"]] for n in (0, 10, 999)]
        self.assertEqual((len({*pages[0], *pages[1]}), pages[2]), (20, []))

    def test_offers_nothing_that_is_not_public(self):
        for typed in ("harbour secret", "organisation.secret", "harbour gone"):
            with self.subTest(typed=typed):
                found = self.get("/suggest/entity", "suggest-entities-response", prefix=typed)["result"]
                self.assertFalse({"organisation.secret", "organisation.gone"} & {one["id"] for one in found})


class ExtensionTests(WorldTestCase):
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
        known = self.get("/properties", "property-proposal", type="", limit=99)["properties"]
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
        said = self.get("/properties", "property-proposal", type="organisation:university")
        ids = [one["id"] for one in said["properties"]]
        self.assertIn("founded", ids)
        self.assertNotIn("amount", ids)
        said = self.get("/properties", "property-proposal", type="initiative", limit=3)
        self.assertEqual(len(said["properties"]), 3)

    def test_takes_the_same_queries_for_many_as_for_few(self):
        for _number in range(20):
            factories.organisation(parent=self.bank)
        ids = [f"organisation.{slug}" for slug in Organisation.objects.published().values_list("slug", flat=True)]
        for some in (ids[:3], ids):
            with self.subTest(n=len(some)), self.assertNumQueries(4):
                self.extend(some, "website", "themes", "parent", "parts", "place", "sources")


class MovedTests(WorldTestCase):
    """An identifier shares the permanence of the page that it leads to."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        merging.rename(cls.bank, "harbour", by=publisher())
        double = factories.organisation(slug="double", name_en="Harbour Twice")
        merging.merge(double, Organisation.objects.get(slug="harbour"), by=publisher())
        publishing.archive(cls.pact, by=publisher("It never came about."))

    def test_gives_the_values_of_what_was_renamed_or_merged_under_the_identifier_asked_for(self):
        ids = ["organisation.bank", "organisation.double", "organisation.harbour"]
        rows = self.extend(ids, "website")["rows"]
        self.assertEqual(rows, {one: {"website": [{"str": "https://www.bank.example/"}]} for one in ids})

    def test_gives_no_values_of_what_was_removed(self):
        self.assertEqual(self.extend(["collaboration.pact"], "kind")["rows"], {"collaboration.pact": {"kind": []}})

    def test_shows_what_was_renamed_or_merged(self):
        for identifier in ("organisation.bank", "organisation.double"):
            for path in ("/preview", "/flyout"):
                with self.subTest(identifier=identifier, path=path):
                    response = self.client.get(ENDPOINT + path, {"id": identifier})
                    self.assertContains(response, "The Harbour Bank")

    @time_machine.travel("2026-11-27T08:00:00Z", tick=False)
    def test_says_of_what_was_removed_when_and_why(self):
        fund = factories.initiative(slug="closed-fund")
        publishing.archive(fund, by=publisher("It was never set up."))
        for path in ("/preview", "/flyout"):
            with self.subTest(path=path):
                response = self.client.get(f"/en{ENDPOINT}{path}", {"id": "initiative.closed-fund"})
                self.assertContains(response, "27 November 2026. Why: It was never set up.", status_code=410)

    def test_says_of_what_was_removed_before_there_was_a_history_that_it_was(self):
        for path in ("/preview", "/flyout"):
            with self.subTest(path=path):
                self.assertEqual(self.client.get(ENDPOINT + path, {"id": "organisation.gone"}).status_code, 410)

    def test_finds_by_a_former_identifier_and_suggests_it(self):
        for identifier in ("organisation.bank", "organisation.double"):
            with self.subTest(identifier=identifier):
                self.assertEqual(self.chosen(identifier), "organisation.harbour")
                said = self.get("/suggest/entity", "suggest-entities-response", prefix=identifier)
                self.assertEqual(said["result"][0]["id"], "organisation.harbour")


class PreviewTests(WorldTestCase):
    def test_may_be_shown_in_a_frame_and_nothing_else_may(self):
        preview = self.client.get(f"{ENDPOINT}/preview", {"id": "organisation.bank"})
        policy = dict(rule.split(" ", 1) for rule in preview["Content-Security-Policy"].split("; "))
        self.assertNotIn("X-Frame-Options", preview)
        self.assertEqual(
            (policy["frame-ancestors"], policy["default-src"], policy["form-action"]), ("*", "'none'", "'none'")
        )
        self.assertNotIn("script-src", policy)
        for path in ("", "/suggest/entity", "/record/organisation.bank"):
            with self.subTest(path=path):
                response = self.client.get(ENDPOINT + path)
                self.assertEqual(response["X-Frame-Options"], "DENY")
                self.assertIn("frame-ancestors 'none'", response["Content-Security-Policy"])

    def test_shows_what_the_record_is_in_the_language_asked_for(self):
        page = Page(self.client.get("/zh-hant/reconcile/preview", {"id": "organisation.bank"}))
        self.assertEqual(page.one("html")["lang"], "zh-Hant-HK")
        for said in ("海港銀行", "The Harbour Bank", "1991"):
            self.assertIn(said, page.text)
        (link,) = page.all("a")
        self.assertTrue(link["href"].endswith("/zh-hant/organisations/bank/"))

    def test_shows_each_kind_of_record(self):
        for identifier in ("initiative.fund", "collaboration.pact", "organisation.lab"):
            with self.subTest(identifier=identifier):
                self.assertEqual(self.client.get(f"{ENDPOINT}/preview", {"id": identifier}).status_code, 200)

    def test_is_also_a_piece_of_html_without_links(self):
        said = self.get("/flyout", "flyout-response", id="organisation.bank")
        self.assertEqual(said["id"], "organisation.bank")
        self.assertIn("The Harbour Bank", said["html"])
        self.assertNotIn("<a", said["html"])

    def test_writes_what_was_typed_as_text(self):
        factories.organisation(slug="odd", name_en=f"Odd {MARKUP}", summary_en=MARKUP, website="https://x.example/<b>")
        for path in ("/preview", "/flyout"):
            with self.subTest(path=path):
                text = self.client.get(ENDPOINT + path, {"id": "organisation.odd"}).content.decode()
                self.assertNotIn("<script", text.replace("&lt;script", ""))
                self.assertNotIn("<b>", text.replace("<b><time", ""))

    def test_is_none_for_what_is_not_public(self):
        for identifier in ("organisation.secret", "x", ""):
            for path in ("/preview", "/flyout"):
                with self.subTest(identifier=identifier, path=path):
                    response = self.client.get(ENDPOINT + path, {"id": identifier})
                    self.assertEqual(response.status_code, 404)

    def test_says_in_its_own_look_that_there_is_none(self):
        response = self.client.get("/zh-hant/reconcile/preview", {"id": "organisation.nobody"})
        page = Page(response)
        self.assertEqual((response.status_code, page.one("html")["lang"]), (404, "zh-Hant-HK"))
        self.assertTrue(page.one("main", "preview").one("h1").text)
        self.assertIn("frame-ancestors *", response["Content-Security-Policy"])


class AccessTests(WorldTestCase):
    PATHS = (
        "",
        "/suggest/entity",
        "/suggest/type",
        "/suggest/property",
        "/properties",
        "/flyout?id=x",
        "/preview?id=x",
    )

    def test_is_open_to_every_site_faults_included(self):
        responses = [self.client.get(ENDPOINT + path) for path in self.PATHS]
        responses += [self.client.post(ENDPOINT, {"queries": "{"}), self.client.options(ENDPOINT)]
        self.assertEqual({response["Access-Control-Allow-Origin"] for response in responses}, {"*"})

    def test_says_beforehand_what_may_be_sent(self):
        response = self.client.options(
            ENDPOINT, headers={"origin": "https://refine.example", "access-control-request-method": "POST"}
        )
        self.assertEqual(response.status_code, 200)
        self.assertIn("POST", response["Access-Control-Allow-Methods"])

    def test_takes_a_form_without_a_token_and_sets_no_cookie(self):
        response = Client(enforce_csrf_checks=True).post(ENDPOINT, {"queries": '{"a": {"query": "HBK"}}'})
        self.assertEqual((response.status_code, dict(response.cookies)), (200, {}))

    def test_runs_no_function_of_a_name_that_was_sent(self):
        for name in ("alert(1)//", "callback"):
            with self.subTest(name=name):
                response = self.client.get(ENDPOINT, {"callback": name})
                self.assertEqual(faults("manifest", json.loads(response.content)), [])


@override_settings(API_REQUESTS_PER_MINUTE=3)
@time_machine.travel("2026-11-27T08:00:10Z", tick=False)
class LimitTests(AskingTestCase):
    def ask(self, path="", **extra):
        return self.client.get(ENDPOINT + path, **extra)

    def test_is_kept_for_each_network_address_and_says_when_to_go_on(self):
        self.assertEqual([self.ask().status_code for _number in range(3)], [200] * 3)
        response = self.ask(headers={"Accept-Language": "en"})
        self.assertEqual((response.status_code, response["Retry-After"]), (429, "50"))
        self.assertEqual(response["Content-Type"], "application/problem+json")
        self.assertEqual(response.json()["title"], "Too many requests")
        self.assertEqual(self.ask(REMOTE_ADDR="192.0.2.2").status_code, 200)

    def test_holds_for_every_address_of_the_service_and_for_the_api_together(self):
        for path in ("/reconcile/suggest/type", "/en/reconcile", "/api/v1/places"):
            self.assertEqual(self.client.get(path).status_code, 200)
        for path in ("/reconcile", "/zh-hant/reconcile/preview", "/reconcile/flyout", "/api/v1/places"):
            with self.subTest(path=path):
                self.assertEqual(self.client.get(path).status_code, 429)
        self.assertEqual(self.send(queries={"a": {"query": "x"}}).status_code, 429)

    def test_is_stated_and_may_be_read_by_other_sites(self):
        response = self.ask()
        self.assertEqual(response["RateLimit"], '"minute";r=2;t=50')
        self.assertIn("RateLimit", response["Access-Control-Expose-Headers"])
        self.assertEqual(response["Access-Control-Allow-Origin"], "*")

    def test_does_not_count_what_a_browser_asks_beforehand(self):
        for _number in range(5):
            self.client.options(ENDPOINT)
        self.assertEqual(self.ask().status_code, 200)


class RefusalTests(WorldTestCase):
    def assert_refused(self, response, status=400):
        self.assertEqual(response.status_code, status, response.content)
        self.assertEqual(response["Content-Type"], "application/problem+json")
        problem = json.loads(response.content)
        self.assertEqual(problem["status"], status)
        self.assertRegex(problem["type"], r"/en/data/api/#error-\d{3}$")
        self.assertNotEqual(problem["title"], problem["detail"])
        return problem["detail"]

    def test_names_the_methods_that_an_address_answers(self):
        for method, path, allowed in (
            ("put", "", "GET, POST, HEAD, OPTIONS"),
            ("delete", "", "GET, POST, HEAD, OPTIONS"),
            ("post", "/suggest/entity", "GET, HEAD, OPTIONS"),
            ("post", "/preview", "GET, HEAD, OPTIONS"),
            ("post", "/record/organisation.bank", "GET, HEAD, OPTIONS"),
        ):
            with self.subTest(method=method, path=path):
                # As a browser sends it, without a token of ours.
                response = getattr(Client(enforce_csrf_checks=True), method)(ENDPOINT + path)
                self.assert_refused(response, 405)
                self.assertEqual((response["Allow"], response["Access-Control-Allow-Origin"]), (allowed, "*"))

    def test_knows_no_other_address(self):
        for path in (
            "/reconcile/nonsense",
            "/reconcile/suggest/",
            "/zh-hant/reconcile/suggest/nobody",
            "/reconcile/x/",
        ):
            for method in ("get", "post", "put"):
                with self.subTest(path=path, method=method):
                    response = getattr(self.client, method)(path)
                    self.assert_refused(response, 404)
                    self.assertEqual(response["Access-Control-Allow-Origin"], "*")

    def test_tells_of_a_fault_of_ours_in_the_same_form(self):
        for path in (
            "/suggest/entity?prefix=x",
            "/preview?id=organisation.bank",
            "?queries={%22a%22:{%22query%22:%22x%22}}",
        ):
            broken = patch("ecosystem.views.reconciliation.answers", new=None)
            with self.subTest(path=path), broken, self.assertLogs("ecosystem.views.reconciliation_door", "ERROR"):
                response = self.client.get(ENDPOINT + path)
                self.assert_refused(response, 500)
                self.assertEqual(response["Access-Control-Allow-Origin"], "*")

    def test_refuses_what_is_no_batch(self):
        deep = "[" * 100_000
        for text in (
            "", "{", "[]", "null", "7", '"x"', deep, '{"a": ' + deep, "NaN", '{"a": []}', '{"a": {}}', '{"a": {"query": 7}}',
            '{"a": {"query": "x", "limit": 0}}', '{"a": {"query": "x", "limit": -1}}', '{"a": {"query": "x", "limit": "5"}}',
            '{"a": {"query": "x", "limit": true}}', '{"a": {"query": "x", "limit": 1.5}}', '{"a": {"query": "x", "limit": 1e999}}',
            '{"a": {"query": "x", "limit": ' + "9" * 5000 + "}}", '{"a": {"query": "x", "type": 7}}',
            '{"a": {"query": "x", "type": ["no-such-type"]}}', '{"a": {"query": "x", "type_strict": "never"}}',
            '{"a": {"query": "x", "properties": {}}}', '{"a": {"query": "x", "properties": [7]}}',
            '{"a": {"query": "x", "properties": [{"pid": "founded"}]}}',
            '{"a": {"query": "x", "properties": [{"pid": "no-such-property", "v": 1}]}}',
            '{"a": {"query": "x", "properties": [{"pid": "aliases", "v": ' + str(list(range(21))) + "}]}}",
            '{"a": {"query": "x\\u0000"}}', '{"a\\u0000": {"query": "x"}}', '{"a": {"query": "\\ud800"}}', '{"a": {"query": "x\0"}}',
        ):  # fmt: skip
            with self.subTest(text=text[:60]):
                self.assert_refused(self.client.post(ENDPOINT, {"queries": text}))

    def test_refuses_what_is_no_request_for_values(self):
        for text in (
            "{", "[]", "{}", '{"ids": "x", "properties": []}', '{"ids": [7], "properties": []}', '{"ids": [], "properties": [{}]}',
            '{"ids": [], "properties": {}}', '{"ids": ["\\u0000"], "properties": []}',
            '{"ids": [], "properties": [{"id": "no-such-property"}]}',
            '{"ids": [], "properties": [{"id": "kind", "settings": {"language": "fr"}}]}',
            '{"ids": [], "properties": [{"id": "kind", "settings": 7}]}',
        ):  # fmt: skip
            with self.subTest(text=text):
                self.assert_refused(self.client.post(ENDPOINT, {"extend": text}))

    def test_refuses_more_than_it_says_it_takes(self):
        most = self.get("", "manifest")["batchSize"]
        queries = {str(n): {"query": "x"} for n in range(most + 1)}
        self.assertIn(str(most), self.assert_refused(self.send(queries=queries), 413))
        self.assert_refused(self.send(extend={"ids": ["x"] * 501, "properties": []}), 413)
        self.assertEqual(self.send(queries=dict(list(queries.items())[:most])).status_code, 200)

    def test_answers_a_batch_of_names_with_many_brackets(self):
        queries = {f"q{n}": {"query": "(".join(f"word{n}x{part}" for part in range(30))} for n in range(25)}
        queries["q0"] = {"query": "The Harbour Bank (HBK) (of) (Hong) (Kong) (and) (more)"}
        with CaptureQueriesContext(connection) as asked:
            self.assertEqual(self.matches(queries)["q0"][0]["id"], "organisation.bank")
        parts = max(query["sql"].count("UNION ALL") for query in asked.captured_queries)
        self.assertTrue(0 < parts < 500, parts)

    def test_refuses_a_form_that_is_too_large_or_is_none(self):
        self.assert_refused(self.client.post(ENDPOINT, {"queries": " " * 3_000_000}))
        self.assert_refused(self.client.post(ENDPOINT, {f"n{n}": "" for n in range(2000)}))
        self.assert_refused(self.client.post(ENDPOINT, {"other": "x"}))
        self.assert_refused(self.client.post(ENDPOINT, "queries", content_type="multipart/form-data; boundary="))

    def test_refuses_odd_parameters(self):
        for path in (
            "?query=hkust", "?lang=fr", "/suggest/entity?prefix=x&cursor=-1", "/suggest/entity?cursor=x", "/suggest/type?cursor=²",
            "/suggest/entity?prefix=%00", "/suggest/entity?prefix=x&type=nonsense", "/properties?type=nonsense", "/properties?limit=0",
            "/properties?limit=99999999999999999999", "/flyout?id=%00",
        ):  # fmt: skip
            with self.subTest(path=path):
                self.assert_refused(self.client.get(ENDPOINT + path))

    def test_says_what_is_wrong_and_where_in_the_language_asked_for(self):
        said = self.assert_refused(self.send("/zh-hant/reconcile", queries={"row7": {"query": "x", "limit": 0}}))
        self.assertIn("row7", said)
        self.assertRegex(said, "[一-鿿]")

    def test_takes_any_text_for_a_name(self):
        for text in (
            "*",
            '"',
            "'; DROP TABLE x --",
            "NEAR(a b)",
            "a OR b",
            "^",
            "%",
            "😀",
            "x" * 5000,
            "字" * 900,
            "ǁ",
            "\u202e",
        ):
            with self.subTest(text=text[:20]):
                self.match(text)
