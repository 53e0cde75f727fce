"""Pictures for sharing: a card of a fixed size, as social networks and chats show it beside a link.

Here: what a card looks like, drawn with Pillow. Not here: what stands on the card of a page (see the modules of the
pages), or the charts within pages (see charts).

A page without a card of its own is shared with SITE_PICTURE, and a claim or act that the record does not decide with
the card of its verdict. So a site has some hundreds of cards and not one for every party, and a card is drawn anew
only when its words change.
"""

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from pipelines.catalogue.words import EVENT_VERDICTS
from pipelines.publish.site.folder import SiteFolder
from pipelines.publish.site.words import CARRIED_OUT

SITE_PICTURE = "assets/share.png"
FONTS = Path(__file__).resolve().parent / "fonts"
SIZE = WIDTH, HEIGHT = 1000, 525
MARGIN = 48
TITLE_TOP, FACTS_TOP = 150, 440
LARGE_LETTER_SIZE, SMALL_LETTER_SIZE, LINE_HEIGHT = 40, 30, 1.3
LONGEST_IN_LARGE = 130
"""Longest title in large letters."""
MOST_LINES = 6
FACT_LETTERS = 72
"""Most letters of a line at the bottom."""
CHART = (MARGIN, 235, WIDTH - MARGIN, 405)
"""Left, top, right and bottom of the chart on a card."""
RUNS = zlib.Z_RLE
"""A picture is compressed as runs of equal pixels: in half the time, with a tenth more bytes."""
SHADES = 16
"""Shades between the colour of the card and white: with 16, a pixel takes four bits and a card some 15 kB."""
BLACK = "#1b1b1f"
COLOURS = {
    "confirmed": "#0a58ca", "partly_confirmed": "#a06000", "unverifiable": "#4b5563", "contradicted": "#8b1a1a",
    "pending": "#8a5fb0", "out_of_scope": "#4b5563", "disputed": "#8b1a1a",
}  # fmt: skip
"""Colours of verdicts, as in site.css."""
DECIDED = ("confirmed", "partly_confirmed", "contradicted", "disputed")
NOT_IN_FONTS = re.compile(r"[^ -~\xa0-\u024f\u0370-\u04ff\u1e00-\u1eff\u2010-\u203a\u20a0-\u20bf№™−≈≠≤≥←↑→↓■□○●◐◷✕]")
"""Characters that the fonts do not have."""


BRACKET = re.compile(r" \([^)]*\)")


@dataclass(frozen=True, slots=True)
class Card:
    """The words and the chart of a picture.

    Attributes:
        title: a headline or a quote; it is cut where it takes more than MOST_LINES.
        facts: lines at the bottom.
        mark: glyph and word above the title.
        colour: the colour of everything on the card.
        bars: (added, removed) of successive months.
        curve: the number of parties at the end of successive months.
    """

    title: str
    facts: tuple[str, ...] = ()
    mark: str = ""
    colour: str = BLACK
    bars: tuple[tuple[int, int], ...] = ()
    curve: tuple[int, ...] = ()
    example: bool = False


def picture_of(page: str) -> str:
    """The path of a page's own picture."""
    return f"{page.removesuffix('.html')}.png"


def put_card(site: SiteFolder, path: str, card: Card) -> None:
    """Write the picture of a card, unless the card is the same as in the last build: drawing takes most of the time."""
    site.put(path, repr(card), lambda: png_of_card(card))


def is_decided(verdict: str | None, fulfilled_on: object) -> bool:
    """Whether the record decides a claim or an act, or shows that what was planned was carried out."""
    return verdict in DECIDED or (verdict == "pending" and fulfilled_on is not None)


def picture_of_judged(page: str, verdict: str | None, fulfilled_on: object) -> str:
    """The path of the picture of a claim or an act: its own if the record decides it, else the one of its verdict."""
    if is_decided(verdict, fulfilled_on):
        return picture_of(page)
    return f"assets/share-{verdict}.png" if verdict in EVENT_VERDICTS else SITE_PICTURE


def judged_card(title: str, verdict: str, facts: Sequence[str], *, fulfilled: bool, example: bool) -> Card:
    """The card of a claim or an act with its verdict."""
    shown = EVENT_VERDICTS[verdict]
    word = CARRIED_OUT if fulfilled else shown.word
    return Card(title, tuple(facts), f"{shown.glyph} {word}", COLOURS[verdict], example=example)


def put_shared_pictures(site: SiteFolder, *, example: bool) -> None:
    """Keep the picture of the site, and those of claims and acts that the record does not decide."""
    title = "Official sanctions lists, and what the press says of them"
    put_card(site, SITE_PICTURE, Card(title, ("Every statement with the official rows it rests on.",), example=example))
    for verdict, shown in EVENT_VERDICTS.items():
        card = judged_card(shown.meaning, verdict, ("The page has the words and what was compared.",),
                           fulfilled=False, example=example)  # fmt: skip
        put_card(site, f"assets/share-{verdict}.png", card)


