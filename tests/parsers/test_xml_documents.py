"""The shared XML reader: one pass, constant memory, nothing loaded, nothing unknown passed over."""

import pytest

from pipelines.parsers.record import Report, UnreadableListError
from pipelines.parsers.xml_documents import DriftCheck, Outline, elements_at, file_with_root, root_of, text_of

DOCUMENT = b'<l xmlns="urn:x" day="1"><p id="a"><n>one\xc2\xa0 two</n></p><!-- c --><p><n/><p><n>inner</n></p></p></l>'


def test_root_is_told_without_reading_the_rest() -> None:
    root = root_of(DOCUMENT[:40])
    assert root is not None
    assert (root.name, root.namespace, root.attributes) == ("l", "urn:x", {"day": "1"})


@pytest.mark.parametrize("content", [b"", b"  \n", b"Name;Date", b"\x00\x01", b"PK\x03\x04"])
def test_what_is_no_xml_has_no_root(content: bytes) -> None:
    assert root_of(content) is None


def test_the_file_is_chosen_by_its_root_not_by_its_name() -> None:
    assert file_with_root({"a.xml": b"<html/>", "b.txt": DOCUMENT}, "l") == DOCUMENT


def test_elements_of_one_depth_come_whole_and_nested_ones_of_the_same_name_stay_inside() -> None:
    assert [text_of(each, "n") for each in elements_at(DOCUMENT, 1)] == ["one two", None]


def test_what_was_read_is_freed() -> None:
    seen = [(each, len(each)) for each in elements_at(b"<l>" + b"<p><n/></p>" * 3 + b"</l>", 1)]
    assert [size for _, size in seen] == [1, 1, 1]
    assert [len(each) for each, _ in seen] == [0, 0, 0]


def test_a_cut_document_is_refused_with_its_place() -> None:
    with pytest.raises(UnreadableListError, match=r"line 1"):
        list(elements_at(DOCUMENT[:-20], 1))


def test_a_document_type_is_refused_so_that_no_entity_can_hide_text() -> None:
    with pytest.raises(UnreadableListError, match="DTD"):
        list(elements_at(b'<!DOCTYPE l [<!ENTITY e "x">]><l><p>&e;</p></l>', 1))


def test_what_the_outline_does_not_foresee_is_counted_by_place() -> None:
    report = Report()
    outline = Outline({"l": frozenset({"p"}), "p": frozenset({"n", "@id"})}, {"p": frozenset({"@id"})})
    list(elements_at(DOCUMENT, 1, drift=DriftCheck(outline, report)))
    assert report.drift == {("l", "@day"): 1, ("p", "p"): 1, ("p", "lacks @id"): 2}
