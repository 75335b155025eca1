"""How the links of a page are led by way of files, and the same files make the same archive."""

from io import BytesIO
from unittest import TestCase as PlainTestCase
from zipfile import ZipFile

from ecosystem.exports.releases.link_rewriting import LinkRewriter, list_stylesheet_urls
from ecosystem.exports.releases.site_copy import is_in_site_copy
from ecosystem.exports.zip_files import ReproducibleZipFile


class KeptTests(PlainTestCase):
    def test_are_pages_and_files_but_no_service(self):
        kept = {
            "/en/": True, "/zh-hant/data/": True, "/en/organisations.csv": True, "/static/css/base.css": True,
            "/en/reconcile": False, "/admin/": False, "/en/search/": False, "/nowhere/": False, "/en/nowhere/": False,
        }  # fmt: skip
        self.assertEqual({path: is_in_site_copy(path) for path in kept}, kept)


class RewritingTests(PlainTestCase):
    def setUp(self):
        self.rewriting = LinkRewriter("https://live.example", lambda path: not path.startswith("/en/search"))

    def turned(self, html, path="/en/themes/finance/"):
        return self.rewriting.rewrite_page(html, path)

    def test_leads_from_page_to_page_by_way_of_files(self):
        self.assertEqual(
            self.turned('<a href="/en/themes/">x</a> <a href="/zh-hant/#top">y</a>'),
            '<a href="../index.html">x</a> <a href="../../../zh-hant/index.html#top">y</a>',
        )
        self.assertEqual(list(self.rewriting.needed_paths), ["/en/themes/", "/zh-hant/"])

    def test_leads_with_a_question_to_the_live_site(self):
        self.assertEqual(
            self.turned('<a href="?kind=a&amp;x=1#r">x</a><a href="/en/a/?q=1">y</a><a href="/en/search/">z</a>'),
            '<a href="https://live.example/en/themes/finance/?kind=a&amp;x=1#r">x</a>'
            '<a href="https://live.example/en/a/?q=1">y</a><a href="https://live.example/en/search/">z</a>',
        )

    def test_leaves_other_sites_and_parts_of_the_page_alone(self):
        html = '<a href="https://other.example/a?b=c">x</a><a href="#part">y</a><a href="mailto:a@b.example">z</a>'
        self.assertEqual(self.turned(html), html)

    def test_takes_no_words_and_no_script_for_links(self):
        html = '<p>href="/en/"</p><script type="application/ld+json">{"a": "<a href=\\"/en/\\">"}</script>'
        self.assertEqual(self.turned(html), html)

    def test_gives_a_form_without_an_address_that_of_its_page(self):
        self.assertEqual(
            self.turned('<form class="a">'), '<form action="https://live.example/en/themes/finance/" class="a">'
        )

    def test_reads_signs_within_values_as_values(self):
        self.assertEqual(self.turned('<a title="a > b" href="/en/">'), '<a title="a > b" href="../../index.html">')

    def test_puts_a_link_in_place_of_what_would_post(self):
        html = '<form method="post" action="/en/x/"><input name="a"></form>'
        self.assertEqual(self.rewriting.rewrite_page(html, "/en/", elsewhere="<p>there</p>"), "<p>there</p>")

    def test_finds_the_files_of_a_style(self):
        css = '@import url("parts/a.css") layer(x); b { background: url(../img/c.svg#d) } e { src: url(data:x) }'
        self.assertEqual(list_stylesheet_urls(css, "css/all.css"), ["css/parts/a.css", "img/c.svg"])


class ArchiveTests(PlainTestCase):
    def test_is_the_same_for_the_same_files(self):
        def packed():
            out = BytesIO()
            with ReproducibleZipFile(out) as archive:
                archive.add("en/index.html", b"page")
            return out.getvalue()

        self.assertEqual(packed(), packed())
        self.assertEqual(ZipFile(BytesIO(packed())).read("en/index.html"), b"page")
