"""Public classes and functions have unique names in the project."""

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[1]
# Django finds the commands by this name.
COMMANDS = {"Command"}
# Schemas of the API: their names stand in the OpenAPI document, which other people's programs are generated from.
API_SCHEMAS = {
    "Citation",
    "Claim",
    "Collaboration",
    "Indicator",
    "Initiative",
    "Observation",
    "Organisation",
    "Place",
    "Record",
    "Source",
    "Tie",
}


def find_public_names():
    """Return `{name: modules}` of the public classes and functions at the top of each module."""
    found = defaultdict(list)
    for path in (*ROOT.glob("ecosystem/**/*.py"), *ROOT.glob("hkai_project/**/*.py")):
        if "migrations" not in path.parts:
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
                    found[node.name].append(path.relative_to(ROOT).as_posix())
    return found


def test_public_name_is_defined_in_one_module():
    shared = {name: modules for name, modules in find_public_names().items() if len(modules) > 1}
    assert {name: shared[name] for name in shared.keys() - COMMANDS - API_SCHEMAS} == {}


def test_name_shared_with_the_api_is_a_schema_and_its_model():
    names = find_public_names()
    for name in API_SCHEMAS:
        api, other = sorted(names[name])
        assert (api.startswith("ecosystem/api/"), other.startswith("ecosystem/models/")) == (True, True), name
