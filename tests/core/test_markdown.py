"""The Markdown of introductions: links to records, figures outside them, clean HTML."""

import pytest

from ecosystem.core.markdown import find_markdown_links, find_unlinked_numbers, render_markdown

ADDRESSES = {("organisation", "hkust"): "/en/organisations/hkust/"}


class TestLinks:
    def test_are_found_with_their_kind_and_slug(self):
        text = "[HKUST](organisation:hkust), [20 of them](indicator:start-ups) and [a page](https://example.org)"
        assert find_markdown_links(text) == {("organisation", "hkust"), ("indicator", "start-ups")}

    @pytest.mark.parametrize(
        "text", ["[x](theme:finance)", "[x](organisation:HKUST)", "[](organisation:hkust)", "organisation:hkust"]
    )
    def test_are_of_records_and_series_only(self, text):
        assert find_markdown_links(text) == set()


class TestStrayFigures:
    def test_are_none_where_every_figure_stands_in_a_link(self):
        assert find_unlinked_numbers("[15 use cases in 2024](initiative:cohort-1) of ten banks") == []

    def test_are_shown_with_what_stands_around_them(self):
        assert find_unlinked_numbers("There are 15 use cases in Hong Kong.") == ["There are 15 use cases"]

    @pytest.mark.parametrize(
        "text", ["[in 2024](https://example.org)", "[2024](theme:finance)", "１５ cases", "1. a list"]
    )
    def test_are_figures_in_anything_else(self, text):
        assert len(find_unlinked_numbers(text)) == 1


class TestRender:
    def test_leads_to_the_address_of_the_record(self):
        assert (
            render_markdown("[HKUST](organisation:hkust)", ADDRESSES)
            == '<p><a href="/en/organisations/hkust/">HKUST</a></p>\n'
        )

    def test_keeps_the_words_of_a_link_to_what_is_not_public(self):
        assert render_markdown("[A draft](organisation:draft) is due", ADDRESSES) == "<p>A draft is due</p>\n"

    def test_writes_paragraphs_emphasis_and_lists(self):
        html = render_markdown("*One* and **two**\n\n- three", {})
        assert html == "<p><em>One</em> and <strong>two</strong></p>\n<ul>\n<li>three</li>\n</ul>\n"

    @pytest.mark.parametrize(
        "text", ["<script>x</script>", "<img src=x onerror=y>", "[x](javascript:alert)", "<b>x</b>", "# Big"]
    )
    def test_lets_no_other_markup_through(self, text):
        html = render_markdown(text, {}).removeprefix("<p>").removesuffix("</p>\n")
        assert "<" not in html
