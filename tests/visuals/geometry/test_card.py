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
def test_is_as_large_as_networks_want_it_whatever_it_says(card):
    shown = picture(card)
    assert (shown.size, shown.format) == ((1200, 630), "PNG")


def test_is_the_same_for_the_same_facts():
    assert render_social_card(CARD, COLOURS) == render_social_card(CARD, COLOURS)


def test_is_another_for_another_fact():
    assert render_social_card(CARD, COLOURS) != render_social_card(
        SocialCard("Deployment", "A Laboratory", "實驗室", (("Since", "2025"),)), COLOURS
    )


def test_is_light_enough_to_pass_on():
    assert len(render_social_card(CARD, COLOURS)) < 60_000


@pytest.mark.parametrize("text", [LONG, UNBROKEN, "港大 and 科大 " * 30, "x" * 300])
def test_breaks_lines_that_fit(text):
    face = load_card_font(SANS, 40)
    lines = wrap_card_text(text, face, 600)
    assert max(map(face.getlength, lines)) <= 600
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_breaks_latin_between_words_only():
    assert wrap_card_text("one two three", load_card_font(SANS, 40), 150) == ["one two", "three"]


def test_begins_no_line_with_a_closing_mark():
    lines = wrap_card_text("港" * 9 + "）港港港", load_card_font(SANS, 40), 361)
    assert not any(line.startswith("）") for line in lines)


def test_keeps_within_its_margins():
    shown = picture(
        SocialCard("x" * 90, LONG, LONG, ((LONG, LONG),) * 4, (("--hue-smart-city", LONG),), "a.hk")
    ).convert("RGB")
    paper = shown.getpixel((2, 300))
    assert {shown.getpixel((x, y)) for x in (*range(20), *range(1180, 1200)) for y in range(20, 630)} == {paper}


def test_knows_which_characters_it_can_draw():
    assert has_all_glyphs("Cyberport 數碼港 数码港 é –")
    assert not has_all_glyphs("\U0001f984")
