"""Changes that keep enough of a file's structure to get past its first look.

Each takes bytes and a source of chance, and gives bytes. A workbook or a zip is changed inside one of its parts.
"""

import io
import re
import zipfile
from collections.abc import Callable
from random import Random

Mutation = Callable[[bytes, Random], bytes]

_WORD = re.compile(rb"[A-Za-z_][A-Za-z0-9_-]{2,}")
_NUMBER = re.compile(rb"\d+")
_PIECE = re.compile(rb"<[^<>]*>[^<]*|[^\n]*\n|[^,;{}\[\]]+[,;]")
_TEXT = re.compile(rb">[^<>]+<|\"[^\"]*\"|,[^,\n]*,")
NUMBERS = (b"0", b"-1", b"9999", b"99999999999999999999", b"1e308", b"2022-02-30", b"0000-00-00", b"NaN")
TEXTS = (
    b"", b" ", b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"&#0;", b"&x;", b"]]>", b'"', b"'", b"\\", b"\r", b"a" * 70_000,
    "‮\u0000𝟜".encode(), b"((((((((((((((((((((((((((((((", b"a.k.a. " * 4_000, b"; " * 9_000, b"1 Jan 1960; " * 3_000,
)  # fmt: skip
ENCODINGS = ("utf-16", "utf-32", "cp1251", "utf-7")


WINDOW = 4_000
"""Bytes that a search looks at: without a bound, a file of one long line takes time by the square of its length."""


def _span(content: bytes, pattern: re.Pattern[bytes], chance: Random) -> tuple[int, int]:
    """Where one occurrence of a pattern stands, near a random place."""
    at = chance.randrange(len(content) + 1)
    match = pattern.search(content, at, at + WINDOW) or pattern.search(content, 0, WINDOW)
    return match.span() if match else (at, at)


def rename(content: bytes, chance: Random) -> bytes:
    start, end = _span(content, _WORD, chance)
    word = content[start:end]
    return content.replace(word, word + b"X", 1 if chance.random() < 0.5 else -1) if word else content


def drop(content: bytes, chance: Random) -> bytes:
    start, end = _span(content, _PIECE, chance)
    return content[:start] + content[end:]


def repeat(content: bytes, chance: Random) -> bytes:
    start, end = _span(content, _PIECE, chance)
    return content[:end] + content[start:end] * chance.choice((1, 2, 50, 3_000)) + content[end:]


def reorder(content: bytes, chance: Random) -> bytes:
    (a, b), (c, d) = sorted((_span(content, _PIECE, chance), _span(content, _PIECE, chance)))
    return content[:a] + content[c:d] + content[b:c] + content[a:b] + content[d:] if b <= c else content


def replace_text(content: bytes, chance: Random) -> bytes:
    start, end = _span(content, _TEXT, chance)
    return content[: start + 1] + chance.choice(TEXTS) + content[max(end - 1, start + 1) :]


def replace_number(content: bytes, chance: Random) -> bytes:
    start, end = _span(content, _NUMBER, chance)
    return content[:start] + chance.choice(NUMBERS) + content[end:]


def truncate(content: bytes, chance: Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def flip(content: bytes, chance: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 3, 20))):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def encode_again(content: bytes, chance: Random) -> bytes:
    return content.decode("utf-8", "replace").encode(chance.choice(ENCODINGS), "replace")


def inflate(content: bytes, chance: Random) -> bytes:
    at, depth = chance.randrange(len(content) + 1), chance.choice((300, 5_000, 100_000))
    opening, closing = chance.choice(((b"<a>", b"</a>"), (b"[", b"]"), (b'{"a":', b"}"), (b"(", b")"), (b'"', b'"')))
    return content[:at] + opening * depth + closing * depth + content[at:]


PLAIN: tuple[Mutation, ...] = (
    rename, drop, repeat, reorder, replace_text, replace_number, truncate, flip, encode_again, inflate,
)  # fmt: skip


def mutated(content: bytes, chance: Random) -> bytes:
    """The content after one to four changes."""
    if content.startswith(b"PK\x03\x04") and chance.random() < 0.9:
        return _inside(content, chance)
    for _ in range(chance.randint(1, 4)):
        content = chance.choice(PLAIN)(content, chance)
    return content


def _inside(content: bytes, chance: Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    name = chance.choice(sorted(parts))
    parts[name] = mutated(parts[name], chance)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as again:
        for part, bytes_of_part in parts.items():
            again.writestr(part, bytes_of_part)
    return written.getvalue()
