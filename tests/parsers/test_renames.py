"""A field that is renamed is never lost unseen: every name in every format is changed, one at a time."""

from collections.abc import Mapping

import pytest

from pipelines.catalogue.entries import official_list
from pipelines.parsers.formats import formats_of
from pipelines.parsers.reading import MALFORMED_DOCUMENT_ERRORS
from pipelines.parsers.record import Format, Record, Report, UnreadableListError

from .renaming import renames
from .specimens import Specimen, specimens
from .test_contract import REQUIRED

ELSEWHERE = {
    "ofac_consolidated": "its formats are those of ofac_sdn",
    "jp_meti_eul": "its headers are known by how they begin: its own test renames them whole",
}
"""Lists that are not tried here, and why."""
WRITTEN = [specimen for specimen in specimens() if specimen.kind == "written" and specimen.list_id not in ELSEWHERE]
READ_ALL_THE_SAME = {
    'registre-des-gels.json: "Commentaire"': "comments have many names, and are known by how these begin",
}
"""Renames that lose nothing, and why."""


@pytest.mark.parametrize("specimen", WRITTEN, ids=str)
def test_every_renamed_field_is_refused_or_drift(specimen: Specimen) -> None:
    files = specimen.load()
    list_format = next(form for form in formats_of(official_list(specimen.list_id)) if form.recognises(files))
    before = read(list_format, files)
    assert before is not None
    tried, unseen = 0, []
    for what, renamed in renames(files, REQUIRED.get(list_format.name, b"").decode().strip("<> ")):
        tried += 1
        assert renamed != files, what
        after = read(list_format, renamed)
        is_harmless = what in READ_ALL_THE_SAME and after is not None and after[0] == before[0]
        if after is not None and after[1] == before[1] and not is_harmless:
            unseen.append(what)
    assert unseen == []
    assert tried >= 4


def read(list_format: Format, files: Mapping[str, bytes]) -> tuple[list[Record], Report] | None:
    """The records and what is reported beside them; None where the files are refused."""
    report = Report()
    try:
        if list_format.recognises(files):
            return list(list_format.records(files, report, None)), report
    except (UnreadableListError, *MALFORMED_DOCUMENT_ERRORS):
        pass
    return None
