"""The data class of an article.

Here: its fields. Not here: reading an article (see reading), or its claims (see pipelines.claims).
"""

import re
from dataclasses import dataclass
from datetime import date

OPENING = re.compile(r"\A\ufeff?\s?date (\d{4}-\d{2}-\d{2})\b")
"""Optional beginning of a text file: ` date 2022-02-26 `. It is the day of the article and not part of its text."""


@dataclass(frozen=True, slots=True)
class Article:
    """A news article, or any other text whose claims are read.

    Attributes:
        article_id: stable id; if the source has none, it is made from the sha256 of the text.
        published_on: the day that relative dates in the text are counted from; None if it is not known.
        date_basis: the source of that day, see column article.date_basis in sql/schema.
        text: the text that claims quote; offsets are code points in it.
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
