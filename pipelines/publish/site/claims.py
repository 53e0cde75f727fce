"""The ledger of claims, and one page per claim.

Here: what the pages of claims show. Not here: how a claim was judged (see pipelines.verdicts).
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import duckdb
from markupsafe import Markup

from pipelines.catalogue.words import QUALIFIERS, VERDICTS
from pipelines.publish.site.folder import SiteFolder
from pipelines.publish.site.naming import claim_page, subject_page
from pipelines.publish.site.pictures import is_decided, judged_card, picture_of, picture_of_judged, put_card
from pipelines.publish.site.rendering import Pages
from pipelines.publish.site.words import country, glyphs_and_words, listed, number, verdict_word
from pipelines.warehouse.claim_reviews import claim_review
from pipelines.warehouse.documents import documents
from pipelines.warehouse.schema import text_of

Row = Mapping[str, Any]

SHOWN_AT_FIRST = 50
QUOTE_SHOWN = 240
SUMMARY_SHOWN = 200
MOST_SQUARES = 120
SQUARES_IN_A_ROW = 40
SQUARE_STEP = 19
SQUARE = Markup('<rect class="%s" x="%d" y="%d" width="14" height="14" rx="1"/>')
EXACT_SCORE = 0.999


def ledger(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """All claims as the ledger shows them: those decided by the record first, then the newest first."""
    rows = connection.sql(text_of("site/ledger.sql")).pl().to_dicts()
    return [
        {**row, "said": shortened(row["quote"]), "on": row["article_date"], "figures": _record_and_claimed(row)}
        for row in rows
    ]


def shortened(text: str, limit: int = QUOTE_SHOWN) -> str:
    """A text cut to a number of characters, with an ellipsis where it was longer."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _record_and_claimed(row: Row) -> str:
    """The figures of a claim in a ledger: "24 / 25" (in the record / claimed); empty if there are none."""
    claimed = number(row["claimed"]) or row["count_text"] or ""
    in_record = number(row["found"])
    return f"{in_record} / {claimed}" if in_record and claimed else claimed or (f"{in_record} / –" if in_record else "")


def write_ledger(site: SiteFolder, pages: Pages, rows: list[dict[str, Any]]) -> None:
    """Write the page of the ledger, and all its rows as a script for the filters."""
    path = "claims/index.html"
    by_verdict = Counter(row["verdict"] for row in rows)
    values = {
        "rows": rows[:SHOWN_AT_FIRST],
        "total": len(rows),
        "counts": {name: by_verdict[name] for name in VERDICTS},
        "authorities": sorted({row["authority"] for row in rows if row["authority"]}),
        "countries": sorted({row["target_country"] for row in rows if row["target_country"]}),
        "statuses": sorted({row["status"] for row in rows}),
        "outlets": sorted({row["outlet"] for row in rows if row["outlet"]}),
    }
    site.put_content(path, pages.page("claims.html", path, title="Claims", section="claims", **values))
    site.put_content("claims/ledger.js", _ledger_script(rows))


def _ledger_script(rows: list[dict[str, Any]]) -> str:
    """The rows of the ledger as JavaScript, one list of values per claim; its last is the number of its article."""
    articles = {row["article_id"]: [row["title"] or "", row["outlet"] or "", str(row["on"] or "")] for row in rows}
    number_of = {article_id: number for number, article_id in enumerate(articles)}
    values = [
        [
            row["verdict"], row["said"], row["said_by"], str(row["on"] or ""), row["figures"], row["residual"],
            row["authority"], row["target_country"], row["status"], claim_page(row["claim_id"]).removeprefix("claims/"),
            row["fulfilled_on"] is not None, number_of[row["article_id"]],
        ]
        for row in rows
    ]  # fmt: skip
    shown = [[article_id, *words] for article_id, words in articles.items()]
    return f"{verdict_words_script()}window.ARTICLES={script_json(shown)};\nwindow.LEDGER={script_json(values)};\n"


def verdict_words_script() -> str:
    """Glyph and word of every verdict, for the script that filters a ledger."""
    return f"window.VERDICTS={script_json(glyphs_and_words())};\n"


