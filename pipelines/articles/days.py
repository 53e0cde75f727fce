"""The day of an article, as stated by its page, feed, address or file.

Here: formats of dates on the web, and the places where a page states its day of publication (page_days.toml). Not here:
dates in running text (see pipelines.claims.dates), or which of several statements counts (see reading).

Only the metadata of a page state its day. Days of a change, in a footer, a sidebar, a comment or the running text never
count, and an ambiguous day (03/02/2022) is ignored: relative dates in the article ("on Thursday") are counted from the
day, so a wrong day would make a true report false.

The day is that of the place where the article was written: 23:30 in New York is the next day in UTC, but not there. If
a page states the same moment in UTC and with an offset, the day with the offset counts.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_tz
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from pipelines.catalogue.data_files import data_file
from pipelines.catalogue.plausible import ARTICLE
from pipelines.parsers.days import MONTHS, day_in, day_or_none
from pipelines.parsers.texts import folded

MOST_STATED = 200
"""Most JSON-LD objects, and most elements with a date, that are read in one page."""

_ISO_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?=$|[T ]\s*\d)")
_YEAR_FIRST = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})(?=$|[T ])")
"""The format of dates in citation tags; it is not accepted in feeds."""
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_LETTER = re.compile(r"[A-Za-z]")
_IN_ADDRESS = re.compile(r"(?<!\d)(\d{4})([-/]?)(\d{2}|[a-z]{3})\2(\d{2})(?=[-/_.]|$)")
_IN_NAME = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")
_BESIDE = re.compile(r"(?:comments?|related|sidebar)(?:[-_].*)?", re.IGNORECASE)
"""Ids and classes of parts of a page that are not about its article."""


@dataclass(frozen=True, slots=True)
class _Places:
    """The content of page_days.toml."""

    exact: tuple[str, ...]
    other: tuple[str, ...]
    article_types: frozenset[str]
    page_types: frozenset[str]
    beside: frozenset[str]


@cache
def _places_of_days() -> _Places:
    """Where pages state their day, from page_days.toml."""
    stated = data_file(__package__, "page_days.toml")
    return _Places(
        tuple(stated["exact"]),
        tuple(stated["other"]),
        frozenset(stated["article_types"]),
        frozenset(stated["page_types"]),
        frozenset(stated["beside"]),
    )


def plausible(day: date | None) -> date | None:
    """The day if it is plausible for an article (from 1990 to one day from now), else None."""
    return day if day is not None and ARTICLE.holds(day, datetime.now(UTC).date()) else None


def stated_day(text: str | None) -> date | None:
    """The plausible day of a date in ISO 8601, as in a mail (RFC 822) or in English words; None for any other text."""
    words = folded(text or "")
    in_words = day_in(words) if _LETTER.search(words) else None
    return plausible(_iso_day(words) or _mail_day(words) or in_words)


def _iso_day(text: str) -> date | None:
    """The day of a date such as 2022-02-26 or 20220226 at the beginning of a text; None if there is none."""
    match = _ISO_DAY.match(text)
    return day_or_none(*match.groups()) if match else None


def _mail_day(text: str) -> date | None:
    """The day of a date as in a mail, which must have a time. Years may have two digits, but 0001 is no year."""
    parts = parsedate_tz(text) if ":" in text else None
    year = _YEAR.search(text.split(":")[0])
    if parts is None or (year and int(year[0]) != parts[0]):
        return None
    return day_or_none(*parts[:3])


def day_in_address(url: str | None) -> date | None:
    """The day in the path of an address: /2022/02/26/, /2022-02-26-, /20220226/ or /2022/feb/26/."""
    try:
        path = urlsplit(url or "").path.lower()
    except ValueError:
        return None
    for year, _, month, day in _IN_ADDRESS.findall(path):
        number = month if month.isdecimal() else MONTHS.get(month)
        if number and (stated := plausible(day_or_none(year, number, day))):
            return stated
    return None


def day_in_name(name: str) -> date | None:
    """The day YYYY-MM-DD in the name of a file."""
    match = _IN_NAME.search(name)
    return stated_day(match[1]) if match else None


def day_of_page(page: HtmlElement) -> date | None:
    """The day of publication that the metadata of a page state: <meta>, JSON-LD, microdata, <time pubdate>; else None.

    The first of these ways that states a plausible day counts; of one moment, the text with an offset.
    """
    metas = _contents_of_metas(page)
    ways = (
        _dates_of_metas(metas, _places_of_days().exact),
        _dates_of_linked_data(page),
        _dates_of_microdata(page),
        _dates_of_metas(metas, _places_of_days().other),
    )
    stated = [text for way in ways for text in way if _page_day(text)]
    return _page_day(_preferring_offset(stated)) if stated else None


def _page_day(text: str) -> date | None:
    """The plausible day of a date as pages state it, also 2022/02/26; None if there is none."""
    match = _YEAR_FIRST.match(text.strip())
    return plausible(day_or_none(*match.groups())) if match else stated_day(text)


def _preferring_offset(stated: list[str]) -> str:
    """The first text; if it is in UTC, rather another text that states the same moment with an offset."""
    first = _moment(stated[0])
    if first is None or first.utcoffset():
        return stated[0]
    moments = ((text, _moment(text)) for text in stated[1:])
    return next((text for text, moment in moments if moment == first and moment.utcoffset()), stated[0])


def _moment(text: str) -> datetime | None:
    """The moment of a text in ISO 8601 with a time zone; None for any other text."""
    with suppress(ValueError):
        moment = datetime.fromisoformat(text.strip())
        return moment if moment.tzinfo else None
    return None


def _contents_of_metas(page: HtmlElement) -> dict[str, list[str]]:
    """The contents of <meta> elements by name in lower case, without those in parts not about the article."""
    contents: dict[str, list[str]] = defaultdict(list)
    for meta in page.iter("meta"):
        content = (meta.get("content") or "").strip()
        for attribute in ("property", "name"):
            name = (meta.get(attribute) or "").strip().lower()
            if name and content and not _is_outside_article(meta):
                contents[name].append(content)
    return contents


def _dates_of_metas(metas: Mapping[str, list[str]], names: Iterable[str]) -> list[str]:
    """The dates of <meta> elements with these names, in this order; names with several different days are ignored."""
    stated = ([text for text in metas.get(name, ()) if _page_day(text)] for name in names)
    return [text for texts in stated if _is_one_day(texts) for text in texts]


def _is_one_day(texts: Sequence[str]) -> bool:
    """Whether all texts state the same day, or the same moment."""
    moments = {_moment(text) for text in texts}
    return len({_page_day(text) for text in texts}) == 1 or (len(moments) == 1 and None not in moments)


def _dates_of_linked_data(page: HtmlElement) -> list[str]:
    """`datePublished` of the article in the JSON-LD of a page; if no article has one, that of the page itself."""
    objects = list(_linked_data(page))[:MOST_STATED]
    for types in (_places_of_days().article_types, _places_of_days().page_types):
        days = [str(item["datePublished"]) for item in objects if _has_type(item, types) and item.get("datePublished")]
        if len({_page_day(text) for text in days}) == 1:
            return days
        if days:
            return _date_of_this_page(page, objects, types)
    return []


def _date_of_this_page(page: HtmlElement, objects: Iterable[Mapping[str, Any]], types: frozenset[str]) -> list[str]:
    """The date of the one of several articles whose address is that of the page; empty if none is."""
    own = _compared_canonical_address(page)
    same_page = (item for item in objects if own and _has_type(item, types) and own in _addresses(item))
    return [str(item["datePublished"]) for item in same_page if item.get("datePublished")][:1]


def _linked_data(page: HtmlElement) -> Iterator[Mapping[str, Any]]:
    """The JSON-LD objects at the top level of the scripts or in their @graph, and the main entities of these."""
    for script in page.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            with suppress(ValueError, RecursionError):
                yield from _top_objects(json.loads(script.text or "", strict=False))


def _top_objects(value: object) -> Iterator[Mapping[str, Any]]:
    """Yields the JSON-LD objects in a value, its @graph and its main entities."""
    if isinstance(value, list):
        for item in value:
            yield from _top_objects(item)
    elif isinstance(value, dict):
        yield value
        yield from _top_objects(value.get("@graph"))
        yield from _top_objects(value.get("mainEntity"))


def _has_type(item: Mapping[str, Any], types: frozenset[str]) -> bool:
    """Whether a JSON-LD object has one of these types."""
    stated = item.get("@type")
    names = stated if isinstance(stated, list) else [stated]
    return any(isinstance(name, str) and name.rsplit("/", 1)[-1] in types for name in names)


def _addresses(item: Mapping[str, Any]) -> set[str]:
    """The addresses that a JSON-LD object states for its page, in comparable form."""
    main = item.get("mainEntityOfPage")
    stated = (item.get("url"), item.get("@id"), main.get("@id") if isinstance(main, dict) else main)
    return {_compared_address(text) for text in stated if isinstance(text, str)}


def _compared_canonical_address(page: HtmlElement) -> str | None:
    """The canonical address of a page in comparable form; None if it states none."""
    address = canonical_address(page)
    return _compared_address(address) if address else None


def _compared_address(url: str) -> str:
    """An address without scheme, fragment and last slash, for comparison."""
    return url.split("#")[0].removeprefix("https://").removeprefix("http://").rstrip("/")


def canonical_address(page: HtmlElement) -> str | None:
    """The canonical address that a page states."""
    links = (link.get("href") for link in page.iter("link") if (link.get("rel") or "").lower() == "canonical")
    return next((url for url in links if url), None) or next(iter(_contents_of_metas(page).get("og:url", ())), None)


def _dates_of_microdata(page: HtmlElement) -> list[str]:
    """The datePublished in microdata of the article; empty if there are several different days."""
    texts = [text for element in _dated_elements(page) if (text := _stated_date(element)) and _page_day(text)][
        :MOST_STATED
    ]
    return texts if len({_page_day(text) for text in texts}) == 1 else []


def _dated_elements(page: HtmlElement) -> Iterator[HtmlElement]:
    """Yields the elements of a page that state the day of publication of its article."""
    for element in page.iter("time", "span", "div", "p", "abbr", "meta"):
        properties = (element.get("itemprop") or "").split()
        is_dated = "datePublished" in properties or (element.tag == "time" and element.get("pubdate") is not None)
        if is_dated and not _is_outside_article(element) and _is_of_article(element):
            yield element


def _stated_date(element: HtmlElement) -> str | None:
    """The date that an element states, in an attribute or in its text; None if there is none."""
    stated = (element.get("datetime"), element.get("content"), element.get("title"), element.text)
    return next((text for text in stated if isinstance(text, str) and text.strip()), None)


def _is_of_article(element: HtmlElement) -> bool:
    """Whether the microdata item of an element is an article, or has no stated type."""
    scope = next((above for above in element.iterancestors() if above.get("itemscope") is not None), None)
    stated = "" if scope is None else (scope.get("itemtype") or "")
    return (
        not stated
        or stated.rstrip("/").rsplit("/", 1)[-1] in _places_of_days().article_types | _places_of_days().page_types
    )


def _is_outside_article(element: HtmlElement) -> bool:
    """Whether an element is in a part of the page that is not about its article."""
    return any(
        above.tag in _places_of_days().beside or any(map(_BESIDE.fullmatch, _labels(above)))
        for above in element.iterancestors()
        if above.tag not in ("html", "body")
    )


def _labels(element: HtmlElement) -> list[str]:
    """The classes and the id of an element."""
    return [*(element.get("class") or "").split(), element.get("id") or ""]
