"""Names in Cyrillic as sentences have them, and the designations that they mean."""

from datetime import date

import polars as pl
import pytest

from pipelines.matching.name_index import NameIndex
from pipelines.matching.name_score import score
from pipelines.verdicts.designation import Span
from pipelines.verdicts.targets import Context, TargetLinker, nominatives
from tests.verdicts.conftest import Builder, WholeNames

LISTED = {
    "Виктора Хренина": "KHRENIN, Viktor Gennadievich",
    "Виктором Хрениным": "KHRENIN, Viktor Gennadievich",
    "Віктара Хрэніна": "KHRENIN, Viktor Gennadievich",
    "Віктора Хреніна": "KHRENIN, Viktor Gennadievich",
    "Александру Лукашенко": "LUKASHENKA, Alyaksandr Ryhoravich",
    "Аляксандра Лукашэнкі": "LUKASHENKA, Alyaksandr Ryhoravich",
    "Олександра Лукашенка": "LUKASHENKO, Alexander",
    "Наталью Кочанову": "KOCHANOVA, Natallia Ivanauna",
    "Лидии Ермошиной": "YERMOSHINA, Lidia Mikhailovna",
    "Игоря Сечина": "SECHIN, Igor Ivanovich",
    "Сергеем Шойгу": "SHOIGU, Sergei Kuzhugetovich",
}


@pytest.mark.parametrize(("name", "listed"), LISTED.items(), ids=LISTED)
def test_a_nominative_is_nearer_than_the_case(name: str, listed: str) -> None:
    best = max(score(form, listed, "individual").score for form in nominatives(name))
    assert best >= 0.74
    assert best > score(name, listed, "individual").score


def test_a_name_in_other_letters_has_no_cases() -> None:
    assert nominatives("Viktor Khrenin") == ()
    assert nominatives("Иван") == ()


@pytest.mark.parametrize("name", ["Виктора Хренина", "Хренина"])
def test_an_inflected_name_is_linked(name: str) -> None:
    builder = Builder()
    day = date(2022, 2, 24)
    builder.snapshot("ofac_sdn", day)
    meant = builder.party("ofac_sdn", "1", "KHRENIN, Viktor Gennadievich", seen=day, ties=[("nationality", "BY")])
    builder.party("ofac_sdn", "2", "VOLFOVICH, Alexander Grigorievich", seen=day, ties=[("nationality", "BY")])
    record = builder.record()
    names = pl.DataFrame(
        {
            "designation_id": [designation.designation_id for designation in record.designations.values()],
            "name": [designation.primary_name for designation in record.designations.values()],
            "quality": "primary",
            "party_type": "individual",
        }
    )
    context = Context(("US",), frozenset({"individual"}), "BY", None, date(2022, 3, 4))
    sure = [link for link in TargetLinker(record, NameIndex(names)).links(name, context, record) if link.is_sure]
    assert [each.designation.designation_id for each in sure] == [meant]


def test_a_party_is_looked_for_by_its_other_names_on_other_lists(builder: Builder) -> None:
    day = date(2022, 9, 22)
    for list_id in ("ofac_sdn", "uk_ofsi"):
        builder.snapshot(list_id, day)
    meant = builder.party("ofac_sdn", "1", "IRAN'S MORALITY POLICE", kind="entity", seen=day)
    other = builder.party("uk_ofsi", "9", "MORALITY POLICE", kind="entity", seen=day, aliases=["GUIDANCE PATROL"])
    builder.party("ofac_sdn", "2", "HARBOUR POLICE", kind="entity", seen=day)
    record = builder.record()
    linker = TargetLinker(record, WholeNames([(other, "GUIDANCE PATROL")]))
    context = Context(("US",), frozenset({"entity"}), None, Span(day, day), day)
    own = [link for link in linker.links("Guidance Patrol", context, record) if link.designation.authority == "US"]
    assert [(link.designation.designation_id, link.is_sure) for link in own] == [(meant, False)]
