"""What machines find: structured data in pages and by itself, the map of the site, the welcome."""

import json
import tempfile
import warnings
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

from django.conf import settings
from django.test import TestCase
from django.utils import timezone
from rdflib import Graph, Literal, Namespace, URIRef

from ecosystem.models import Collaboration, Initiative, Organisation, Source
from tests import factories
from tests.reading import read
from tests.releases.world import release

SCHEMA = Namespace("https://schema.org/")
SITE = settings.SITE_URL
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def graph(text):
    """Parse JSON-LD as a machine does, but for the context, which it would fetch."""
    document = json.loads(text)
    assert document["@context"] == "https://schema.org"
    document["@context"] = {"@vocab": str(SCHEMA)}
    with warnings.catch_warnings():
        # Its parser asks for what the library itself calls old.
        warnings.simplefilter("ignore", DeprecationWarning)
        return Graph().parse(data=json.dumps(document), format="json-ld")


class MachineTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.theme = factories.theme()
        cls.whole = factories.organisation(slug="whole", name_en="The Whole", kind="university")
        cls.lab = factories.organisation(
            slug="lab", name_en="A </script> Laboratory", name_zh_hant="實驗室", kind="research_centre", acronym="AL",
            aliases=["The Lab"], founded="1999-05", ror="00q4vv597", wikidata="Q1234", parent=cls.whole,
            website="https://lab.example.hk/",
        )  # fmt: skip
        amount = {"amount": 3_000_000_000, "amount_basis": "total", "currency": "HKD"}
        cls.fund = factories.initiative(
            slug="fund", kind="funding", lead=cls.lab, acronym="HF", aliases=["Fund"], **amount
        )
        cls.desk = factories.initiative(slug="desk", kind="incubation", lead=factories.organisation(kind="government"))
        cls.pact = factories.collaboration(slug="pact", kind="joint_laboratory", parties=[cls.lab, cls.whole])
        cls.series = factories.indicator(slug="parks", values=[("2024", 100), ("2025", 120)])

    def parsed(self, path):
        return graph(self.client.get(path).content)

    def in_page(self, path):
        (script,) = read(self.client, path).all("script", type="application/ld+json")
        return graph(script.text)


class RecordTests(MachineTestCase):
    subject = URIRef(f"{SITE}/en/organisations/lab/")

    def test_tells_of_a_body_in_three_languages(self):
        names = set(self.parsed("/en/organisations/lab.json").objects(self.subject, SCHEMA.name))
        self.assertEqual(
            names,
            {
                Literal("A </script> Laboratory", lang="en"),
                Literal("實驗室", lang="zh-Hant-HK"),
                Literal("实验室", lang="zh-Hans"),
            },
        )

    def test_tells_what_it_is_since_when_and_who_it_is_elsewhere(self):
        found = self.parsed("/en/organisations/lab.json")
        self.assertEqual(found.value(self.subject, SCHEMA.foundingDate), Literal("1999-05"))
        self.assertEqual(
            {str(same) for same in found.objects(self.subject, SCHEMA.sameAs)},
            {"https://ror.org/00q4vv597", "http://www.wikidata.org/entity/Q1234"},
        )
        self.assertEqual({str(name) for name in found.objects(self.subject, SCHEMA.alternateName)}, {"AL", "The Lab"})

    def test_tells_under_which_other_names_an_initiative_is_known(self):
        found, fund = self.parsed("/en/initiatives/fund.json"), URIRef(f"{SITE}/en/initiatives/fund/")
        self.assertEqual({str(name) for name in found.objects(fund, SCHEMA.alternateName)}, {"HF", "Fund"})

    def test_never_says_that_others_call_something_by_a_title_of_our_own(self):
        pact = factories.collaboration(
            slug="deal", name_en_is_descriptive=True, name_zh_hant="我們的說法", name_zh_hant_is_descriptive=True
        )
        for language in ("en", "zh-hant"):
            with self.subTest(language=language):
                found = self.parsed(f"/{language}/collaborations/{pact.slug}.json")
                self.assertEqual(list(found.subject_objects(SCHEMA.alternateName)), [])

    def test_names_the_whole_by_the_address_that_names_it_everywhere(self):
        parent = self.parsed("/zh-hant/organisations/lab.json").value(self.subject, SCHEMA.parentOrganization)
        self.assertEqual(parent, URIRef(f"{SITE}/en/organisations/whole/"))

    def test_names_no_whole_that_is_not_public(self):
        Organisation.objects.filter(slug="whole").update(status="draft")
        self.assertIsNone(self.parsed("/en/organisations/lab.json").value(self.subject, SCHEMA.parentOrganization))

    def test_tells_how_much_a_fund_gives_and_whose_it_is(self):
        found, fund = self.parsed("/en/initiatives/fund.json"), URIRef(f"{SITE}/en/initiatives/fund/")
        self.assertEqual(found.value(found.value(fund, SCHEMA.amount), SCHEMA.value), Literal(3_000_000_000))
        self.assertEqual(found.value(fund, SCHEMA.funder), self.subject)

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
                found = self.parsed(f"/en/{path}.json")
                self.assertEqual(found.value(URIRef(f"{SITE}/en/{path}/"), rdf_type), SCHEMA[name])

    def test_cites_what_it_rests_on(self):
        found = self.parsed("/en/initiatives/fund.json")
        pages = found.objects(URIRef(f"{SITE}/en/initiatives/fund/"), SCHEMA.citation)
        self.assertEqual(
            {str(found.value(page, SCHEMA.url)) for page in pages}, {c.source.url for c in self.fund.citations.all()}
        )

    def test_may_be_fetched_from_any_page(self):
        response = self.client.get("/en/organisations/lab.json")
        self.assertEqual(response["Access-Control-Allow-Origin"], "*")
        self.assertEqual(response["Content-Type"], "application/ld+json")

    def test_is_gone_where_its_page_is(self):
        Organisation.objects.filter(slug="lab").update(status="archived")
        self.assertEqual(self.client.get("/en/organisations/lab.json").status_code, 410)
        self.assertEqual(self.client.get("/en/organisations/nobody.json").status_code, 404)


