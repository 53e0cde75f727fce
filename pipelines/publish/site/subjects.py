"""The pages of subjects, one per subject: what all lists state about one party, side by side.

Here: what these pages show. Not here: which listings are the same party (see pipelines.matching.subjects).
"""

import json
from datetime import date
from typing import Any

import duckdb
from markupsafe import escape

from pipelines.publish.site.claims import number_sources, shortened
from pipelines.publish.site.folder import SiteFolder
from pipelines.publish.site.listings import (
    Listing,
    column_heads,
    joined_pairs,
    listing_rows,
    names_in_line,
    side_by_side,
    source_items,
)
from pipelines.publish.site.naming import claim_page, root_of, subject_page
from pipelines.publish.site.rendering import Pages
from pipelines.publish.site.timeline import timeline
from pipelines.publish.site.words import PARTY_TYPES, country, lag, listed
from pipelines.warehouse.documents import documents
from pipelines.warehouse.schema import text_of

NAMES_SHOWN = 40
CHANGES_SHOWN = 200
MOST_COLUMNS = 7
"""Most listings side by side at the usual width of columns."""
CERTAIN_BASES = ("official", "notice")
FIELDS = (
    "path", "title", "subject_id", "party_type", "name", "key_facts", "other_names", "chart", "listing_rows",
    "restatements", "first_mover", "side_class", "column_heads", "side", "ties", "changes", "claims", "why", "sources",
    "statement",
)  # fmt: skip
"""What differs from page to page in subject.html."""


def write_subjects(site: SiteFolder, pages: Pages, connection: duckdb.DuckDBPyConnection, last_year: int) -> None:
    """Write the pages of the subjects that changed."""
    subjects = connection.table("subject").shape[0] or connection.table("designation").shape[0]
    subject_pages = SubjectPages(pages, last_year)
    for subject_id, digest, document in documents(connection, "site/subjects.sql", subjects):
        path = subject_page(subject_id)
        if not site.has(path, f"{digest} {last_year}"):
            site.write(path, subject_pages.html(path, json.loads(document)))


class SubjectPages:
    """Makes the page of a subject from what all subjects' pages share.

    The template is rendered once, with a field such as `{name}` where a page's own values go, and str.format fills
    these in: rendering the template for each of some 20,000 pages takes much longer.
    """

    def __init__(self, pages: Pages, last_year: int) -> None:
        """Render the parts that all pages of subjects share."""
        path = subject_page("")
        self._root, self._last_year = root_of(path), last_year
        self._pattern = pages.pattern("subject.html", self._root, FIELDS, section="subjects")
        self._sections = pages.macros("subject_sections.html", self._root)

    def html(self, path: str, subject: dict[str, Any]) -> str:
        """The page of a subject. Every value is escaped here or where its HTML is made."""
        listings = subject["listings"]
        first = first_known(listings)
        open_days = perhaps_earlier(listings, first)
        _add_days(listings, first, is_first_certain=not open_days)
        values = {
            "path": path,
            "title": escape(shortened(subject["name"], 80)),
            "subject_id": escape(subject["subject_id"]),
            "party_type": escape(PARTY_TYPES[subject["party_type"]]),
            "name": escape(subject["name"]),
            "key_facts": names_in_line(key_facts(listings)),
            "other_names": _paragraph(names_in_line(other_names(subject)), "lead names"),
            "sources": source_items(number_sources(listings), self._root),
            "chart": timeline(listings, self._last_year),
            "listing_rows": listing_rows(listings, self._root),
            "restatements": _restatements(listings),
            "first_mover": _paragraph(escape(_first_mover(listings, first, open_days))),
            "side_class": "side many" if len(listings) > MOST_COLUMNS else "side",
            "column_heads": column_heads(listings),
            "side": side_by_side(listings),
            "statement": escape(_statement(subject)),
        }
        return self._pattern.format(**values, **self._optional_sections(subject))

    def _optional_sections(self, subject: dict[str, Any]) -> dict[str, str]:
        """The sections that only some pages have; empty where there is nothing to show."""
        sections, claims, changes = self._sections, subject["claims"], _changes(subject["listings"])
        ties, near, joined = subject["ties"], subject["near"], subject["joined"]
        for other in [*(ties or []), *(near or [])]:
            other["page"] = subject_page(other["subject_id"]) if other["subject_id"] else None
        for claim in claims or []:
            claim["page"] = claim_page(claim["claim_id"])
        return {
            "ties": sections.ties(ties) if ties else "",
            "changes": sections.changes(changes) if changes else "",
            "claims": sections.claims(claims) if claims else "<p>None that we read.</p>",
            "why": sections.why(joined_pairs(joined or []), near, subject["near_misses"]) if joined or near else "",
        }


