"""What an article is.

Here: its shape. Not here: reading one (see reading), or the claims in it (see pipelines.claims).
"""

import re
from dataclasses import dataclass
from datetime import date

OPENING = re.compile(r"\A\ufeff?\s?date (\d{4}-\d{2}-\d{2})\b")
"""How a text file may open: ` date 2022-02-26 ` and then the text. The day is the article's and no part of the text."""


@dataclass(frozen=True, slots=True)
class Article:
    """A news item, or any text of which claims are asked.

    Attributes:
        article_id: stable; where the source gives none, made from the sha256 of the text.
        published_on: the day that relative dates in the text count from; None if it is not known.
        date_basis: how that day is known: see column article.date_basis in sql/schema.
        text: what claims are quoted from; offsets are code points in it.
    """

    article_id: str
    text: str
    published_on: date | None = None
    date_basis: str = "none"
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    language: str | None = None
    sha256: str = ""
