"""What a reader of `sanctions reconcile` sees."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pipelines.articles.article import Article
from pipelines.claims.claim import Claim
from pipelines.verdicts.judging import judge
from pipelines.verdicts.report import ReconciledArticle
from pipelines.verdicts.targets import TargetLinker
from tests.verdicts.conftest import WholeNames

if TYPE_CHECKING:
    from tests.verdicts.conftest import Builder

DAY = date(2022, 2, 24)


def shown(builder: Builder, *claims: Claim) -> list[str]:
    record = builder.record()
    names = [(designation.designation_id, designation.primary_name) for designation in record.designations.values()]
    judged = [(claim, judge(claim, DAY, record, TargetLinker(record, WholeNames(names)))) for claim in claims]
    return list(ReconciledArticle(Article("a1", "text", DAY), judged, record).as_text())


def test_quote_reading_verdict_figures_and_rows(belarus_action: Builder) -> None:
    quote = "sanctioned two Belarusian officials"
    names = ("Viktor Khrenin", "Aleksandr Volfovich")
    claim = Claim(
        quote, 0, len(quote), "US", "imposed", count=2, count_qualifier="exact", unit="individuals",
        target_country="BY", named_targets=names, event_on=DAY, attributed_to="CNN",
    )  # fmt: skip
    lines = shown(belarus_action, claim)
    assert lines[:5] == [
        "a1 (24 February 2022): 1 claim",
        "",
        f"  “{quote}”",
        "    read as: the United States; imposed; 2 individuals; Belarus; Viktor Khrenin, Aleksandr Volfovich; 24",
        "      February 2022; according to CNN",
    ]
    assert "    ● confirmed, claimed 2, found 2, residual 0" in lines
    assert "    named in the claim, by ofac_sdn of 2022-02-24, sha256 ofac_sdn@202:" in lines
    khrenin = (
        "KHRENIN, Viktor Gennadievich; individual, listed 2022-02-24 (observed), BELARUS-EO14038, ofac_sdn:khrenin"
    )
    assert f"      {khrenin}" in lines


def test_many_rows_are_cut_and_counted(belarus_action: Builder) -> None:
    belarus_action.parties("ofac_sdn", 50, "more", seen=DAY, after=date(2022, 2, 23), ties=[("nationality", "KP")])
    claim = Claim("q", 0, 1, "US", "imposed", count=50, unit="parties", target_country="KP", event_on=DAY)
    lines = shown(belarus_action, claim)
    assert sum("ofac_sdn:more" in line for line in lines) == 40
    assert "    … and 10 more rows: `--json` gives all." in lines
