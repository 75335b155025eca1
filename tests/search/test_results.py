"""Search results: the texts that are searched, their order, and the search within a list."""

from ecosystem.models import Sector
from ecosystem.search.results import MAX_RANKED_ENTRIES
from tests.support import addresses, factories
from tests.support.search_results import SearchResultsTestCase


class SearchableTextTests(SearchResultsTestCase):
    @classmethod
    def setUpTestData(cls):
        sector = Sector.objects.create(slug="farming", name_en="Beekeeping", name_zh_hant="養蜂")
        task = factories.application(
            "honey",
            name_en="Honey harvest",
            name_zh_hant="採蜜",
            description_en="Combs emptied by arms.",
            sector=sector,
        )
        theme = factories.theme("meadows", name_en="Meadows", name_zh_hant="草地", tagline_en="Where flowers grow.")
        site = factories.place("hill", name_en="Quarry Hill", name_zh_hant="石山", district="sai-kung")
        parent = factories.organisation(slug="parent", name_en="Orchard Group", name_zh_hant="果園集團")
        gift = factories.support("mentors", name_en="Mentorship", name_zh_hant="師友指導")
        readers = factories.audience("growers", name_en="Growers", name_zh_hant="果農")
        body = factories.organisation(
            slug="body",
            name_en="Bumble Robotics",
            name_zh_hant="蜜蜂機械",
            name_zh_hans="大黄蜂科技",
            acronym="BBR",
            aliases=["Apiary Limited", "蜂巢公司"],
            summary_en="It pollinates greenhouses.",
            summary_zh_hant="為溫室授粉。",
            summary_zh_hans="给暖房授粉。",
            kind="research_centre",
            address="7 Lantern Street",
            place=site,
            parent=parent,
            themes=[theme],
            applications=[task],
        )
        body.support.add(gift)
        fund = factories.initiative(
            slug="fund",
            name_en="Nectar Fund",
            name_zh_hant="花蜜基金",
            eligibility_en="Only for swarms.",
            eligibility_zh_hant="只限蜂群。",
            lead=body,
            themes=[theme],
        )
        fund.audience.add(readers)
        pact = factories.collaboration(
            slug="pact", name_en="Pollen Pact", name_zh_hant="花粉協議", parties=[body, parent]
        )
        pact.initiative = fund
        pact.save()
        factories.rebuild_search_index()

    def test_record_is_found_by_each_of_its_own_texts(self):
        for text in (
            "Bumble Robotics",
            "蜜蜂機械",
            "大黃蜂科技",
            "BBR",
            "Apiary",
            "蜂巢",
            "pollinates",
            "溫室",
            "暖房",
            "Lantern Street",
        ):
            for language in addresses.LANGUAGES:
                with self.subTest(text=text, language=language):
                    self.assertEqual(self.fetch_result_slugs(text, language, kind="organisation")[:1], ["body"])

    def test_record_is_found_by_the_names_of_related_rows(self):
        for text in ("Quarry Hill", "石山", "Sai Kung", "西貢", "Orchard", "果園", "Meadows", "草地", "Honey harvest"):
            with self.subTest(text=text):
                self.assertIn("body", self.fetch_result_slugs(text))
        for text in ("採蜜", "Beekeeping", "養蜂", "Mentorship", "師友", "Nectar", "花蜜", "Pollen Pact", "花粉"):
            with self.subTest(text=text):
                self.assertIn("body", self.fetch_result_slugs(text))

    def test_initiative_is_found_by_eligibility_audience_and_organisations(self):
        for text in ("swarms", "蜂群", "growers", "果農", "Bumble", "蜜蜂機械", "BBR", "Meadows"):
            with self.subTest(text=text):
                self.assertIn("fund", self.fetch_result_slugs(text))

    def test_collaboration_is_found_by_its_parties_and_initiative(self):
        for text in ("Bumble", "Orchard", "果園", "Nectar Fund", "花蜜"):
            with self.subTest(text=text):
                self.assertIn("pact", self.fetch_result_slugs(text))

    def test_record_is_found_by_the_label_of_its_kind(self):
        for text in ("research centre", "研究中心"):
            with self.subTest(text=text):
                self.assertEqual(self.fetch_result_slugs(text)[:1], ["body"])

    def test_applications_themes_and_places_are_found_by_their_texts(self):
        for text, slug in {
            "Honey harvest": "honey",
            "採蜜": "honey",
            "combs": "honey",
            "Beekeeping": "honey",
            "Meadows": "meadows",
            "草地": "meadows",
            "flowers": "meadows",
            "Quarry Hill": "hill",
            "石山": "hill",
            "Sai Kung": "hill",
        }.items():
            with self.subTest(text=text):
                self.assertIn(slug, self.fetch_result_slugs(text))

    def test_unknown_word_finds_nothing(self):
        self.assertEqual(self.fetch_result_slugs("zyzzyva"), [])

    def test_results_are_the_same_in_every_language(self):
        for text in ("Bumble", "蜜蜂", "授粉", "AI"):
            answers = {tuple(self.fetch_result_slugs(text, language)) for language in addresses.LANGUAGES}
            with self.subTest(text=text):
                self.assertEqual(len(answers), 1)


