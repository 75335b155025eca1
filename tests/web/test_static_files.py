"""Static files as published: joined, hashed and compressed."""

import json
import re
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import TestCase

import tinycss2
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import SimpleTestCase, override_settings
from PIL import Image

from ecosystem.web import static_files

BACKEND = {"BACKEND": "ecosystem.web.static_files.JoinedStaticFilesStorage"}
HASHED = re.compile(r"\.[0-9a-f]{12}(?=\.)")


def rules(css):
    """Return each rule of the text as one line, without comments and hashes."""
    found = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return [" ".join(HASHED.sub("", tinycss2.serialize([rule])).split()) for rule in found]


def within(css):
    """Return the rules in the layers of the text, inside or outside of @media."""
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.content is None:
            continue
        content = tinycss2.serialize(rule.content)
        yield from within(content) if rule.at_keyword == "media" else rules(content)


class MinifyStylesheetTests(SimpleTestCase):
    def test_removes_comments_and_whitespace_only(self):
        css = """
        /* A comment; with { signs */
        .a  :is(b, c) > d {
          content: "a  ; b /* c */";
          inline-size: calc(1px + 2px);
        }
        @media (width < 1rem) { .a { color: red } }
        """
        self.assertEqual(
            static_files.minify_stylesheet(css).strip(),
            '.a :is(b, c) > d{content: "a  ; b /* c */";inline-size: calc(1px + 2px);}'
            "@media (width < 1rem){.a{color: red}}",
        )


