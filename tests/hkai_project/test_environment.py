"""Settings from the environment: what is read, and what is said of what cannot be."""

import os
import stat
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import TestCase, mock

from django.core.exceptions import ImproperlyConfigured

from hkai_project import environment


def given(value):
    return mock.patch.dict(os.environ, {"NAME": value})


class FlagTests(TestCase):
    def test_reads_the_usual_words_in_any_case(self):
        for value, expected in {"1": True, "Yes": True, "ON": True, "0": False, "False": False, "off": False}.items():
            with self.subTest(value=value), given(value):
                self.assertIs(environment.read_env_flag("NAME", default=not expected), expected)

    def test_counts_an_empty_variable_as_not_set(self):
        with given("  "):
            self.assertTrue(environment.read_env_flag("NAME", default=True))

    def test_refuses_any_other_word_and_names_the_variable(self):
        with given("maybe"), self.assertRaisesRegex(ImproperlyConfigured, "NAME is 'maybe'"):
            environment.read_env_flag("NAME", default=False)


class NumberTests(TestCase):
    def test_refuses_what_is_no_whole_number_within_bounds(self):
        for value in ("0", "65536", "-1", "8e3", "8000.0", "٨٠٠٠", "eight"):
            with self.subTest(value=value), given(value), self.assertRaisesRegex(ImproperlyConfigured, "1 to 65535"):
                environment.read_env_number("NAME", default=8000, least=1, most=65535)

    def test_reads_a_number(self):
        with given(" 8001 "):
            self.assertEqual(environment.read_env_number("NAME", default=8000, least=1, most=65535), 8001)


class WordsTests(TestCase):
    def test_splits_at_commas_and_spaces(self):
        with given("a.example, b.example c.example,"):
            self.assertEqual(environment.read_env_list("NAME"), ["a.example", "b.example", "c.example"])


class SiteTests(TestCase):
    def test_keeps_scheme_host_and_port(self):
        with given("https://hkai.example:8443/"):
            self.assertEqual(environment.read_env_site_url("NAME", "").geturl(), "https://hkai.example:8443")

    def test_refuses_what_is_no_address_of_a_site(self):
        for value in ("hkai.example", "ftp://hkai.example", "https://", "https://a/b", "https://a?b", "http://a:x"):
            with self.subTest(value=value), given(value), self.assertRaisesRegex(ImproperlyConfigured, "NAME is "):
                environment.read_env_site_url("NAME", "")


class ServiceTests(TestCase):
    def test_reads_the_address_of_a_database(self):
        with given("postgres://hkai@db.example/hkai"):
            database = environment.read_env_database("NAME", "sqlite:///db")
        self.assertEqual(database["ENGINE"], "django.db.backends.postgresql")
        self.assertEqual(database["HOST"], "db.example")

    def test_keeps_connections_if_there_is_a_pool(self):
        for address, name, value in (
            ("postgres://db.example/hkai", "OPTIONS", {"min_size": 0, "timeout": 2, "max_size": 8}),
            ("sqlite:///db", "CONN_MAX_AGE", None),
        ):
            with self.subTest(address), given(address):
                database = environment.complete_database(environment.read_env_database("NAME", ""), pool_size=8)
                self.assertEqual(database[name] if name == "CONN_MAX_AGE" else database[name]["pool"], value)

    def test_says_which_variable_cannot_be_read(self):
        for read in (environment.read_env_database, environment.read_env_cache, environment.read_env_mailer):
            with self.subTest(read=read), given("nonsense://x"), self.assertRaisesRegex(ImproperlyConfigured, "NAME"):
                read("NAME", "")


class MailerTests(TestCase):
    def test_passes_on_only_what_the_address_says(self):
        with given("smtps://editor:p%40ss@mail.example:587"):
            self.assertEqual(
                environment.read_env_mailer("NAME", ""),
                {
                    "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                    "OPTIONS": {
                        "host": "mail.example",
                        "port": 587,
                        "username": "editor",
                        "password": "p@ss",
                        "use_tls": True,
                    },
                },
            )

    def test_gives_the_console_no_options(self):
        with given("consolemail://"):
            self.assertEqual(environment.read_env_mailer("NAME", "")["OPTIONS"], {})


class SecretTests(TestCase):
    def setUp(self):
        self.path = Path(self.enterContext(TemporaryDirectory())) / "var" / "secret_key"

    def test_makes_a_file_once_that_only_its_owner_may_read(self):
        with given(""):
            first = environment.read_env_secret("NAME", self.path)
            self.assertEqual(environment.read_env_secret("NAME", self.path), first)
        self.assertGreaterEqual(len(first), 50)
        self.assertEqual(stat.S_IMODE(self.path.stat().st_mode), 0o600)
        self.assertEqual(list(self.path.parent.iterdir()), [self.path])

    def test_prefers_the_variable_and_then_makes_no_file(self):
        with given("from the environment"):
            self.assertEqual(environment.read_env_secret("NAME", self.path), "from the environment")
        self.assertFalse(self.path.exists())

    def test_refuses_an_empty_file(self):
        self.path.parent.mkdir()
        self.path.touch()
        with given(""), self.assertRaisesRegex(ImproperlyConfigured, "is empty"):
            environment.read_env_secret("NAME", self.path)