def _add_days(listings: list[Listing], first: Listing | None, *, is_first_certain: bool) -> None:
    """Add to every listing its day of listing as HTML, and how much later than the first one it is."""
    for listing in listings:
        if listing is first:
            listing["lag"] = "first" if is_first_certain else "first known"
        else:
            listing["lag"] = _lag_behind(listing, first)
        listing["listed"] = listed(
            listing["listed_on"], listing["listed_on_basis"], listing["listed_after"], listing["listed_by"]
        )


def _paragraph(html: str, look: str = "") -> str:
    """A paragraph of HTML, with the CSS classes in `look`; empty if there is nothing to say."""
    if not html:
        return ""
    return f'<p class="{look}">{html}</p>' if look else f"<p>{html}</p>"


def _restatements(listings: list[Listing]) -> str:
    """A paragraph for each reason why listings have the day of a list's restatement, and not of their first listing."""
    reasons = dict.fromkeys(listing["restatement"] for listing in listings if listing.get("restatement"))
    return "".join(f"{_paragraph(escape(reason), 'note')}\n" for reason in reasons)


def _statement(subject: dict[str, Any]) -> str:
    """The SQL with which a reader gets the same facts from the published file."""
    subject_id, listings = subject["subject_id"], subject["listings"]
    is_single_listing = len(listings) == 1 and listings[0]["designation_id"] == subject_id
    sql = text_of(f"site/to_copy/{'designation' if is_single_listing else 'subject'}.sql").rstrip()
    return sql.format(subject_id.replace("'", "''"))


MOST_VALUES_SHOWN = 2
"""Most values of a key fact that are shown; with more, the page says that lists differ."""
ROLES = ("function", "position", "title")


def key_facts(listings: list[Listing]) -> list[str]:
    """Birth, nationality, role, and who lists the party since when, as stated by its listings in force."""
    current = [listing for listing in listings if not listing["delisted_on"]]
    listings_shown = current or listings
    births = sorted(
        {_day_or_text(birth) for listing in listings_shown for birth in listing["births"] or [] if not birth["until"]}
    )
    nations = sorted(
        {
            country(tie["country"])
            for listing in listings_shown
            for tie in listing["countries"] or []
            if tie["link"] in ("nationality", "citizenship") and tie["country"]
        }
    )
    roles = [
        feature["value"]
        for kind in ROLES
        for listing in listings_shown
        for feature in listing["features"] or []
        if feature["kind"] == kind
    ]
    facts = [f"Born {' or '.join(births)}"] if 0 < len(births) <= MOST_VALUES_SHOWN else []
    facts += ["Lists differ on the birth"] if len(births) > MOST_VALUES_SHOWN else []
    facts += [f"Nationality: {', '.join(nations)}"] if nations else []
    facts += [shortened(roles[0], 120)] if roles else []
    return [*facts, _listed_by_whom(current)]


def _day_or_text(birth: dict[str, Any]) -> str:
    """The day of birth if it is exact, else the words of the list."""
    is_day = birth["earliest"] is not None and birth["earliest"] == birth["latest"]
    return str(birth["earliest"] if is_day else birth["text"])


def _listed_by_whom(current: list[Listing]) -> str:
    """The authorities that list the party now, with the day of their first listing."""
    since: dict[str, str] = {}
    for listing in current:
        day, authority = listing["listed_on"] or "", listing["authority"]
        since[authority] = min(filter(None, (day, since.get(authority, ""))), default="")
    if not since:
        return "On no list any more"
    ordered = sorted(since.items(), key=lambda item: (not item[1], item[1], item[0]))
    return "Listed by " + ", ".join(
        f"{country(authority)} {f'since {day}' if day else '(day not known)'}" for authority, day in ordered
    )


