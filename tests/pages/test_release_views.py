"""The pages and files of releases: listing, downloads, damaged releases and pagination."""

import hashlib
import json
import shutil
from pathlib import Path
from unittest import mock

from ecosystem.exports.releases.tables import TABLES_BY_NAME
from tests.support.html_pages import fetch_page
from tests.support.release_shelf import ReleaseShelfTestCase, TwoReleasesTestCase


class ReleasePageTests(TwoReleasesTestCase):
    def test_releases_are_listed_newest_first(self):
        headings = [heading.text for heading in fetch_page(self.client, "/en/data/releases/").content.select("h2")]
        self.assertEqual(headings, [self.second, self.first])

    def test_changes_are_described_in_the_page_language(self):
        said = fetch_page(self.client, f"/zh-hant/data/releases/{self.second}/").one("section#changes").text
        self.assertIn("newcomer 新來者", said)
        self.assertIn("founded", said)

    def test_files_are_listed_with_their_checksum(self):
        page = fetch_page(self.client, f"/en/data/releases/{self.second}/")
        rows = {row.one("a").text: row.one("code").text for row in page.one("section#files").select("tr")[1:]}
        path = self.shelf / self.second / "csv" / "places.csv"
        self.assertEqual(rows["csv/places.csv"], hashlib.sha256(path.read_bytes()).hexdigest())

    def test_latest_redirects_to_the_newest_release(self):
        self.assertRedirects(self.client.get("/en/data/releases/latest/"), f"/en/data/releases/{self.second}/")


