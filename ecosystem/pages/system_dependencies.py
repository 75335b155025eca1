"""Which system builds on which platform, among the initiatives of a theme."""

from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects

from ecosystem.models import Citation, Initiative, Theme
from ecosystem.models.base import texts
from ecosystem.visuals.geometry.dependency_layout import Lineage, lineage
from ecosystem.visuals.geometry.shapes import Point, shortened, text_width

# Fewer are told on the pages of the records themselves.
LEAST = 6
SIZE, LONGEST = 14.0, 300.0


@dataclass(frozen=True)
class Arrow:
    """A system, what it builds on, the curve between the two, and the page that says so."""

    system: Initiative
    base: Initiative
    curve: str
    citation: Citation | None


@dataclass(frozen=True)
class Node:
    initiative: Initiative
    at: Point
    text: str


@dataclass(frozen=True)
class Foundations:
    drawing: Lineage
    nodes: list[Node]
    arrows: list[Arrow]


def foundations(theme: Theme) -> Foundations | None:
    """Return what the systems of a theme build on; None where that is little. Two queries."""
    public = Initiative.objects.published()
    ends = ("from_initiative", "to_initiative")
    columns = [f"{end}__{name}" for end in ends for name in ("slug", "kind", "ai", *texts("name"))]
    joins = Initiative.builds_on.through.objects.filter(
        from_initiative__in=public.related_to("themes", [theme]), to_initiative__in=public
    )
    joins = joins.select_related(*ends).only(*columns).order_by("from_initiative__slug", "to_initiative__slug")
    if len(joins) < LEAST:
        return None
    known = {row.pk: row for join in joins for row in (join.from_initiative, join.to_initiative)}
    prefetch_related_objects(list(known.values()), Prefetch("citations", Citation.objects.with_source()))
    rows = sorted(known.values(), key=lambda row: row.slug)
    number = {row.pk: i for i, row in enumerate(rows)}
    pairs = [(number[join.from_initiative_id], number[join.to_initiative_id]) for join in joins]
    names = [shortened(str(row.name), SIZE, LONGEST) for row in rows]
    drawing = lineage([text_width(name, SIZE) for name in names], pairs)
    nodes = [Node(row, at, name) for row, at, name in zip(rows, drawing.points, names, strict=True)]
    arrows = [
        Arrow(rows[system], rows[base], curve, rows[system].citation_of("builds_on"))
        for (system, base), curve in zip(pairs, drawing.curves, strict=True)
    ]
    return Foundations(drawing, nodes, arrows)
