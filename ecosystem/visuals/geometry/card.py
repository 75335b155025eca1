"""Social cards as PNG: 1200 by 630 pixels, with names in both scripts."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import product
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
MARGIN = 64
ROOM = WIDTH - 2 * MARGIN
FONTS = Path(__file__).parent / "fonts"
SANS, SERIF = "NotoSansCJKhk-Regular-subset.otf", "NotoSerifCJKhk-Regular-subset.otf"
# The name gets the largest size at which it needs at most NAME_LINES lines.
NAME_SIZES, NAME_LINES = (76, 68, 60, 52, 46), 3
OTHER_SIZES = (38, 34, 30)
NAMES_TOP, FACTS_TOP, BETWEEN, LEADING = 142, 440, 12, 1.24
# The sizes of the label and value of a fact, and the gap between facts.
LABEL_SIZE, VALUE_SIZES, GAP = 24, (36, 32, 28, 24), 36
MOST_FACTS = 4
# A code point without a character: its glyph is the one for missing characters.
NOWHERE = "\U0010ffff"


@dataclass(frozen=True)
class SocialCard:
    """The content of a card; `facts` are `(label, value)`, of which four are shown, `themes` `(colour token, name)`."""

    kind: str
    name: str
    other_name: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    themes: tuple[tuple[str, str], ...] = ()
    site: str = ""


@cache
def load_card_font(file: str, size: int) -> ImageFont.FreeTypeFont:
    # The basic layout engine gives the same result on every machine.
    return ImageFont.truetype(str(FONTS / file), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def has_glyph(character: str) -> bool:
    if character.isspace():
        return True
    small = load_card_font(SANS, 24)
    return bytes(small.getmask(character)) != bytes(small.getmask(NOWHERE))


def has_all_glyphs(text: str) -> bool:
    return all(map(has_glyph, text))


def render_social_card(card: SocialCard, colours: dict[str, str]) -> bytes:
    """Return a PNG; `colours` are the values of the colour tokens."""
    image = Image.new("RGB", (WIDTH, HEIGHT), colours["--paper"])
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, WIDTH, 14), fill=colours["--accent"])
    _draw_wordmark(pen, colours)
    x = MARGIN + 250
    pen.text(
        (x, 86),
        _truncate_text(card.kind, load_card_font(SANS, 28), WIDTH - MARGIN - x),
        font=load_card_font(SANS, 28),
        fill=colours["--quiet"],
        anchor="lm",
    )
    _draw_names(pen, card, colours)
    _draw_facts(pen, card.facts[:MOST_FACTS], colours)
    _draw_footer(pen, card, colours)
    # A palette makes the file much smaller.
    out = BytesIO()
    image.quantize(64, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw_wordmark(pen: ImageDraw.ImageDraw, colours: dict[str, str]) -> None:
    box = (MARGIN, 52, MARGIN + 214, 120)
    pen.rectangle(box, outline=colours["--ink"], width=3)
    pen.text((MARGIN + 16, 86), "香港AI", font=load_card_font(SERIF, 40), fill=colours["--ink"], anchor="lm")
    pen.text((MARGIN + 198, 86), "HKAI", font=load_card_font(SANS, 20), fill=colours["--ink"], anchor="rm")


def _draw_names(pen: ImageDraw.ImageDraw, card: SocialCard, colours: dict[str, str]) -> None:
    names = [name for name in (card.name, card.other_name) if name and has_all_glyphs(name)] or [card.name]
    name, other = names[0], names[1] if len(names) > 1 else ""
    y = float(NAMES_TOP)
    for (size, lines), colour in zip(_fit_names(name, other), ("--ink", "--quiet"), strict=False):
        for line in lines:
            pen.text((MARGIN, y), line, font=load_card_font(SERIF, size), fill=colours[colour])
            y += size * LEADING
        y += BETWEEN


def _fit_names(name: str, other: str) -> list[tuple[int, list[str]]]:
    """Return `(size, lines)` of both names, as large as both fit."""
    room = FACTS_TOP - NAMES_TOP - 2 * BETWEEN
    for size in NAME_SIZES:
        lines = wrap_card_text(name, load_card_font(SERIF, size), ROOM)
        for other_size, most in product(OTHER_SIZES, (2, 1)):
            others = wrap_card_text(other, load_card_font(SERIF, other_size), ROOM) if other else []
            height = (len(lines) * size + len(others) * other_size) * LEADING + BETWEEN
            if height <= room and len(lines) <= NAME_LINES and len(others) <= most:
                return [(size, lines), (other_size, others)]
    # Without room for both, only the name is shown, truncated if necessary.
    return [_fit_text(name, SERIF, NAME_SIZES, NAME_LINES)]


def _draw_facts(pen: ImageDraw.ImageDraw, facts: Sequence[tuple[str, str]], colours: dict[str, str]) -> None:
    if not facts:
        return
    y = FACTS_TOP
    pen.line((MARGIN, y, WIDTH - MARGIN, y), fill=colours["--ink"], width=2)
    x = float(MARGIN)
    for (label, value), width in zip(facts, _compute_fact_widths(facts), strict=True):
        pen.text(
            (x, y + 14),
            _truncate_text(label, load_card_font(SANS, LABEL_SIZE), width - GAP),
            font=load_card_font(SANS, LABEL_SIZE),
            fill=colours["--quiet"],
        )
        size, lines = _fit_text(value, SERIF, VALUE_SIZES, 1, width - GAP)
        pen.text((x, y + 84), lines[0], font=load_card_font(SERIF, size), fill=colours["--ink"], anchor="ls")
        x += width


def _compute_fact_widths(facts: Sequence[tuple[str, str]]) -> list[float]:
    """Return the widths of the facts: their own width as far as there is room, the rest spread evenly."""
    own = [
        max(load_card_font(SANS, LABEL_SIZE).getlength(label), load_card_font(SERIF, VALUE_SIZES[0]).getlength(value))
        + GAP
        for label, value in facts
    ]
    left, widths = float(ROOM), dict.fromkeys(range(len(own)), 0.0)
    for rank, i in enumerate(sorted(widths, key=lambda i: own[i])):
        share = left / (len(own) - rank)
        widths[i] = min(own[i], share)
        left -= widths[i]
    return [width + left / len(own) for width in widths.values()]


def _draw_footer(pen: ImageDraw.ImageDraw, card: SocialCard, colours: dict[str, str]) -> None:
    y = HEIGHT - 56
    end = WIDTH - MARGIN
    if card.site:
        pen.text((end, y), card.site, font=load_card_font(SANS, 24), fill=colours["--accent"], anchor="rm")
        end -= round(load_card_font(SANS, 24).getlength(card.site)) + 40
    x = MARGIN
    for token, word in card.themes:
        width = round(load_card_font(SANS, 24).getlength(word))
        if x + 34 + width > end:
            break
        pen.rectangle((x, y - 10, x + 20, y + 10), fill=colours[token])
        pen.text((x + 32, y), word, font=load_card_font(SANS, 24), fill=colours["--ink"], anchor="lm")
        x += 32 + width + 36


def _fit_text(text: str, face: str, sizes: Sequence[int], most: int, width: float = ROOM) -> tuple[int, list[str]]:
    """Return `(size, lines)` with the largest size for at most `most` lines; truncate at the smallest."""
    for size in sizes:
        lines = wrap_card_text(text, load_card_font(face, size), width)
        if len(lines) <= most:
            return size, lines
    return sizes[-1], [
        *lines[: most - 1],
        _truncate_text("".join(lines[most - 1 :]), load_card_font(face, sizes[-1]), width),
    ]


def wrap_card_text(text: str, face: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """Wrap a text: at spaces and next to Han characters, or anywhere if a word is too long."""
    lines, line = [], ""
    for piece in _split_unbreakable(text):
        if face.getlength((line + piece).rstrip()) <= width:
            line += piece
            continue
        if line.strip():
            lines.append(line.rstrip())
        line = piece
        while face.getlength(line.rstrip()) > width:
            prefix = _get_longest_prefix(line, face, width)
            lines.append(prefix)
            line = line[len(prefix) :]
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _split_unbreakable(text: str) -> list[str]:
    """Return the unbreakable parts: words with their space and punctuation, and single Han characters."""
    pieces: list[str] = []
    for word in re.findall(r"\S+\s*|\s+", text):
        for letter in word:
            is_wide = unicodedata.east_asian_width(letter) in "WF"
            # No line begins with closing punctuation or ends with opening punctuation.
            is_closing = unicodedata.category(letter) in {"Pe", "Pf", "Po"}
            after_opening = bool(pieces) and unicodedata.category(pieces[-1][-1]) in {"Ps", "Pi"}
            after_wide = bool(pieces) and unicodedata.east_asian_width(pieces[-1][-1]) in "WF"
            after_space = bool(pieces) and pieces[-1][-1].isspace()
            if (
                not pieces
                or after_space
                or ((is_wide or after_wide) and not is_closing and not after_opening and not letter.isspace())
            ):
                pieces.append(letter)
            else:
                pieces[-1] += letter
    return pieces


def _get_longest_prefix(text: str, face: ImageFont.FreeTypeFont, width: float) -> str:
    end = 1
    while end < len(text) and face.getlength(text[: end + 1]) <= width:
        end += 1
    return text[:end]


def _truncate_text(text: str, face: ImageFont.FreeTypeFont, width: float) -> str:
    if face.getlength(text) <= width:
        return text
    return _get_longest_prefix(text, face, width - face.getlength("…")).rstrip(" ,，、·") + "…"