class CollectedStaticFilesTests(SimpleTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.root = Path(cls.enterClassContext(TemporaryDirectory()))
        storages = settings.STORAGES | {"staticfiles": BACKEND}
        cls.enterClassContext(override_settings(STATIC_ROOT=cls.root, STORAGES=storages, DEBUG=False))
        call_command("collectstatic", interactive=False, verbosity=0)
        cls.manifest = json.loads((cls.root / "staticfiles.json").read_text())["paths"]

    def test_every_file_of_the_manifest_exists(self):
        self.assertEqual([name for name in self.manifest.values() if not (self.root / name).is_file()], [])

    def test_every_file_name_has_a_hash(self):
        files = {path.relative_to(self.root).as_posix() for path in self.root.rglob("*") if path.is_file()}
        plain = {file.removesuffix(".gz").removesuffix(".br") for file in files}
        self.assertEqual(plain - set(self.manifest.values()), {"staticfiles.json"})

    def test_stylesheet_is_compressed_with_brotli_and_gzip(self):
        sheet = self.root / self.manifest[settings.STYLESHEET]
        self.assertRegex(sheet.name, r"^ecosystem\.[0-9a-f]{12}\.css$")
        for suffix in (".br", ".gz"):
            self.assertLess(sheet.with_name(sheet.name + suffix).stat().st_size, sheet.stat().st_size)

    def test_stylesheet_has_every_rule_in_the_order_of_its_sources(self):
        source = settings.BASE_DIR / "static"
        sheet = (source / settings.STYLESHEET).read_text()
        parts = static_files.list_stylesheet_imports(sheet, settings.STYLESHEET)
        texts = [static_files.minify_stylesheet((source / part.name).read_text()) for part in parts]
        expected = [rule for text in texts for rule in rules(text)]
        collected = (self.root / self.manifest[settings.STYLESHEET]).read_text()
        self.assertEqual(list(within(collected)), expected)

    def test_parts_of_the_stylesheet_are_not_published(self):
        self.assertEqual([name for name in self.manifest if name.startswith("css/components/")], [])

    def test_url_of_the_stylesheet_has_the_hash(self):
        self.assertEqual(staticfiles_storage.url(settings.STYLESHEET), "/static/" + self.manifest[settings.STYLESHEET])


class JoinStylesheetTests(TestCase):
    def join(self, **files):
        return static_files.join_stylesheet(
            "css/all.css", {f"css/{name}.css": text for name, text in files.items()}.__getitem__
        )

    def test_wraps_each_import_in_its_layer_and_medium(self):
        sheet = '@layer a, b;\n@import url("x.css") layer(a);\n@import url(y.css) layer(b) (width > 40rem);'
        self.assertEqual(
            rules(self.join(all=sheet, x="p { color: red }", y="q { color: blue }")),
            [
                "@layer a, b;",
                "@layer a { p { color: red } }",
                "@media (width > 40rem) { @layer b { q { color: blue } } }",
            ],
        )

    def test_rewrites_relative_urls_except_in_comments_and_strings(self):
        css = """/* url(a.svg) */ p { background: url( '../img/b.svg' ); content: "url(c.svg)" }
            q { background: url(data:image/svg+xml,x), url(/d.svg), url(#e), url("f.svg#g") }"""
        files = {"css/all.css": '@import url("parts/x.css") layer(a);', "css/parts/x.css": css}
        joined = static_files.join_stylesheet("css/all.css", files.__getitem__)
        for expected in ("url(a.svg)", 'url("img/b.svg")', '"url(c.svg)"', "url(data:image/svg+xml,x)", "url(/d.svg)"):
            self.assertIn(expected, joined)
        self.assertIn('url(#e), url("parts/f.svg#g")', joined)

    def test_unsupported_stylesheet_is_an_error(self):
        for sheet in (
            '@import "x.css" layer(a);',
            '@import url("x.css");',
            '@import url("x.css") layer(a) supports(display: grid) extra { }',
            '@import url("x.css") layer(a); @layer a;',
            "p { color: red }",
        ):
            with self.subTest(sheet=sheet), self.assertRaisesRegex(static_files.StylesheetError, "css/all.css says"):
                self.join(all=sheet, x="")

    def test_unbalanced_or_importing_part_is_an_error(self):
        for part in ("p { color: red", "p { } }", "/* open", '@import url("y.css");', '@charset "utf-8";'):
            with self.subTest(part=part), self.assertRaisesRegex(static_files.StylesheetError, "css/x.css"):
                self.join(all='@import url("x.css") layer(a);', x=part)

    def test_ignores_braces_in_comments_and_strings(self):
        self.assertIn("}", self.join(all='@import url("x.css") layer(a);', x='/* { */ p { content: "{\\"{" }'))


class MissingStylesheetPartTests(SimpleTestCase):
    def test_error_names_the_missing_file(self):
        source = Path(self.enterContext(TemporaryDirectory()))
        (source / "css").mkdir()
        (source / settings.STYLESHEET).write_text('@import url("lost.css") layer(a);')
        changed = {
            "STATICFILES_DIRS": [source],
            "STATICFILES_FINDERS": ["django.contrib.staticfiles.finders.FileSystemFinder"],
            "STATIC_ROOT": Path(self.enterContext(TemporaryDirectory())),
            "STORAGES": settings.STORAGES | {"staticfiles": BACKEND},
        }
        with override_settings(**changed), self.assertRaisesRegex(static_files.StylesheetError, "imports css/lost.css"):
            call_command("collectstatic", interactive=False, verbosity=0)


class StaticFingerprintTests(SimpleTestCase):
    def test_changes_only_if_a_file_changes(self):
        source = Path(self.enterContext(TemporaryDirectory()))
        (source / "a.css").write_text("p {}")
        finders = ["django.contrib.staticfiles.finders.FileSystemFinder"]
        with override_settings(STATICFILES_DIRS=[source], STATICFILES_FINDERS=finders):
            first = static_files.compute_static_fingerprint()
            self.assertEqual(static_files.compute_static_fingerprint(), first)
            (source / "a.css").write_text("q {}")
            self.assertNotEqual(static_files.compute_static_fingerprint(), first)


class RootIconTests(SimpleTestCase):
    """Browsers ask for icons at the root of a site, whatever a page links to."""

    def fetch_image(self, address):
        response = self.client.get(address)
        self.assertEqual(response.status_code, 200)
        return Image.open(BytesIO(response.getvalue()))

    def test_favicon_has_the_sizes_that_browsers_show(self):
        self.assertEqual(self.fetch_image("/favicon.ico").ico.sizes(), {(16, 16), (32, 32), (48, 48)})

    def test_touch_icon_has_the_size_of_a_home_screen(self):
        for address in ("/apple-touch-icon.png", "/apple-touch-icon-precomposed.png"):
            with self.subTest(address=address):
                self.assertEqual(self.fetch_image(address).size, (180, 180))

    def test_icons_may_be_cached(self):
        for address in ("/favicon.ico", "/apple-touch-icon.png", "/apple-touch-icon-precomposed.png"):
            with self.subTest(address=address):
                self.assertRegex(self.client.get(address)["Cache-Control"], "max-age=[1-9]")
