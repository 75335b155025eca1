"""Comparison keys of the names of organisations and initiatives."""

from ecosystem.core.entity_names import build_entity_name_keys


class TestEntityNameAcronyms:
    def test_acronym_in_brackets_is_a_name_of_its_own(self):
        keys = build_entity_name_keys("The Hong Kong Polytechnic University (PolyU)")
        assert keys.is_same(build_entity_name_keys("PolyU"))

    def test_many_equal_words_are_processed_quickly(self):
        # Would not end if each way to divide the acronym among the words were tried.
        assert build_entity_name_keys("aa " * 50 + "(" + "a" * 40 + "b)").exact
