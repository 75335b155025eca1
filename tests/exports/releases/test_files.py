"""The files of a release, each opened as its reader would."""

import json
import re
import sqlite3
from datetime import date
from zipfile import ZipFile

from openpyxl import load_workbook

from ecosystem.exports.releases.tables import TABLES
from tests.support.release_world import ReleaseTestCase, read_csv_rows


def lines(folder, name):
    return [json.loads(line) for line in (folder / "jsonl" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


class CsvTests(ReleaseTestCase):
    def test_holds_all_three_languages(self):
        (lab,) = [row for row in read_csv_rows(self.folder, "organisations") if row["slug"] == "lab"]
        self.assertEqual(
            (lab["name_en"], lab["name_zh_hant"], lab["name_zh_hans"]), ("Laboratory", "數碼實驗室", "数码实验室")
        )

    def test_describes_types_of_support(self):
        (row,) = [row for row in read_csv_rows(self.folder, "support") if row["slug"] == "funding"]
        self.assertEqual(row["description_en"], "A grant.")

    def test_begins_no_formula(self):
        (whole,) = [row for row in read_csv_rows(self.folder, "organisations") if row["slug"] == "whole"]
        self.assertEqual(whole["name_en"], "'=The Whole")

    def test_has_the_columns_of_the_lists(self):
        text = self.client.get("/en/organisations.csv").getvalue().decode("utf-8-sig")
        self.assertEqual(list(read_csv_rows(self.folder, "organisations")[0]), text.splitlines()[0].split(","))


class LinesTests(ReleaseTestCase):
    def test_say_what_a_source_says_instead_and_why_it_is_not_followed(self):
        (citation,) = [line for line in lines(self.folder, "citations") if line["disputes"]]
        said = {name: citation[name] for name in ("claims", "reason_en", "reason_zh_hant", "reason_zh_hans")}
        self.assertEqual(
            said,
            {
                "claims": ["founded: 1998"],
                "reason_en": ["founded: Older."],
                "reason_zh_hant": ["founded: 較舊。"],
                "reason_zh_hans": ["founded: 较旧。"],
            },
        )
        (lab,) = [line for line in lines(self.folder, "organisations") if line["slug"] == "lab"]
        self.assertEqual(lab["disputed"], ["founded: 1998 (https://other.example/)"])

    def test_hold_numbers_lists_and_nothing_where_nothing_is_known(self):
        fund, lab = lines(self.folder, "initiatives")[1], lines(self.folder, "organisations")[0]
        self.assertEqual((fund["amount"], fund["ends"], fund["audience"]), (3_000_000_000, None, ["startups"]))
        self.assertEqual((lab["aliases"], lab["latitude"], lab["closed"]), (["The Lab", "老實驗室"], 22.281, None))

    def test_hold_figures_as_numbers(self):
        values = {
            row["period"]: row["value"] for row in lines(self.folder, "observations") if row["indicator"] == "parks"
        }
        self.assertEqual(values, {"2024": 100.5, "2025-06": 120})

    def test_count_what_the_csv_counts(self):
        for table in TABLES:
            with self.subTest(table=table.name):
                self.assertEqual(len(lines(self.folder, table.name)), len(read_csv_rows(self.folder, table.name)))


class PublicTests(ReleaseTestCase):
    def test_hold_nothing_that_is_not_public(self):
        for path in sorted(self.folder.rglob("*")):
            if path.is_file():
                with self.subTest(path=path.name):
                    self.assertIsNone(re.search("(?i)veiled|面紗|面纱", unpacked(path)))

    def test_lead_from_an_introduction_to_what_is_public_only(self):
        (theme,) = lines(self.folder, "themes")
        self.assertIn("](http://127.0.0.1:8000/en/organisations/lab/)", theme["introduction_en"])
        self.assertIn("and told by", theme["introduction_en"])

    def test_have_no_relation_to_what_is_not_public(self):
        (whole,) = [row for row in lines(self.folder, "organisations") if row["slug"] == "whole"]
        fund = lines(self.folder, "initiatives")[1]
        self.assertEqual((whole["successor"], fund["part_of"], fund["builds_on"]), (None, None, None))
        bodies = [row["organisation"] for row in lines(self.folder, "initiative_bodies") if row["initiative"] == "fund"]
        self.assertEqual(bodies, ["whole"])


def unpacked(path):
    """Return the text of a file, of an archive those of its files."""
    if path.suffix in {".zip", ".xlsx"}:
        with ZipFile(path) as archive:
            return " ".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return path.read_bytes().decode("utf-8", "replace")


class WorkbookTests(ReleaseTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.book = load_workbook(cls.folder / "hkai.xlsx")

    def sheet(self, name):
        header, *found = self.book[name].values
        return [dict(zip(header, row, strict=True)) for row in found]

    def test_has_a_sheet_for_each_table_what_it_is_and_what_its_columns_mean(self):
        self.assertEqual(self.book.sheetnames, ["about", *(table.name for table in TABLES), "dictionary"])
        about = {row["what"]: row["value"] for row in self.sheet("about")}
        self.assertEqual(
            (about["release"], about["licence"]), (self.folder.name, "https://creativecommons.org/licenses/by/4.0/")
        )

    def test_has_typed_cells(self):
        fund, source = self.sheet("initiatives")[1], self.sheet("sources")[0]
        self.assertEqual(fund["amount"], 3_000_000_000)
        self.assertEqual(source["read_on"].date(), date(2026, 11, 22))

    def test_has_coordinates_as_numbers(self):
        self.assertEqual({type(row["latitude"]) for row in self.sheet("places")}, {float})

    def test_takes_no_text_for_a_formula(self):
        cell = next(
            cell for row in self.book["organisations"].iter_rows() for cell in row if cell.value == "=The Whole"
        )
        self.assertEqual(cell.data_type, "s")

    def test_says_what_each_column_means(self):
        told = {(row["table"], row["column"]) for row in self.sheet("dictionary") if row["meaning"]}
        self.assertEqual(told, {(table.name, column.name) for table in TABLES for column in table.columns})

    def test_says_what_each_value_means(self):
        told = {(row["table"], row["column"]): row["definitions"] for row in self.sheet("dictionary")}
        self.assertIn("official: A page of a government", told["sources", "grade"])


class DatabaseTests(ReleaseTestCase):
    def setUp(self):
        self.database = sqlite3.connect(self.folder / "hkai.db")
        self.addCleanup(self.database.close)

    def ask(self, question):
        return self.database.execute(question).fetchall()

    def test_is_whole(self):
        self.assertEqual(self.ask("PRAGMA integrity_check"), [("ok",)])
        self.assertEqual(self.ask("PRAGMA foreign_key_check"), [])

    def test_has_relations_between_its_tables(self):
        found = {(row[3], row[2], row[4]) for row in self.ask("PRAGMA foreign_key_list(organisations)")}
        self.assertEqual(
            found,
            {
                ("parent", "organisations", "slug"),
                ("successor", "organisations", "slug"),
                ("place", "places", "slug"),
            },
        )

    def test_holds_as_many_rows_as_the_files(self):
        for table in TABLES:
            with self.subTest(table=table.name):
                (count,) = self.ask(f"SELECT COUNT(*) FROM {table.name}")[0]  # noqa: S608 - our own names
                self.assertEqual(count, len(read_csv_rows(self.folder, table.name)))

    def test_finds_a_name_by_a_part_of_it_in_either_script(self):
        for text in ("實驗室", "实验室", "borator"):
            with self.subTest(text=text):
                found = self.ask(
                    "SELECT slug FROM organisations WHERE rowid IN (SELECT rowid FROM organisations_fts"  # noqa: S608
                    f" WHERE organisations_fts MATCH '\"{text}\"')"
                )
                self.assertEqual(found, [("lab",)])

    def test_answers_what_its_views_ask(self):
        self.assertEqual(
            self.ask("SELECT slug, role, organisation FROM who_takes_part WHERE kind = 'initiative' ORDER BY slug"),
            [("desk", "lead", "lab"), ("fund", "lead", "whole")],
        )
        self.assertEqual(self.ask("SELECT period, value FROM figures WHERE indicator = 'parks'")[0], ("2024", 100.5))
        self.assertEqual(
            self.ask("SELECT COUNT(*) FROM what_rests_on_sources")[0][0], len(read_csv_rows(self.folder, "citations"))
        )
        self.ask("SELECT * FROM open_initiatives")

    def test_is_told_of_by_metadata_that_name_its_tables_and_columns(self):
        document = json.loads((self.folder / "metadata.json").read_text(encoding="utf-8"))
        self.assertEqual(document["license"], "CC BY 4.0")
        for name, table in document["databases"]["hkai"]["tables"].items():
            with self.subTest(table=name):
                columns = {row[1] for row in self.ask(f"PRAGMA table_info({name})")}
                self.assertEqual(set(table["columns"]), columns)
                self.assertLessEqual(set(table.get("facets", ())), columns)
