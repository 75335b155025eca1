"""Tables of counts shaded by size, without a database."""

from unittest import TestCase

from ecosystem.visuals.heat_table import HeatTableHeading, build_heat_table, get_shade_step

ROWS = [("Fruit", [HeatTableHeading("apple", "Apple", "/apple/"), HeatTableHeading("pear", "Pear")])]
COLUMNS = [
    HeatTableHeading("red", "Red"),
    HeatTableHeading("blue", "Blue"),
    HeatTableHeading("all", "All", is_sum=True),
]
COUNTS = {("apple", "red"): 10, ("apple", "all"): 100, ("pear", "red"): 1}


def counted(rows=ROWS, columns=COLUMNS, counts=COUNTS):
    return build_heat_table(
        rows,
        columns,
        lambda row, column: counts.get((row.value, column.value), 0),
        lambda row, column: f"/?row={row.value}&column={column.value}",
    )


class HeatTableTests(TestCase):
    def test_empty_column_is_left_out(self):
        self.assertEqual([column.value for column in counted().columns], ["red", "all"])

    def test_empty_row_is_kept(self):
        made = counted(counts={("apple", "red"): 1})
        self.assertEqual([line.head.value for _name, lines in made.groups for line in lines], ["apple", "pear"])

    def test_number_links_to_what_it_counts(self):
        ((_name, [apple, _pear]),) = counted().groups
        self.assertEqual(apple.cells[0].address, "/?row=apple&column=red")

    def test_zero_has_no_link(self):
        ((_name, [_apple, pear]),) = counted().groups
        self.assertEqual(pear.cells[1].address, "")

    def test_width_counts_the_columns_and_the_heading(self):
        self.assertEqual(counted().width, 3)

    def test_no_rows_have_no_columns(self):
        self.assertEqual(counted(rows=[]).columns, [])

    def test_column_of_sums_does_not_affect_the_shades(self):
        ((_name, [apple, _pear]),) = counted().groups
        self.assertEqual([cell.step for cell in apple.cells], [5, 0])


class HeatTableShadeTests(TestCase):
    def test_shade_grows_with_the_share_of_the_largest_number(self):
        self.assertEqual([get_shade_step(n, 100) for n in (0, 1, 10, 25, 50, 100)], [0, 1, 2, 3, 5, 5])

    def test_single_number_has_the_darkest_shade(self):
        self.assertEqual(get_shade_step(1, 1), 5)
