"""A record or a theme as a picture for social networks: 1200 by 630 pixels, in both scripts."""

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
# The name takes the largest of these sizes at which it needs no more lines than are told.
NAME_SIZES, NAME_LINES = (76, 68, 60, 52, 46), 3
OTHER_SIZES = (38, 34, 30)
NAMES_TOP, FACTS_TOP, BETWEEN, LEADING = 142, 440, 12, 1.24
# Of a fact, its label and its value.
LABEL_SIZE, VALUE_SIZES, GAP = 24, (36, 32, 28, 24), 36
MOST_FACTS = 4
# No character has this code, so what is drawn for it is what is drawn for whatever a font lacks.
NOWHERE = "\U0010ffff"


@dataclass(frozen=True)
class Card:
    """What a picture says: what the thing is, its name in one script and in the other, up to four facts, its themes.

    `themes` are pairs of a colour's token and a word.
    """

    kind: str
    name: str
    other_name: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    themes: tuple[tuple[str, str], ...] = ()
    site: str = ""


@cache
def font(file: str, size: int) -> ImageFont.FreeTypeFont:
    # What is laid out by the simple engine is the same on every machine.
    return ImageFont.truetype(str(FONTS / file), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def is_drawn(character: str) -> bool:
    """Say whether the fonts have a character."""
    if character.isspace():
        return True
    small = font(SANS, 24)
    return bytes(small.getmask(character)) != bytes(small.getmask(NOWHERE))


def covers(text: str) -> bool:
    return all(map(is_drawn, text))


def drawn(card: Card, colours: dict[str, str]) -> bytes:
    """Return the picture as PNG; `colours` are the values of the site's tokens."""
    image = Image.new("RGB", (WIDTH, HEIGHT), colours["--paper"])
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, WIDTH, 14), fill=colours["--accent"])
    _wordmark(pen, colours)
    x = MARGIN + 250
    pen.text(
        (x, 86),
        _cut(card.kind, font(SANS, 28), WIDTH - MARGIN - x),
        font=font(SANS, 28),
        fill=colours["--quiet"],
        anchor="lm",
    )
    _names(pen, card, colours)
    _facts(pen, card.facts[:MOST_FACTS], colours)
    _foot(pen, card, colours)
    # Few colours are in it, and fewer make a far smaller file.
    out = BytesIO()
    image.quantize(64, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _wordmark(pen: ImageDraw.ImageDraw, colours: dict[str, str]) -> None:
    box = (MARGIN, 52, MARGIN + 214, 120)
    pen.rectangle(box, outline=colours["--ink"], width=3)
    pen.text((MARGIN + 16, 86), "香港AI", font=font(SERIF, 40), fill=colours["--ink"], anchor="lm")
    pen.text((MARGIN + 198, 86), "HKAI", font=font(SANS, 20), fill=colours["--ink"], anchor="rm")


def _names(pen: ImageDraw.ImageDraw, card: Card, colours: dict[str, str]) -> None:
    names = [name for name in (card.name, card.other_name) if name and covers(name)] or [card.name]
    name, other = names[0], names[1] if len(names) > 1 else ""
    y = float(NAMES_TOP)
    for (size, lines), colour in zip(_set_names(name, other), ("--ink", "--quiet"), strict=False):
        for line in lines:
            pen.text((MARGIN, y), line, font=font(SERIF, size), fill=colours[colour])
            y += size * LEADING
        y += BETWEEN


def _set_names(name: str, other: str) -> list[tuple[int, list[str]]]:
    """Return size and lines of the name and of the other name, as large as both together have room for."""
    room = FACTS_TOP - NAMES_TOP - 2 * BETWEEN
    for size in NAME_SIZES:
        lines = broken(name, font(SERIF, size), ROOM)
        for other_size, most in product(OTHER_SIZES, (2, 1)):
            others = broken(other, font(SERIF, other_size), ROOM) if other else []
            height = (len(lines) * size + len(others) * other_size) * LEADING + BETWEEN
            if height <= room and len(lines) <= NAME_LINES and len(others) <= most:
                return [(size, lines), (other_size, others)]
    # Nothing that long has room for both; the name alone is cut where it must be.
    return [_fitted(name, SERIF, NAME_SIZES, NAME_LINES)]


def _facts(pen: ImageDraw.ImageDraw, facts: Sequence[tuple[str, str]], colours: dict[str, str]) -> None:
    if not facts:
        return
    y = FACTS_TOP
    pen.line((MARGIN, y, WIDTH - MARGIN, y), fill=colours["--ink"], width=2)
    x = float(MARGIN)
    for (label, value), width in zip(facts, _columns(facts), strict=True):
        pen.text(
            (x, y + 14),
            _cut(label, font(SANS, LABEL_SIZE), width - GAP),
            font=font(SANS, LABEL_SIZE),
            fill=colours["--quiet"],
        )
        size, lines = _fitted(value, SERIF, VALUE_SIZES, 1, width - GAP)
        pen.text((x, y + 84), lines[0], font=font(SERIF, size), fill=colours["--ink"], anchor="ls")
        x += width


def _columns(facts: Sequence[tuple[str, str]]) -> list[float]:
    """Return how wide each fact stands: as wide as it is, where the widest leave room, what is left spread evenly."""
    own = [
        max(font(SANS, LABEL_SIZE).getlength(label), font(SERIF, VALUE_SIZES[0]).getlength(value)) + GAP
        for label, value in facts
    ]
    left, widths = float(ROOM), dict.fromkeys(range(len(own)), 0.0)
    for rank, i in enumerate(sorted(widths, key=lambda i: own[i])):
        share = left / (len(own) - rank)
        widths[i] = min(own[i], share)
        left -= widths[i]
    return [width + left / len(own) for width in widths.values()]


def _foot(pen: ImageDraw.ImageDraw, card: Card, colours: dict[str, str]) -> None:
    y = HEIGHT - 56
    end = WIDTH - MARGIN
    if card.site:
        pen.text((end, y), card.site, font=font(SANS, 24), fill=colours["--accent"], anchor="rm")
        end -= round(font(SANS, 24).getlength(card.site)) + 40
    x = MARGIN
    for token, word in card.themes:
        width = round(font(SANS, 24).getlength(word))
        if x + 34 + width > end:
            break
        pen.rectangle((x, y - 10, x + 20, y + 10), fill=colours[token])
        pen.text((x + 32, y), word, font=font(SANS, 24), fill=colours["--ink"], anchor="lm")
        x += 32 + width + 36


def _fitted(text: str, face: str, sizes: Sequence[int], most: int, width: float = ROOM) -> tuple[int, list[str]]:
    """Return the largest size at which a text needs at most so many lines, with these; at the smallest it is cut."""
    for size in sizes:
        lines = broken(text, font(face, size), width)
        if len(lines) <= most:
            return size, lines
    return sizes[-1], [*lines[: most - 1], _cut("".join(lines[most - 1 :]), font(face, sizes[-1]), width)]


def broken(text: str, face: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """Return a text in lines of at most this width: broken after spaces, beside Han characters, else where it must be."""
    lines, line = [], ""
    for piece in _pieces(text):
        if face.getlength((line + piece).rstrip()) <= width:
            line += piece
            continue
        if line.strip():
            lines.append(line.rstrip())
        line = piece
        while face.getlength(line.rstrip()) > width:
            kept = _longest(line, face, width)
            lines.append(kept)
            line = line[len(kept) :]
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _pieces(text: str) -> list[str]:
    """Return what may not be broken: words with their space and the marks that follow, each Han character by itself."""
    pieces: list[str] = []
    for word in re.findall(r"\S+\s*|\s+", text):
        for letter in word:
            is_wide = unicodedata.east_asian_width(letter) in "WF"
            # No line begins with a closing mark, and none ends with an opening one.
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


def _longest(text: str, face: ImageFont.FreeTypeFont, width: float) -> str:
    end = 1
    while end < len(text) and face.getlength(text[: end + 1]) <= width:
        end += 1
    return text[:end]


def _cut(text: str, face: ImageFont.FreeTypeFont, width: float) -> str:
    if face.getlength(text) <= width:
        return text
    return _longest(text, face, width - face.getlength("…")).rstrip(" ,，、·") + "…"
