"""Names as letters, words and sounds.

Here: Latin letters, scripts, words, and one spelling for the many that a sound has. Not here: whether two names mean
one party (see matching).

Transliteration is anyascii's: every script, no context; but kana that form one syllable are read by Hepburn's rules.
What it leaves open (Viktar and Viktor, Hrenin and Khrenin, the vowels that Arabic does not write) is what `sound` and
`skeleton` fold together.
"""

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from anyascii import anyascii

from pipelines.parsers.texts import SCRIPTS_BY_UNICODE_NAME

_APOSTROPHES = re.compile(r"(?<=\w)['`´‘’ʻʼʾʿʹʺ\"](?=\w)|[ʻʼʾʿʹʺ]")
_DOTTED = re.compile(r"\b(?:\w\.){2,}(?=\W|$|\w\b)|\b(?:\w\.)+\w\b")
_NOT_WORDS = re.compile(r"[^a-z0-9]+")
_CAPITAL_INSIDE = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SYLLABIC = re.compile(r"([\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af])")
_MARKS = re.compile(r"[ー・=＝]")
_JAPANESE = {"Hira", "Kana"}
VOWELLESS = frozenset({"Arab", "Hebr", "Kana", "Hira", "Jpan"})
"""Scripts whose spelling says the consonants only, or adds vowels of its own."""


_KANA_PAIR = re.compile("ッ|([ァ-ヴ])([ャュョァィゥェォ])")
_KANA_VOWELS = {"ャ": "ya", "ュ": "yu", "ョ": "yo", "ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o"}
_PALATAL = {"shi": "sh", "chi": "ch", "ji": "j"}


def _hepburn(kana: re.Match[str]) -> str:
    """A kana, and a small kana after it, in Latin letters (Hepburn): one syllable. A small tsu has no sound."""
    if not kana[1]:
        return ""
    base, vowel = anyascii(kana[1]).lower(), _KANA_VOWELS[kana[2]]
    if base in _PALATAL:
        return _PALATAL[base] + vowel[-1]
    if base == "u":
        return f"w{vowel}"
    if kana[2] in "ァィゥェォ" and base in ("ku", "gu"):
        return f"{base[0]}w{vowel}"
    return base[:-1] + vowel if len(base) > 1 else base + vowel


@lru_cache(maxsize=20_000)
def latin(name: str) -> str:
    """The name in Latin letters and figures, lower case, words parted by a space: for searching, not for quoting.

    Initials lose their dots ("J.-C." is "j c", "p.l.c." is "plc"); each Chinese or Korean character is a word.
    """
    text = name if name.isascii() else unicodedata.normalize("NFKC", name)
    if "." in text:
        text = _DOTTED.sub(lambda dotted: dotted[0].replace(".", ""), text)
    text = text.replace("&", " and ")
    if not text.isalnum():
        text = _APOSTROPHES.sub("", text)
    if not text.isascii():
        text = _MARKS.sub(lambda mark: "" if mark[0] == "ー" else " ", text)
        text = anyascii(_SYLLABIC.sub(r" \1 ", _KANA_PAIR.sub(_hepburn, text)))
        text = _APOSTROPHES.sub("", text)
    return " ".join(_NOT_WORDS.sub(" ", text.lower()).split())


def words(name: str) -> tuple[str, ...]:
    """The words of a name in Latin letters, lower case, in order; a hyphen parts words, a dot does not."""
    return tuple(latin(name).split())


@lru_cache(maxsize=20_000)
def script_of(name: str) -> str:
    """The ISO 15924 code of the script of most letters; `Jpan` if there are kana, `Zyyy` if there are no letters."""
    if name.isascii():
        return "Latn" if any(letter.isalpha() for letter in name) else "Zyyy"
    scripts = Counter(_script(letter) for letter in name if letter.isalpha() or letter == "ー")
    if not scripts:
        return "Zyyy"
    if _JAPANESE & scripts.keys():
        return "Jpan"
    return scripts.most_common(1)[0][0]


@lru_cache(maxsize=5_000)
def _script(letter: str) -> str:
    """The script of a letter."""
    return SCRIPTS_BY_UNICODE_NAME.get(unicodedata.name(letter, "").split(" ")[0], "Zyyy")


