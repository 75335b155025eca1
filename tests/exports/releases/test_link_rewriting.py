"""Rewriting of links for the static copy of the site, and reproducible ZIP files."""

from io import BytesIO
from unittest import TestCase as PlainTestCase
from zipfile import ZipFile

from ecosystem.exports.releases.link_rewriting import LinkRewriter, list_stylesheet_urls
from ecosystem.exports.releases.site_copy import is_in_site_copy
from ecosystem.exports.zip_files import ReproducibleZipFile


class SiteCopyPathTests(PlainTestCase):
    def test_pages_and_files_are_copied_but_not_services(self):
        kept = {
            "/en/": True, "/zh-hant/data/": True, "/en/organisations.csv": True, "/static/css/base.css": True,
            "/en/reconcile": False, "/admin/": False, "/en/search/": False, "/nowhere/": False, "/en/nowhere/": False,
        }  # fmt: skip
        self.assertEqual({path: is_in_site_copy(path) for path in kept}, kept)


class LinkRewriterTests(PlainTestCase):
    def setUp(self):
        self.rewriting = LinkRewriter("https://live.example", lambda path: not path.startswith("/en/search"))

    def rewrite(self, html, path="/en/themes/finance/"):
        return self.rewriting.rewrite_page(html, path)

    def test_links_between_pages_become_relative_file_paths(self):
        self.assertEqual(
            self.rewrite('<a href="/en/themes/">x</a> <a href="/zh-hant/#top">y</a>'),
            '<a href="../index.html">x</a> <a href="../../../zh-hant/index.html#top">y</a>',
        )
        self.assertEqual(list(self.rewriting.needed_paths), ["/en/themes/", "/zh-hant/"])

    def test_links_with_a_query_lead_to_the_live_site(self):
        self.assertEqual(
            self.rewrite('<a href="?kind=a&amp;x=1#r">x</a><a href="/en/a/?q=1">y</a><a href="/en/search/">z</a>'),
            '<a href="https://live.example/en/themes/finance/?kind=a&amp;x=1#r">x</a>'
            '<a href="https://live.example/en/a/?q=1">y</a><a href="https://live.example/en/search/">z</a>',
        )

    def test_external_links_and_fragments_are_unchanged(self):
        html = '<a href="https://other.example/a?b=c">x</a><a href="#part">y</a><a href="mailto:a@b.example">z</a>'
        self.assertEqual(self.rewrite(html), html)

    def test_text_and_scripts_are_unchanged(self):
        html = '<p>href="/en/"</p><script type="application/ld+json">{"a": "<a href=\\"/en/\\">"}</script>'
        self.assertEqual(self.rewrite(html), html)

    def test_form_without_an_action_submits_to_the_live_page(self):
        self.assertEqual(
            self.rewrite('<form class="a">'), '<form action="https://live.example/en/themes/finance/" class="a">'
        )

    def test_angle_bracket_in_an_attribute_is_handled(self):
        self.assertEqual(self.rewrite('<a title="a > b" href="/en/">'), '<a title="a > b" href="../../index.html">')

    def test_post_form_is_replaced(self):
        html = '<form method="post" action="/en/x/"><input name="a"></form>'
        self.assertEqual(self.rewriting.rewrite_page(html, "/en/", elsewhere="<p>there</p>"), "<p>there</p>")

    def test_stylesheet_urls_are_listed(self):
        css = '@import url("parts/a.css") layer(x); b { background: url(../img/c.svg#d) } e { src: url(data:x) }'
        self.assertEqual(list_stylesheet_urls(css, "css/all.css"), ["css/parts/a.css", "img/c.svg"])


class ReproducibleZipFileTests(PlainTestCase):
    def test_same_files_make_identical_archives(self):
        def build_archive():
            out = BytesIO()
            with ReproducibleZipFile(out) as archive:
                archive.add("en/index.html", b"page")
            return out.getvalue()

        self.assertEqual(build_archive(), build_archive())
        self.assertEqual(ZipFile(BytesIO(build_archive())).read("en/index.html"), b"page")
