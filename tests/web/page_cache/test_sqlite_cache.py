"""The cache backend that stores pages in a SQLite file."""

from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import time_machine
from django.test import SimpleTestCase

from ecosystem.web.page_cache.sqlite_cache import SQLiteCache


def add_entry(path, number):
    return SQLiteCache(path, {}).add("lock", str(number).encode())


class SQLiteCacheTests(SimpleTestCase):
    def setUp(self):
        self.path = Path(self.enterContext(TemporaryDirectory())) / "folder" / "pages.sqlite3"
        self.cache = self.open()

    def open(self, **options):
        return SQLiteCache(self.path, {"OPTIONS": options})

    def test_returns_what_was_stored(self):
        self.cache.set("a", b"\0\xff")
        self.assertEqual((self.cache.get("a"), self.cache.get("b"), self.cache.get("b", b"")), (b"\0\xff", None, b""))

    def test_entries_persist_in_the_file(self):
        self.cache.set("a", b"1")
        self.assertEqual(self.open().get("a"), b"1")

    def test_expired_entries_are_not_returned(self):
        with time_machine.travel("2026-12-01T00:00Z", tick=False):
            self.cache.set("a", b"1", 60)
            self.cache.set("b", b"1", None)
        with time_machine.travel("2026-12-01T00:01Z", tick=False):
            self.assertEqual((self.cache.get("a"), self.cache.get("b")), (None, b"1"))

    def test_add_does_not_replace_an_entry(self):
        with time_machine.travel("2026-12-01T00:00Z", tick=False):
            self.assertEqual([self.cache.add("a", value, 10) for value in (b"1", b"2")], [True, False])
            self.assertEqual(self.cache.get("a"), b"1")
        with time_machine.travel("2026-12-01T00:00:11Z", tick=False):
            self.assertTrue(self.cache.add("a", b"3", 10))
            self.assertEqual(self.cache.get("a"), b"3")

    def test_add_succeeds_in_one_of_several_processes(self):
        with get_context("spawn").Pool(2) as pool:
            added = pool.starmap(add_entry, [(self.path, number) for number in range(6)])
        self.assertEqual(sum(added), 1)

    def test_entries_of_older_versions_are_erased_from_the_file(self):
        self.cache.set("a", b"withheld telephone number", version=1)
        self.cache.set("a", b"2", version=2)
        self.assertEqual((self.cache.get("a", version=1), self.cache.get("a", version=2)), (None, b"2"))
        self.cache._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.assertNotIn(b"withheld telephone number", self.path.read_bytes())

    def test_file_stays_below_its_maximum_size(self):
        cache = self.open(MAX_BYTES=200_000)
        for number in range(100):
            cache.set(str(number), bytes(10_000))
        self.assertLess(self.path.stat().st_size, 300_000)
        self.assertEqual((cache.get("0"), cache.get("99")), (None, bytes(10_000)))

    def test_touch_delete_and_clear_work(self):
        self.cache.set("a", b"1", 1)
        self.assertEqual([self.cache.touch(key, 60) for key in "ab"], [True, False])
        self.assertEqual([self.cache.delete(key) for key in "aa"], [True, False])
        self.cache.set("a", b"1")
        self.cache.clear()
        self.assertIsNone(self.cache.get("a"))

    def test_damaged_file_is_replaced(self):
        self.path.parent.mkdir()
        self.path.write_bytes(b"no database" * 1000)
        with self.assertLogs("ecosystem.web.page_cache", "WARNING"):
            self.cache.set("a", b"1")
        self.cache.set("a", b"1")
        self.assertEqual(self.cache.get("a"), b"1")

    def test_unusable_folder_acts_as_an_empty_cache(self):
        blocked = self.path.parent
        blocked.write_text("a file")
        with self.assertLogs("ecosystem.web.page_cache", "WARNING"):
            self.cache.set("a", b"1")
            self.assertIsNone(self.cache.get("a"))
