"""Published JSON, read within bounds: what all JSON formats share.

Here: one document as Python values, and the keys that a format module does not know.
Not here: what any key means (one module a format).
"""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from pipelines.parsers.record import Report, UnreadableListError

OPENING = 20_000
"""Bytes at the beginning of a document by which a format is recognised."""


def opening_of(content: bytes) -> str:
    """The beginning of a document as text, to recognise its format; never raises an error."""
    return content[:OPENING].decode("utf-8-sig", "replace").lstrip()


def json_document(name: str, content: bytes) -> Any:  # noqa: ANN401  what a document holds is for its format to check
    """The document of a file, in UTF-8 with or without a byte order mark.

    Raises:
        UnreadableListError: it is cut, no JSON, not UTF-8, or nested deeper than any list is.
    """
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise UnreadableListError(
            f"{name} is no whole JSON document, it is cut or damaged ({error}); fetch it again."
        ) from error
    except RecursionError as error:
        raise UnreadableListError(
            f"{name} is nested too deep to be read, which no list is; look at what the source sent."
        ) from error


def report_unknown_keys(place: str, items: Iterable[object], known: Collection[str], report: Report) -> None:
    """Report every key of these objects that is not in `known`. Items that are no objects are ignored.

    Args:
        place: where they stand, for the report.
        items: objects as read, or anything else.
        known: names of keys.
        report: takes one unknown for each occurrence.
    """
    for item in items:
        if isinstance(item, Mapping):
            for key in item.keys() - known:
                report.unknown(place, key)
