import pytest

from pipelines.designations.identifiers import is_valid, normalised


@pytest.mark.parametrize(
    ("kind", "value", "plain"),
    [
        ("passport", "mp 213-4567", "MP2134567"),
        ("national_id", "４２０７", "4207"),
        ("imo", "IMO 9187629", "9187629"),
        ("imo", "مجهول", "مجهول"),
        ("swift_bic", "akbb by 2x", "AKBBBY2X"),
        ("swift_bic", "AKBBBY2XXXX", "AKBBBY2X"),
        ("un_reference", "QDi.012", "QDI012"),
        ("digital_currency", "1BoatSLRHtKNngkdXEeobR76b53LETtpyT", "1BoatSLRHtKNngkdXEeobR76b53LETtpyT"),
        ("digital_currency", "0xAbC123", "0xabc123"),
        ("email", "Info@Example.ORG", "info@example.org"),
        ("website", "https://www.Example.by/", "example.by"),
        ("phone", "+375 (17) 222-33-44", "375172223344"),
        ("passport", "-", "-"),
    ],
)
def test_a_number_has_one_spelling_for_comparing(kind: str, value: str, plain: str) -> None:
    assert normalised(kind, value) == plain


@pytest.mark.parametrize(
    ("kind", "value", "valid"),
    [
        ("imo", "9074729", True),
        ("imo", "9074728", False),
        ("imo", "none", False),
        ("lei", "529900T8BM49AURSDO55", True),
        ("lei", "529900T8BM49AURSDO56", False),
        ("swift_bic", "AKBBBY2X", True),
        ("swift_bic", "AKBB", False),
        ("passport", "MP2134567", None),
    ],
)
def test_check_digits_are_checked_where_a_kind_has_them(kind: str, value: str, valid: bool | None) -> None:
    assert is_valid(kind, value) is valid
