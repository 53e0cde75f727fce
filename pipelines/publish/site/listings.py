"""The parts of a subject's page that repeat for every listing, as HTML: table rows, what each list says, sources.

Here: HTML made by joining strings, because these parts are most of the page and a template takes three times as long.
Not here: the rest of the page (see subjects and subject.html). Every value from a list is escaped in this module.
"""

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

from markupsafe import Markup

from pipelines.publish.site.naming import day_page, list_page
from pipelines.publish.site.rendering import web_address
from pipelines.publish.site.words import country, plain

Listing = dict[str, Any]


def listing_rows(listings: list[Listing], root: str) -> Markup:
    """The rows of the table of listings (HTML).

    Args:
        listings: of one subject.
        root: the relative path from the page to the root of the site.
    """
    return _markup("".join(_listing_row(listing, root) for listing in listings))


def _listing_row(listing: Listing, root: str) -> str:
    """One listing as a table row (HTML)."""
    list_id = escape(listing["list_id"])
    return (
        f'<tr data-authority="{escape(listing["authority"])}" data-from="{listing["listed_from"]}"'
        f' data-to="{listing["listed_to"] or ""}">\n'
        f'<td><a class="ref" href="{root}{list_page(list_id)}">{list_id}</a></td>\n'
        f'<td class="ref">{escape(listing["native_id"])}</td><td><bdi>{escape(listing["primary_name"])}</bdi></td>\n'
        f"<td>{listing['listed']}</td>\n<td>{_delisting(listing, list_id)}</td>\n<td>{escape(listing['lag'])}</td>\n"
        f"<td>{_link_to_source(listing)}</td></tr>\n"
    )


def _delisting(listing: Listing, list_id: str) -> str:
    """The day of delisting and how it is known as HTML; or that the listing is in force in the newest snapshot."""
    if listing["delisted_on"]:
        basis = escape(listing["delisted_on_basis"] or "")
        return f'<time class="ref">{listing["delisted_on"]}</time> <span class="basis">{basis}</span>'
    return f'in&nbsp;force <span class="basis" data-held="{list_id}">in the newest snapshot held</span>'


def _link_to_source(listing: Listing) -> str:
    """A link to the numbered source below; empty if no snapshot is known."""
    return f'<a href="#source-{listing["source"]}">[{listing["source"]}]</a>' if listing["sha256"] else ""


def column_heads(listings: list[Listing]) -> Markup:
    """The heads of the columns of what each list says, one per listing."""
    return _markup("".join(_column_head(listing) for listing in listings))


def _column_head(listing: Listing) -> str:
    """The head of the column of one listing (HTML)."""
    source = f" {_link_to_source(listing)}" if listing["sha256"] else ""
    until = f'<br><span class="note">until {listing["delisted_on"]}</span>' if listing["delisted_on"] else ""
    return f'<th scope="col"><span class="ref">{escape(listing["list_id"])}</span>{source}{until}</th>'


def joined_pairs(pairs: Iterable[Mapping[str, str]]) -> Markup:
    """The items of the list of reasons why two listings are one subject."""
    return _markup(
        "".join(
            f'<li><span class="ref">{escape(pair["of"])}</span> and <span class="ref">{escape(pair["other"])}</span>: '
            f"{escape(pair['explanation'])}</li>"
            for pair in pairs
        )
    )


def source_items(sources: list[Listing], root: str) -> Markup:
    """The items of the list of sources, in the order of their numbers."""
    return _markup("".join(_source_item(number, source, root) for number, source in enumerate(sources, start=1)))


def _source_item(number: int, source: Listing, root: str) -> str:
    """One numbered source as a list item (HTML)."""
    day, url = str(source["published_on"]), source["source_url"]
    escaped_address = escape(web_address(url) or "")
    address_html = (
        f'<a href="{escaped_address}" rel="noreferrer noopener">{escaped_address}</a>'
        if escaped_address
        else f'<span class="ref">{escape(url or "")}</span>'
    )
    return (
        f'<li id="source-{number}"><span class="ref">{escape(source["list_id"])}</span>, '
        f'<a href="{root}{day_page(day)}"><time class="ref">{day}</time></a>, the first snapshot with these words: '
        f'{address_html} <span class="hash">sha256&nbsp;{source["sha256"]}</span></li>'
    )


def names_in_line(names: Iterable[str]) -> Markup:
    """Names with dots between them, each isolated from the writing direction of its neighbours."""
    return _markup(" · ".join([f"<bdi>{escape(name)}</bdi>" for name in names]))


def _markup(html: str) -> Markup:
    """HTML that is safe to insert as it is."""
    return Markup(html)  # noqa: S704 - every value from outside is escaped where it is put in


