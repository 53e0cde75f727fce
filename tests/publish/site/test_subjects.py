"""What the page of a subject says of who listed it first."""

from typing import Any

import pytest

from pipelines.publish.site.subjects import first_known, perhaps_earlier


def listing(list_id: str, day: str | None, basis: str | None, after: str | None = None) -> dict[str, Any]:
    return {"list_id": list_id, "listed_on": day, "listed_on_basis": basis, "listed_after": after}


CANADA = listing("ca_sema", "2021-06-17", "official")
OFAC_SEEN = listing("ofac_sdn", "2022-02-24", "observed", "2022-02-23")
UNDATED = listing("us_csl", None, None)
SEEN_ABOUT_THEN = listing("un_sc", "2021-07-01", "observed", "2021-05-01")


@pytest.mark.parametrize(
    ("listings", "first", "open_days"),
    [
        ([OFAC_SEEN, CANADA], CANADA, []),
        ([CANADA, UNDATED], CANADA, [UNDATED]),
        ([CANADA, SEEN_ABOUT_THEN], CANADA, [SEEN_ABOUT_THEN]),
        ([OFAC_SEEN, UNDATED], None, [OFAC_SEEN, UNDATED]),
    ],
)
def test_first_is_only_who_is_known_to_be(
    listings: list[dict[str, Any]], first: dict[str, Any] | None, open_days: list[dict[str, Any]]
) -> None:
    found = first_known(listings)
    assert found == first
    assert perhaps_earlier(listings, found) == open_days
