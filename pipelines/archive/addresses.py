"""Web addresses without what opens them: user names, passwords and tokens are never stored or shown.

Here: cutting credentials from an address, from a text that holds addresses, and from what older versions stored in a
home. Not here: requests, which are made with the whole address (see http).

A user may keep a password in the address of a mirror, or a token in that of a feed. The addresses of the catalogue are
public, tokens included, and stay as they are.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from pipelines.archive.home import Home, write_whole
from pipelines.archive.snapshot import with_changed_texts
from pipelines.catalogue.entries import OFFICIAL_NOTICES, official_lists

SECRET_PARAMETER = re.compile(
    r"(?:.*[_-])?(?:token|key|apikey|auth|authorization|password|passwd|pwd|pass|secret|signature|sig|credential|jwt)",
    re.IGNORECASE,
)
"""The name of a part of a query that opens something, as a whole or after its last `_` or `-`."""
_ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://[^\s\"'<>\\]+")
_DONE = ".addresses-without-credentials"


def without_credentials(address: str) -> str:
    """The address without user name, password, and the parts of its query whose names show that they are secret."""
    if address in _public_addresses():
        return address
    try:
        parts = urlsplit(address)
    except ValueError:
        return address.rpartition("@")[2]
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, _without_secrets(parts.query), _without_secrets(parts.fragment)))


def text_without_credentials(text: str) -> str:
    """The text with the credentials cut from every address in it."""
    return _ADDRESS.sub(lambda address: without_credentials(address[0]), text) if "://" in text else text


def _without_secrets(query: str) -> str:
    """A query, or a fragment that has the form of a query, without its secret parameters."""
    parts = query.split("&")
    return "&".join(part for part in parts if "=" not in part or not SECRET_PARAMETER.fullmatch(part.split("=")[0]))


@cache
def _public_addresses() -> frozenset[str]:
    """The addresses of all files in the catalogue: they have no secrets."""
    lists = (*official_lists().values(), *official_lists(OFFICIAL_NOTICES).values())
    return frozenset(file.url for entry in lists for publication in entry.publications for file in publication.files)


def clean_stored_addresses(home: Home) -> None:
    """Cut credentials from the addresses that an older version stored in a home; done once.

    Files that a person put below `articles/` stay as they are: what is made from them has no credentials.
    """
    done = home.archive / _DONE
    if done.is_file() or not (home.archive.is_dir() or home.articles.is_dir()):
        return
    for path in home.archive.rglob("*.json"):
        _write_if_changed(path, with_changed_texts(path.read_bytes(), text_without_credentials))
    for path in _files_of_this_program(home):
        content = path.read_bytes()
        text = text_without_credentials(content.decode("utf-8", "surrogateescape"))
        _write_if_changed(path, text.encode("utf-8", "surrogateescape"))
    write_whole(done, b"1\n")


def _files_of_this_program(home: Home) -> Iterator[Path]:
    """The files about news that this program wrote: visits to feeds, entries, requested pages, days of GDELT."""
    for folder, patterns in (
        (home.articles / "feeds", ("*/*.jsonl", "*/.state.json")),
        (home.articles / "pages", ("*/*.facts", ".asked.json")),
        (home.archive / "gdelt", ("*.json",)),
    ):
        for pattern in patterns:
            yield from folder.glob(pattern)


def _write_if_changed(path: Path, content: bytes) -> None:
    """Write the file, if its content changes."""
    if content != path.read_bytes():
        write_whole(path, content)