def _values_of_field(field: str) -> Callable[[Listing], list[str]]:
    """A function that gives the values of one field of a listing as texts."""
    return lambda listing: [str(value) for value in listing[field]] if listing[field] else []


def _births(listing: Listing) -> list[str]:
    """The births of a listing as texts: "12 May 1970", with the day until which a former one was stated."""
    return [_with_end(birth["text"], birth["until"]) for birth in listing["births"] or ()]


def _other_names(listing: Listing) -> list[str]:
    """The names of a listing but its primary name, with the day until which a former one was stated."""
    primary = listing["primary_name"]
    names = [_with_end(name["name"], name["until"]) for name in listing["names"] or ()]
    return [name for name in names if name != primary]


def _with_end(text: str, until: str | None) -> str:
    """A text with the day until which it was stated, if it is not stated any more."""
    return f"{text} (until {until})" if until else text


def _identifiers(listing: Listing) -> list[str]:
    """The identifiers of a listing as texts: "passport: 123 (RU)"."""
    return [
        _with_end(
            f"{plain(identifier['kind'])}: {identifier['value']}"
            + (f" ({identifier['issuer']})" if identifier["issuer"] else ""),
            identifier["until"],
        )
        for identifier in listing["identifiers"] or ()
        if identifier["kind"] != "list_reference"
    ]


def _countries(listing: Listing) -> list[str]:
    """The ties of a listing to countries as texts: "nationality: Russia"."""
    ties = [f"{plain(tie['link'])}: {country(tie['country']) or tie['text']}" for tie in listing["countries"] or ()]
    return list(dict.fromkeys(ties))


def _features(listing: Listing) -> list[str]:
    """The features of a listing as texts: "position: minister"."""
    return [f"{plain(feature['kind'])}: {feature['value']}" for feature in listing["features"] or ()]


ROWS: tuple[tuple[str, Callable[[Listing], list[str]]], ...] = (
    ("Name", lambda listing: [listing["primary_name"]]),
    ("Other names", _other_names),
    ("Type", lambda listing: [listing["party_type"]]),
    ("Born", _births),
    ("Place of birth", _values_of_field("birth_places")),
    ("Countries", _countries),
    ("Listed", lambda listing: [listing["listed_on"]] if listing["listed_on"] else []),
    ("Programmes", _values_of_field("programmes")),
    ("Legal basis", _values_of_field("legal_basis")),
    ("Measures", _values_of_field("measures")),
    ("Identifiers", _identifiers),
    ("Addresses", _values_of_field("addresses")),
    ("Also stated", _features),
    ("Remarks", lambda listing: [listing["remarks"]] if listing["remarks"] else []),
)
"""Label of a row, and the values of a listing in it."""


def side_by_side(listings: list[Listing]) -> Markup:
    """What lists state, side by side (HTML): a row per kind of fact, with a cell per listing.

    Kinds without any value are left out.
    """
    columns = [f' data-list="{escape(listing["list_id"])}"' for listing in listings]
    rows = []
    for label, values_of in ROWS:
        cells = [values_of(listing) for listing in listings]
        if any(cells):
            mark = ' class="differs"' if len(listings) > 1 and _differs(label, listings) else ""
            drawn = "".join([_cell(values, mark + column) for values, column in zip(cells, columns, strict=True)])
            rows.append(f'<tr><th scope="row">{label}</th>{drawn}</tr>\n')
    return _markup("".join(rows))


def _cell(values: list[str], mark: str) -> str:
    """The values of one list as a table cell (HTML), with the attributes in `mark`; a dash without values."""
    if not values:
        return '<td class="void"><span class="none">–</span></td>'
    if len(values) == 1:
        return f"<td{mark}><bdi>{escape(values[0])}</bdi></td>"
    items = "</bdi></li><li><bdi>".join([escape(value) for value in values])
    return f"<td{mark}><ul><li><bdi>{items}</bdi></li></ul></td>"


def _differs(label: str, listings: list[Listing]) -> bool:
    """Whether lists contradict each other; days are compared as days, not as text."""
    match label:
        case "Born":
            return len(_birth_days(listings)) > 1
        case "Type":
            return len({listing["party_type"] for listing in listings}) > 1
        case "Listed":
            return len({listing["listed_on"] for listing in listings if listing["listed_on"]}) > 1
    return False


def _birth_days(listings: list[Listing]) -> set[tuple[tuple[str, str], ...]]:
    """What different lists state of the days of birth, as intervals; lists without a day are left out."""
    stated = (
        tuple(sorted((birth["earliest"], birth["latest"]) for birth in listing["births"] or () if birth["earliest"]))
        for listing in listings
    )
    return set(filter(None, stated))
