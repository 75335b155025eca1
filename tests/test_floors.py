"""The floors of the app: a module imports only from floors below its own."""

import ast
from pathlib import Path

import pytest

APP = Path(__file__).parent.parent / "ecosystem"
# From the bottom; a package counts as one, with all that is in it.
FLOORS = [
    {"core", "matrix", "pictures"},
    {"problems"},
    {"exports"},
    {"models"},
    {"history"},
    {"search"},
    {"publishing"},
    {
        "reverting",
        "mergers",
        "glossary",
        "introductions",
        "basket",
        "network",
        "facts",
        "letters",
        "limits",
    },
    {"sourcing", "backups", "old_figures"},
    {"atlas", "events", "moderation", "merging", "allowances", "editing"},
    {"timeline"},
    {
        "loading",
        "filtersets",
        "standing",
        "comparison",
        "related",
        "practice",
        "uses",
        "offers",
        "cards",
        "structured_data",
        "sitemaps",
        "charts",
        "census",
        "foundations",
        "forms",
        "reconciliation",
        "links",
    },
    {"downloads", "facets", "feeds", "listing", "citing"},
    {"releases"},
    {"extracts"},
    {"frame"},
    {"accounts"},
    {"middleware", "templatetags", "web"},
    {"views", "admin", "management"},
    {"api"},
    {"urls", "reconciliation_urls"},
]
LEVELS = {name: level for level, names in enumerate(FLOORS) for name in names}
# Django's own places, which name modules by their nature.
OUTSIDE = {"apps", "migrations"}


def place(path):
    """Return the floor's word for a file: the first part of its path below the app."""
    return path.relative_to(APP).parts[0].removesuffix(".py")


def imported(path):
    """Return the words of what a file imports from the app, at its top or within a function."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path} imports by dots"
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {name.split(".")[1] for name in names if name.startswith("ecosystem.")}


MODULES = [path for path in sorted(APP.rglob("*.py")) if path.parent != APP or path.name != "__init__.py"]
MODULES = [path for path in MODULES if place(path) not in OUTSIDE]


def test_have_room_for_every_module():
    assert {place(path) for path in MODULES} == set(LEVELS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(APP)))
def test_are_built_on_those_below(path):
    own = place(path)
    wrong = {name for name in imported(path) if name != own and LEVELS.get(name, 99) >= LEVELS[own]}
    assert wrong == set()
