"""Dependencies between the initiatives of a theme: which system builds on which."""

from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects

from ecosystem.models import Citation, Initiative, Status, Theme
from ecosystem.models.base import list_language_columns
from ecosystem.visuals.geometry.dependency_layout import DependencyLayout, lay_out_dependencies
from ecosystem.visuals.geometry.shapes import Point, measure_text_width, shorten_text

# The minimum number for a drawing; fewer are shown only on the pages of the records.
MIN_DEPENDENCIES = 6
# More could not be told apart in the drawing.
MAX_DEPENDENCIES = 150
SIZE, LONGEST = 14.0, 300.0


@dataclass(frozen=True)
class DependencyArrow:
    system: Initiative
    base: Initiative
    curve: str
    citation: Citation | None


@dataclass(frozen=True)
class DependencyNode:
    initiative: Initiative
    point: Point
    text: str


@dataclass(frozen=True)
class SystemDependencies:
    drawing: DependencyLayout
    nodes: list[DependencyNode]
    arrows: list[DependencyArrow]


def build_system_dependencies(theme: Theme) -> SystemDependencies | None:
    """Return the dependencies of a theme in two queries, the first ones if there are many; None if there are few."""
    ends = ("from_initiative", "to_initiative")
    columns = [f"{end}__{name}" for end in ends for name in ("slug", "kind", "ai", *list_language_columns("name"))]
    # By joins: for two subqueries, SQLite compares every row of one with every row of the other.
    joins = Initiative.builds_on.through.objects.filter(
        from_initiative__themes=theme, **{f"{end}__status": Status.PUBLISHED for end in ends}
    )
    joins = joins.select_related(*ends).only(*columns)
    joins = joins.order_by("from_initiative__slug", "to_initiative__slug")[:MAX_DEPENDENCIES]
    if len(joins) < MIN_DEPENDENCIES:
        return None
    initiatives = {row.pk: row for join in joins for row in (join.from_initiative, join.to_initiative)}
    prefetch_related_objects(list(initiatives.values()), Prefetch("citations", Citation.objects.with_source()))
    rows = sorted(initiatives.values(), key=lambda row: row.slug)
    number = {row.pk: i for i, row in enumerate(rows)}
    pairs = [(number[join.from_initiative_id], number[join.to_initiative_id]) for join in joins]
    names = [shorten_text(str(row.name), SIZE, LONGEST) for row in rows]
    drawing = lay_out_dependencies([measure_text_width(name, SIZE) for name in names], pairs)
    nodes = [DependencyNode(row, point, name) for row, point, name in zip(rows, drawing.points, names, strict=True)]
    arrows = [
        DependencyArrow(rows[system], rows[base], curve, rows[system].find_best_citation("builds_on"))
        for (system, base), curve in zip(pairs, drawing.curves, strict=True)
    ]
    return SystemDependencies(drawing, nodes, arrows)