class PageTests(MachineTestCase):
    def test_tells_in_a_page_what_it_tells_by_itself_and_the_way_to_it(self):
        found = self.in_page("/en/organisations/lab/")
        self.assertEqual(found.value(RecordTests.subject, SCHEMA.foundingDate), Literal("1999-05"))
        steps = {str(found.value(step, SCHEMA.item)) for step in found.subjects(SCHEMA.position)}
        self.assertEqual(steps, {f"{SITE}/en/", f"{SITE}/en/organisations/", f"{SITE}/en/organisations/lab/"})

    def test_ends_no_script_by_what_somebody_is_called(self):
        self.assertIn("A </script> Laboratory", read(self.client, "/en/organisations/lab/").all("h1")[0].text)

    def test_names_the_file_of_the_record(self):
        (link,) = read(self.client, "/en/organisations/lab/").all("link", type="application/ld+json")
        self.assertEqual(link["href"], "/en/organisations/lab.json")

    def test_tells_of_series_terms_and_places_too(self):
        rdf_type = URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
        expected = {
            "indicators/parks": "Dataset", "themes/ai-in-finance": "DefinedTerm", "places/central": "Place",
        }  # fmt: skip
        for path, name in expected.items():
            with self.subTest(path=path):
                found = self.in_page(f"/zh-hant/{path}/")
                self.assertEqual(found.value(URIRef(f"{SITE}/en/{path}/"), rdf_type), SCHEMA[name])


