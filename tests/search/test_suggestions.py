"""What somebody may be about to type."""

from django.test import TestCase

from ecosystem.search.suggestions import MAX_SUGGESTIONS, suggest_search_entries
from tests.support import factories


class SuggestionsTestCase(TestCase):
    def suggested(self, typed):
        return [entry.slug for entry in suggest_search_entries(typed)]


class WhatTests(SuggestionsTestCase):
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

    def test_are_names_as_they_are_typed(self):
        for typed in ("cyb", "Cyberp", "cyberport", "hong kong cy", "management com", "cyberport hong", "ｃｙｂ"):
            with self.subTest(typed=typed):
                self.assertEqual(self.suggested(typed), ["cyberport"])

    def test_are_names_in_either_script(self):
        for typed in ("數", "數碼", "数码", "数码港", "香港數碼", "碼港管理"):
            with self.subTest(typed=typed):
                self.assertEqual(self.suggested(typed), ["cyberport"])

    def test_are_acronyms(self):
        for typed in ("hkc", "HKCM", "hkcmcl"):
            with self.subTest(typed=typed):
                self.assertEqual(self.suggested(typed), ["cyberport"])

    def test_are_other_names(self):
        for typed in ("teleg", "telegraph b", "貝沙", "贝沙湾", "bagu", "baguio lab"):
            with self.subTest(typed=typed):
                self.assertEqual(self.suggested(typed), ["cyberport"])

    def test_are_of_every_kind(self):
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

    def test_are_no_summaries_and_no_names_of_what_is_related(self):
        self.assertEqual((self.suggested("origa"), self.suggested("quarry bay")), ([], ["quarry"]))

    def test_are_what_may_be_meant_where_nothing_begins_so(self):
        for typed in ("cyberprot", "nectarr", "meadwos", "數碼崗"):
            with self.subTest(typed=typed):
                self.assertEqual(len(self.suggested(typed)), 1)

    def test_are_none_where_nothing_is_near(self):
        for typed in ("zyzzyva", "", "   ", "—", "🏦", "\x00", '"', "cyberport zyzzyva"):
            with self.subTest(typed=typed):
                self.assertEqual(self.suggested(typed), [])


class FormTests(SuggestionsTestCase):
    def test_find_the_beginning_of_a_word_whose_stem_is_another(self):
        factories.place("school", name_en="Universities of Technology", name_zh_hant="大學")
        factories.rebuild_search_index()
        for typed in ("universit", "universitie", "universities", "technolog", "technology"):
            with self.subTest(typed=typed):
                self.assertEqual(self.suggested(typed), ["school"])

    def test_find_a_word_with_a_hyphen_either_way(self):
        factories.place("desks", name_en="The Co-working Loft", name_zh_hant="閣樓")
        factories.rebuild_search_index()
        for typed in ("co-w", "co-working", "cowo", "coworking l"):
            with self.subTest(typed=typed):
                self.assertEqual(self.suggested(typed), ["desks"])


class OrderTests(SuggestionsTestCase):
    def test_puts_the_name_that_was_typed_first(self):
        known = factories.organisation(slug="known", name_en="Heron Group")
        factories.organisation(slug="exact", name_en="Heron", place=known.place)
        factories.initiative(slug="fund", lead=known, name_en="Something else")
        factories.rebuild_search_index()
        self.assertEqual(self.suggested("heron")[0], "exact")

    def test_puts_the_acronym_that_was_typed_first(self):
        known = factories.organisation(slug="known", name_en="HRN Group")
        factories.initiative(lead=known)
        factories.organisation(slug="acronym", name_en="House of Robots", acronym="HRN")
        factories.rebuild_search_index()
        self.assertEqual(self.suggested("hrn")[0], "acronym")

    def test_puts_the_other_name_that_was_typed_first(self):
        longer = factories.organisation(slug="longer", name_en="Heron Old and New")
        factories.initiative(lead=longer)
        factories.organisation(slug="alias", name_en="Other", aliases=["Heron Old"])
        factories.rebuild_search_index()
        self.assertEqual(self.suggested("heron old")[0], "alias")

    def test_puts_names_that_begin_so_before_names_that_go_on_so(self):
        within = factories.organisation(slug="within", name_en="The Great Heron")
        factories.initiative(lead=within)
        factories.organisation(slug="begins", name_en="Heron House")
        factories.rebuild_search_index()
        self.assertEqual(self.suggested("hero"), ["begins", "within"])

    def test_puts_the_best_known_first_of_those_that_fit_alike(self):
        factories.organisation(slug="unknown", name_en="Heron One")
        known = factories.organisation(slug="known", name_en="Heron Two")
        factories.initiative(lead=known)
        factories.rebuild_search_index()
        self.assertEqual(self.suggested("hero"), ["known", "unknown"])

    def test_are_never_more_than_a_reader_looks_through(self):
        for number in range(MAX_SUGGESTIONS + 5):
            factories.place(f"heron-{number}", name_en=f"Heron {number}")
        factories.rebuild_search_index()
        self.assertEqual(len(self.suggested("heron")), MAX_SUGGESTIONS)
