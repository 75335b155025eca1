"""Markdown of introductions: links to records, unlinked figures, and safe HTML."""

import pytest

from ecosystem.core.markdown import find_markdown_links, find_unlinked_numbers, render_markdown

ADDRESSES = {("organisation", "hkust"): "/en/organisations/hkust/"}


class TestMarkdownLinks:
    def test_are_found_with_kind_and_slug(self):
        text = "[HKUST](organisation:hkust), [20 of them](indicator:start-ups) and [a page](https://example.org)"
        assert find_markdown_links(text) == {("organisation", "hkust"), ("indicator", "start-ups")}

    @pytest.mark.parametrize(
        "text", ["[x](theme:finance)", "[x](organisation:HKUST)", "[](organisation:hkust)", "organisation:hkust"]
    )
    def test_other_links_are_ignored(self, text):
        assert find_markdown_links(text) == set()


class TestUnlinkedNumbers:
    def test_numbers_in_record_links_are_not_reported(self):
        assert find_unlinked_numbers("[15 use cases in 2024](initiative:cohort-1) of ten banks") == []

    def test_are_reported_with_their_context(self):
        assert find_unlinked_numbers("There are 15 use cases in Hong Kong.") == ["There are 15 use cases"]

    @pytest.mark.parametrize(
        "text", ["[in 2024](https://example.org)", "[2024](theme:finance)", "１５ cases", "1. a list"]
    )
    def test_numbers_elsewhere_are_reported(self, text):
        assert len(find_unlinked_numbers(text)) == 1


class TestMarkdownRendering:
    def test_links_to_the_page_of_the_record(self):
        assert (
            render_markdown("[HKUST](organisation:hkust)", ADDRESSES)
            == '<p><a href="/en/organisations/hkust/">HKUST</a></p>\n'
        )

    def test_link_to_an_unpublished_record_becomes_plain_text(self):
        assert render_markdown("[A draft](organisation:draft) is due", ADDRESSES) == "<p>A draft is due</p>\n"

    def test_renders_paragraphs_emphasis_and_lists(self):
        html = render_markdown("*One* and **two**\n\n- three", {})
        assert html == "<p><em>One</em> and <strong>two</strong></p>\n<ul>\n<li>three</li>\n</ul>\n"

    @pytest.mark.parametrize(
        "text", ["<script>x</script>", "<img src=x onerror=y>", "[x](javascript:alert)", "<b>x</b>", "# Big"]
    )
    def test_escapes_other_markup(self, text):
        html = render_markdown(text, {}).removeprefix("<p>").removesuffix("</p>\n")
        assert "<" not in html
