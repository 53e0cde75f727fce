"""OFAC's CSV: which file is which, what a row says, what a fingerprint covers, what is refused."""

import csv
import io
import re
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import zstandard

from pipelines.parsers.ofac import csv as ofac_csv
from pipelines.parsers.ofac.csv import FORMAT, fingerprints, recognises, records
from pipelines.parsers.reading import read
from pipelines.parsers.record import Address, Feature, Files, Record, Relationship, Report, UnreadableListError

N = "-0- "
MAIN = (
    '100,"KANOVA, Olga","individual","BELARUS-EO14038] [RUSSIA-EO14024","Director",'
    f'{N},{N},{N},{N},{N},{N},"DOB 1968."\r\n'
    f'200,"TEST WORKS CO., LTD.",{N},"BELARUS-EO14038",{N},{N},{N},{N},{N},{N},{N},{N}\r\n'
    f'300,"TEST STAR","vessel","SYRIA",{N},"T2EU4","Crude Oil Tanker","318,000","163,660","Iran","NITC",{N}\r\n'
    "\x1a"
).encode()
ADDRESSES = (
    f'100,1,{N},"Minsk","Belarus",{N}\r\n200,2,"1 Test Street",{N},{N},{N}\r\n200,3,{N},{N},{N},{N}\r\n\x1a'.encode()
)
NAMES = f'100,11,"aka","KANAVA, Volha",{N}\r\n200,12,"fka","OLD TEST WORKS",{N}\r\n\x1a'.encode()
COMMENTS = b'100,"2025."\r\n\x1a'


def parsed(files: Files) -> tuple[dict[str, Record], Report]:
    report = Report()
    return {record.native_id: record for record in records(files, report, None)}, report


def test_a_row_is_a_party() -> None:
    found, report = parsed({"sdn.csv": MAIN, "add.csv": ADDRESSES, "alt.csv": NAMES})
    assert (report.drift, report.unread, report.published_on) == ({}, [], None)
    person, firm, ship = found["100"], found["200"], found["300"]
    assert person.programmes == ["BELARUS-EO14038", "RUSSIA-EO14024"]
    assert [(name.name, name.quality, name.kind, name.parts) for name in person.names] == [
        ("KANOVA, Olga", "primary", "name", (("family", "KANOVA"), ("given", "Olga"))),
        ("KANAVA, Volha", "strong", "aka", (("family", "KANAVA"), ("given", "Volha"))),
    ]
    assert person.addresses == [Address("Minsk, Belarus", None, "Minsk", None, None, "Belarus")]
    assert person.features == [Feature("title", "Director")]
    assert (firm.party_type, firm.names[0].parts, firm.remarks, firm.listed_on) == ("entity", (), None, None)
    assert [address.text for address in firm.addresses] == ["1 Test Street"]
    assert ship.relationships == [Relationship("Vessel Owner", related_name="NITC")]
    assert [(country.link, country.text) for country in ship.countries] == [("flag", "Iran")]
    assert {feature.kind: feature.value for feature in ship.features} == {
        "vessel_type": "Crude Oil Tanker",
        "vessel_tonnage": "318,000",
        "vessel_gross_registered_tonnage": "163,660",
    }


@pytest.mark.parametrize(
    "files",
    [
        {"SDN.CSV": MAIN},
        {"Cons_Prim.Csv": MAIN, "CONS_ADD.CSV": ADDRESSES},
        {"sdn_20220224T2300Z.csv": MAIN.replace(b"\r\n", b"\n").rstrip(b"\x1a")},
        {"sdn.csv": MAIN.rstrip(b"\x1a").rstrip() + b"\r\n", "alt.csv": NAMES, "sdn_comments.csv": b"\x1a"},
        {"sdn.csv": MAIN.replace(b"-0- ", b"-0-")},
    ],
)
def test_letter_case_line_ends_and_the_closing_sign_make_no_difference(files: dict[str, bytes]) -> None:
    assert recognises(files)
    found, _ = parsed(files)
    assert {key: each.programmes for key, each in found.items()} == {
        "100": ["BELARUS-EO14038", "RUSSIA-EO14024"],
        "200": ["BELARUS-EO14038"],
        "300": ["SYRIA"],
    }


def long_remarks() -> tuple[str, str]:
    """Remarks of which the first 1,000 characters end inside a passport's number."""
    filler = "; ".join(f"a.k.a. 'NAME {number:04}'" for number in range(100))
    whole = (filler[:980].rsplit(";", 1)[0] + "; Passport MP").ljust(990, "0")
    return whole.ljust(1000, "1"), "234 (Belarus); Gender Female."


