"""Bibliographic references as BibTeX, RIS and text, with any characters in the title."""

from datetime import date
from unittest import TestCase

import bibtexparser
import rispy
from django.utils.translation import override

from ecosystem.exports.references import BibliographicReference

ODD = (
    "Plain",
    "R&D at 100% for $5 #1 under_score ~ ^ caret",
    "Braces { that } do not { match",
    "}} closing first",
    "A back\\slash and \\textbf{command}",
    "Café Zürich — “quoted” 'single' \"double\"",
    "數碼港人工智能「實驗室」",
    "Two\nlines\r\nand\ta tab",
    "ER  - \nTY  - JOUR",
    "@misc{other, title = {x}}",
    "\u2028 separated \u0007 bell",
    "=1+1",
)


def reference(**values):
    defaults = {
        "key": "hkai-lab",
        "title": "Laboratory",
        "url": "https://live.example/en/organisations/lab_one/",
        "changed": date(2026, 11, 3),
        "read": date(2026, 11, 27),
        "language": "en",
    }
    return BibliographicReference(**defaults | values)


def plain(title):
    return " ".join("".join(letter if letter.isprintable() else " " for letter in title).split())


UNESCAPED = {
    r"\textbackslash{}": "\\", r"\textbraceleft{}": "{", r"\textbraceright{}": "}", r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^", r"\&": "&", r"\%": "%", r"\$": "$", r"\#": "#", r"\_": "_",
}  # fmt: skip


def unescaped(text):
    """Return what a program that sets type makes of a field, reading it once from the left."""
    found, at = [], 0
    while at < len(text):
        for written, letter in UNESCAPED.items():
            if text.startswith(written, at):
                found.append(letter)
                at += len(written)
                break
        else:
            found.append(text[at])
            at += 1
    return "".join(found)


class BibtexReferenceTests(TestCase):
    def entry(self, **values):
        library = bibtexparser.parse_string(reference(**values).bibtex)
        self.assertEqual(library.failed_blocks, [])
        (entry,) = library.entries
        return entry

    def test_special_characters_in_titles_are_preserved(self):
        for title in ODD:
            with self.subTest(title=title):
                field = self.entry(title=title)["title"]
                self.assertTrue(field.startswith("{") and field.endswith("}"))
                self.assertEqual(unescaped(field[1:-1]), plain(title))

    def test_braces_are_balanced(self):
        for title in ODD:
            with self.subTest(title=title):
                depth = 0
                for letter in reference(title=title).bibtex:
                    depth += {"{": 1, "}": -1}.get(letter, 0)
                    self.assertGreaterEqual(depth, 0)
                self.assertEqual(depth, 0)

    def test_contains_key_url_and_dates(self):
        entry = self.entry()
        self.assertEqual((entry.key, entry["url"]), ("hkai-lab", "https://live.example/en/organisations/lab_one/"))
        self.assertEqual((entry["date"], entry["year"], entry["urldate"]), ("2026-11-03", "2026", "2026-11-27"))
        self.assertEqual((entry["publisher"], entry["language"]), ("HKAI · 香港AI", "en"))

    def test_month_is_a_bibtex_macro(self):
        self.assertIn("month = nov,", reference().bibtex)

    def test_dataset_has_the_release_as_version(self):
        self.assertEqual(self.entry(version="2026-11-27-1", is_data=True)["version"], "2026-11-27-1")


class RisReferenceTests(TestCase):
    def entry(self, **values):
        (entry,) = rispy.loads(reference(**values).ris)
        return entry

    def test_special_characters_in_titles_are_preserved(self):
        for title in ODD:
            with self.subTest(title=title):
                self.assertEqual(self.entry(title=title)["title"], plain(title))

    def test_contains_type_url_and_dates(self):
        entry = self.entry()
        self.assertEqual(
            (entry["type_of_reference"], entry["urls"]), ("ELEC", ["https://live.example/en/organisations/lab_one/"])
        )
        self.assertEqual((entry["year"], entry["date"], entry["access_date"]), ("2026", "2026/11/03/", "2026/11/27/"))
        self.assertEqual((entry["authors"], entry["publisher"]), (["HKAI · 香港AI"], "HKAI · 香港AI"))

    def test_lines_end_with_crlf(self):
        lines = reference().ris.split("\r\n")
        self.assertEqual((lines[0], lines[-2:]), ("TY  - ELEC", ["ER  - ", ""]))

    def test_dataset_has_its_own_type_and_the_release_as_edition(self):
        entry = self.entry(is_data=True, version="2026-11-27-1")
        self.assertEqual((entry["type_of_reference"], entry["edition"]), ("DATA", "2026-11-27-1"))


class TextReferenceTests(TestCase):
    def test_contains_title_dates_and_url(self):
        self.assertEqual(
            reference().text,
            "HKAI · 香港AI: “Laboratory”, last updated 3 November 2026. https://live.example/en/organisations/lab_one/, accessed 27 November 2026.",
        )

    def test_uses_the_active_language(self):
        with override("zh-hant"):
            self.assertIn("2026年11月3日", reference().text)
