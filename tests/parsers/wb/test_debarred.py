import json
from datetime import date

import pytest

from pipelines.parsers.record import Record, Report, UnreadableListError
from pipelines.parsers.wb import debarred

FIRM = {
    "SUPP_ID": "100001", "SUPP_NAME": "EXAMPLE WORKS LTD.*356", "SUPP_TYPE_CODE": "F", "LAND1": "MG",
    "COUNTRY_NAME": "Madagascar", "SUPP_ADDR": "1 RUE EXEMPLE", "SUPP_CITY": "ANTANANARIVO", "SUPP_STATE_CODE": "",
    "SUPP_ZIP_CODE": "101", "DEBAR_FROM_DATE": "2021-04-12", "DEBAR_TO_DATE": "2027-04-11",
    "DEBAR_REASON": "Procurement Guidelines, 1.16(a)(ii)", "ADD_SUPP_INFO": "*356", "SUPP_ELIG_STAT": "DEBARRED",
    "INELIGIBLY_STATUS": "Ongoing", "LAST_REFRESH_DATE": "2026-09-03", "MANDT": "100",
}  # fmt: skip
PERSON = FIRM | {
    "SUPP_ID": "100002", "SUPP_NAME": "MR. JOHN EXAMPLE", "SUPP_TYPE_CODE": "I", "DEBAR_TO_DATE": "2999-12-31",
    "SUPP_ELIG_STAT": "X-DEBARRED", "DEBAR_REASON": "Cross Debarment: IDB", "SUPP_ADDR": "", "SUPP_CITY": "",
}  # fmt: skip


def document(*rows: dict[str, str]) -> bytes:
    return json.dumps({"response": {"ZPROCSUPP": rows}}).encode()


def read(content: bytes) -> tuple[list[Record], Report]:
    report = Report()
    return list(debarred.records({"SANCTIONED_FIRM.json": content}, report)), report


def features(record: Record) -> set[tuple[str, str]]:
    return {(feature.kind, feature.value) for feature in record.features}


def test_a_firm_with_address_footnote_and_end() -> None:
    [firm], report = read(document(FIRM))
    assert (report.drift, report.published_on) == ({}, date(2026, 9, 3))
    assert (firm.native_id, firm.party_type, firm.names[0].name) == ("100001", "entity", "EXAMPLE WORKS LTD.")
    assert (firm.programmes, firm.legal_basis) == (["DEBARRED"], ["Procurement Guidelines, 1.16(a)(ii)"])
    assert (firm.listed_on, firm.is_listed) == (date(2021, 4, 12), True)
    assert features(firm) >= {("footnote", "*356"), ("end_date", "2027-04-11")}
    assert [address.text for address in firm.addresses] == ["1 RUE EXEMPLE, ANTANANARIVO, 101, Madagascar"]
    assert [(country.text, country.code) for country in firm.countries] == [("Madagascar", "MG")]


def test_a_person_debarred_without_end_by_another_bank() -> None:
    [person], _ = read(document(PERSON))
    assert (person.party_type, person.programmes) == ("individual", ["X-DEBARRED"])
    assert "end_date" not in {kind for kind, _ in features(person)}
    assert person.addresses == []


def test_odd_rows_cost_themselves_and_are_reported() -> None:
    rows = [
        FIRM,
        FIRM | {"SUPP_ID": "3", "SUPP_NAME": "N/A"},
        FIRM | {"SUPP_ID": "4", "NEW": "x", "DEBAR_FROM_DATE": "soon"},
    ]
    records, report = read(document(*rows))
    assert report.unread == [("3", "no name")]
    assert report.drift == {("field", "NEW"): 1}
    assert (records[1].listed_on, records[1].not_understood) == (None, ["DEBAR_FROM_DATE: soon"])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (document(FIRM)[:-30], "cut or damaged"),
        (b'{"response": {"ZPROCSUPP": []}}', "no rows"),
        (document({key: value for key, value in FIRM.items() if key != "SUPP_NAME"}), "without SUPP_NAME"),
    ],
)
def test_what_is_not_the_list_is_refused_with_the_reason(content: bytes, message: str) -> None:
    with pytest.raises(UnreadableListError, match=message):
        read(content)
