"""datapackage.json of a release, and the checksums of its files."""

import csv
import hashlib
import json
import subprocess
from pathlib import Path
from zipfile import ZipFile

from jsonschema import Draft7Validator

from tests.support.release_world import ReleaseTestCase, read_csv_rows

PROFILE = Path(__file__).parent / "profile" / "datapackage.json"


class ReleaseDataPackageTests(ReleaseTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.package = json.loads((cls.folder / "datapackage.json").read_text(encoding="utf-8"))

    def test_is_valid_against_the_published_schema(self):
        schema = json.loads(PROFILE.read_text(encoding="utf-8"))
        self.assertEqual([error.message for error in Draft7Validator(schema).iter_errors(self.package)], [])

    def test_lists_the_columns_of_each_csv_file_in_order(self):
        for resource in self.package["resources"]:
            with self.subTest(resource=resource["name"]):
                with (self.folder / resource["path"]).open(encoding="utf-8-sig", newline="") as file:
                    header = next(csv.reader(file))
                self.assertEqual([field["name"] for field in resource["schema"]["fields"]], header)

    def test_foreign_keys_refer_to_existing_rows(self):
        for resource in self.package["resources"]:
            for key in resource["schema"].get("foreignKeys", ()):
                with self.subTest(resource=resource["name"], key=key["fields"]):
                    (own,), (other,) = key["fields"], key["reference"]["fields"]
                    target = key["reference"].get("resource", resource["name"])
                    there = {row[other] for row in read_csv_rows(self.folder, target)}
                    self.assertLessEqual(
                        {row[own] for row in read_csv_rows(self.folder, resource["name"])} - {""}, there
                    )

    def test_rows_satisfy_the_constraints(self):
        for resource in self.package["resources"]:
            for field in resource["schema"]["fields"]:
                values = [row[field["name"]] for row in read_csv_rows(self.folder, resource["name"])]
                constraints = field.get("constraints", {})
                with self.subTest(resource=resource["name"], field=field["name"]):
                    self.assertFalse(constraints.get("required") and "" in values)
                    self.assertFalse(constraints.get("unique") and len(set(values)) < len(values))
                    self.assertLessEqual(set(values) - {""}, set(constraints.get("enum", values)))
                    for value in filter(None, values):
                        self.assertRegex(value, constraints.get("pattern", "."))

    def test_primary_keys_are_unique(self):
        for resource in self.package["resources"]:
            if key := resource["schema"].get("primaryKey"):
                with self.subTest(resource=resource["name"]):
                    found = [tuple(row[name] for name in key) for row in read_csv_rows(self.folder, resource["name"])]
                    self.assertEqual(len(set(found)), len(found))

    def test_defines_the_values_of_a_column(self):
        fields = {
            (resource["name"], field["name"]): field
            for resource in self.package["resources"]
            for field in resource["schema"]["fields"]
        }
        self.assertIn(
            {"value": "lead", "label": "Lead", "description": "The organisation responsible for the initiative."},
            fields["initiative_bodies", "role"]["categories"],
        )

    def test_zip_archive_contains_it_with_its_files(self):
        with ZipFile(self.folder / "hkai-csv.zip") as archive:
            names = set(archive.namelist())
            document = json.loads(archive.read("datapackage.json"))
        self.assertLessEqual({resource["path"] for resource in document["resources"]}, names)


class ReleaseChecksumTests(ReleaseTestCase):
    def test_cover_every_file(self):
        sums = dict(
            reversed(line.split("  ", 1))
            for line in (self.folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
        )
        files = {path.relative_to(self.folder).as_posix(): path for path in self.folder.rglob("*") if path.is_file()}
        self.assertEqual(set(sums), set(files) - {"SHA256SUMS"})
        for name, digest in sums.items():
            self.assertEqual(hashlib.sha256(files[name].read_bytes()).hexdigest(), digest, name)

    def test_are_accepted_by_sha256sum(self):
        done = subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=self.folder, capture_output=True)
        self.assertEqual(done.returncode, 0, done.stdout)
