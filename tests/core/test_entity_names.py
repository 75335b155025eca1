"""The keys by which names of organisations and initiatives are compared."""

from ecosystem.core.entity_names import build_entity_name_keys


class TestNamesInBrackets:
    def test_are_names_where_they_are_the_acronym(self):
        keys = build_entity_name_keys("The Hong Kong Polytechnic University (PolyU)")
        assert keys.is_same(build_entity_name_keys("PolyU"))

    def test_of_many_equal_words_take_no_time_to_speak_of(self):
        # Would not end if each way to divide the acronym among the words were tried.
        assert build_entity_name_keys("aa " * 50 + "(" + "a" * 40 + "b)").exact
