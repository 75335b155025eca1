"""Rendering of social cards as PNG, and their line breaks."""

from io import BytesIO

import pytest
from PIL import Image

from ecosystem.visuals.geometry.card import (
    SANS,
    SocialCard,
    has_all_glyphs,
    load_card_font,
    render_social_card,
    wrap_card_text,
)

COLOURS = {
    "--paper": "#fbfcfb", "--ink": "#141a18", "--quiet": "#555d5b", "--accent": "#00604a", "--hue-smart-city": "#039bc2",
}  # fmt: skip
CARD = SocialCard(
    "Deployment",
    "A Laboratory",
    "實驗室",
    (("Since", "2024"), ("By", "A Bank")),
    (("--hue-smart-city", "City"),),
    "a.hk",
)
LONG = "The Hong Kong Laboratory for Everything that Anybody might ever Wish to Know about " * 20
UNBROKEN = "電" * 400


def picture(card):
    return Image.open(BytesIO(render_social_card(card, COLOURS)))


@pytest.mark.parametrize(
    "card",
    [
        CARD,
        SocialCard("", ""),
        SocialCard(LONG[:200], LONG, LONG, ((LONG, LONG),) * 9, (("--hue-smart-city", LONG),) * 9, "a.hk"),
        SocialCard("", UNBROKEN, "x" * 900),
        SocialCard("", "\U0010fffe\x07", "名"),
    ],
    ids=["as usual", "empty", "long", "without spaces", "with what no font has"],
)
def test_social_card_is_a_png_of_1200_by_630_for_any_text(card):
    shown = picture(card)
    assert (shown.size, shown.format) == ((1200, 630), "PNG")


def test_social_card_is_deterministic():
    assert render_social_card(CARD, COLOURS) == render_social_card(CARD, COLOURS)


def test_social_card_differs_for_other_facts():
    assert render_social_card(CARD, COLOURS) != render_social_card(
        SocialCard("Deployment", "A Laboratory", "實驗室", (("Since", "2025"),)), COLOURS
    )


def test_social_card_has_less_than_60_kb():
    assert len(render_social_card(CARD, COLOURS)) < 60_000


@pytest.mark.parametrize("text", [LONG, UNBROKEN, "港大 and 科大 " * 30, "x" * 300])
def test_card_text_is_wrapped_to_the_width_without_loss(text):
    face = load_card_font(SANS, 40)
    lines = wrap_card_text(text, face, 600)
    assert max(map(face.getlength, lines)) <= 600
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_card_text_breaks_latin_text_between_words():
    assert wrap_card_text("one two three", load_card_font(SANS, 40), 150) == ["one two", "three"]


def test_card_text_starts_no_line_with_a_closing_bracket():
    lines = wrap_card_text("港" * 9 + "）港港港", load_card_font(SANS, 40), 361)
    assert not any(line.startswith("）") for line in lines)


def test_social_card_keeps_its_margins_blank():
    shown = picture(
        SocialCard("x" * 90, LONG, LONG, ((LONG, LONG),) * 4, (("--hue-smart-city", LONG),), "a.hk")
    ).convert("RGB")
    paper = shown.getpixel((2, 300))
    assert {shown.getpixel((x, y)) for x in (*range(20), *range(1180, 1200)) for y in range(20, 630)} == {paper}


def test_has_all_glyphs_detects_missing_characters():
    assert has_all_glyphs("Cyberport 數碼港 数码港 é –")
    assert not has_all_glyphs("\U0001f984")
