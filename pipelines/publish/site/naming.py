"""Where a page lies: file names that come from ids, and from nothing else.

Here: safe file names. Not here: what the files hold. An id is as hostile as the list that it came from: it may hold
slashes, dots, any script, and differ from another in case alone, which some file systems do not tell apart.
"""

import re
from hashlib import blake2b

_PLAIN = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
_OTHER = re.compile(r"[^a-z0-9_]+")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
READABLE = 60


def file_name(of_id: str) -> str:
    """A name of lower-case letters, digits and `-_~` alone, for one id alone.

    A plain id names itself; any other gets what can be read of it, and a digest after `~`, which no plain id holds.
    """
    if _PLAIN.fullmatch(of_id) and not _RESERVED.fullmatch(of_id):
        return of_id
    readable = _OTHER.sub("-", of_id.lower().encode("ascii", "ignore").decode())[:READABLE].strip("-")
    digest = blake2b(of_id.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    return f"{readable or 'id'}~{digest}"


def folder_of(of_id: str) -> str:
    """One of 256 folders, so that none holds too many files."""
    return blake2b(of_id.encode("utf-8", "surrogatepass"), digest_size=1).hexdigest()


def subject_page(subject_id: str) -> str:
    """The page of a subject, from the root of the site."""
    return f"subjects/{folder_of(subject_id)}/{file_name(subject_id)}.html"


def claim_page(claim_id: str) -> str:
    """The page of a claim."""
    return f"claims/{folder_of(claim_id)}/{file_name(claim_id)}.html"


def event_page(event_id: str) -> str:
    """The page of an event."""
    return f"events/{folder_of(event_id)}/{file_name(event_id)}.html"


def list_page(list_id: str) -> str:
    """The page of a list."""
    return f"lists/{file_name(list_id)}.html"


def day_page(day: str) -> str:
    """The page of a day, written YYYY-MM-DD."""
    return f"asof/{file_name(day)}.html"