def test_remarks_go_on_in_the_middle_of_a_word_in_the_other_file() -> None:
    first, rest = long_remarks()
    main = MAIN.replace(b"DOB 1968.", first.encode())
    found, _ = parsed({"sdn.csv": main, "sdn_comments.csv": f'100,"{rest}"\r\n\x1a'.encode()})
    assert found["100"].identifiers[0].value == first.rpartition(" ")[2] + "234"
    assert found["100"].remarks == first + rest
    assert not found["100"].not_understood


def test_remarks_cut_at_the_columns_end_give_up_their_last_piece() -> None:
    first, _ = long_remarks()
    found, _ = parsed({"sdn.csv": MAIN.replace(b"DOB 1968.", first.encode())})
    assert found["100"].identifiers == []
    assert found["100"].not_understood == [first.rpartition("; ")[2]]


def test_what_the_module_does_not_know_is_reported() -> None:
    report = parsed(
        {
            "sdn.csv": MAIN.replace(b'"vessel"', b'"submarine"'),
            "add.csv": ADDRESSES.replace(b'"Belarus",-0- ', b'"Belarus","a remark"'),
            "alt.csv": NAMES.replace(b'"fka"', b'"zka"') + b'999,13,"aka","NOBODY",-0- \r\n',
        }
    )[1]
    assert set(report.drift) == {("SDN_Type", "submarine"), ("Add_remarks", "a remark"), ("alt_type", "zka")}
    assert report.unread == [("other names", "party 999 is not in the main file")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x1a",
        b"<html><body>Access denied</body></html>",
        b"<?xml version='1.0'?><sdnList/>",
        b"a,b,c\r\n",
        b"1,2,3,4,5,6,7,8,9,10,11,12\r\n",
        ADDRESSES,
    ],
)
def test_other_documents_are_not_recognised(content: bytes) -> None:
    assert not recognises({"sdn.csv": content})
    with pytest.raises(UnreadableListError, match=r"ofac_sdn: sdn\.csv"):
        read("ofac_sdn", {"sdn.csv": content}, [FORMAT])


def test_a_file_cut_anywhere_inside_a_row_is_refused_with_name_and_party() -> None:
    body = MAIN.rstrip(b"\x1a")
    start = body.rindex(b"300,")
    for end in range(start + 1, len(body) - 3):
        with pytest.raises(UnreadableListError, match=r"sdn\.csv ends inside the row of party 3.*: .* fetch it again"):
            list(records({"sdn.csv": body[:end]}, Report(), None))


def test_a_cut_or_empty_companion_file_is_refused() -> None:
    with pytest.raises(UnreadableListError, match=r"add\.csv ends inside the row of party 200"):
        list(records({"sdn.csv": MAIN, "add.csv": ADDRESSES[:50]}, Report(), None))
    with pytest.raises(UnreadableListError, match=r"alt\.csv has no bytes"):
        list(records({"sdn.csv": MAIN, "alt.csv": b""}, Report(), None))
    with pytest.raises(UnreadableListError, match="both hold addresses"):
        list(records({"sdn.csv": MAIN, "add.csv": ADDRESSES, "cons_add.csv": ADDRESSES}, Report(), None))


def test_a_row_of_another_width_costs_that_party_alone_and_is_reported() -> None:
    files = {"sdn.csv": MAIN.replace(b'LTD."', b'LTD.","more"')}
    result = read("ofac_sdn", files, [FORMAT])
    assert sorted(result.parties["native_id"]) == ["100", "300"]
    assert result.report.unread == [("sdn.csv", "party 200: 13 columns where 12 are due, or no name")]
    widened = b"\r\n".join(row + b',"more"' for row in MAIN.rstrip(b"\x1a\r\n").split(b"\r\n"))
    with pytest.raises(UnreadableListError, match=r"ofac_sdn: sdn\.csv"):
        read("ofac_sdn", {"sdn.csv": widened + b"\r\n"}, [FORMAT])


QUOTED = b'100,"; Phone Number 70001; a.k.a. "night77"; a.k.a. "rat"; Linked To: HOLDING."\r\n'
ODD = b'100,"; a.k.a. "night77"; height 5\'11" (180 cm); Linked To: HOLDING."\r\n'
AFTER = b'300,"; Linked To: OTHER."\r\n'


