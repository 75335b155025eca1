"""Two texts set into one, by words and by Chinese characters."""

from ecosystem.history.text_diff import TextDiffRun, diff_texts


def told(before, after):
    marks = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
    return "".join(marks[run.op].format(run.text) for run in diff_texts(before, after))


class TestCompared:
    def test_marks_a_word_that_was_replaced(self):
        assert told("It gives HK$1 million a year.", "It gives HK$2 million a year.") == (
            "It gives HK$[-1-][+2+] million a year."
        )

    def test_marks_what_was_added_at_the_end(self):
        assert told("A laboratory.", "A laboratory. It moved in 2024.") == "A laboratory.[+ It moved in 2024.+]"

    def test_takes_words_with_marks_in_them_as_one(self):
        assert told("cross-border and Hong Kong's funds", "cross-delta and Hong Kong's funds") == (
            "[-cross-border-][+cross-delta+] and Hong Kong's funds"
        )

    def test_parts_chinese_by_characters(self):
        assert told("香港科技大學於1991年成立", "香港科技大學於1990年成立") == "香港科技大學於[-1991-][+1990+]年成立"

    def test_sets_two_changes_with_a_mere_space_between_them_together(self):
        assert told("the old red tram runs", "the new blue tram runs") == "the [-old red-][+new blue+] tram runs"

    def test_sets_texts_that_have_little_in_common_one_after_the_other(self):
        assert told("One thing", "香港") == "[-One thing-][+香港+]"

    def test_sets_texts_too_long_to_be_compared_one_after_the_other(self):
        before, after = "字" * 200_000, "字" * 199_999
        assert diff_texts(before, after) == [TextDiffRun("removed", before), TextDiffRun("added", after)]

    def test_shows_a_new_text_as_added(self):
        assert diff_texts("", "New") == [TextDiffRun("added", "New")]

    def test_finds_nothing_between_equal_texts(self):
        assert diff_texts("Same.", "Same.") == [TextDiffRun("same", "Same.")]
