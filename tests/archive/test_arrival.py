"""What is said of bytes from outside."""

import bz2
import gzip
import io
import lzma
import zipfile

import pytest
import zstandard

from pipelines.archive.arrival import SpoiltFileError, fault_of, is_safe, refuse_spoilt, unwrapped, unwrapped_name

XML = b'<?xml version="1.0"?>\n<!-- a list -->\n<x:list xmlns:x="urn:x"><party/></x:list>\n'


def zip_of(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def without_bytes(value: object) -> str:
    """Names of cases that do not change with the hour that a ZIP is made."""
    return value if isinstance(value, str) else "content"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xml", XML),
        ("a.xml", b"\xef\xbb\xbf" + XML + b"\r\n<!-- end -->\n<?done?>\n\x00"),
        ("a.xml", b"<?a?>" * 100 + b"<list/>" + b"<!--x--> <?a?>" * 70),
        ("a.XML", b"<list a='1'/>"),
        ("a.xml", '<?xml version="1.0" encoding="UTF-16"?><list/>'.encode("utf-16")),
        ("a.xml", b'<!DOCTYPE list [<!ENTITY a "b">]><list>&a;</list>'),
        ("a.csv", b'1,"<html> is a name"\r\n\x1a'),
        ("a.csv", "1,2".encode("utf-16")),
        ("a.html", b"<html></html>"),
        ("a.json", b' \xef\xbb\xbf{"a": [1]}\n'),
        ("a.xlsx", zip_of(**{"xl/workbook.xml": b"<workbook/>"})),
        ("a.txt", b"anything"),
        ("consolidated", b"anything"),
    ],
    ids=without_bytes,
)
def test_good_files_have_no_fault(name: str, content: bytes) -> None:
    assert fault_of(name, content, 1_000_000) is None


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"\r\n\x1a", "is empty"),
        ("a.xml", b"\xef\xbb\xbf \n", "is empty"),
        ("a.csv", b"<!DOCTYPE html><html>", "HTML page where CSV is due"),
        ("a.XML", b"\xef\xbb\xbf\n<!-- x -->\n<HTML lang='en'>", "HTML page where XML is due"),
        ("a.xlsx", b'<?xml version="1.0"?><html xmlns="x">', "HTML page where XLSX is due"),
        ("a.json", b"<html></html>", "HTML page"),
        ("a.xml", XML[:-12], "is cut: it does not end with </x:list>"),
        ("a.xml", XML[:30], "is cut"),
        ("a.xml", XML + b"<x:list>", "is cut"),
        ("a.xml", b"<?a?>" * 800, "is cut: it has no element"),
        ("a.xml", b"1,2,3", "is not XML"),
        ("a.json", b'{"a": [1,', "is cut"),
        ("a.json", b"[1}", "is cut"),
        ("a.json", b"1,2", "is not JSON"),
        ("a.csv", b"1,\x00\x00", "NUL"),
        ("a.xlsx", b"PK\x03\x04 and no more", "no readable ZIP"),
        ("a.ods", zip_of(a=b"x" * 1000)[:-30], "no readable ZIP"),
        ("a.zip", zip_of(**{"../evil.xml": b"x"}), "leads outside"),
        ("a.zip", zip_of(**{"/etc/evil": b"x"}), "leads outside"),
        ("a.zip", zip_of(**{"..\\evil": b"x"}), "leads outside"),
        ("a.zip", zip_of(**{"C:\\evil": b"x"}), "leads outside"),
        ("a.zip", zip_of(), "nothing in it"),
        ("a.xlsx", zip_of(bomb=b"0" * 2_000_000), "unpacks to 2,000,000 bytes"),
    ],
    ids=without_bytes,
)
def test_spoilt_files_are_named(name: str, content: bytes, said: str) -> None:
    fault = fault_of(name, content, 1_000_000)
    assert fault is not None
    assert said in fault
    with pytest.raises(SpoiltFileError, match=f"^{name} "):
        refuse_spoilt({"good.txt": b"1", name: content}, 1_000_000)


def test_a_member_that_was_changed_is_found() -> None:
    content = bytearray(zip_of(a=b"0123456789" * 100))
    content[40] ^= 0xFF
    assert "cannot be unpacked" in str(fault_of("a.zip", bytes(content), 1_000_000))


def test_a_member_that_lies_about_its_size_is_found() -> None:
    content = zip_of(a=b"0" * 100_000)
    lying = content.replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != content
    assert fault_of("a.zip", lying, 1000) is not None


WRAPPED = {
    "a.csv.gz": gzip.compress,
    "a.csv.zst": zstandard.ZstdCompressor().compress,
    "a.csv.xz": lzma.compress,
    "a.csv.bz2": bz2.compress,
}


@pytest.mark.parametrize("name", WRAPPED)
def test_wrappers_are_undone(name: str) -> None:
    content = b"1,2\r\n" * 1000
    wrapped = WRAPPED[name](content)
    assert unwrapped_name(name) == "a.csv"
    assert unwrapped(wrapped, 10_000) == content
    with pytest.raises(SpoiltFileError, match="more than the 100 bytes"):
        unwrapped(wrapped, 100)
    with pytest.raises(SpoiltFileError, match="cut or damaged"):
        unwrapped(wrapped[:-5], 10_000)


def test_what_is_not_wrapped_stays() -> None:
    assert unwrapped(b"BUDAPEST,1", 5) == b"BUDAPEST,1"
    assert unwrapped_name("CONS_ENHANCED.ZIP") == "CONS_ENHANCED.ZIP"


@pytest.mark.parametrize(("name", "safe"), [("a/b.csv", True), ("..a/b", True), ("a/../b", False), ("/a", False)])
def test_safe_names(name: str, safe: bool) -> None:
    assert is_safe(name) is safe
