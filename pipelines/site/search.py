"""The index of the search: scripts that a page can load from a disk, one for each beginning of a word.

Here: what can be found under which word, and in which file that word lies. Not here: the search itself (see
files/search.js, which folds words as `folded` does).

A page opened from a disk may load scripts and nothing else, so every file of the index is one. `w-…` and `u-…` hold
words and the entries that have them, the best known entry first; `e-…` holds entries: page, name, what it is.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import duckdb
import polars as pl

from pipelines.site.claims import script_json, shortened
from pipelines.site.folder import SiteFolder, digest_of
from pipelines.site.naming import claim_page, list_page, subject_page
from pipelines.site.words import PARTY_TYPES, verdict_word
from pipelines.warehouse.schema import text_of

A_SHARD = 100_000
"""Bytes past which a shard is split by one more letter."""
LONGEST_WORD = 80
NAME_SHOWN = 160


def write_search(
    site: SiteFolder,
    connection: duckdb.DuckDBPyConnection,
    claims: list[dict[str, Any]],
    snapshots: list[dict[str, Any]],
) -> None:
    """All files of the index, and the list of them that the search begins with."""
    entries = pl.concat([_subject_entries(connection), _other_entries(claims, snapshots)])
    entries = entries.with_columns(key=pl.col("path").map_elements(_key, return_dtype=pl.String))
    words = _words(connection, claims, snapshots).join(entries.select("path", "key", "rank"), on="path")
    _write_entries(site, entries)
    _write_words(site, words)


def _key(path: str) -> str:
    return digest_of(path)[:10]


def folded(column: str) -> pl.Expr:
    """Text as it is searched: without marks, in lower case."""
    return pl.col(column).str.normalize("NFKD").str.to_lowercase().str.replace_all(r"\p{M}", "")


def _subject_entries(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    rows = connection.sql(text_of("site/search_subjects.sql")).pl()
    what = [
        f"{PARTY_TYPES[kind]} · {', '.join(who)}{'' if in_force else ' · no longer listed'}"
        for kind, who, in_force in rows.select("party_type", "authorities", "in_force").iter_rows()
    ]
    return pl.DataFrame({
        "path": [subject_page(each) for each in rows["subject_id"]],
        "name": [shortened(each, NAME_SHOWN) for each in rows["name"]],
        "what": what,
        "rank": -rows["lists"].cast(pl.Int64),
    }, schema=_ENTRY)  # fmt: skip


_ENTRY = {"path": pl.String, "name": pl.String, "what": pl.String, "rank": pl.Int64}


def _other_entries(claims: list[dict[str, Any]], snapshots: list[dict[str, Any]]) -> pl.DataFrame:
    found = [
        (claim_page(each["claim_id"]), f"“{shortened(each['quote'], NAME_SHOWN)}”",
         f"Claim · {verdict_word(each['verdict'])} · {each['on'] or 'undated'}", -50)
        for each in claims
    ]  # fmt: skip
    found += [
        (
            _snapshot_page(each),
            f"{each['list_id']} of {each['published_on']}",
            f"Snapshot · {each['state'].replace('_', ' ')}",
            -20,
        )
        for each in snapshots
    ]
    found += [(list_page(each), each, "List", -60) for each in sorted({each["list_id"] for each in snapshots})]
    return pl.DataFrame(found, schema=_ENTRY, orient="row").unique("path", keep="first", maintain_order=True)


def _snapshot_page(snapshot: dict[str, Any]) -> str:
    return f"{list_page(snapshot['list_id'])}#{snapshot['sha256'][:16]}"


def _words(
    connection: duckdb.DuckDBPyConnection, claims: list[dict[str, Any]], snapshots: list[dict[str, Any]]
) -> pl.DataFrame:
    """path, word: everything that can be sought."""
    subjects = connection.sql(text_of("site/search_names.sql")).pl()
    pages = pl.DataFrame({"subject_id": subjects["subject_id"].unique()})
    pages = pages.with_columns(path=pl.col("subject_id").map_elements(subject_page, return_dtype=pl.String))
    subjects = subjects.join(pages, on="subject_id")
    said = pl.concat([
        subjects.filter(~pl.col("is_reference")).select("path", text="said"),
        subjects.filter(~pl.col("is_reference")).select("path", text="latin").drop_nulls(),
        _frame((claim_page(each["claim_id"]), f"{each['quote']} {each['said_by'] or ''}") for each in claims),
        _frame((list_page(each["list_id"]), each["list_id"]) for each in snapshots),
    ])  # fmt: skip
    whole = pl.concat([
        subjects.filter("is_reference").select("path", text="said"),
        _frame((claim_page(each["claim_id"]), each["claim_id"]) for each in claims),
        _frame((_snapshot_page(each), each["sha256"]) for each in snapshots),
    ])  # fmt: skip
    parts = said.with_columns(word=folded("text").str.extract_all(r"[\p{L}\p{N}]+")).explode("word")
    joined = whole.with_columns(word=folded("text").str.replace_all(r"[^\p{L}\p{N}]", ""))
    both = pl.concat([parts.select("path", "word"), joined.select("path", "word")])
    return (
        both.drop_nulls().filter(pl.col("word") != "").with_columns(pl.col("word").str.slice(0, LONGEST_WORD)).unique()
    )


def _frame(rows: Iterable[tuple[str, str]]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema={"path": pl.String, "text": pl.String}, orient="row")


def _write_entries(site: SiteFolder, entries: pl.DataFrame) -> None:
    blocks: dict[str, dict[str, list[str]]] = {}
    for key, path, name, what in entries.select("key", "path", "name", "what").sort("key").iter_rows():
        blocks.setdefault(key[:2], {})[key] = [path, name, what]
    for block, held in blocks.items():
        site.put_content(f"search/e-{block}.js", f"E({script_json(held)});\n")


def _write_words(site: SiteFolder, words: pl.DataFrame) -> None:
    lines = (
        words.sort("word", "rank", "key")
        .group_by("word", maintain_order=True)
        .agg(pl.col("key").str.join(" "))
        .sort("word")
    )
    names = []
    for prefix, held in _shards(list(lines.iter_rows()), ""):
        names.append(prefix)
        site.put_content(f"search/{_shard_file(prefix)}.js", f"W({script_json(dict(held))});\n")
    site.put_content("search/shards.js", f"window.SHARDS={script_json(names)};\n")


def _shards(lines: list[tuple[str, str]], prefix: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Words by their beginning: as few letters as keep a shard small. A word that ends there stays behind."""
    size = sum(len(word.encode()) + len(keys) + 6 for word, keys in lines)
    if prefix and size <= A_SHARD:
        yield prefix, lines
        return
    longer: dict[str, list[tuple[str, str]]] = {}
    for line in lines:
        longer.setdefault(line[0][: len(prefix) + 1], []).append(line)
    if prefix in longer:
        yield prefix, longer.pop(prefix)
    for beginning, held in longer.items():
        yield from _shards(held, beginning)


def _shard_file(prefix: str) -> str:
    """A file name that every system takes: the letters where they are plain, else their numbers."""
    if prefix.isascii() and prefix.isalnum():
        return f"w-{prefix}"
    return "u-" + "-".join(f"{ord(letter):x}" for letter in prefix)
