"""Pages of OFAC's recent actions, written from facts in the layouts that they have had.

party = Party("DOE, John", "individual", ("BELARUS-EO14038",), "DOB 1970; nationality Belarus")
page(date(2022, 2, 24), {"The following individuals have been added to OFAC's SDN List:": [party.paragraph()]})
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

from pipelines.run.settings import BUNDLED_EXAMPLE as EXAMPLE

SDN = "Specially Designated Nationals List Update"
ADDED = {
    "individual": "The following individuals have been added to OFAC's SDN List:",
    "entity": "The following entities have been added to OFAC's SDN List:",
    "vessel": "The following vessels have been added to OFAC's SDN List:",
    "aircraft": "The following aircraft have been added to OFAC's SDN List:",
}
REMOVED = "The following deletions have been made to OFAC's SDN List:"
CHANGED = "The following changes have been made to OFAC's SDN List:"


@dataclass(frozen=True)
class Party:
    """A party of the SDN list, as its CSV file states it."""

    name: str
    party_type: str
    programmes: tuple[str, ...]
    remarks: str = ""
    native_id: str = ""

    def paragraph(self) -> str:
        """As OFAC prints it in running text: ties behind the programmes, other names behind the name."""
        pieces = [part for part in self.remarks.rstrip(".").split("; ") if part]
        names = [piece.replace("'", '"') for piece in pieces if piece.startswith("a.k.a.")]
        ties = [piece for piece in pieces if piece.startswith("Linked To: ")]
        rest = [piece for piece in pieces if not piece.startswith(("a.k.a.", "Linked To: "))]
        head = self.name + (f" ({'; '.join(names)})" if names else "")
        kind = "" if self.party_type == "entity" else f" ({self.party_type})"
        tags = " ".join(f"[{programme}]" for programme in self.programmes)
        tied = "".join(f" ({ty})" for ty in ties)
        return f"{'; '.join([head, *rest])}{kind} {tags}{tied}."


def page(
    day: date,
    sections: Mapping[str, Sequence[str]],
    *,
    title: str = "Belarus Designations",
    heading: str = SDN,
    before: str = "",
    press_release: str = "",
    in_one_paragraph: bool = False,
) -> bytes:
    """A page: `p` per entry as until 2024, or all entries of a section in one as in 2025."""
    body = f"<h3>{escape(heading)}</h3>\n" + "\n".join(
        f"<h4>{escape(sentence)}</h4>\n{_entries(entries, in_one_paragraph)}" for sentence, entries in sections.items()
    )
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title></head>
<body class="path-node page-node-type-ofac-recent-action">
<h1 class="uswds-page-title page-title"><span class="treas-page-title">{escape(title)}</span></h1>
<article class="node node--type-ofac-recent-action node--view-mode-full">
  <div class="field field--name-field-release-date field--type-datetime field--label-visually_hidden">
    <div class="field__label visually-hidden">Release Date</div>
    <div class="field__item">{day:%m/%d/%Y}</div>
  </div>
  {_press_release(press_release)}
  <div class="clearfix text-formatted usa-prose field field--name-field-body field--type-text-long">
    <div class="field__label visually-hidden">Recent Actions Body</div>
    <div class="field__item">{before}{body}</div>
  </div>
</article>
</body></html>
""".encode()


def _press_release(url: str) -> str:
    link = f'<div class="field__item"><a href="{escape(url)}">Press release</a></div>'
    return f'<div class="field field--name-field-press-release-link">{link}</div>' if url else ""


def _entries(entries: Sequence[str], in_one_paragraph: bool) -> str:
    if in_one_paragraph:
        texts = (f'<a><font color="1B1B1B">{escape(entry, quote=False)}&nbsp;</font></a>' for entry in entries)
        return f"<p>{'<br><br>'.join(texts)}</p>"
    return "\n".join(f"<p>{escape(entry, quote=False)} </p>" for entry in entries)


def additions(parties: Sequence[Party]) -> dict[str, list[str]]:
    """The sections of a page that says that these parties were added."""
    return {
        sentence: paragraphs
        for kind, sentence in ADDED.items()
        if (paragraphs := [party.paragraph() for party in parties if party.party_type == kind])
    }


def parties_of(path: Path) -> dict[str, Party]:
    """uid → party of a main file of the SDN list."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [[cell.replace("-0-", "").strip() for cell in row] for row in csv.reader(file)]
    return {
        row[0]: Party(row[1], row[2] or "entity", tuple(row[3].split("] [")), row[11], row[0])
        for row in rows
        if len(row) == 12
    }


def added_on_24_february_2022() -> list[Party]:
    """The parties that the bundled example's list of that day has and the one of the day before has not."""
    before, after = (parties_of(EXAMPLE / "ofac_sdn" / day / "sdn.csv") for day in ("2022-02-23", "2022-02-24"))
    return [party for uid, party in after.items() if uid not in before]


def belarusians() -> list[Party]:
    """Those 24 of them that are under the Belarus programme."""
    return [each for each in added_on_24_february_2022() if "BELARUS-EO14038" in each.programmes]
