"""Paths of pages: safe file names made from ids.

Here: safe file names. Not here: what the files hold. Ids come from lists and are not trusted: they may contain slashes,
dots or any script, and two ids may differ only in case, which some file systems ignore.
"""

import re
from functools import lru_cache
from hashlib import blake2b

_PLAIN = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
_OTHER = re.compile(r"[^a-z0-9_]+")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
LONGEST_READABLE = 60


def file_name(of_id: str) -> str:
    """A file name of lower-case letters, digits and `-_~`, different for every id.

    A plain id is its own file name. For any other id, the name is its readable part, `~`, which no plain id contains,
    and a digest.
    """
    if _PLAIN.fullmatch(of_id) and not _RESERVED.fullmatch(of_id):
        return of_id
    readable = _OTHER.sub("-", of_id.lower().encode("ascii", "ignore").decode())[:LONGEST_READABLE].strip("-")
    digest = blake2b(of_id.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    return f"{readable or 'id'}~{digest}"


def folder_of(of_id: str) -> str:
    """The name of one of 256 folders, so that no folder holds too many files."""
    return blake2b(of_id.encode("utf-8", "surrogatepass"), digest_size=1).hexdigest()


def subject_page(subject_id: str) -> str:
    """The path of a subject's page, from the root of the site."""
    return f"subjects/{folder_of(subject_id)}/{file_name(subject_id)}.html"


def claim_page(claim_id: str) -> str:
    """The path of a claim's page."""
    return f"claims/{folder_of(claim_id)}/{file_name(claim_id)}.html"


def event_page(event_id: str) -> str:
    """The path of an event's page."""
    return f"events/{folder_of(event_id)}/{file_name(event_id)}.html"


@lru_cache(maxsize=1_000)
def list_page(list_id: str) -> str:
    """The path of a list's page."""
    return f"lists/{file_name(list_id)}.html"


@lru_cache(maxsize=20_000)
def day_page(day: str) -> str:
    """The path of the page of a day (YYYY-MM-DD)."""
    return f"asof/{file_name(day)}.html"


def root_of(path: str) -> str:
    """The relative path from a page to the root of the site: `../../` for a page two folders down."""
    return "../" * path.count("/")
