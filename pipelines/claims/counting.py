"""Which claims count: those of originals, and those that a copy makes beyond its original.

Here: going through what was found in all texts, a text at a time. Not here: what a copy is (see
pipelines.articles.near_copies), finding claims (see finder), or keeping them (see readings).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pipelines.articles.near_copies import Copy, words_of
from pipelines.claims.claim import Claim
from pipelines.claims.readings import KeptClaims, Reading, Readings, claims_of

Counted = tuple[Reading, list[Claim]]


def counted_claims(
    readings: Sequence[Reading], copied: Mapping[str, Copy], kept: KeptClaims, store: Readings
) -> Iterator[Counted]:
    """Articles with the claims that count for them, originals before copies; nothing for a copy of the same text."""
    rewritten = {name: each for name, each in copied.items() if each.how != "same_text"}
    compared = rewritten.keys() | {each.copy_of for each in rewritten.values()}
    said = dict[str, bytes]()
    for reading, found in _found(readings, kept):
        if reading.article.article_id in compared:
            said[reading.article.article_id] = found
        if reading.article.article_id not in copied:
            yield reading, claims_of(found)
    yield from _beyond_originals(readings, rewritten, said, store)


def _found(readings: Sequence[Reading], kept: KeptClaims) -> Iterator[tuple[Reading, bytes]]:
    """What was found in the text of each article; several may have the same."""
    of_text = defaultdict[bytes, list[Reading]](list)
    for reading in readings:
        of_text[reading.said].append(reading)
    for said, found in kept.found():
        for each in of_text.get(said, ()):
            yield each, found


def _beyond_originals(
    readings: Sequence[Reading], rewritten: Mapping[str, Copy], said: Mapping[str, bytes], store: Readings
) -> Iterator[Counted]:
    by_id = {reading.article.article_id: reading for reading in readings}
    of_original = defaultdict[bytes, list[Copy]](list)
    for copy in rewritten.values():
        if copy.article_id in said:
            of_original[by_id[copy.copy_of].key].append(copy)
    for key, text in store.texts(of_original.keys()):
        for copy in of_original[key]:
            claims, before = claims_of(said[copy.article_id]), claims_of(said.get(copy.copy_of, b"[]"))
            yield by_id[copy.article_id], own_claims(claims, copy, text, before)


def own_claims(claims: Sequence[Claim], copy: Copy, original: str, original_claims: Sequence[Claim]) -> list[Claim]:
    """The claims of a copy that its original, of this text and with these claims, does not make."""
    if copy.how == "same_text":
        return []
    if copy.how == "same_page":
        return [claim for claim in claims if not any(_says_the_same(claim, other) for other in original_claims)]
    text = words_of(original)
    return [claim for claim in claims if words_of(claim.quote) not in text]


def _says_the_same(one: Claim, other: Claim) -> bool:
    """A summary says in other words what its page says: who, what, and nothing that contradicts how many."""
    if (one.authority, one.status, one.action) != (other.authority, other.status, other.action):
        return False
    return one.count is None or other.count is None or one.count == other.count
