"""Counts in a grid: rows by columns, each number with the way to what it counts; the larger, the darker."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

# From which share of the largest number on a cell is so dark, the darkest first.
STEPS = ((0.5, 5), (0.25, 3), (0.1, 2), (0.0, 1))


@dataclass(frozen=True)
class Head:
    """What stands before a row or over a column: its value in an address, its name, its own page if it has one.

    A column that sums others up is not shaded, nor does it make them paler.
    """

    value: str
    name: str
    address: str = ""
    is_sum: bool = False


@dataclass(frozen=True)
class Cell:
    count: int
    step: int
    address: str
    column: Head


@dataclass(frozen=True)
class Line:
    head: Head
    cells: list[Cell]


@dataclass(frozen=True)
class Matrix:
    """Rows in groups, each group with its name; `columns` are those in which anything is counted."""

    columns: list[Head]
    groups: list[tuple[str, list[Line]]]

    @property
    def width(self) -> int:
        """How many cells a row has, its head included."""
        return len(self.columns) + 1


def matrix(
    groups: Sequence[tuple[str, Sequence[Head]]],
    columns: Sequence[Head],
    count: Callable[[Head, Head], int],
    address: Callable[[Head, Head], str],
) -> Matrix:
    """Count each row under each column; a column in which nothing is counted is left out, a row never is."""
    rows = [row for _name, heads in groups for row in heads]
    shown = [column for column in columns if any(count(row, column) for row in rows)]
    most = max((count(row, column) for row in rows for column in shown if not column.is_sum), default=0)

    def cell(row: Head, column: Head) -> Cell:
        n = count(row, column)
        return Cell(n, 0 if column.is_sum else shade(n, most), address(row, column) if n else "", column)

    return Matrix(
        shown, [(name, [Line(row, [cell(row, column) for column in shown]) for row in heads]) for name, heads in groups]
    )


def shade(count: int, most: int) -> int:
    """Return how dark a number is among others up to `most`: 1, 2, 3 or 5, and 0 for none."""
    return next(step for share, step in STEPS if count >= share * most) if count else 0
