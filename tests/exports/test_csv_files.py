"""Formulas are escaped in CSV and XLSX cells, numbers are not."""

import csv
from decimal import Decimal
from io import StringIO

import pytest
from openpyxl import load_workbook

from ecosystem.core.control_characters import remove_invisible_characters
from ecosystem.exports import csv_files, xlsx_files

FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1)",
    "＝1+1",
    "＋1",
    "－1+1",
    "＠SUM(1)",
    "﹦1+1",
    "−1+cmd",
    " =1+1",
    "\u3000=1+1",
    "\u00a0+1+1",
    "\t=1+1",
    "\ttext",
    "\rtext",
    "\n=1+1",
    "\u200b=1+1",
    "\ufeff@SUM(1)",
    "\u2060\u00ad ＝1",
    "\u2800\u3164-1+1",
    "\ufe0f=1",
    "+852 2358 0000",
    "-3.2.1",
    "-",
)
PLAIN = (
    "text",
    "1=1",
    "a@b.hk",
    "2024-10",
    "'=1",
    "香港",
    "—text",
    "x\n=1",
    "-3.2",
    "-7",
    "0",
    "",
    "−3.2",
    "-3.2%",
    "-1,000",
    "+3",
    "-.5",
    "-1e5",
)
NUMBERS = (-3.2, -7, Decimal("-3.2"), Decimal("-113.9876540"), Decimal("1E+2"), 0)


def write_csv_cell(value):
    """Return the cell as both writers write it, without the quotes of CSV."""
    texts = {csv_files.render_csv(["a"], [[value, 1]]), "".join(csv_files.iter_csv_lines(["a"], [[value, 1]]))}
    (text,) = texts
    return list(csv.reader(StringIO(text, newline="")))[1][0]


def write_xlsx_cell(value):
    with xlsx_files.render_xlsx([("sheet", ["a"], [[value]])]) as file:
        return load_workbook(file)["sheet"]["A2"]


@pytest.mark.parametrize("text", FORMULAS)
def test_csv_cell_escapes_a_formula(text):
    assert write_csv_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", PLAIN)
def test_csv_cell_keeps_other_text(text):
    assert write_csv_cell(text) == text


@pytest.mark.parametrize("number", NUMBERS)
def test_csv_cell_keeps_a_number(number):
    assert Decimal(write_csv_cell(number)) == Decimal(str(number))


def test_csv_header_escapes_a_formula():
    assert csv_files.render_csv(["=1+1"], []) == "\ufeff'=1+1\r\n"


@pytest.mark.parametrize("text", [text for text in FORMULAS if text.isprintable()])
def test_xlsx_cell_stores_a_formula_as_text(text):
    cell = write_xlsx_cell(text)
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", remove_invisible_characters(text), True)


@pytest.mark.parametrize("number", NUMBERS)
def test_xlsx_cell_keeps_a_number(number):
    cell = write_xlsx_cell(number)
    assert (cell.data_type, Decimal(str(cell.value))) == ("n", Decimal(str(number)))


def test_xlsx_header_stores_a_formula_as_text():
    with xlsx_files.render_xlsx([("sheet", ["=1+1"], [])]) as file:
        assert load_workbook(file)["sheet"]["A1"].data_type == "s"
