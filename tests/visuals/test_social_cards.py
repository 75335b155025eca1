"""Social cards of records, themes and the directory, and the meta tags that link to them."""

from io import BytesIO
from unittest.mock import patch

from django.core.cache import caches
from django.test import TestCase
from PIL import Image

from ecosystem.models import Collaboration, Initiative, Organisation
from ecosystem.visuals import social_cards
from ecosystem.visuals.geometry import card
from tests.support import factories
from tests.support.html_pages import fetch_page


class SocialCardTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.theme = factories.theme("smart-city")
        cls.bank = factories.organisation(
            slug="bank", name_en="The Bank", name_zh_hant="銀行", acronym="TB", founded="1985", place=factories.place(),
            themes=[cls.theme],
        )  # fmt: skip
        cls.far = factories.organisation(slug="far", home_region="mainland", name_en="Far Away")
        amount = {"amount": 3_000_000_000, "amount_basis": "total", "currency": "HKD"}
        cls.fund = factories.initiative(slug="fund", lead=cls.bank, starts="2024-10", kind="funding", **amount)
        cls.pact = factories.collaboration(slug="pact", parties=[cls.bank, cls.far], announced="2023")

    def setUp(self):
        caches["cards"].clear()

    def build_card(self, model, slug):
        rows = model.objects.published().for_detail()
        if model is Organisation:
            rows = rows.with_relation_counts()
        return social_cards.build_record_card(rows.get(slug=slug))


class SocialCardFactTests(SocialCardTestCase):
    def test_organisation_has_location_founding_and_counts(self):
        said = self.build_card(Organisation, "bank")
        self.assertEqual((said.name, said.other_name), ("The Bank", "銀行"))
        self.assertEqual(
            said.facts,
            (("Location", "Central and Western"), ("Founded", "1985"), ("Initiatives", "1"), ("Collaborations", "1")),
        )

    def test_initiative_has_amount_start_and_lead(self):
        said = self.build_card(Initiative, "fund")
        self.assertEqual(said.facts, (("Amount", "HK$3 billion"), ("Start date", "October 2024"), ("Led by", "TB")))

    def test_collaboration_has_participants_date_and_reach(self):
        said = self.build_card(Collaboration, "pact")
        self.assertEqual(
            said.facts,
            (("Participants", "The Bank, Far Away"), ("Announced", "2023"), ("Geographic reach", "Mainland")),
        )

    def test_unknown_facts_are_left_out(self):
        factories.organisation(slug="bare", place=None)
        self.assertEqual(self.build_card(Organisation, "bare").facts, ())


class SocialCardViewTests(SocialCardTestCase):
    addresses = (
        "/en/card.png", "/en/themes/smart-city.png", "/zh-hant/organisations/bank.png", "/en/initiatives/fund.png",
        "/zh-hans/collaborations/pact.png",
    )  # fmt: skip

    def test_images_are_png_of_1200_by_630(self):
        for address in self.addresses:
            with self.subTest(address=address):
                response = self.client.get(address)
                self.assertEqual(response["Content-Type"], "image/png")
                self.assertEqual(Image.open(BytesIO(response.content)).size, (1200, 630))

    def test_image_is_rendered_once_if_nothing_changes(self):
        with patch("ecosystem.visuals.geometry.card.render_social_card", wraps=card.render_social_card) as drawing:
            for _time in range(3):
                self.client.get("/en/organisations/bank.png")
            self.assertEqual(drawing.call_count, 1)

    def test_image_is_rendered_again_after_a_change(self):
        before = self.client.get("/en/organisations/bank.png")
        Organisation.objects.filter(slug="bank").update(founded="1986")
        after = self.client.get("/en/organisations/bank.png")
        self.assertNotEqual(before.content, after.content)

    def test_images_differ_by_language(self):
        found = {self.client.get(f"/{language}/themes/smart-city.png").content for language in ("en", "zh-hant")}
        self.assertEqual(len(found), 2)

    def test_draft_or_unknown_record_is_404(self):
        factories.organisation(slug="draft", status="draft")
        for address in ("/en/organisations/draft.png", "/en/organisations/nobody.png", "/en/themes/x.png"):
            with self.subTest(address=address):
                self.assertEqual(self.client.get(address).status_code, 404)


class OpenGraphImageTests(SocialCardTestCase):
    def image(self, path):
        (found,) = fetch_page(self.client, path).select('meta[property="og:image"]')
        return found["content"]

    def test_page_of_a_record_links_to_its_card(self):
        for path in ("organisations/bank", "initiatives/fund", "collaborations/pact"):
            with self.subTest(path=path):
                image = self.image(f"/en/{path}/")
                self.assertRegex(image, rf"^https?://[^/]+/en/{path}\.png\?v=\d+$")
                self.assertEqual(
                    self.client.get(image.partition("/en/")[1] + image.partition("/en/")[2]).status_code, 200
                )

    def test_page_of_a_theme_links_to_its_card(self):
        self.assertTrue(self.image("/zh-hant/themes/smart-city/").endswith("/zh-hant/themes/smart-city.png"))

    def test_other_pages_link_to_the_card_of_the_directory(self):
        self.assertTrue(self.image("/en/map/").endswith("/en/card.png"))

    def test_url_changes_with_the_record(self):
        before = self.image("/en/organisations/bank/")
        Organisation.objects.filter(slug="bank").update(updated_at="2030-01-01T00:00:00Z")
        self.assertNotEqual(before, self.image("/en/organisations/bank/"))