_ARABIC = str.maketrans({
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ٱ": "a", "ء": "", "ؤ": "u", "ئ": "i", "ب": "b", "پ": "p", "ت": "t",
    "ث": "th", "ج": "j", "چ": "ch", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "ژ": "zh",
    "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f", "ق": "q", "ک": "k",
    "ك": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h", "ھ": "h", "ہ": "h", "ۀ": "a", "ة": "a", "ى": "a",
    "ټ": "t", "ډ": "d", "ړ": "r", "ږ": "g", "ښ": "sh", "ڼ": "n", "ې": "e", "ۍ": "i", "ے": "e", "ں": "n",
    "ٹ": "t", "ڈ": "d", "ڑ": "r", "ـ": "", "\u200c": "", "\u200d": "",
})  # fmt: skip
_PERSIAN = re.compile("[\u06cc\u06a9گپچژ]")
"""Letters of Persian: its keyboards have their own kaf and yeh."""
_PERSIAN_SOUNDS = str.maketrans({"ض": "ز", "ذ": "ز", "ظ": "ز", "ث": "س"})
"""Letters that Persian sounds as others: "Reza" is written with the letter that Arabic sounds as d."""
_ARABIC_MARKS = re.compile(r"[\u064b-\u065f\u0670]")
_ALI = re.compile(r"\bعلى\b")
"""Ali, as it is often written in Egypt and Iran: without the dots of its yeh."""
_CONSONANT_WAW = re.compile(r"\bو|و(?=[اأآيی])")
_CONSONANT_YA = re.compile(r"\b[يی]|[يی](?=[اأآو])")


def arabic_latin(name: str) -> str:
    """A name in Arabic letters (Arabic, Persian, Pashto, Urdu) by the BGN/PCGN table, without the unwritten vowels.

    `latin` leaves out alif and ayn, which begin many names; for matching they are the vowel "a".
    """
    text = _ALI.sub("علي", _ARABIC_MARKS.sub("", name))
    if _PERSIAN.search(text):
        text = text.translate(_PERSIAN_SOUNDS)
    text = _CONSONANT_YA.sub("y", _CONSONANT_WAW.sub("w", text))
    return text.replace("و", "u").replace("ي", "i").replace("ی", "i").translate(_ARABIC)


_SOUNDS = tuple(
    (needs, re.compile(pattern), spelling)
    for needs, pattern, spelling in (
        ("c", r"shch|schtsch|szcz", "s"), ("c", r"c(?=[eiy])", "s"), ("cq", r"ck|q|(?<!^)c(?!h|z)|^c(?!h|z|$)", "k"),
        ("c", r"tsch|tch|cz", "c"), ("sx", r"sch|sh|sz|hs(?=[ieu])|^x", "s"),
        ("x", r"x", "ks"), ("zj", r"dzh|dj|zh", "j"), ("c", r"ch", "c"), ("h", r"kh", "h"),
        ("h", r"gh", "g"), ("h", r"ph", "f"), ("h", r"th", "t"), ("h", r"dh", "d"), ("w", r"w", "v"),
        ("o", r"ou|oo", "u"), ("e", r"ee", "i"), ("y", r"y", "i"),
        ("j", r"(?<=[aeiou])j", "i"), ("j", r"(?<=.)j(?=[aeiou]?$)", "i"), ("i", r"i(?=[aou])", ""),
        ("i", r"ie", "e"), ("e", r"eo", "o"), ("e", r"eu", "u"), ("h", r"(?<=.{3})h$", ""),
    )
)  # fmt: skip
"""Letters of which a word needs one (of one or two), a pattern, and what is written in its place."""
_DOUBLED = re.compile(r"([a-z])\1+")


@lru_cache(maxsize=100_000)
def sound(word: str) -> str:
    """A common spelling for words that sound alike: "Hussain" and "Husein", "Sergei" and "Sergey"."""
    for needs, pattern, spelling in _SOUNDS:
        if needs[0] in word or needs[-1] in word:  # most words have neither, and this is faster than the pattern
            word = pattern.sub(spelling, word)
    return _DOUBLED.sub(r"\1", word)


_REPEATED = re.compile(r"(.)\1+")
_CLASSES = str.maketrans("pbvfdtgkhqszjclrmn", "ppppttkkkkssssllmn", "aeiouy0123456789")


@lru_cache(maxsize=100_000)
def skeleton(word: str) -> str:
    """The consonants of a Latin word, with those that sound alike made one: "Viktor" and "vikutoru" give "pktl"."""
    return _REPEATED.sub(r"\1", sound(word).translate(_CLASSES))
