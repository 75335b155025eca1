"""Search suggestions for what is typed so far."""

from django.test import TestCase

from ecosystem.search.suggestions import MAX_SUGGESTIONS, suggest_search_entries
from tests.support import factories


class SearchSuggestionsTestCase(TestCase):
    def suggested(self, typed):
        return [entry.slug for entry in suggest_search_entries(typed)]


class SearchSuggestionMatchTests(SearchSuggestionsTestCase):
    @classmethod
    def setUpTestData(cls):
        place = factories.place("quarry", name_en="Quarry Bay", name_zh_hant="鰂魚涌")
        factories.organisation(
            slug="cyberport",
            name_en="Hong Kong Cyberport Management Company",
            name_zh_hant="數碼港",
            acronym="HKCMCL",
            aliases=["Telegraph Bay Park", "貝沙灣", "Baguio Labs", "香港數碼港管理有限公司"],
            place=place,
            summary_en="It rents out origami.",
        )
        factories.initiative(slug="fund", name_en="Nectar Fund", name_zh_hant="花蜜基金", lead=factories.organisation())
        factories.collaboration(slug="pact", name_en="Pollen Pact", name_zh_hant="花粉協議")
        factories.theme("meadows", name_en="Meadows", name_zh_hant="草地")
        factories.application("harvest", name_en="Honey Harvest", name_zh_hant="採蜜")
        factories.rebuild_search_index()

    def test_names_match_while_they_are_typed(self):
        for typed in ("cyb", "Cyberp", "cyberport", "hong kong cy", "management com", "cyberport hong", "ｃｙｂ"):
            with self.subTest(typed=typed):
                self.assertEqual(self.suggested(typed), ["cyberport"])

    def test_names_match_in_either_chinese_script(self):
        for typed in ("數", "數碼", "数码", "数码港", "香港數碼", "碼港管理"):
            with self.subTest(typed=typed):
                self.assertEqual(self.suggested(typed), ["cyberport"])

    def test_acronyms_match(self):
        for typed in ("hkc", "HKCM", "hkcmcl"):
            with self.subTest(typed=typed):
                self.assertEqual(self.suggested(typed), ["cyberport"])

    def test_aliases_match(self):
        for typed in ("teleg", "telegraph b", "貝沙", "贝沙湾", "bagu", "baguio lab"):
            with self.subTest(typed=typed):
                self.assertEqual(self.suggested(typed), ["cyberport"])

    def test_entries_of_every_kind_match(self):
        for typed, slug in {
            "necta": "fund",
            "花蜜": "fund",
            "polle": "pact",
            "meado": "meadows",
            "草": "meadows",
            "honey h": "harvest",
            "quarr": "quarry",
            "鰂": "quarry",
        }.items():
            with self.subTest(typed=typed):
                self.assertEqual(self.suggested(typed), [slug])

    def test_summaries_and_related_names_do_not_match(self):
        self.assertEqual((self.suggested("origa"), self.suggested("quarry bay")), ([], ["quarry"]))

    def test_misspelt_text_suggests_a_correction(self):
        for typed in ("cyberprot", "nectarr", "meadwos", "數碼崗"):
            with self.subTest(typed=typed):
                self.assertEqual(len(self.suggested(typed)), 1)

    def test_very_different_text_suggests_nothing(self):
        for typed in ("zyzzyva", "", "   ", "—", "🏦", "\x00", '"', "cyberport zyzzyva"):
            with self.subTest(typed=typed):
                self.assertEqual(self.suggested(typed), [])


class SearchSuggestionWordFormTests(SearchSuggestionsTestCase):
    def test_beginning_of_a_word_matches_despite_stemming(self):
        factories.place("school", name_en="Universities of Technology", name_zh_hant="大學")
        factories.rebuild_search_index()
        for typed in ("universit", "universitie", "universities", "technolog", "technology"):
            with self.subTest(typed=typed):
                self.assertEqual(self.suggested(typed), ["school"])

    def test_hyphenated_word_matches_with_and_without_the_hyphen(self):
        factories.place("desks", name_en="The Co-working Loft", name_zh_hant="閣樓")
        factories.rebuild_search_index()
        for typed in ("co-w", "co-working", "cowo", "coworking l"):
            with self.subTest(typed=typed):
                self.assertEqual(self.suggested(typed), ["desks"])


class SearchSuggestionOrderTests(SearchSuggestionsTestCase):
    def test_exact_name_comes_first(self):
        known = factories.organisation(slug="known", name_en="Heron Group")
        factories.organisation(slug="exact", name_en="Heron", place=known.place)
        factories.initiative(slug="fund", lead=known, name_en="Something else")
        factories.rebuild_search_index()
        self.assertEqual(self.suggested("heron")[0], "exact")

    def test_exact_acronym_comes_first(self):
        known = factories.organisation(slug="known", name_en="HRN Group")
        factories.initiative(lead=known)
        factories.organisation(slug="acronym", name_en="House of Robots", acronym="HRN")
        factories.rebuild_search_index()
        self.assertEqual(self.suggested("hrn")[0], "acronym")

    def test_exact_alias_comes_first(self):
        longer = factories.organisation(slug="longer", name_en="Heron Old and New")
        factories.initiative(lead=longer)
        factories.organisation(slug="alias", name_en="Other", aliases=["Heron Old"])
        factories.rebuild_search_index()
        self.assertEqual(self.suggested("heron old")[0], "alias")

    def test_beginning_of_a_name_comes_before_a_later_word(self):
        within = factories.organisation(slug="within", name_en="The Great Heron")
        factories.initiative(lead=within)
        factories.organisation(slug="begins", name_en="Heron House")
        factories.rebuild_search_index()
        self.assertEqual(self.suggested("hero"), ["begins", "within"])

    def test_most_prominent_comes_first_among_equals(self):
        factories.organisation(slug="unknown", name_en="Heron One")
        known = factories.organisation(slug="known", name_en="Heron Two")
        factories.initiative(lead=known)
        factories.rebuild_search_index()
        self.assertEqual(self.suggested("hero"), ["known", "unknown"])

    def test_number_of_suggestions_is_limited(self):
        for number in range(MAX_SUGGESTIONS + 5):
            factories.place(f"heron-{number}", name_en=f"Heron {number}")
        factories.rebuild_search_index()
        self.assertEqual(len(self.suggested("heron")), MAX_SUGGESTIONS)
