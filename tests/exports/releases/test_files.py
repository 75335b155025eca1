"""Files of a release: CSV, JSON Lines, workbook and SQLite database."""

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


class ReleaseCsvTests(ReleaseTestCase):
    def test_has_names_in_three_languages(self):
        (lab,) = [row for row in read_csv_rows(self.folder, "organisations") if row["slug"] == "lab"]
        self.assertEqual(
            (lab["name_en"], lab["name_zh_hant"], lab["name_zh_hans"]), ("Laboratory", "數碼實驗室", "数码实验室")
        )

    def test_describes_types_of_support(self):
        (row,) = [row for row in read_csv_rows(self.folder, "support") if row["slug"] == "funding"]
        self.assertEqual(row["description_en"], "A grant.")

    def test_escapes_formulas(self):
        (whole,) = [row for row in read_csv_rows(self.folder, "organisations") if row["slug"] == "whole"]
        self.assertEqual(whole["name_en"], "'=The Whole")

    def test_has_the_same_columns_as_the_csv_of_a_list(self):
        text = self.client.get("/en/organisations.csv").getvalue().decode("utf-8-sig")
        self.assertEqual(list(read_csv_rows(self.folder, "organisations")[0]), text.splitlines()[0].split(","))


class ReleaseJsonLinesTests(ReleaseTestCase):
    def test_contain_disputed_claims_with_reasons(self):
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

    def test_contain_numbers_lists_and_null(self):
        fund, lab = lines(self.folder, "initiatives")[1], lines(self.folder, "organisations")[0]
        self.assertEqual((fund["amount"], fund["ends"], fund["audience"]), (3_000_000_000, None, ["startups"]))
        self.assertEqual((lab["aliases"], lab["latitude"], lab["closed"]), (["The Lab", "老實驗室"], 22.281, None))

    def test_observation_values_are_numbers(self):
        values = {
            row["period"]: row["value"] for row in lines(self.folder, "observations") if row["indicator"] == "parks"
        }
        self.assertEqual(values, {"2024": 100.5, "2025-06": 120})

    def test_have_as_many_rows_as_the_csv_files(self):
        for table in TABLES:
            with self.subTest(table=table.name):
                self.assertEqual(len(lines(self.folder, table.name)), len(read_csv_rows(self.folder, table.name)))


class ReleasePublicDataTests(ReleaseTestCase):
    def test_files_contain_no_unpublished_data(self):
        for path in sorted(self.folder.rglob("*")):
            if path.is_file():
                with self.subTest(path=path.name):
                    self.assertIsNone(re.search("(?i)veiled|面紗|面纱", read_file_text(path)))

    def test_introduction_links_only_to_published_records(self):
        (theme,) = lines(self.folder, "themes")
        self.assertIn("](http://127.0.0.1:8000/en/organisations/lab/)", theme["introduction_en"])
        self.assertIn("and told by", theme["introduction_en"])

    def test_relations_to_unpublished_records_are_omitted(self):
        (whole,) = [row for row in lines(self.folder, "organisations") if row["slug"] == "whole"]
        fund = lines(self.folder, "initiatives")[1]
        self.assertEqual((whole["successor"], fund["part_of"], fund["builds_on"]), (None, None, None))
        bodies = [row["organisation"] for row in lines(self.folder, "initiative_bodies") if row["initiative"] == "fund"]
        self.assertEqual(bodies, ["whole"])


def read_file_text(path):
    """Return the text of a file, of an archive those of its files."""
    if path.suffix in {".zip", ".xlsx"}:
        with ZipFile(path) as archive:
            return " ".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return path.read_bytes().decode("utf-8", "replace")


