"""Rules that hold for every template."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[1] / "templates"
DECLARED = re.compile(r"{% column_heading \"(\w+)\"")
USED = re.compile(r"\blabels\.(\w+)")


def read_with_includers(path):
    """Return the source of a template and of those that pass it their labels."""
    given = re.compile(rf'include "{re.escape(path)}"[^%]*labels=labels')
    others = (other.read_text(encoding="utf-8") for other in TEMPLATES.rglob("*.html"))
    return "".join([(TEMPLATES / path).read_text(encoding="utf-8"), *filter(given.search, others)])


@pytest.mark.parametrize("path", [path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")])
def test_template_cell_labels_are_column_headings(path):
    source = (TEMPLATES / path).read_text(encoding="utf-8")
    assert set(USED.findall(source)) <= set(DECLARED.findall(read_with_includers(path)))
