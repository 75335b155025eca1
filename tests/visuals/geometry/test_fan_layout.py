"""Layout of a fan: names on both sides of a centre, joined by curves."""

import pytest

from ecosystem.visuals.geometry.fan_layout import ROW_HEIGHT, lay_out_fan


@pytest.mark.parametrize("number", [0, 1, 2, 7, 60])
def test_fan_layout_keeps_names_within_its_height(number):
    found = lay_out_fan([1] * number)
    assert [s for s in found.spokes if not ROW_HEIGHT / 2 <= s.point.y <= found.height - ROW_HEIGHT / 2] == []


def test_fan_layout_puts_half_of_the_names_on_each_side():
    assert [spoke.anchor for spoke in lay_out_fan([1] * 5).spokes] == ["end", "end", "end", "start", "start"]


def test_fan_layout_names_do_not_overlap():
    places = [(spoke.point.x, spoke.point.y) for spoke in lay_out_fan([1] * 40).spokes]
    rows = [abs(y - z) for i, (x, y) in enumerate(places) for w, z in places[:i] if x == w]
    assert min(rows) >= ROW_HEIGHT


def test_fan_layout_has_a_curve_for_each_strand():
    assert [len(spoke.curves) for spoke in lay_out_fan([1, 3, 2]).spokes] == [1, 3, 2]
