"""Two wordings of a text: what differs is marked, and nothing is lost."""

import pytest

from ecosystem.wording import MOST_PIECES, compared


def changed(runs):
    return [run.text for run in runs if run.is_changed]


class TestCompared:
    def test_marks_words_in_latin_script(self):
        before, after = compared("Founded in 1991 by law.", "Founded in 1986 by law.")
        assert (changed(before), changed(after)) == (["1991"], ["1986"])

    def test_marks_characters_in_chinese(self):
        before, after = compared("香港科技大學成立於清水灣", "香港理工大學成立於紅磡")
        assert (changed(before), changed(after)) == (["科技", "清水灣"], ["理工", "紅磡"])

    def test_marks_all_where_nothing_stood(self):
        assert changed(compared("", "New words")[1]) == ["New words"]

    @pytest.mark.parametrize("texts", [("", ""), ("a b", "b a"), ("港AI港", "AI 港"), ("x\n\ny", "x\ny"), ("é ", "e")])
    def test_loses_nothing(self, texts):
        assert tuple("".join(run.text for run in runs) for runs in compared(*texts)) == texts

    def test_compares_the_longest_texts_by_lines(self):
        long = "a " * MOST_PIECES
        before, after = compared(f"{long}\nsame\n", "other\nsame\n")
        assert (len(changed(before)), changed(after)) == (1, ["other\n"])