@pytest.mark.parametrize("comments", [QUOTED + AFTER, AFTER + QUOTED, ODD + AFTER, AFTER + ODD + b"\x1a"])
def test_quotes_that_are_not_doubled_in_a_companion_file_lose_nothing(comments: bytes) -> None:
    assert recognises({"sdn.csv": MAIN, "comments.csv": comments})
    found, report = parsed({"sdn.csv": MAIN, "comments.csv": comments})
    assert report.unread == []
    assert [name.name for name in found["100"].names if name.quality == "weak"][:1] == ["night77"]
    assert [tie.related_name for tie in found["100"].relationships] == ["HOLDING"]
    assert [tie.related_name for tie in found["300"].relationships][-1:] == ["OTHER"]


def test_a_stray_row_of_another_file_hides_no_main_file_that_cannot_be_read() -> None:
    without_names = re.sub(rb'(?m)^(\d+),"[^"]*"', rb"\1,-0- ", MAIN)
    addresses = f'999,1,"No Street","Nowhere","Belarus",{N}\r\n'.encode()
    with pytest.raises(UnreadableListError, match="or no name, as in every row"):
        parsed({"sdn.csv": without_names, "add.csv": addresses})


def test_quotes_that_are_not_doubled_in_the_main_file_lose_nothing() -> None:
    found, report = parsed({"sdn.csv": MAIN.replace(b"DOB 1968.", b'DOB 1968; a.k.a. "FOX".')})
    assert report.unread == []
    assert sorted(found) == ["100", "200", "300"]
    assert ("FOX", "weak") in [(name.name, name.quality) for name in found["100"].names]


def test_a_byte_order_mark_before_a_companion_file_is_no_column() -> None:
    found, report = parsed({"sdn.csv": b"\xef\xbb\xbf" + MAIN, "comments.csv": b"\xef\xbb\xbf" + QUOTED})
    assert (sorted(found), report.unread) == (["100", "200", "300"], [])
    assert recognises({"sdn.csv": b"\xef\xbb\xbf" + MAIN, "add.csv": b"\xef\xbb\xbf" + ADDRESSES})


def test_a_whole_companion_file_may_lack_its_last_line_end() -> None:
    _, report = parsed({"sdn.csv": MAIN, "comments.csv": AFTER.rstrip()})
    assert report.unread == []


def test_a_fingerprint_changes_with_any_row_of_its_party_and_with_nothing_else() -> None:
    files = {"sdn.csv": MAIN, "add.csv": ADDRESSES, "alt.csv": NAMES}
    before = fingerprints(files)
    rows = ADDRESSES.split(b"\r\n")
    reordered = b"\r\n".join([rows[2], rows[0], rows[1], rows[3]])
    assert fingerprints({**files, "add.csv": reordered}) == before
    assert fingerprints({name: content.replace(b"\r\n", b"\n") for name, content in files.items()}) == before
    for name, old, new, party in (
        ("sdn.csv", b"DOB 1968", b"DOB 1969", "100"),
        ("add.csv", b"1 Test Street", b"2 Test Street", "200"),
        ("alt.csv", b"OLD TEST", b"OLDER TEST", "200"),
    ):
        after = fingerprints({**files, name: files[name].replace(old, new)})
        assert {each for each in after if after[each] != before[each]} == {party}


def test_only_wanted_parties_are_read_and_read_alike() -> None:
    files = {"sdn.csv": MAIN, "add.csv": ADDRESSES, "alt.csv": NAMES, "sdn_comments.csv": COMMENTS}
    every = list(records(files, Report(), None))
    assert list(records(files, Report(), frozenset({"200"}))) == [each for each in every if each.native_id == "200"]
    first = read("ofac_sdn", files, [FORMAT])
    changed = {**files, "alt.csv": NAMES.replace(b"OLD TEST", b"OLDER TEST")}
    second = read("ofac_sdn", changed, [FORMAT], frozenset(first.parties["fingerprint"]))
    assert second.records["native_id"].to_list() == ["200"]
    assert second.parties["native_id"].to_list() == ["100", "200", "300"]


# Real files.


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix.casefold() == ".csv"}


