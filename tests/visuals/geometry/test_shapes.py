"""Basic shapes: widths of texts, shortened texts, coordinates and markers."""

import pytest

from ecosystem.visuals.geometry.shapes import (
    Point,
    build_marker_path,
    format_coordinate,
    measure_text_width,
    shorten_text,
)


class TestMeasureTextWidth:
    def test_han_character_is_as_wide_as_its_font_size(self):
        assert measure_text_width("數碼港", 10) == 30

    def test_wide_letters_are_wider_than_narrow_ones(self):
        assert measure_text_width("MMM", 10) > measure_text_width("abc", 10) > measure_text_width("ill", 10)


class TestShortenText:
    def test_text_that_fits_is_unchanged(self):
        assert shorten_text("Cyberport", 10, 100) == "Cyberport"

    @pytest.mark.parametrize("text", ["The Hong Kong University of Science and Technology", "香港科技大學及其他機構"])
    def test_long_text_is_shortened_to_the_width(self, text):
        assert measure_text_width(shorten_text(text, 10, 80), 10) <= 80

    def test_ellipsis_follows_a_letter(self):
        assert shorten_text("The University of Somewhere", 10, 32) == "The…"


@pytest.mark.parametrize(
    ("number", "text"), [(1, "1"), (1.04, "1"), (1.25, "1.2"), (-0.01, "0"), (-3.5, "-3.5"), (100, "100")]
)
def test_format_coordinate_rounds_and_strips_zeros(number, text):
    assert format_coordinate(number) == text


@pytest.mark.parametrize(("shape", "corners"), [("square", 4), ("diamond", 4), ("triangle", 3)])
def test_marker_path_has_its_corners(shape, corners):
    path = build_marker_path(shape, Point(10, 10), 5)
    assert path.startswith("M")
    assert path.count(",") == corners
