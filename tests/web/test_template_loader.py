"""The template loader that removes indentation."""

from django.template.loader import get_template
from django.test import SimpleTestCase


class UnindentedLoaderTests(SimpleTestCase):
    def test_html_templates_have_no_indentation(self):
        self.assertNotIn("\n ", get_template("base.html").template.source)

    def test_number_of_lines_is_unchanged(self):
        source = get_template("base.html").template.source
        written = get_template("base.html").origin.name
        with open(written, encoding="utf-8") as file:
            self.assertEqual(len(source.splitlines()), len(file.read().splitlines()))

    def test_text_templates_keep_their_indentation(self):
        self.assertIn("\n  ", get_template("ecosystem/letters/received.txt").template.source)
