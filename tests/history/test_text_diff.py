"""Differences between two texts, by words and by Chinese characters."""

from ecosystem.history.text_diff import TextDiffRun, diff_texts


def format_diff(before, after):
    marks = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
    return "".join(marks[run.op].format(run.text) for run in diff_texts(before, after))


class TestTextDiff:
    def test_marks_a_word_that_was_replaced(self):
        assert format_diff("It gives HK$1 million a year.", "It gives HK$2 million a year.") == (
            "It gives HK$[-1-][+2+] million a year."
        )

    def test_marks_text_added_at_the_end(self):
        assert format_diff("A laboratory.", "A laboratory. It moved in 2024.") == "A laboratory.[+ It moved in 2024.+]"

    def test_treats_words_with_hyphens_and_apostrophes_as_one(self):
        assert format_diff("cross-border and Hong Kong's funds", "cross-delta and Hong Kong's funds") == (
            "[-cross-border-][+cross-delta+] and Hong Kong's funds"
        )

    def test_splits_chinese_text_into_characters(self):
        assert (
            format_diff("香港科技大學於1991年成立", "香港科技大學於1990年成立")
            == "香港科技大學於[-1991-][+1990+]年成立"
        )

    def test_joins_changes_separated_only_by_a_space(self):
        assert format_diff("the old red tram runs", "the new blue tram runs") == "the [-old red-][+new blue+] tram runs"

    def test_texts_with_little_in_common_are_replaced_as_a_whole(self):
        assert format_diff("One thing", "香港") == "[-One thing-][+香港+]"

    def test_very_long_texts_are_replaced_as_a_whole(self):
        before, after = "字" * 200_000, "字" * 199_999
        assert diff_texts(before, after) == [TextDiffRun("removed", before), TextDiffRun("added", after)]

    def test_new_text_is_added(self):
        assert diff_texts("", "New") == [TextDiffRun("added", "New")]

    def test_equal_texts_have_no_difference(self):
        assert diff_texts("Same.", "Same.") == [TextDiffRun("same", "Same.")]
