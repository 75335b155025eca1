"""Heat tables: counts by rows and columns, shaded by size, with links to the counted lists."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

# The lowest share of the largest number for each shade, darkest first.
STEPS = ((0.5, 5), (0.25, 3), (0.1, 2), (0.0, 1))


@dataclass(frozen=True)
class HeatTableHeading:
    """The heading of a row or column; `value` is its parameter value, `address` its own page if it has one.

    A column of sums is not shaded and does not affect the shades of others.
    """

    value: str
    name: str
    address: str = ""
    is_sum: bool = False


@dataclass(frozen=True)
class HeatTableCell:
    count: int
    step: int
    address: str
    column: HeatTableHeading


@dataclass(frozen=True)
class HeatTableRow:
    head: HeatTableHeading
    cells: list[HeatTableCell]


@dataclass(frozen=True)
class HeatTable:
    """`columns` are those that are not empty."""

    columns: list[HeatTableHeading]
    groups: list[tuple[str, list[HeatTableRow]]]

    @property
    def width(self) -> int:
        """The number of cells of a row, including its heading."""
        return len(self.columns) + 1


def build_heat_table(
    groups: Sequence[tuple[str, Sequence[HeatTableHeading]]],
    columns: Sequence[HeatTableHeading],
    count: Callable[[HeatTableHeading, HeatTableHeading], int],
    address: Callable[[HeatTableHeading, HeatTableHeading], str],
) -> HeatTable:
    """Leave out empty columns, but not empty rows."""
    rows = [row for _name, heads in groups for row in heads]
    shown = [column for column in columns if any(count(row, column) for row in rows)]
    most = max((count(row, column) for row in rows for column in shown if not column.is_sum), default=0)

    def build_cell(row: HeatTableHeading, column: HeatTableHeading) -> HeatTableCell:
        n = count(row, column)
        return HeatTableCell(
            n, 0 if column.is_sum else get_shade_step(n, most), address(row, column) if n else "", column
        )

    return HeatTable(
        shown,
        [
            (name, [HeatTableRow(row, [build_cell(row, column) for column in shown]) for row in heads])
            for name, heads in groups
        ],
    )


def get_shade_step(count: int, most: int) -> int:
    """Return the shade of a number up to `most`: 1, 2, 3 or 5, and 0 for zero."""
    return next(step for share, step in STEPS if count >= share * most) if count else 0
