"""The search index: scripts that a page can load from disk, one per prefix of words.

Here: which entries a word leads to, and which file holds the word. Not here: the search itself (see files/search.js,
which folds words as `folded` does).

A page opened from disk can load only scripts, so every file of the index is a script. `w-…` and `u-…` hold words with
their entries, the highest rank first; `e-…` holds entries: page, name, description.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import duckdb
import polars as pl

from pipelines.publish.site.claims import script_json, shortened
from pipelines.publish.site.folder import SiteFolder, digest_of
from pipelines.publish.site.naming import claim_page, list_page, subject_page
from pipelines.publish.site.words import PARTY_TYPES, verdict_word
from pipelines.warehouse.schema import text_of

LARGEST_SHARD = 100_000
"""Size in bytes above which a shard is split by one more letter."""
BESIDE_WORDS = 6
"""Bytes of a line of a shard beside the word and its keys: quotes, colon and comma."""
Line = tuple[str, str, int]
"""A word, the keys of its entries with spaces between them, and the size of the line in bytes."""
LONGEST_WORD = 80
NAME_SHOWN = 160
BEFORE_PARTIES, AFTER_PARTIES = -1_000, 1_000
"""Ranks of search results: parties (those on most lists first) come before claims and snapshots."""


def write_search(
    site: SiteFolder,
    connection: duckdb.DuckDBPyConnection,
    claims: list[dict[str, Any]],
    snapshots: list[dict[str, Any]],
) -> None:
    """Write all files of the index, and the list of its shards (files of words), which the search page loads first.

    Args:
        claims: rows of the ledger.
        snapshots: rows of all snapshots.
    """
    entries = pl.concat([_subject_entries(connection), _other_entries(claims, snapshots)])
    entries = entries.with_columns(
        key=pl.col("path").map_elements(lambda path: digest_of(path)[:10], return_dtype=pl.String)
    )
    _write_entries(site, entries)
    # There are many words, so they refer to entries by a number, which is also the order of results.
    ranked = entries.sort("rank", "key").select("sought_by", "key").with_row_index("place")
    places = ranked.select("sought_by", "place")
    words = pl.concat([_subject_words(connection, places), _other_words(claims, snapshots, places)])
    _write_words(site, words, ranked["key"])


def folded(column: str) -> pl.Expr:
    """A column of text folded for searching: without diacritics, in lower case."""
    return pl.col(column).str.normalize("NFKD").str.to_lowercase().str.replace_all(r"\p{M}", "")


_ENTRY_SCHEMA = {"sought_by": pl.String, "path": pl.String, "name": pl.String, "what": pl.String, "rank": pl.Int64}
"""`sought_by` is the id that joins the words of an entry to it."""


def _subject_entries(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """One entry of the search per subject: path of its page, name, what it is, and rank (those on most lists first)."""
    rows = connection.sql(text_of("site/search_subjects.sql")).pl()
    what = [
        f"{PARTY_TYPES[kind]} · {', '.join(who)}{'' if in_force else ' · no longer listed'}"
        for kind, who, in_force in rows.select("party_type", "authorities", "in_force").iter_rows()
    ]
    columns = {
        "sought_by": "subject:" + rows["subject_id"],
        "path": [subject_page(row) for row in rows["subject_id"]],
        "name": [shortened(row, NAME_SHOWN) for row in rows["name"]],
        "what": what,
        "rank": -rows["lists"].cast(pl.Int64),
    }
    return pl.DataFrame(columns, schema=_ENTRY_SCHEMA)


def _other_entries(claims: list[dict[str, Any]], snapshots: list[dict[str, Any]]) -> pl.DataFrame:
    """The entries of the search for claims, snapshots and lists."""
    entries = [
        (f"claim:{claim['claim_id']}", claim_page(claim["claim_id"]), f"“{shortened(claim['quote'], NAME_SHOWN)}”",
         f"Claim · {verdict_word(claim['verdict'])} · {claim['on'] or 'undated'}", AFTER_PARTIES)
        for claim in claims
    ]  # fmt: skip
    entries += [
        (f"snapshot:{snapshot['snapshot_id']}", f"{list_page(snapshot['list_id'])}#{snapshot['sha256'][:16]}",
         f"{snapshot['list_id']} of {snapshot['published_on']}",
         f"Snapshot · {snapshot['state'].replace('_', ' ')}", AFTER_PARTIES + 1)
        for snapshot in snapshots
    ]  # fmt: skip
    entries += [
        (f"list:{list_id}", list_page(list_id), list_id, "List", BEFORE_PARTIES) for list_id in _list_ids(snapshots)
    ]
    return pl.DataFrame(entries, schema=_ENTRY_SCHEMA, orient="row")


def _list_ids(snapshots: list[dict[str, Any]]) -> list[str]:
    """The ids of lists with a snapshot, in order."""
    return sorted({snapshot["list_id"] for snapshot in snapshots})


def _subject_words(connection: duckdb.DuckDBPyConnection, places: pl.DataFrame) -> pl.DataFrame:
    """Columns place and word: the words of subjects' names and references, with the places of their entries.

    One query comes after the other, because all names at once would need the most memory of a build.
    """

    def texts_of(query: str) -> pl.DataFrame:
        """Columns place and text: the texts that a query gives for subjects, with the place of each in the index."""
        rows = connection.sql(text_of(f"site/{query}.sql")).pl()
        sought = rows.select("text", sought_by="subject:" + pl.col("subject_id"))
        return sought.join(places, on="sought_by").select("place", "text")

    names, latin = _words_of(texts_of("search_names")), _words_of(texts_of("search_latin_names"))
    return pl.concat([names, latin, _words_without_separators(texts_of("search_references"))])


def _other_words(claims: list[dict[str, Any]], snapshots: list[dict[str, Any]], places: pl.DataFrame) -> pl.DataFrame:
    """Columns place and word: the words by which claims, lists and snapshots are found."""
    texts = [(f"claim:{claim['claim_id']}", f"{claim['quote']} {claim['said_by'] or ''}") for claim in claims]
    texts += [(f"list:{list_id}", list_id) for list_id in _list_ids(snapshots)]
    ids = [(f"claim:{claim['claim_id']}", claim["claim_id"]) for claim in claims]
    ids += [(f"snapshot:{snapshot['snapshot_id']}", snapshot["sha256"]) for snapshot in snapshots]
    schema = {"sought_by": pl.String, "text": pl.String}
    text_rows, id_rows = (
        pl.DataFrame(rows, schema=schema, orient="row").join(places, on="sought_by") for rows in (texts, ids)
    )
    return pl.concat(
        [_words_of(text_rows.select("place", "text")), _words_without_separators(id_rows.select("place", "text"))]
    )


def _words_of(rows: pl.DataFrame) -> pl.DataFrame:
    """Columns place and word: the words by which the text in each row is found, cut at LONGEST_WORD letters."""
    split = rows.select("place", word=folded("text").str.extract_all(r"[\p{L}\p{N}]+")).explode("word").drop_nulls()
    return split.with_columns(pl.col("word").str.slice(0, LONGEST_WORD)).unique()


def _words_without_separators(rows: pl.DataFrame) -> pl.DataFrame:
    """Columns place and word: one row per text, as a single word of its letters and digits.

    For reference numbers, ids and digests, which readers type with other separators than the list has.
    """
    joined = rows.select("place", word=folded("text").str.replace_all(r"[^\p{L}\p{N}]", ""))
    return joined.filter(pl.col("word") != "").with_columns(pl.col("word").str.slice(0, LONGEST_WORD)).unique()


def _write_entries(site: SiteFolder, entries: pl.DataFrame) -> None:
    """Write the entries in files by the first two letters of their keys, so that a page loads only those it shows."""
    rows = entries.sort("key").select("key", "path", "name", "what").iter_rows()
    for first_letters, entries_of_file in groupby(rows, key=lambda row: row[0][:2]):
        site.put_content(
            f"search/e-{first_letters}.js", f"E({script_json({key: rest for key, *rest in entries_of_file})});\n"
        )


def _write_words(site: SiteFolder, words: pl.DataFrame, keys: pl.Series) -> None:
    """Write the words with the keys of their entries in shards by prefix, and the list of the shards.

    The entries of a word stand in the order of results.
    """
    ordered = words.unique().sort("word", "place")
    keyed = ordered.select("word", key=keys.gather(ordered["place"]))
    lines = keyed.group_by("word", maintain_order=True).agg(pl.col("key").str.join(" "))
    sized = lines.with_columns(size=pl.col("word").str.len_bytes() + pl.col("key").str.len_bytes() + BESIDE_WORDS)
    names: list[str] = []
    for letter, lines_of_letter in groupby(sized.iter_rows(), key=lambda line: line[0][0]):
        for prefix, lines_of_shard in _shards(list(lines_of_letter), letter):
            names.append(prefix)
            keys_by_word = {word: entries for word, entries, _ in lines_of_shard}
            site.put_content(f"search/{_shard_file(prefix)}.js", f"W({script_json(keys_by_word)});\n")
    site.put_content("search/shards.js", f"window.SHARDS={script_json(names)};\n")


def _shards(lines: list[Line], prefix: str) -> Iterator[tuple[str, list[Line]]]:
    """Yields (prefix, lines): shards of at most LARGEST_SHARD bytes, each with the words that begin with its prefix.

    A prefix is as short as that allows. Where longer prefixes are needed, the word that equals the shorter one gets a
    shard of its own.
    """
    if sum(size for _, _, size in lines) <= LARGEST_SHARD or all(word == prefix for word, _, _ in lines):
        yield prefix, lines
        return
    lines_by_prefix: dict[str, list[Line]] = {}
    for line in lines:
        lines_by_prefix.setdefault(line[0][: len(prefix) + 1], []).append(line)
    if prefix in lines_by_prefix:
        yield prefix, lines_by_prefix.pop(prefix)
    for longer_prefix, lines_of_prefix in lines_by_prefix.items():
        yield from _shards(lines_of_prefix, longer_prefix)


def _shard_file(prefix: str) -> str:
    """A file name valid on every system: the prefix itself if it is ASCII, else its code points."""
    if prefix.isascii() and prefix.isalnum():
        return f"w-{prefix}"
    return "u-" + "-".join(f"{ord(letter):x}" for letter in prefix)
