"""What the page of a subject says of who listed it first, and the parts that repeat for every listing."""

from typing import Any

import pytest

from pipelines.publish.site.listings import joined_pairs, listing_rows, names_in_line, source_items
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


SCRIPT = "<script>alert(\"1\" & '2')</script>"
ESCAPED = "&lt;script&gt;alert(&quot;1&quot; &amp; &#x27;2&#x27;)&lt;/script&gt;"


def test_parts_made_without_a_template_are_escaped() -> None:
    row = {
        "list_id": "un_sc", "authority": SCRIPT, "native_id": SCRIPT, "primary_name": SCRIPT,
        "listed_from": "2021-01-01",
        "listed_to": None, "listed": "", "lag": SCRIPT, "sha256": "ab", "source": 1, "published_on": "2021-01-01",
        "delisted_on": "2022-01-01", "delisted_on_basis": SCRIPT, "source_url": SCRIPT,
    }  # fmt: skip
    pair = {"of": SCRIPT, "other": SCRIPT, "explanation": SCRIPT}
    linked = source_items([{**row, "source_url": 'https://example.org/?a=1&b="2"'}], "../../")
    parts = [
        listing_rows([row], "../../"),
        source_items([row], "../../"),
        joined_pairs([pair]),
        names_in_line([SCRIPT]),
    ]
    assert [part.count(ESCAPED) for part in parts] == [5, 1, 3, 1]
    assert not any("<script" in part for part in parts)
    assert 'href="https://example.org/?a=1&amp;b=&quot;2&quot;"' in linked


def test_an_address_that_is_no_web_address_is_shown_without_a_link() -> None:
    source = {"list_id": "un_sc", "sha256": "ab", "published_on": "2021-01-01", "source_url": "javascript:alert(1)"}
    assert '<span class="ref">javascript:alert(1)</span>' in source_items([source], "")