@pytest.mark.parametrize(
    ("folder", "parties", "belarus"),
    [
        ("ofac_sdn/2021-07-07", 8_976, 0),
        ("ofac_sdn/2022-02-23", 9_123, 66),
        ("ofac_sdn/2022-02-24", 9_214, 90),
        ("ofac_consolidated/2019-03-14", 375, 0),
        ("ofac_consolidated/2025-12-19", 442, 0),
    ],
)
def test_real_files_give_every_row_and_nearly_every_piece_of_remarks(
    shared_data: Path, folder: str, parties: int, belarus: int
) -> None:
    files = files_in(shared_data / "lists" / folder)
    main = next(content for name, content in files.items() if name in {"sdn.csv", "cons_prim.csv"})
    rows = [row for row in csv.reader(io.StringIO(main.decode("ascii"), newline="")) if len(row) == 12]
    result = read("ofac", files, [FORMAT])
    assert result.records.height == len(rows) == parties
    tagged = result.records.filter(result.records["programmes"].list.contains("BELARUS-EO14038"))
    assert tagged.height == sum(b"BELARUS-EO14038" in line for line in main.split(b"\n")) == belarus
    assert dict(zip(result.records["native_id"], result.records["primary_name"], strict=True)) == {
        row[0]: " ".join(row[1].split()) for row in rows
    }
    pieces = sum(row[11].count("; ") + 1 for row in rows if row[11].strip() != "-0-")
    assert result.records["not_understood"].list.len().sum() < pieces / 300
    assert not result.report.drift
    assert not result.report.unread


def test_all_addresses_and_other_names_of_a_real_list_find_their_party(shared_data: Path) -> None:
    files = files_in(shared_data / "lists" / "ofac_sdn" / "2021-07-07")
    found, _ = parsed(files)
    names = [line.split(b",", 3) for line in files["alt.csv"].split(b"\r\n") if line.strip(b"\x1a")]
    assert sum(len(each.names) - 1 - sum(n.quality == "weak" for n in each.names) for each in found.values()) == len(
        names
    )
    stated = [row for row in csv.reader(io.StringIO(files["add.csv"].decode(), newline="")) if len(row) == 6]
    assert sum(len(each.addresses) for each in found.values()) == sum(set(row[2:5]) != {"-0- "} for row in stated)


def test_real_remarks_join_their_spill_over(shared_data: Path) -> None:
    content = (shared_data / "samples/ofac_sdn_csv_parts/2025-12-24/sdn_comments.csv").read_bytes()
    continued = {row[0]: row[1] for row in csv.reader(io.StringIO(content.decode(), newline="")) if len(row) == 2}
    main = (
        "".join(f'{key},"T {key}",-0- ,"SDGT",{"-0- ," * 7}"{"x" * 999};"\r\n' for key in continued).encode() + b"\x1a"
    )
    found, report = parsed({"sdn.csv": main, "sdn_comments.csv": content})
    assert len(found) == len(continued) == 28
    assert {key: each.remarks for key, each in found.items()} == {
        key: " ".join(f"{'x' * 999};{text}".split()) for key, text in continued.items()
    }
    assert not report.drift


def test_fingerprints_of_a_real_file_take_no_time(shared_data: Path) -> None:
    files = {"sdn.csv": (shared_data / "lists/ofac_sdn/2022-02-24/sdn.csv").read_bytes()}
    spent = []
    for _ in range(5):
        begun = time.process_time()
        assert len(fingerprints(files)) == 9_214
        spent.append(time.process_time() - begun)
    assert min(spent) < 0.060


def snapshots(archive: Path, count: int) -> Iterator[bytes]:
    with archive.open("rb") as packed:
        unpacked = zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(packed)
        with tarfile.open(fileobj=unpacked, mode="r|") as files:
            for member in files:
                content = files.extractfile(member) if member.isfile() else None
                if content is not None:
                    yield content.read()
                    count -= 1
                if count == 0:
                    return


@pytest.mark.slow
def test_successive_snapshots_read_again_only_the_rows_that_changed(shared_data: Path) -> None:
    known: set[str] = set()
    rows: set[bytes] = set()
    for content in snapshots(shared_data / "history/sdn_csv_2021-08-18_2023-06-30.tar.zst", 25):
        result = read("ofac_sdn", {"sdn.csv": content}, [FORMAT], frozenset(known))
        new = {line.rstrip(b"\r") for line in content.split(b"\n") if line.strip(b"\r\x1a")} - rows
        assert result.records.height == len(new)
        assert not result.report.drift
        known |= set(result.parties["fingerprint"])
        rows |= new


def test_a_quote_that_never_closes_is_read_in_time_that_grows_with_its_length() -> None:
    name = b'"' + b"x\n" * 400_000
    lines = list(ofac_csv._rows_of(b'100,11,"aka",' + name + b"\n200,12,second\n"))
    assert [line[:3] for line in lines] == [b"100", b"200"]
    assert lines[0].count(b"x") == 400_000