class ReleaseWorkbookTests(ReleaseTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.book = load_workbook(cls.folder / "hkai.xlsx")

    def sheet(self, name):
        header, *found = self.book[name].values
        return [dict(zip(header, row, strict=True)) for row in found]

    def test_has_a_sheet_for_each_table_a_description_and_a_dictionary(self):
        self.assertEqual(self.book.sheetnames, ["about", *(table.name for table in TABLES), "dictionary"])
        about = {row["what"]: row["value"] for row in self.sheet("about")}
        self.assertEqual(
            (about["release"], about["licence"]), (self.folder.name, "https://creativecommons.org/licenses/by/4.0/")
        )

    def test_cells_are_typed(self):
        fund, source = self.sheet("initiatives")[1], self.sheet("sources")[0]
        self.assertEqual(fund["amount"], 3_000_000_000)
        self.assertEqual(source["read_on"].date(), date(2026, 11, 22))

    def test_coordinates_are_numbers(self):
        self.assertEqual({type(row["latitude"]) for row in self.sheet("places")}, {float})

    def test_formulas_are_stored_as_text(self):
        cell = next(
            cell for row in self.book["organisations"].iter_rows() for cell in row if cell.value == "=The Whole"
        )
        self.assertEqual(cell.data_type, "s")

    def test_dictionary_explains_every_column(self):
        told = {(row["table"], row["column"]) for row in self.sheet("dictionary") if row["meaning"]}
        self.assertEqual(told, {(table.name, column.name) for table in TABLES for column in table.columns})

    def test_dictionary_explains_values(self):
        told = {(row["table"], row["column"]): row["definitions"] for row in self.sheet("dictionary")}
        self.assertIn("official: A page of a government", told["sources", "grade"])


class ReleaseSqliteFileTests(ReleaseTestCase):
    def setUp(self):
        self.database = sqlite3.connect(self.folder / "hkai.db")
        self.addCleanup(self.database.close)

    def query(self, question):
        return self.database.execute(question).fetchall()

    def test_passes_integrity_and_foreign_key_checks(self):
        self.assertEqual(self.query("PRAGMA integrity_check"), [("ok",)])
        self.assertEqual(self.query("PRAGMA foreign_key_check"), [])

    def test_tables_have_foreign_keys(self):
        found = {(row[3], row[2], row[4]) for row in self.query("PRAGMA foreign_key_list(organisations)")}
        self.assertEqual(
            found,
            {
                ("parent", "organisations", "slug"),
                ("successor", "organisations", "slug"),
                ("place", "places", "slug"),
            },
        )

    def test_has_as_many_rows_as_the_csv_files(self):
        for table in TABLES:
            with self.subTest(table=table.name):
                (count,) = self.query(f"SELECT COUNT(*) FROM {table.name}")[0]  # noqa: S608 - our own names
                self.assertEqual(count, len(read_csv_rows(self.folder, table.name)))

    def test_full_text_search_finds_parts_of_a_name_in_both_scripts(self):
        for text in ("實驗室", "实验室", "borator"):
            with self.subTest(text=text):
                found = self.query(
                    "SELECT slug FROM organisations WHERE rowid IN (SELECT rowid FROM organisations_fts"  # noqa: S608
                    f" WHERE organisations_fts MATCH '\"{text}\"')"
                )
                self.assertEqual(found, [("lab",)])

    def test_views_return_rows(self):
        self.assertEqual(
            self.query("SELECT slug, role, organisation FROM who_takes_part WHERE kind = 'initiative' ORDER BY slug"),
            [("desk", "lead", "lab"), ("fund", "lead", "whole")],
        )
        self.assertEqual(self.query("SELECT period, value FROM figures WHERE indicator = 'parks'")[0], ("2024", 100.5))
        self.assertEqual(
            self.query("SELECT COUNT(*) FROM what_rests_on_sources")[0][0], len(read_csv_rows(self.folder, "citations"))
        )
        self.query("SELECT * FROM open_initiatives")

    def test_metadata_name_its_tables_and_columns(self):
        document = json.loads((self.folder / "metadata.json").read_text(encoding="utf-8"))
        self.assertEqual(document["license"], "CC BY 4.0")
        for name, table in document["databases"]["hkai"]["tables"].items():
            with self.subTest(table=name):
                columns = {row[1] for row in self.query(f"PRAGMA table_info({name})")}
                self.assertEqual(set(table["columns"]), columns)
                self.assertLessEqual(set(table.get("facets", ())), columns)
