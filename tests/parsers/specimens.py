"""Files of every list of the catalogue, for the contract tests: whole published files, excerpts, and written ones.

Whole files and excerpts come from the folder of real files, where there is one. The written ones are those of the tests
of each format, so that no list is without any.
"""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Literal

from pipelines.archive.backfill import Candidate, candidates
from pipelines.catalogue.entries import official_list, official_lists

from .au import test_dfat as test_au_dfat
from .ca import test_sema as test_ca_sema
from .ch import test_seco as test_ch_seco
from .conftest import Cells, workbook
from .eu import test_fsf as test_eu
from .fr import test_tresor as test_fr_tresor
from .jp import test_meti_eul as test_jp_meti_eul
from .jp import test_mof as test_jp_mof
from .jp import test_mof_csv as test_jp_mof_csv
from .nz import test_russia as test_nz_russia
from .ua import test_nsdc as test_ua_nsdc
from .uk import test_ofsi as test_uk_ofsi
from .uk import test_sanctions as test_uk_sanctions
from .un import test_sc as test_un_sc
from .us import test_bis_dpl as test_us_bis_dpl
from .us import test_csl as test_us_csl
from .wb import test_debarred as test_wb_debarred

Kind = Literal["whole", "excerpt", "written"]
REAL = Path(os.environ.get("SANCTIONS_SHARED_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data")
EXCERPTS = {
    "eu_legacy_global": "eu_fsf",
    "ofac_enhanced_by_programme": "ofac_sdn",
    "ofac_sdn_xml": "ofac_sdn",
    **{name: name for name in ("ca_sema", "ch_seco", "eu_fsf", "jp_mof", "uk_sanctions", "us_csl")},
}
"""Folders of excerpts, and the list that each is of."""
NO_LIST = re.compile(r"FICTIONAL|csv_1_0")
"""An example of an amendment, and a CSV that a spreadsheet wrote anew: see the tests of these formats."""


@dataclass(frozen=True)
class Specimen:
    """The files of one snapshot, read when they are asked for.

    Attributes:
        label: the day of publication, and what tells it from others of that day.
    """

    list_id: str
    kind: Kind
    label: str
    load: Callable[[], dict[str, bytes]]

    def __str__(self) -> str:
        return f"{self.list_id}-{self.label}-{self.kind}"


def specimens() -> list[Specimen]:
    """All that there are, in order of list."""
    found = [*_real(), *_written()]
    return sorted(found, key=lambda each: (each.list_id, each.kind, each.label))


def _real() -> Iterator[Specimen]:
    for list_id in official_lists():
        for folder in _days(REAL / "lists" / list_id):
            yield from _in_folder(folder, list_id, "whole")
    for name, list_id in EXCERPTS.items():
        for folder in _days(REAL / "samples" / name):
            yield from _in_folder(folder, list_id, "excerpt")


def _days(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []


def _in_folder(folder: Path, list_id: str, kind: Kind) -> Iterator[Specimen]:
    """The publications of one day: all CSV files together, every other file by itself."""
    paths = sorted((path for path in folder.iterdir() if not NO_LIST.search(str(path))), key=_publication)
    for label, group in groupby(paths, _publication):
        yield Specimen(list_id, kind, f"{folder.name}-{label}", _loader(list_id, list(group)))


def _publication(path: Path) -> str:
    return "csv" if path.suffix == ".csv" else path.name


def _loader(list_id: str, paths: list[Path]) -> Callable[[], dict[str, bytes]]:
    def load() -> dict[str, bytes]:
        [found] = [
            candidate
            for candidate in candidates(paths, official_list(list_id), date(2000, 1, 1))
            if isinstance(candidate, Candidate)
        ]
        return found.files

    return load


def _written() -> Iterator[Specimen]:
    for (list_id, label), load in {**WRITTEN, **_example_of_ofac()}.items():
        yield Specimen(list_id, "written", label, load)


def _example_of_ofac() -> dict[tuple[str, str], Callable[[], dict[str, bytes]]]:
    folder = Path(__file__).parent / "ofac_example"
    names = {"csv": ("sdn.csv", "add.csv", "alt.csv")} | {
        each: (f"{each}.xml",) for each in ("sdn", "sdn_advanced", "sdn_enhanced")
    }
    return {
        (list_id, label): lambda files=files: {file: (folder / file).read_bytes() for file in files}  # type: ignore[misc]
        for list_id in ("ofac_sdn", "ofac_consolidated")
        for label, files in names.items()
    }


def _australian() -> dict[str, bytes]:
    parties = [test_au_dfat.party("7", "Ivan EXAMPLE"), test_au_dfat.party("7a", "Vanya", "aka")]
    return {"list.xlsx": workbook(test_au_dfat.rows(test_au_dfat.OF_2026, *parties))}


def _japanese() -> dict[str, bytes]:
    row: Cells = ["2022.3.3", 2, "ヴィクトル・フレニン", "Viktor KHRENIN"]
    return {"shisantouketsu20220303.xlsx": workbook({test_jp_mof.BELARUS: [["題"], test_jp_mof.HEADER, row]})}


def _new_zealand() -> dict[str, bytes]:
    register = test_nz_russia.sheet(test_nz_russia.REGISTER, test_nz_russia.PERSON, test_nz_russia.BANK)
    ships = test_nz_russia.sheet(test_nz_russia.SHIPS, test_nz_russia.SHIP)
    return {"r.xlsx": workbook({"Russia Sanctions Register": register, "Ships": ships})}


def _french() -> bytes:
    return test_fr_tresor.document(test_fr_tresor.PERSON, test_fr_tresor.COMPANY)


def _ukrainian() -> dict[str, bytes]:
    return test_ua_nsdc.answers([test_ua_nsdc.PERSON | {"citizenships": ["BY"]}], [test_ua_nsdc.COMPANY])


def _swiss() -> bytes:
    return test_ch_seco.document(test_ch_seco.PERSON, test_ch_seco.ship(test_ch_seco.LISTED.format("2016-05-18")))


def _ofsi() -> bytes:
    parties = [test_uk_ofsi.PRIMARY, test_uk_ofsi.WEAK, test_uk_ofsi.SHIP]
    return test_uk_ofsi.csv_of(test_uk_ofsi.NEW, parties)


WRITTEN: Mapping[tuple[str, str], Callable[[], dict[str, bytes]]] = {
    ("au_dfat", "xlsx"): _australian,
    ("ca_sema", "xml"): lambda: {
        "sema-lmes.xml": test_ca_sema.document(test_ca_sema.PERSON, test_ca_sema.SHIP, test_ca_sema.BODY)
    },
    ("ch_seco", "xml"): lambda: {"consolidated-list.xml": _swiss()},
    ("eu_fsf", "xml"): lambda: {"full.xml": test_eu.xml_of(test_eu.PERSON, test_eu.BODY)},
    ("fr_tresor", "json"): lambda: {"registre-des-gels.json": _french()},
    ("jp_meti_eul", "xlsx"): lambda: test_jp_meti_eul.document(test_jp_meti_eul.ROW, test_jp_meti_eul.PLAIN),
    ("jp_mof", "xlsx"): _japanese,
    ("jp_mof", "csv"): lambda: {"shisantouketsu20260828.csv": test_jp_mof_csv.table(test_jp_mof_csv.ROW)},
    ("nz_russia", "xlsx"): _new_zealand,
    ("ua_nsdc", "json"): _ukrainian,
    ("uk_ofsi", "csv"): lambda: {"ConList.csv": _ofsi()},
    ("uk_sanctions", "xml"): lambda: {
        "UK-Sanctions-List.xml": test_uk_sanctions.xml_of(test_uk_sanctions.PERSON, test_uk_sanctions.SHIP)
    },
    ("uk_sanctions", "csv"): lambda: {"UK-Sanctions-List.csv": test_uk_sanctions.IN_FULL},
    ("un_sc", "xml"): lambda: {"consolidated.xml": test_un_sc.document()},
    ("us_bis_dpl", "txt"): lambda: {"dpl.txt": test_us_bis_dpl.table(test_us_bis_dpl.ROW)},
    ("us_csl", "csv"): lambda: {"consolidated.csv": test_us_csl.table(test_us_csl.CSV_ROW)},
    ("us_csl", "json"): lambda: {"consolidated.json": test_us_csl.document(test_us_csl.JSON_ROW)},
    ("wb_debarred", "json"): lambda: {
        "SANCTIONED_FIRM.json": test_wb_debarred.document(test_wb_debarred.FIRM, test_wb_debarred.PERSON)
    },
}
"""(list, kind of file) → a small file that the tests of its format write."""
