"""Reported statements in articles about sanctions: who says what, and which claims a statement makes.

Here: the fields of a statement, and the tables `statement` and `statement_claim`. Not here: extracting statements from
English text (see english.reported_speech), or claims (see extraction).
"""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class ReportedStatement:
    """Somebody's words, or words that are put down to somebody.

    Attributes:
        words: the exact text from `start` to `end` (code points in Article.text).
        speaker: who says it, as written: a name where there is one; None where only an outlet is given, or nobody.
        office: the office or role of the speaker ("US Treasury Secretary").
        through: the outlet that the article names for it ("according to the Belta News Agency").
        verb: the verb or phrase that reports it ("said", "according to"); None for words in quotation marks that
            the sentence puts down to nobody.
        is_quoted: all of it stands in quotation marks.
    """

    words: str
    start: int
    end: int
    speaker: str | None = None
    office: str | None = None
    through: str | None = None
    verb: str | None = None
    is_quoted: bool = False


_ROW = pl.Schema(
    {
        "article_id": pl.String(), "speaker": pl.String(), "office": pl.String(), "through": pl.String(),
        "verb": pl.String(), "words": pl.String(), "words_start": pl.Int64(), "words_end": pl.Int64(),
        "is_quoted": pl.Boolean(),
    }
)  # fmt: skip
_STATEMENT_ID = pl.format("{}:{}-{}", "article_id", "words_start", "words_end").alias("statement_id")
CREDITED = "source:credit"
"""The rule that takes the source of a claim from the credit at the end of an item: always an outlet."""


def reported_rows(reported: Iterable[tuple[str, Iterable[ReportedStatement]]]) -> pl.DataFrame:
    """Statements as rows, from pairs of article id and its statements."""
    rows = [
        (
            article_id,
            statement.speaker,
            statement.office,
            statement.through,
            statement.verb,
            statement.words,
            statement.start,
            statement.end,
            statement.is_quoted,
        )
        for article_id, statements in reported
        for statement in statements
    ]
    return pl.DataFrame(rows, schema=_ROW, orient="row")


def statement_frames(reported: pl.DataFrame, claims: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Tables `statement` and `statement_claim`.

    A claim belongs to the statement with most of its words. Without such a statement it gets one of its own, whose
    source is that of the claim in the text; if the text gives no source, the article itself is the source.

    Args:
        reported: rows as `reported_rows` makes them; those of articles without claims are left out.
        claims: table `claim`.
    """
    reported = reported.join(claims.select("article_id").unique(), on="article_id", how="semi")
    reported = reported.with_columns(_STATEMENT_ID).unique("statement_id", keep="first", maintain_order=True)
    made = _made_by(reported, claims)
    own = _own_statements(claims.join(made, on="claim_id", how="anti"))
    statements = pl.concat([reported, own.drop("claim_id")]).unique("statement_id", keep="first", maintain_order=True)
    days = claims.select("article_id", "article_date").unique("article_id")
    return {
        "statement": statements.join(days, on="article_id", how="left").sort("article_id", "words_start", "words_end"),
        "statement_claim": pl.concat([made, own.select("claim_id", "statement_id")]).sort("claim_id"),
    }


def _made_by(reported: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """Claims with the statement that has at least half of their words; of several the shortest."""
    pairs = claims.select("claim_id", "article_id", "quote_start", "quote_end").join(reported, on="article_id")
    shared = pl.min_horizontal("quote_end", "words_end") - pl.max_horizontal("quote_start", "words_start")
    making = pairs.filter(2 * shared >= pl.col("quote_end") - pl.col("quote_start"))
    length = (pl.col("words_end") - pl.col("words_start")).alias("length")
    return (
        making.sort("claim_id", length, "statement_id")
        .unique("claim_id", keep="first", maintain_order=True)
        .select("claim_id", "statement_id")
    )


def _own_statements(claims: pl.DataFrame) -> pl.DataFrame:
    """Statements for the claims that no other statement makes, one per claim."""
    is_credit = pl.col("evidence").list.contains(CREDITED)
    return (
        claims.select(
            "article_id",
            pl.when(~is_credit).then("attributed_to").alias("speaker"),
            pl.lit(None, pl.String).alias("office"),
            pl.when(is_credit).then("attributed_to").alias("through"),
            pl.lit(None, pl.String).alias("verb"),
            pl.col("quote").alias("words"),
            pl.col("quote_start").alias("words_start"),
            pl.col("quote_end").alias("words_end"),
            pl.lit(value=False).alias("is_quoted"),
            "claim_id",
        )
        .with_columns(_STATEMENT_ID)
        .select(*_ROW, "statement_id", "claim_id")
    )
