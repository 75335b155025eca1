"""Message catalogues: collecting, updating, compiling and validating translations."""

import gettext
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent
from unittest import TestCase

from ecosystem.management import message_catalogues

CODE = """
    from django.utils.translation import gettext as _, ngettext_lazy, npgettext, pgettext_lazy

    # Translators: the page of one body.
    A = _("Organisation")
    B = ngettext_lazy("%(n)s record", "%(n)s records")
    C = pgettext_lazy("of a list", "Sort")
    D = npgettext("of a page", "One source", "{n} sources", 2)
"""
TEMPLATE = """
    {% load i18n %}
      {# Translators: the name of the site. #}
    {% block title %}{% translate "Themes" %}{% endblock %}
        it's "not" text (to) translate: {{ name|default:_("No name") }}
      {% translate "Open" context "of a scheme" as state %}
    {% blocktranslate count n=total trimmed %}
        One body of {{ place }}
      {% plural %}
        {{ n }} bodies of {{ place }}
    {% endblocktranslate %}
"""


class MessageCatalogueTestCase(TestCase):
    def setUp(self):
        self.root = Path(self.enterContext(TemporaryDirectory()))
        self.locale_dir = self.root / "locale"
        self.write("ecosystem/models.py", dedent(CODE))
        self.write("hkai_project/settings.py", 'from x import _\nNAME = _("HKAI editors")\n')
        self.write("templates/ecosystem/home.html", TEMPLATE)
        self.po = message_catalogues.get_catalogue_path(self.locale_dir, "zh_Hant")

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def translate(self, source, translation):
        text = self.po.read_text(encoding="utf-8")
        self.assertIn(f'msgid "{source}"\nmsgstr ""', text)
        self.po.write_text(
            text.replace(f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{translation}"'), encoding="utf-8"
        )


class MessageCollectionTests(MessageCatalogueTestCase):
    def test_finds_all_kinds_of_messages_in_code_and_templates(self):
        found = {
            (message.id, message.context)
            for message in message_catalogues.collect_source_messages(self.root)
            if message.id
        }
        self.assertEqual(
            found,
            {
                ("Organisation", None),
                (("%(n)s record", "%(n)s records"), None),
                ("Sort", "of a list"),
                (("One source", "{n} sources"), "of a page"),
                ("HKAI editors", None),
                ("Themes", None),
                ("No name", None),
                ("Open", "of a scheme"),
                (("One body of %(place)s", "%(n)s bodies of %(place)s"), None),
            },
        )

    def test_keeps_comments_for_translators(self):
        message = message_catalogues.collect_source_messages(self.root).get("Organisation")
        self.assertEqual(message.auto_comments, ["Translators: the page of one body."])


class CatalogueUpdateTests(MessageCatalogueTestCase):
    def setUp(self):
        super().setUp()
        message_catalogues.update_catalogues(self.locale_dir)

    def test_keeps_translations_and_drops_unused_messages(self):
        self.translate("Organisation", "機構")
        self.translate("HKAI editors", "香港AI編輯")
        self.write("hkai_project/settings.py", 'from x import _\nNAME = _("HKAI editor")\n')

        message_catalogues.update_catalogues(self.locale_dir)

        text = self.po.read_text(encoding="utf-8")
        self.assertIn('msgid "Organisation"\nmsgstr "機構"', text)
        self.assertIn('msgid "HKAI editor"\nmsgstr ""', text)
        self.assertNotIn("編輯", text)
        self.assertNotIn("fuzzy", text)

    def test_new_plural_of_a_message_is_listed_as_missing(self):
        self.translate("HKAI editors", "香港AI編輯")
        self.write("hkai_project/settings.py", 'from x import ngettext\nNAME = ngettext("HKAI editors", "{n}", 2)\n')

        message_catalogues.update_catalogues(self.locale_dir)

        missing = message_catalogues.list_missing_translations(self.locale_dir)
        self.assertIn("zh_Hant: HKAI editors", missing)
        self.assertIn('msgid_plural "{n}"\nmsgstr[0] "香港AI編輯"', self.po.read_text(encoding="utf-8"))

    def test_second_update_changes_nothing(self):
        before = self.po.read_bytes()
        message_catalogues.update_catalogues(self.locale_dir)
        self.assertEqual(self.po.read_bytes(), before)

    def test_references_have_no_line_numbers_and_messages_are_sorted(self):
        text = self.po.read_text(encoding="utf-8")
        self.assertIn("#: templates/ecosystem/home.html\n", text)
        plain = [line for line in text.splitlines() if line.startswith('msgid "') and line != 'msgid ""']
        self.assertEqual(plain, sorted(plain))
        self.assertIn("Plural-Forms: nplurals=1; plural=0;", text)

    def test_missing_translations_are_listed_for_each_language(self):
        self.translate("Organisation", "機構")
        missing = message_catalogues.list_missing_translations(self.locale_dir)
        self.assertNotIn("zh_Hant: Organisation", missing)
        self.assertIn("zh_Hans: Organisation", missing)
        self.assertIn("zh_Hant: One body of %(place)s", missing)

    def test_new_message_is_listed_as_missing(self):
        self.write("ecosystem/new.py", '_("Quite new")')
        self.assertIn("zh_Hant: Quite new", message_catalogues.list_missing_translations(self.locale_dir))


class CatalogueCompilationTests(MessageCatalogueTestCase):
    def setUp(self):
        super().setUp()
        message_catalogues.update_catalogues(self.locale_dir)
        self.mo = self.po.with_suffix(".mo")

    def test_compiled_file_is_readable_by_gettext(self):
        self.translate("Organisation", "機構")
        message_catalogues.compile_stale_catalogues(self.locale_dir)
        with self.mo.open("rb") as content:
            self.assertEqual(gettext.GNUTranslations(content).gettext("Organisation"), "機構")

    def test_compiles_only_changed_catalogues(self):
        self.assertEqual(len(message_catalogues.compile_stale_catalogues(self.locale_dir)), 2)
        self.assertEqual(message_catalogues.compile_stale_catalogues(self.locale_dir), [])
        later = self.mo.stat().st_mtime + 1
        os.utime(self.po, (later, later))
        self.assertEqual(message_catalogues.compile_stale_catalogues(self.locale_dir), [self.po])

    def test_leaves_no_temporary_files(self):
        message_catalogues.compile_stale_catalogues(self.locale_dir)
        self.assertEqual({path.name for path in self.po.parent.iterdir()}, {"django.po", "django.mo"})

    def test_translation_with_other_placeholders_is_refused_with_its_line(self):
        text = self.po.read_text(encoding="utf-8")
        text = text.replace(
            'msgid_plural "%(n)s records"\nmsgstr[0] ""', 'msgid_plural "%(n)s records"\nmsgstr[0] "%(m)s 項"'
        )
        self.po.write_text(text, encoding="utf-8")
        with self.assertRaisesRegex(message_catalogues.CatalogueError, r"django\.po:\d+: '%\(n\)s record' has other"):
            message_catalogues.compile_stale_catalogues(self.locale_dir)
        self.assertFalse(self.mo.exists())

    def test_syntax_error_is_refused_with_its_line(self):
        self.po.write_text('msgid "a"\nmsgstr "b\n', encoding="utf-8")
        with self.assertRaisesRegex(message_catalogues.CatalogueError, r"django\.po:2: "):
            message_catalogues.compile_stale_catalogues(self.locale_dir)

    def test_singular_with_fewer_placeholders_is_accepted(self):
        text = self.po.read_text(encoding="utf-8")
        old = 'msgid_plural "%(n)s bodies of %(place)s"\nmsgstr[0] ""'
        self.assertIn(old, text)
        self.po.write_text(text.replace(old, old[:-1] + '%(place)s有%(n)s個"'), encoding="utf-8")
        self.assertEqual(len(message_catalogues.compile_stale_catalogues(self.locale_dir)), 2)