def script_json(value: object) -> str:
    """JSON that is safe inside a script element or file."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def write_claims(site: SiteFolder, pages: Pages, connection: duckdb.DuckDBPyConnection, claims: int) -> None:
    """Write the pages of the claims that changed; `claims` is about how many there are."""
    for claim_id, digest, document in documents(connection, "site/claims.sql", claims):
        path = claim_page(claim_id)
        if not site.has(path, digest):
            site.write(path, claim_html(pages, path, json.loads(document)))


def write_claim_pictures(site: SiteFolder, pages: Pages, rows: list[dict[str, Any]]) -> None:
    """Write the pictures of the claims that the record decides; all others share the picture of their verdict."""
    for row in rows:
        if not is_decided(row["verdict"], row["fulfilled_on"]):
            continue
        day = f", {row['on']}" if row["on"] else ""
        facts = [f"{country(row['authority'])}{day}".lstrip(", "), _figures_in_words(row)]
        card = judged_card(
            f"“{row['said']}”", row["verdict"], list(filter(None, facts)),
            fulfilled=row["fulfilled_on"] is not None, example=pages.example,
        )  # fmt: skip
        put_card(site, picture_of(claim_page(row["claim_id"])), card)


def _figures_in_words(row: Row) -> str:
    """The figures of a claim in words: "25 claimed, 24 in the official record"."""
    claimed, in_record = row["claimed"], row["found"]
    texts = [f"{number(claimed)} claimed" if claimed is not None else "",
             f"{number(in_record)} in the official record" if in_record is not None else ""]  # fmt: skip
    return ", ".join(filter(None, texts))


def claim_html(pages: Pages, path: str, claim: dict[str, Any]) -> str:
    """The page of a claim as HTML."""
    sources = number_sources(claim["rows"] or [])
    for row in claim["rows"] or []:
        row["page"] = subject_page(row["subject_id"])
        row["listed"] = listed(row["listed_on"], row["basis"], row["after"], row["by"])
    sentence = without_verdict(claim["explanation"], verdict_word(claim["verdict"]))
    return pages.page(
        "claim.html",
        path,
        title=f"“{shortened(claim['quote'], 80)}”",
        section="claims",
        c=claim,
        passage=passage_parts(claim),
        sentence=sentence,
        summary=shortened(f"{verdict_word(claim['verdict'])}: {sentence}", SUMMARY_SHOWN),
        picture=picture_of_judged(path, claim["verdict"], claim["fulfilled_on"]),
        review=claim_review(claim),
        sources=sources,
        targets=[{**target, "closeness": _closeness_in_words(target["score"])} for target in claim["targets"] or []],
        squares=_squares_of_parties(claim["claimed"], claim["found"]),
        place=_place_of_quote(claim),
        kinds=_counts_by_party_type(claim),
        plain_qualifier=lambda code: QUALIFIERS.get(code, ""),
        statement=text_of("site/to_copy/claim.sql").rstrip().format(claim["claim_id"].replace("'", "''")),
    )


def without_verdict(explanation: str | None, word: str) -> str:
    """The explanation without the verdict at its beginning, which stands above it on the page."""
    if not explanation:
        return "This claim was not judged."
    rest = explanation.removeprefix(f"{word}: ")
    return rest[:1].upper() + rest[1:]


def passage_parts(claim: Row) -> dict[str, str] | None:
    """The words before the quote, the quote, and the words after it; None if there are none or they do not fit."""
    if claim["passage"] is None:
        return None
    length_before = claim["start"] - claim["passage_start"]
    before, after = claim["passage"][:length_before], claim["passage"][length_before + len(claim["quote"]) :]
    if length_before < 0 or before + claim["quote"] + after != claim["passage"]:
        return None
    if not any(letter.isalnum() for letter in before + after):
        return None  # the quote is the whole sentence, and stands above it
    return {"before": before, "quote": claim["quote"], "after": after}


def number_sources(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The distinct snapshots that the rows come from, in the order of their numbers on the page.

    It sets `source` of every row to the number of its snapshot, so that the page can refer to it.
    """
    numbers: dict[tuple[str, str], int] = {}
    sources = []
    for row in rows:
        if row["sha256"] is None:
            continue
        key = (row["list_id"], row["sha256"])
        if key not in numbers:
            numbers[key] = len(numbers) + 1
            sources.append(row)
        row["source"] = numbers[key]
    return sources


def _closeness_in_words(score: float | None) -> str:
    """How well a name matched: "exact" or "near"; empty without a score."""
    if score is None:
        return ""
    return "exact" if score >= EXACT_SCORE else "near"


def _squares_of_parties(claimed: int | None, found: int | None) -> dict[str, Any] | None:
    """One square per party, as SVG: both claimed and found, only claimed, or only found.

    None without both figures, or with more than MOST_SQUARES parties.
    """
    if claimed is None or found is None or not 0 < max(claimed, found) <= MOST_SQUARES:
        return None
    total = max(claimed, found)
    kinds = [
        "both" if position < min(claimed, found) else ("missing" if claimed > found else "beyond")
        for position in range(total)
    ]
    boxes = Markup("").join(
        SQUARE % (kind, 1 + position % SQUARES_IN_A_ROW * SQUARE_STEP, 1 + position // SQUARES_IN_A_ROW * SQUARE_STEP)
        for position, kind in enumerate(kinds)
    )
    return {
        "boxes": boxes,
        "width": min(total, SQUARES_IN_A_ROW) * SQUARE_STEP,
        "height": ((total - 1) // SQUARES_IN_A_ROW + 1) * SQUARE_STEP,
    }


def _place_of_quote(claim: Row) -> dict[str, str] | None:
    """Position and width of the quote in its article, in thousandths of the article's length; None if not known."""
    length = claim["characters"]
    if not length or claim["end"] > length:
        return None
    width = max(4.0, 1000 * (claim["end"] - claim["start"]) / length)
    return {"x": f"{min(1000 * claim['start'] / length, 1000 - width):.0f}", "width": f"{width:.0f}"}


def _counts_by_party_type(claim: Row) -> str:
    """The numbers found by party type: "8 individuals, 1 entity"."""
    names = (("individuals", "individual"), ("entities", "entity"), ("vessels", "vessel"), ("aircraft", "aircraft"))
    return ", ".join(f"{claim[many]:,} {one if claim[many] == 1 else many}" for many, one in names if claim[many])


def verdict_counts(rows: list[dict[str, Any]]) -> Iterator[tuple[str, int]]:
    """How many claims have which verdict, in the order in which verdicts are shown."""
    counts = Counter(row["verdict"] for row in rows)
    return ((name, counts[name]) for name in VERDICTS)
