"""Reading settings from environment variables, and the errors for invalid values."""

import os
import stat
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import TestCase, mock

from django.core.exceptions import ImproperlyConfigured

from hkai_project import environment


def set_variable(value):
    return mock.patch.dict(os.environ, {"NAME": value})


class EnvFlagTests(TestCase):
    def test_accepts_common_words_in_any_case(self):
        for value, expected in {"1": True, "Yes": True, "ON": True, "0": False, "False": False, "off": False}.items():
            with self.subTest(value=value), set_variable(value):
                self.assertIs(environment.read_env_flag("NAME", default=not expected), expected)

    def test_empty_variable_counts_as_unset(self):
        with set_variable("  "):
            self.assertTrue(environment.read_env_flag("NAME", default=True))

    def test_other_words_are_refused_with_the_name_of_the_variable(self):
        with set_variable("maybe"), self.assertRaisesRegex(ImproperlyConfigured, "NAME is 'maybe'"):
            environment.read_env_flag("NAME", default=False)


class EnvNumberTests(TestCase):
    def test_numbers_out_of_bounds_and_other_text_are_refused(self):
        for value in ("0", "65536", "-1", "8e3", "8000.0", "٨٠٠٠", "eight"):
            with (
                self.subTest(value=value),
                set_variable(value),
                self.assertRaisesRegex(ImproperlyConfigured, "1 to 65535"),
            ):
                environment.read_env_number("NAME", default=8000, least=1, most=65535)

    def test_reads_a_number(self):
        with set_variable(" 8001 "):
            self.assertEqual(environment.read_env_number("NAME", default=8000, least=1, most=65535), 8001)


class EnvListTests(TestCase):
    def test_splits_at_commas_and_spaces(self):
        with set_variable("a.example, b.example c.example,"):
            self.assertEqual(environment.read_env_list("NAME"), ["a.example", "b.example", "c.example"])


class EnvSiteUrlTests(TestCase):
    def test_keeps_scheme_host_and_port(self):
        with set_variable("https://hkai.example:8443/"):
            self.assertEqual(environment.read_env_site_url("NAME", "").geturl(), "https://hkai.example:8443")

    def test_invalid_site_urls_are_refused(self):
        for value in ("hkai.example", "ftp://hkai.example", "https://", "https://a/b", "https://a?b", "http://a:x"):
            with (
                self.subTest(value=value),
                set_variable(value),
                self.assertRaisesRegex(ImproperlyConfigured, "NAME is "),
            ):
                environment.read_env_site_url("NAME", "")


class EnvServiceUrlTests(TestCase):
    def test_database_url_is_parsed(self):
        with set_variable("postgres://hkai@db.example/hkai"):
            database = environment.read_env_database("NAME", "sqlite:///db")
        self.assertEqual(database["ENGINE"], "django.db.backends.postgresql")
        self.assertEqual(database["HOST"], "db.example")

    def test_pool_size_sets_the_connection_pool_of_postgresql_only(self):
        for address, name, value in (
            ("postgres://db.example/hkai", "OPTIONS", {"min_size": 0, "timeout": 2, "max_size": 8}),
            ("sqlite:///db", "CONN_MAX_AGE", None),
        ):
            with self.subTest(address), set_variable(address):
                database = environment.complete_database(environment.read_env_database("NAME", ""), pool_size=8)
                self.assertEqual(database[name] if name == "CONN_MAX_AGE" else database[name]["pool"], value)

    def test_invalid_url_is_refused_with_the_name_of_the_variable(self):
        for read in (environment.read_env_database, environment.read_env_cache, environment.read_env_mailer):
            with (
                self.subTest(read=read),
                set_variable("nonsense://x"),
                self.assertRaisesRegex(ImproperlyConfigured, "NAME"),
            ):
                read("NAME", "")


class EnvMailerTests(TestCase):
    def test_smtp_url_sets_only_the_given_options(self):
        with set_variable("smtps://editor:p%40ss@mail.example:587"):
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

    def test_console_mailer_has_no_options(self):
        with set_variable("consolemail://"):
            self.assertEqual(environment.read_env_mailer("NAME", "")["OPTIONS"], {})


class EnvSecretTests(TestCase):
    def setUp(self):
        self.path = Path(self.enterContext(TemporaryDirectory())) / "var" / "secret_key"

    def test_file_is_created_once_and_readable_only_by_its_owner(self):
        with set_variable(""):
            first = environment.read_env_secret("NAME", self.path)
            self.assertEqual(environment.read_env_secret("NAME", self.path), first)
        self.assertGreaterEqual(len(first), 50)
        self.assertEqual(stat.S_IMODE(self.path.stat().st_mode), 0o600)
        self.assertEqual(list(self.path.parent.iterdir()), [self.path])

    def test_variable_takes_precedence_and_creates_no_file(self):
        with set_variable("from the environment"):
            self.assertEqual(environment.read_env_secret("NAME", self.path), "from the environment")
        self.assertFalse(self.path.exists())

    def test_empty_file_is_refused(self):
        self.path.parent.mkdir()
        self.path.touch()
        with set_variable(""), self.assertRaisesRegex(ImproperlyConfigured, "is empty"):
            environment.read_env_secret("NAME", self.path)
