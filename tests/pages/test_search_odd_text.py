"""The search page with unusual input."""

from itertools import product
from urllib.parse import quote

from ecosystem.models import SearchEntry
from tests.support.html_pages import Page
from tests.support.search_pages import SearchPageTestCase

# Texts of every kind that a reader, or a program, may send: operators of both databases among them.
ODD = (
    *(
        "AND",
        "OR",
        "NOT",
        "NEAR(",
        "*",
        "^",
        ":",
        "-",
        '"',
        "'",
        "\\",
        "%",
        "_",
        "(",
        ")",
        "+",
        "{",
        "}",
        "[",
        "]",
        ";",
    ),
    *("heron AND", "NOT heron", "heron OR OR fund", "NEAR(heron fund, 3)", "^heron", "her*", "names: heron", "-heron"),
    *(
        "& | !",
        "heron & !fund",
        "heron <-> fund",
        "heron <2> fund",
        "heron:*A",
        "heron:AB",
        "'heron' | 'fund'",
        "!heron",
    ),
    *(
        '"heron',
        'heron"',
        '""',
        '"" heron',
        '"heron" "fund"',
        "“heron",
        "「鷺",
        "'; DROP TABLE ecosystem_searchtext; --",
    ),
    *("\x00", "heron\x00fund", "\n", "heron\nfund", "\ud800".encode("utf-8", "surrogatepass"), b"\xff\xfe", "\u2028"),
    *(
        "🏦",
        "🇭🇰 heron",
        "\u200f",
        "\u202enoreh",
        "שלום",
        "مرحبا",
        "ﷺ" * 200,
        "e\u0301",
        "…",
        "—。！？",
        "𠮷",
        "ǁ",
        "ǁ ǁ",
    ),
    *(
        "x" * 10_000,
        "數" * 10_000,
        "heron " * 2_000,
        '"' * 10_000,
        "(" * 10_000,
        "-".join("heron" for _ in range(2_000)),
    ),
    *(" ".join(map(str, range(3_000))), "<script>alert(1)</script>", "{{ 7|add:7 }}", "%s", "%(q)s", "a", "的", "1"),
)


class SearchPageOddTextTests(SearchPageTestCase):
    def test_page_is_200(self):
        for text in ODD:
            with self.subTest(text=text[:20]):
                response = self.client.get(f"/en/search/?q={quote(text)}", follow=True)
                self.assertEqual((response.status_code, Page(response).title != ""), (200, True))

    def test_fragment_is_200(self):
        for text in ODD:
            with self.subTest(text=text[:20]):
                response = self.client.get(f"/zh-hans/search/?q={quote(text)}", headers={"HX-Request": "true"})
                self.assertEqual(response.status_code, 200)

    def test_odd_filter_values_are_200_or_404(self):
        for name, text in product(("kind", "theme"), ODD):
            with self.subTest(name=name, text=text[:20]):
                response = self.client.get(f"/en/search/?q=heron&{name}={quote(text)}", follow=True)
                self.assertIn(response.status_code, {200, 404})

    def test_index_is_unchanged(self):
        before = SearchEntry.objects.count()
        for text in ODD:
            self.client.get(f"/en/search/?q={quote(text)}", follow=True)
        self.assertEqual((SearchEntry.objects.count(), self.fetch_results_page("heron").rows[0]), (before, "heron"))

    def test_text_without_a_word_finds_nothing(self):
        for text in ("…", "—。！？", "🏦", "* ^ : -", '"', "\u200f", "()"):
            with self.subTest(text=text):
                self.assertEqual(self.fetch_results_page(text).rows, [])

    def test_truncated_query_shows_a_message(self):
        self.assertIn(
            "Your search is too long. We used only the first part of it",
            self.fetch_results_page("heron " * 2_000).content.text,
        )

    def test_html_is_escaped(self):
        for text in ('<script>alert(1)</script>"><img src=x onerror=alert(1)>', "{{ 7|add:7 }} <i>heron</i>"):
            with self.subTest(text=text[:20]):
                made = {e.name for e in self.fetch_results_page(text).find_all(True)} & {"img", "i"}
                self.assertEqual(made, set())