def png_of_card(card: Card) -> bytes:
    """A card as a picture: the name of the site, the mark, the title, a chart if it has one, and lines of facts."""
    image = Image.new("L", SIZE, 255)
    draw = ImageDraw.Draw(image)
    heading = "Sanctions record" + (" – EXAMPLE DATA" if card.example else "")
    draw.text((MARGIN, 40), heading, font=_font("DejaVuSans", 22), fill=90)
    draw.text((MARGIN, 84), card.mark, font=_font("DejaVuSans", 34), fill=0)
    _draw_title(draw, readable(card.title), TITLE_TOP if card.mark else TITLE_TOP - 60)
    _draw_bars(draw, card.bars)
    _draw_curve(draw, card.curve)
    draw.line((MARGIN, FACTS_TOP - 14, WIDTH - MARGIN, FACTS_TOP - 14), fill=150)
    for number, fact in enumerate(card.facts[:2]):
        draw.text(
            (MARGIN, FACTS_TOP + number * 32), _shortened_fact(readable(fact)), font=_font("DejaVuSans", 22), fill=0
        )
    return _as_png(image, card.colour)


def _shortened_fact(fact: str) -> str:
    """A line of facts, shortened with an ellipsis if it is too long for a card."""
    return fact if len(fact) <= FACT_LETTERS else f"{fact[: FACT_LETTERS - 1].rstrip()}…"


def readable(text: str, instead: str = "The page has the words, in their own script.") -> str:
    """The text without brackets in scripts that the fonts lack; `instead` if other parts are in such a script too."""
    without_brackets = BRACKET.sub(lambda bracket: "" if NOT_IN_FONTS.search(bracket[0]) else bracket[0], text)
    return instead if NOT_IN_FONTS.search(without_brackets) else without_brackets


def _draw_title(draw: ImageDraw.ImageDraw, title: str, top: float) -> None:
    """Draw the title, in smaller letters if it is long."""
    size = LARGE_LETTER_SIZE if len(title) <= LONGEST_IN_LARGE else SMALL_LETTER_SIZE
    font = _font("DejaVuSerif", size)
    lines = list(_lines_of(title, font))
    shown = lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        shown[-1] += " …"
    for number, line in enumerate(shown):
        draw.text((MARGIN, top + number * size * LINE_HEIGHT), line, font=font, fill=0)


def _lines_of(text: str, font: ImageFont.FreeTypeFont) -> Iterator[str]:
    """The lines of a text, broken between words where it would be wider than the card."""
    line = ""
    for word in text.split():
        with_word = f"{line} {word}".strip()
        if line and font.getlength(with_word) > WIDTH - 2 * MARGIN - SMALL_LETTER_SIZE:
            yield line
            line = word
        else:
            line = with_word
    yield line


def _draw_bars(draw: ImageDraw.ImageDraw, bars: Sequence[tuple[int, int]]) -> None:
    """Draw a bar per month: additions above the line, removals below it in a lighter shade; nothing without any."""
    most_added, most_removed = (max((bar[side] for bar in bars), default=0) for side in (0, 1))
    if not most_added + most_removed:
        return
    left, top, right, bottom = CHART
    scale, step = (bottom - top) / (most_added + most_removed), (right - left) / len(bars)
    middle = top + most_added * scale
    for number, (added, removed) in enumerate(bars):
        first, last = left + number * step, left + (number + 0.8) * step
        if added:
            draw.rectangle((first, middle - max(added * scale, 1), last, middle), fill=0)
        if removed:
            draw.rectangle((first, middle, last, middle + max(removed * scale, 1)), fill=140)
    draw.line((left, middle, right, middle), fill=90)
    _draw_scale(draw, f"{most_added:,} added and {most_removed:,} removed in a month at most")


def _draw_curve(draw: ImageDraw.ImageDraw, curve: Sequence[int]) -> None:
    """Draw the area under a curve with a step per month; nothing without a number."""
    if not curve or not max(curve):
        return
    left, top, right, bottom = CHART
    scale, step = (bottom - top) / max(curve), (right - left) / len(curve)
    points = [(left, bottom)]
    for number, parties in enumerate(curve):
        height = round(bottom - parties * scale)
        points += [(round(left + number * step), height), (round(left + (number + 1) * step), height)]
    draw.polygon([*points, (right, bottom)], fill=120)
    _draw_scale(draw, f"{max(curve):,} at most")


def _draw_scale(draw: ImageDraw.ImageDraw, text: str) -> None:
    """Draw the words that give the scale of a chart, above it."""
    draw.text((CHART[0], CHART[1] - 24), text, font=_font("DejaVuSans", 16), fill=90)


def _as_png(image: Image.Image, colour: str) -> bytes:
    """The image as PNG, with its shades of grey as shades of one colour on white."""
    shaded = image.point([level * SHADES // 256 for level in range(256)])
    palette = [int(colour[first : first + 2], 16) for first in (1, 3, 5)]
    shaded.putpalette([part + (255 - part) * shade // (SHADES - 1) for shade in range(SHADES) for part in palette])
    content = BytesIO()
    shaded.save(content, "PNG", bits=4, compress_type=RUNS)
    return content.getvalue()


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    """A font of the fonts in this package."""
    return ImageFont.truetype(FONTS / f"{name}.ttf", size, layout_engine=ImageFont.Layout.BASIC)
