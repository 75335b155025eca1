"""Geometry of charts: columns, dots of ranks, values and years."""

from datetime import date
from itertools import combinations, pairwise

import pytest

from ecosystem.visuals.geometry.chart import DOT, VALUE_SIZE, WIDTH, ChartValue, build_chart
from ecosystem.visuals.geometry.shapes import Box, build_disc_box


def year(number, value, text=""):
    return ChartValue(date(number, 1, 1), date(number, 12, 31), value, text or f"{value:,}")


YEARS = [year(2015, 10), year(2016, 20), year(2019, 40)]
LONG_AGO = [year(number, 5) for number in (1950, 1951, 1990, 2024, 2025)]
CROWDED = [year(2000 + i, 10**9 + i, f"HK${i} thousand million") for i in range(24)]


@pytest.mark.parametrize("figures", [[], [year(2020, 5)], YEARS, CROWDED], ids=["none", "one", "three", "many"])
@pytest.mark.parametrize("is_rank", [False, True])
def test_chart_stays_within_its_frame(figures, is_rank):
    drawn = build_chart(figures, is_rank=is_rank)
    assert all(c.x >= 0 and c.x + c.width <= WIDTH and 0 <= c.y <= drawn.axis for c in drawn.columns)
    assert all(0 <= dot.x <= WIDTH and 0 <= dot.y <= drawn.axis for dot in drawn.dots)
    frame = Box(0, 0, drawn.width, drawn.height)
    assert all(frame.contains(label.box) for label in [*drawn.values, *drawn.ticks])


def test_chart_columns_start_at_zero():
    columns = build_chart(YEARS).columns
    assert columns[2].height == pytest.approx(4 * columns[0].height)


def test_chart_leaves_a_gap_for_missing_years():
    first, second, third = (column.x for column in build_chart(YEARS).columns)
    assert third - second == pytest.approx(3 * (second - first), rel=0.01)


def test_chart_columns_do_not_overlap():
    columns = build_chart(CROWDED).columns
    assert all(a.x + a.width <= b.x for a, b in pairwise(columns))


def test_chart_values_do_not_overlap():
    values = build_chart(CROWDED).values
    assert [pair for pair in combinations(values, 2) if pair[0].box.overlaps(pair[1].box)] == []


def test_crowded_chart_shows_the_newest_value():
    assert 23 in {value.key for value in build_chart(CROWDED).values}


def test_chart_marks_the_newest_column():
    assert [column.is_last for column in build_chart(YEARS).columns] == [False, False, True]


def test_chart_of_ranks_has_the_first_rank_on_top():
    best, worst = build_chart([year(2020, 1), year(2021, 9)], is_rank=True).dots
    assert best.y < worst.y


def test_chart_joins_ranks_of_consecutive_years_only():
    drawn = build_chart([year(2015, 3), year(2016, 2), year(2019, 4)], is_rank=True)
    assert drawn.joins == [(drawn.dots[0], drawn.dots[1])]


def test_chart_does_not_join_columns():
    assert build_chart(YEARS).joins == []


def test_chart_column_is_in_the_middle_of_its_period():
    half = ChartValue(date(2020, 1, 1), date(2020, 6, 30), 1, "1")
    (column,) = build_chart([half]).columns
    assert column.x + column.width / 2 < WIDTH / 2


def test_chart_columns_of_zero_have_no_height():
    assert [column.height for column in build_chart([year(2020, 0), year(2021, 0)]).columns] == [0, 0]


def test_chart_is_independent_of_the_order_of_values():
    assert build_chart(YEARS) == build_chart(YEARS[::-1])


@pytest.mark.parametrize("size", [13, VALUE_SIZE, 24])
@pytest.mark.parametrize("figures", [YEARS, CROWDED, LONG_AGO], ids=["three", "many", "long"])
def test_chart_labels_every_year_with_a_value(figures, size):
    years = [str(value.first.year) for value in figures]
    assert [tick.year for tick in build_chart(figures, size=size).ticks] == years


def test_chart_labels_a_year_with_several_values_once():
    halves = [ChartValue(date(2020, m, 1), date(2020, m, 28), m, str(m)) for m in (1, 7)]
    assert [tick.year for tick in build_chart(halves).ticks] == ["2020"]


@pytest.mark.parametrize("size", [13, VALUE_SIZE, 24])
@pytest.mark.parametrize("figures", [YEARS, CROWDED, LONG_AGO], ids=["three", "many", "long"])
def test_chart_year_labels_do_not_overlap(figures, size):
    ticks = build_chart(figures, size=size).ticks
    assert [pair for pair in combinations(ticks, 2) if pair[0].box.overlaps(pair[1].box)] == []


def test_chart_values_do_not_overlap_the_newest_column():
    drawn = build_chart([year(2024, 100, "HK$50,000 million"), year(2025, 120)], size=24)
    newest = drawn.columns[-1].box
    assert [value for value in drawn.values if value.box.overlaps(newest)] == []


def test_chart_values_do_not_overlap_dots():
    drawn = build_chart([year(2020, 13, "No. 13"), year(2021, 12, "No. 12"), year(2022, 18, "No. 18")], is_rank=True)
    dots = [build_disc_box(dot, DOT) for dot in drawn.dots]
    assert [value for value in drawn.values if any(value.box.overlaps(dot) for dot in dots)] == []
