"""Ids of parties on lists that give none: made from names, and made different where two parties have one name.

Here: provisional ids within one file. Not here: which namesake of one snapshot is which of the next: that takes two
snapshots (see pipelines.designations.namesakes).

An id is made from the name alone and not from what a list corrects more often: dates, addresses, notices. Parties of
one name get the id with "~1", "~2" and so on, in an order that their content gives and not their place in the file.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from pipelines.parsers.record import Record

MARK = "~"


def with_distinct_ids(records: Iterable[Record]) -> Iterator[Record]:
    """The records in their order; those that share an id get a mark and a number after it, so that ids are unique.

    The order of numbers depends on what the records say, and not on their place in the file.
    """
    collected = list(records)
    namesakes = {
        native_id: sorted(group, key=repr)
        for native_id, same in groupby(sorted(collected, key=attrgetter("native_id")), key=attrgetter("native_id"))
        if len(group := list(same)) > 1
    }
    for group in namesakes.values():
        for number, record in enumerate(group, 1):
            record.native_id = f"{record.native_id}{MARK}{number}"
    yield from collected


def id_without_number(native_id: str) -> str:
    """The id without mark and number: the same for all parties of one name."""
    base, mark, number = native_id.rpartition(MARK)
    return base if mark and number.isdecimal() else native_id