def other_names(subject: dict[str, Any]) -> list[str]:
    """Distinct current names of the party except its main one, names in other scripts first; at most NAMES_SHOWN."""
    order_of_names = {
        name["name"]: (name["script"] in (None, "Latn"), name["quality"] == "weak")
        for listing in subject["listings"]
        for name in listing["names"] or []
        if not name["until"]
    }
    order_of_names.pop(subject["name"], None)
    return sorted(order_of_names, key=lambda name: (*order_of_names[name], name))[:NAMES_SHOWN]


def first_known(listings: list[Listing]) -> Listing | None:
    """The earliest of the listings whose day a source states; None if no day is stated."""
    return min(
        (listing for listing in listings if _has_stated_day(listing)),
        key=lambda listing: str(listing["listed_on"]),
        default=None,
    )


def perhaps_earlier(listings: list[Listing], first: Listing | None) -> list[Listing]:
    """The listings that may be earlier than the first known one: no source states their day or that it is later."""
    known_from = first["listed_on"] if first else None
    return [
        listing
        for listing in listings
        if not (_has_stated_day(listing) or (known_from and (listing["listed_after"] or "") >= known_from))
    ]


def _has_stated_day(listing: Listing) -> bool:
    """Whether a source states the day of the listing."""
    return listing["listed_on"] is not None and listing["listed_on_basis"] in CERTAIN_BASES


def _lag_behind(listing: Listing, first: Listing | None) -> str:
    """How many days later than the first listing; "" if that is not known.

    A range, if the day is only known to lie between two snapshots.
    """
    if first is None or listing["listed_on"] is None:
        return ""
    start = date.fromisoformat(first["listed_on"])
    most_days = (date.fromisoformat(listing["listed_on"]) - start).days
    if listing["listed_on_basis"] in CERTAIN_BASES:
        return lag(most_days)
    if listing["listed_after"] is None:
        return ""
    fewest_days = (date.fromisoformat(listing["listed_after"]) - start).days + 1
    return lag(most_days) if fewest_days == most_days else f"{fewest_days:,} to {most_days:,} days later"


def _first_mover(listings: list[Listing], first: Listing | None, open_days: list[Listing]) -> str:
    """A sentence on who listed the party first; empty if only one authority lists it."""
    authorities = {listing["authority"] for listing in listings}
    if len(authorities) == 1:
        return ""
    if first is None:
        return "Who listed it first cannot be said: no day of listing is known for certain."
    same_day = {listing["authority"] for listing in listings if listing["listed_on"] == first["listed_on"]}
    movers = " and ".join(country(code) for code in sorted(same_day))
    if open_days:
        open_lists = ", ".join(sorted({open_day["list_id"] for open_day in open_days}))
        return (
            f"First of those whose day is stated: {movers}, on {first['listed_on']}. Whether {open_lists} came before "
            f"is not known; {len(authorities)} authorities in all."
        )
    return f"First: {movers}, on {first['listed_on']}; {len(authorities)} authorities in all."


def _changes(listings: list[Listing]) -> list[dict[str, Any]]:
    """The newest changes of all listings, at most CHANGES_SHOWN."""
    changes = [{**change, "list_id": listing["list_id"]} for listing in listings for change in listing["changes"] or []]
    return sorted(changes, key=lambda change: str(change["on"]), reverse=True)[:CHANGES_SHOWN]


def write_front(site: SiteFolder, pages: Pages, connection: duckdb.DuckDBPyConnection) -> None:
    """Write the overview page of subjects."""
    path = "subjects/index.html"
    values = {
        "types": connection.sql(text_of("site/subject_types.sql")).pl().to_dicts(),
        "newest": connection.sql(text_of("site/subjects_newest.sql")).pl().to_dicts(),
        "widest": connection.sql(text_of("site/subjects_widest.sql")).pl().to_dicts(),
        "claimed": connection.sql(text_of("site/subjects_claimed.sql")).pl().to_dicts(),
    }
    site.put_content(path, pages.page("subjects.html", path, title="Subjects", section="subjects", **values))
