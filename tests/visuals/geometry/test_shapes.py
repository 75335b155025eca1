import pytest

from ecosystem.visuals.geometry.shapes import (
    Point,
    build_marker_path,
    format_coordinate,
    measure_text_width,
    shorten_text,
)


class TestTextWidth:
    def test_of_a_han_character_is_its_size(self):
        assert measure_text_width("數碼港", 10) == 30

    def test_of_wide_letters_is_more_than_of_narrow_ones(self):
        assert measure_text_width("MMM", 10) > measure_text_width("abc", 10) > measure_text_width("ill", 10)


class TestShortened:
    def test_leaves_what_fits(self):
        assert shorten_text("Cyberport", 10, 100) == "Cyberport"

    @pytest.mark.parametrize("text", ["The Hong Kong University of Science and Technology", "香港科技大學及其他機構"])
    def test_fits(self, text):
        assert measure_text_width(shorten_text(text, 10, 80), 10) <= 80

    def test_ends_in_an_ellipsis_right_after_a_letter(self):
        assert shorten_text("The University of Somewhere", 10, 32) == "The…"


@pytest.mark.parametrize(
    ("number", "text"), [(1, "1"), (1.04, "1"), (1.25, "1.2"), (-0.01, "0"), (-3.5, "-3.5"), (100, "100")]
)
def test_writes_numbers_no_longer_than_they_must_be(number, text):
    assert format_coordinate(number) == text


@pytest.mark.parametrize(("shape", "corners"), [("square", 4), ("diamond", 4), ("triangle", 3)])
def test_outlines_have_their_corners(shape, corners):
    path = build_marker_path(shape, Point(10, 10), 5)
    assert path.startswith("M")
    assert path.count(",") == corners