class SearchScriptTests(SearchResultsTestCase):
    @classmethod
    def setUpTestData(cls):
        factories.organisation(slug="cyberport", name_en="Cyberport", name_zh_hant="數碼港")
        factories.organisation(slug="health", name_en="Department of Health", name_zh_hant="衞生署")
        factories.organisation(slug="inside", name_en="Inner Ring", name_zh_hant="裏環")
        factories.organisation(slug="abroad", name_en="Far Works", name_zh_hans="远方")
        factories.rebuild_search_index()

    def test_traditional_simplified_and_full_width_text_find_the_same(self):
        for texts, slug in {
            ("數碼港", "数码港", "Cyberport", "CYBERPORT", "ｃｙｂｅｒｐｏｒｔ", "碼港", "码港"): "cyberport",
            ("衞生", "衛生", "卫生"): "health",
            ("裏環", "里環", "里环"): "inside",
            ("远方", "遠方"): "abroad",
        }.items():
            for text in texts:
                with self.subTest(text=text):
                    self.assertEqual(self.fetch_result_slugs(text, kind="organisation"), [slug])

    def test_han_characters_in_another_order_find_nothing(self):
        self.assertEqual(self.fetch_result_slugs("港碼"), [])


class SearchResultOrderTests(SearchResultsTestCase):
    def test_exact_name_is_first_among_many_matches(self):
        for number in range(MAX_RANKED_ENTRIES):
            factories.place(f"site-{number}", name_en=f"Wharf {number}, beside a wharf")
        factories.place("wharf", name_en="Wharf", name_zh_hant="碼頭")
        factories.rebuild_search_index()
        self.assertEqual(self.fetch_result_slugs("wharf")[0], "wharf")

    def test_pagination_shows_every_entry_once(self):
        for number in range(60):
            factories.place(f"site-{number}", name_en=f"Wharf {number}")
        factories.rebuild_search_index()
        rows = [slug for page in (1, 2, 3) for slug in self.fetch_result_slugs("wharf", page=page)]
        self.assertEqual((len(rows), len(set(rows))), (60, 60))

    def test_same_names_are_in_the_order_of_kinds(self):
        factories.place("place", name_en="Heron", name_zh_hant="鷺")
        factories.theme("theme", name_en="Heron", name_zh_hant="鷺")
        factories.application("application", name_en="Heron", name_zh_hant="鷺")
        factories.rebuild_search_index()
        self.assertEqual(self.fetch_result_slugs("heron"), ["application", "theme", "place"])

    def test_sort_parameter_changes_the_order(self):
        known = factories.organisation(slug="known", name_en="Known Heron")
        factories.organisation(slug="heron", name_en="Heron", place=known.place)
        for _number in range(3):
            factories.initiative(lead=known, name_en="Something else")
        factories.rebuild_search_index()
        by_fame = self.fetch_result_slugs("heron", kind="organisation", sort="-prominence")
        self.assertEqual(
            (self.fetch_result_slugs("heron", kind="organisation"), by_fame), (["heron", "known"], ["known", "heron"])
        )


class SearchWithinListTests(SearchResultsTestCase):
    @classmethod
    def setUpTestData(cls):
        body = factories.organisation(slug="body", name_en="Heron Bank", kind="startup")
        factories.organisation(slug="other", name_en="Bank of Herons", kind="company")
        factories.initiative(slug="fund", name_en="Heron Fund", lead=body)
        factories.collaboration(slug="pact", name_en="Heron Pact", parties=list(factories.Organisation.objects.all()))
        factories.rebuild_search_index()

    def test_finds_only_records_of_the_list(self):
        for path, slugs in {
            "organisations/": {"body", "other"},
            "initiatives/": {"fund"},
            "collaborations/": {"pact"},
        }.items():
            with self.subTest(path=path):
                self.assertEqual(set(self.fetch_result_slugs("heron", path=path)), slugs)

    def test_finds_the_same_as_the_search_page(self):
        for text in ("heron", "bank heron", "herno", "heron zyzzyva", '"bank of herons"'):
            for kind in ("organisation", "initiative"):
                with self.subTest(text=text, kind=kind):
                    listed = self.fetch_result_slugs(text, path=f"{kind}s/")
                    self.assertEqual(listed, self.fetch_result_slugs(text, kind=kind))

    def test_combines_with_other_filters(self):
        self.assertEqual(self.fetch_result_slugs("heron", path="organisations/", kind="startup"), ["body"])