class SitemapTests(MachineTestCase):
    def entries(self, section):
        root = ElementTree.fromstring(self.client.get(f"/sitemap-{section}.xml").content)  # noqa: S314 - our own
        return {url.findtext(f"{MAP}loc"): url for url in root}

    def test_names_its_sections(self):
        root = ElementTree.fromstring(self.client.get("/sitemap.xml").content)  # noqa: S314
        sections = [entry.findtext(f"{MAP}loc") for entry in root]
        self.assertIn(f"{SITE}/sitemap-organisations.xml", sections)
        for section in sections:
            with self.subTest(section=section):
                self.assertEqual(self.client.get(section.removeprefix(SITE)).status_code, 200)

    def test_has_each_public_record_in_each_language_and_the_day_of_its_last_change(self):
        entries = self.entries("organisations")
        for language in ("en", "zh-hant", "zh-hans"):
            self.assertIn(f"{SITE}/{language}/organisations/lab/", entries)
        self.assertTrue(all(url.findtext(f"{MAP}lastmod") for url in entries.values()))

    def days(self, section):
        return {
            address.removeprefix(f"{SITE}/en/"): url.findtext(f"{MAP}lastmod")
            for address, url in self.entries(section).items()
            if address.startswith(f"{SITE}/en/")
        }

    def test_tells_when_the_newest_of_what_a_page_shows_was_changed(self):
        Organisation.objects.update(updated_at="2026-11-01T20:00:00Z")
        Initiative.objects.update(updated_at="2026-10-01T00:00:00Z")
        Collaboration.objects.update(updated_at="2026-10-02T00:00:00Z")
        factories.theme("empty-theme")
        # In Hong Kong.
        self.assertEqual(self.days("themes")[f"themes/{self.theme.slug}/"], "2026-11-02")
        self.assertIsNone(self.days("themes")["themes/empty-theme/"])
        self.assertEqual(self.days("places")["places/central/"], "2026-11-02")
        pages = self.days("pages")
        self.assertEqual((pages[""], pages["initiatives/"], pages["about/"]), ("2026-11-02", "2026-10-01", None))

    def test_tells_when_an_application_was_last_given_to_something(self):
        task = factories.application()
        Organisation.objects.filter(slug="lab").update(updated_at="2026-11-05T00:00:00Z")
        self.lab.applications.add(task)
        self.assertEqual(self.days("applications")[f"applications/{task.slug}/"], "2026-11-05")

    def test_tells_when_a_source_was_read_or_its_link_checked(self):
        first, second = Source.objects.published()[:2]
        Source.objects.filter(pk=first.pk).update(read_on="2026-11-03", link_checked_on=None)
        Source.objects.filter(pk=second.pk).update(read_on="2026-11-03", link_checked_on="2026-11-09")
        days = self.days("sources")
        self.assertEqual((days[f"sources/{first.pk}/"], days[f"sources/{second.pk}/"]), ("2026-11-03", "2026-11-09"))

    def test_tells_when_a_series_was_last_read(self):
        Source.objects.update(read_on="2026-11-04")
        self.assertEqual(self.days("indicators")["indicators/parks/"], "2026-11-04")

    def test_tells_of_each_section_when_its_newest_page_changed(self):
        Source.objects.update(read_on="2026-11-04")
        root = ElementTree.fromstring(self.client.get("/sitemap.xml").content)  # noqa: S314
        newest = {entry.findtext(f"{MAP}loc"): entry.findtext(f"{MAP}lastmod") for entry in root}
        self.assertEqual(newest[f"{SITE}/sitemap-sources.xml"], "2026-11-04T00:00:00+08:00")
        # None of these tests gives anything an application.
        without = {f"{SITE}/sitemap-applications.xml"}
        self.assertEqual({address for address, day in newest.items() if not day} - without, set())

    def test_names_the_page_that_explains_the_api_and_those_of_releases(self):
        with tempfile.TemporaryDirectory() as shelf, self.settings(RELEASES_DIR=shelf):
            release(Path(shelf))
            (number,) = (path.name for path in Path(shelf).iterdir() if path.is_dir())
            self.assertEqual(self.days("releases"), {f"data/releases/{number}/": number[:10]})
        self.assertIn("data/api/", self.days("pages"))

    def test_tells_each_language_of_the_others_under_the_tags_of_the_pages(self):
        url = self.entries("organisations")[f"{SITE}/en/organisations/lab/"]
        tags = {link.get("hreflang") for link in url.iter(LINK)}
        page = read(self.client, "/en/organisations/lab/")
        self.assertEqual(
            tags, {link["hreflang"] for link in page.all("link", rel="alternate") if "hreflang" in link} - {"x-default"}
        )

    def test_leads_to_pages_that_are_there(self):
        for section in ("pages", "themes", "places", "indicators", "sources"):
            for address in self.entries(section):
                with self.subTest(address=address):
                    self.assertEqual(self.client.get(address.removeprefix(SITE)).status_code, 200)

    def test_names_nothing_that_is_not_public(self):
        factories.organisation(slug="draft", status="draft")
        self.assertNotIn("draft", " ".join(self.entries("organisations")))


class RobotsTests(TestCase):
    def test_welcomes_all_and_names_the_map_of_the_site(self):
        text = self.client.get("/robots.txt").content.decode()
        self.assertIn("User-agent: *\nAllow: /\n", text)
        self.assertIn(f"Sitemap: {SITE}/sitemap.xml", text)


class SecurityTests(TestCase):
    def said(self):
        lines = self.client.get("/.well-known/security.txt").content.decode().splitlines()
        return dict(line.split(": ", 1) for line in lines)

    def test_says_where_a_hole_is_told(self):
        contact = self.said()["Contact"]
        self.assertEqual(self.client.get(contact.removeprefix(SITE)).status_code, 200)

    def test_names_the_way_that_the_host_prefers(self):
        with self.settings(SECURITY_CONTACT="mailto:security@example.org"):
            self.assertEqual(self.said()["Contact"], "mailto:security@example.org")

    def test_is_good_for_no_more_than_a_year(self):
        self.assertLess(datetime.fromisoformat(self.said()["Expires"]) - timezone.now(), timedelta(days=366))
