"""Social pictures of records, of themes and of the directory itself, and how pages name them."""

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


class CardTestCase(TestCase):
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

    def said(self, model, slug):
        rows = model.objects.published().for_detail()
        if model is Organisation:
            rows = rows.with_relation_counts()
        return social_cards.build_record_card(rows.get(slug=slug))


class FactsTests(CardTestCase):
    def test_say_of_a_body_where_it_stands_since_when_and_how_much_it_takes_part_in(self):
        said = self.said(Organisation, "bank")
        self.assertEqual((said.name, said.other_name), ("The Bank", "銀行"))
        self.assertEqual(
            said.facts,
            (("Location", "Central and Western"), ("Founded", "1985"), ("Initiatives", "1"), ("Collaborations", "1")),
        )

    def test_say_of_an_initiative_how_much_since_when_and_by_whom(self):
        said = self.said(Initiative, "fund")
        self.assertEqual(said.facts, (("Amount", "HK$3 billion"), ("Start date", "October 2024"), ("Led by", "TB")))

    def test_say_of_a_collaboration_who_and_how_far(self):
        said = self.said(Collaboration, "pact")
        self.assertEqual(
            said.facts,
            (("Participants", "The Bank, Far Away"), ("Announced", "2023"), ("Geographic reach", "Mainland")),
        )

    def test_leave_out_what_is_not_known(self):
        factories.organisation(slug="bare", place=None)
        self.assertEqual(self.said(Organisation, "bare").facts, ())


class PictureTests(CardTestCase):
    addresses = (
        "/en/card.png", "/en/themes/smart-city.png", "/zh-hant/organisations/bank.png", "/en/initiatives/fund.png",
        "/zh-hans/collaborations/pact.png",
    )  # fmt: skip

    def test_are_of_the_size_that_networks_show(self):
        for address in self.addresses:
            with self.subTest(address=address):
                response = self.client.get(address)
                self.assertEqual(response["Content-Type"], "image/png")
                self.assertEqual(Image.open(BytesIO(response.content)).size, (1200, 630))

    def test_are_drawn_once_while_the_facts_are_the_same(self):
        with patch("ecosystem.visuals.geometry.card.render_social_card", wraps=card.render_social_card) as drawing:
            for _time in range(3):
                self.client.get("/en/organisations/bank.png")
            self.assertEqual(drawing.call_count, 1)

    def test_are_drawn_anew_when_a_fact_changes(self):
        before = self.client.get("/en/organisations/bank.png")
        Organisation.objects.filter(slug="bank").update(founded="1986")
        after = self.client.get("/en/organisations/bank.png")
        self.assertNotEqual(before.content, after.content)

    def test_differ_by_language(self):
        found = {self.client.get(f"/{language}/themes/smart-city.png").content for language in ("en", "zh-hant")}
        self.assertEqual(len(found), 2)

    def test_are_there_for_what_is_public_only(self):
        factories.organisation(slug="draft", status="draft")
        for address in ("/en/organisations/draft.png", "/en/organisations/nobody.png", "/en/themes/x.png"):
            with self.subTest(address=address):
                self.assertEqual(self.client.get(address).status_code, 404)


class PageTests(CardTestCase):
    def image(self, path):
        (found,) = fetch_page(self.client, path).select('meta[property="og:image"]')
        return found["content"]

    def test_name_the_picture_of_their_record(self):
        for path in ("organisations/bank", "initiatives/fund", "collaborations/pact"):
            with self.subTest(path=path):
                image = self.image(f"/en/{path}/")
                self.assertRegex(image, rf"^https?://[^/]+/en/{path}\.png\?v=\d+$")
                self.assertEqual(
                    self.client.get(image.partition("/en/")[1] + image.partition("/en/")[2]).status_code, 200
                )

    def test_name_the_picture_of_their_theme(self):
        self.assertTrue(self.image("/zh-hant/themes/smart-city/").endswith("/zh-hant/themes/smart-city.png"))

    def test_name_that_of_the_directory_where_they_have_none(self):
        self.assertTrue(self.image("/en/map/").endswith("/en/card.png"))

    def test_name_another_address_once_the_record_has_changed(self):
        before = self.image("/en/organisations/bank/")
        Organisation.objects.filter(slug="bank").update(updated_at="2030-01-01T00:00:00Z")
        self.assertNotEqual(before, self.image("/en/organisations/bank/"))