class ReleaseFileViewTests(TwoReleasesTestCase):
    def get(self, path):
        return self.client.get(f"/en/data/releases/{path}")

    def test_response_is_the_file_of_the_release(self):
        response = self.get(f"{self.first}/csv/organisations.csv")
        self.assertEqual(response.getvalue(), (self.shelf / self.first / "csv" / "organisations.csv").read_bytes())
        self.assertEqual(response["Content-Type"], "text/csv; charset=utf-8")

    def test_content_type_follows_the_file_name(self):
        for name, expected in (
            ("hkai.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            ("hkai.db", "application/vnd.sqlite3"),
            ("datapackage.json", "application/json"),
            ("NOTES.md", "text/markdown; charset=utf-8"),
            ("SHA256SUMS", "text/plain; charset=utf-8"),
            ("hkai-csv.zip", "application/zip"),
        ):
            with self.subTest(name=name):
                response = self.get(f"{self.second}/{name}")
                response.getvalue()
                self.assertEqual((response.status_code, response["Content-Type"]), (200, expected))

    def test_latest_redirects_to_the_newest_file(self):
        self.assertRedirects(
            self.get("latest/hkai.db"), f"/en/data/releases/{self.second}/hkai.db", fetch_redirect_response=False
        )

    def test_range_request_resumes_a_download(self):
        whole = self.get(f"{self.first}/hkai-csv.zip")
        content, address = whole.getvalue(), whole.request["PATH_INFO"]
        rest = self.client.get(address, headers={"Range": "bytes=100-", "If-Range": whole["ETag"]})
        self.assertEqual((rest.status_code, rest.getvalue()), (206, content[100:]))
        self.assertEqual(rest["Content-Range"], f"bytes 100-{len(content) - 1}/{len(content)}")

    def test_range_beyond_the_end_is_416(self):
        address = f"/en/data/releases/{self.first}/NOTES.md"
        response = self.client.get(address, headers={"Range": "bytes=99999999-"})
        self.assertEqual((response.status_code, response.getvalue()), (416, b""))

    def test_only_files_with_a_checksum_are_served(self):
        (self.shelf / "outside.txt").write_text("outside")
        (self.shelf / self.first / "beside.txt").write_text("beside")
        for path in (
            f"{self.first}/beside.txt",
            f"{self.first}/../outside.txt",
            f"{self.first}/%2e%2e/outside.txt",
            f"{self.first}//etc/passwd",
            f"{self.first}/csv",
            f"{self.first}/csv/",
            "../outside.txt",
            "..%2foutside.txt/NOTES.md",
            ".lock/NOTES.md",
            f"{self.first}/NOTES.md%00",
            "latest/../../outside.txt",
        ):
            with self.subTest(path=path):
                self.assertEqual(self.get(path).status_code, 404)


class DamagedReleaseTests(TwoReleasesTestCase):
    def test_unreadable_release_is_skipped(self):
        broken = self.shelf / "2099-01-01-1"
        broken.mkdir()
        self.addCleanup(shutil.rmtree, broken)
        (broken / "release.json").write_text("{", encoding="utf-8")
        with self.assertLogs("ecosystem.exports.releases.store"):
            self.assertRedirects(self.client.get("/en/data/releases/latest/"), f"/en/data/releases/{self.second}/")

    def test_missing_file_is_not_linked(self):
        copy = self.shelf / "2099-01-01-2"
        shutil.copytree(self.shelf / self.second, copy)
        self.addCleanup(shutil.rmtree, copy)
        (copy / "hkai-csv.zip").unlink()
        with self.assertLogs("ecosystem.exports.releases.store"):
            self.assertEqual(self.client.get("/en/data/").status_code, 200)
        for path in ("releases/", f"releases/{copy.name}/"):
            with self.subTest(path=path):
                links = fetch_page(self.client, f"/en/data/{path}").links
                self.assertIn(f"/en/data/releases/{copy.name}/hkai.db", links)
                self.assertNotIn(f"/en/data/releases/{copy.name}/hkai-csv.zip", links)
        self.assertEqual(self.client.get(f"/en/data/releases/{copy.name}/hkai-csv.zip").status_code, 404)

    def test_file_deleted_later_is_404(self):
        copy = self.shelf / "2099-01-01-3"
        shutil.copytree(self.shelf / self.second, copy)
        self.addCleanup(shutil.rmtree, copy)
        address = f"/en/data/releases/{copy.name}/csv/places.csv"
        self.client.get(address).getvalue()
        (copy / "csv" / "places.csv").unlink()
        self.assertEqual(self.client.get(address).status_code, 404)


class ReleaseListPaginationTests(ReleaseShelfTestCase):
    @classmethod
    def setUpTestData(cls):
        counts = dict.fromkeys(TABLES_BY_NAME, 0)
        said = {"date": "2026-11-27", "edition": 1, "since": "", "counts": counts, "changes": []}
        for number in range(1, 42):
            folder = cls.shelf / f"2026-11-27-{number}"
            folder.mkdir()
            (folder / "release.json").write_text(json.dumps(said), encoding="utf-8")
            (folder / "SHA256SUMS").write_text("", encoding="utf-8")

    def numbers(self, query=""):
        page = fetch_page(self.client, f"/en/data/releases/{query}")
        return page, [int(heading.text.rpartition("-")[2]) for heading in page.content.select("h2")]

    def test_pages_link_to_each_other(self):
        first, numbers = self.numbers()
        self.assertEqual(numbers, list(range(41, 21, -1)))
        self.assertIn("?page=2", [a["href"] for a in first.content.select("a")])
        last, numbers = self.numbers("?page=3")
        self.assertEqual(numbers, [1])
        self.assertIn("?page=2", [a["href"] for a in last.content.select("a")])

    def test_page_beyond_the_last_is_404(self):
        for page in ("4", "0", "x", "-1"):
            with self.subTest(page=page):
                beyond, _numbers = self.numbers(f"?page={page}")
                self.assertEqual(beyond.status, 404)
                self.assertIn("/en/data/releases/?page=3", [a["href"] for a in beyond.content.select("a")])

    def test_release_files_are_read_once(self):
        self.client.get("/en/data/releases/")
        with mock.patch.object(Path, "read_text", side_effect=AssertionError("read again")):
            self.assertEqual(self.client.get("/en/data/releases/").status_code, 200)
            self.assertEqual(self.client.get("/en/data/").status_code, 200)
