"""What every address of the catalogue answers, as a table.

Here: the command `doctor`. Not here: how addresses are asked and judged (see pipelines.run.doctor).
"""

from dataclasses import asdict

import click

from pipelines.cli.commands.common import DONE, NOTHING_PUBLISHED, SOMETHING_HELD_BACK, Session, json_option
from pipelines.cli.console import print_json, print_table, print_wrapped


@click.command()
@click.option("--lists", "names", default="", metavar="A,B", help="Only these lists.")
@json_option
@click.pass_obj
def doctor(session: Session, names: str, *, as_json: bool) -> int:
    """Ask every address of the catalogue once, keep nothing, and say what answered and what to do.

    Exit code 0: every list has an address that answers; 3: some have none; 1: none has.
    """
    from pipelines.run.doctor import examine

    findings = list(examine(session.settings, [name.strip() for name in names.split(",") if name.strip()]))
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        print_table(
            [
                {
                    "list": finding.list_id, "answer": finding.answer, "format": finding.format,
                    "age": None if finding.age_days is None else f"{finding.age_days:,} d", "address": finding.address,
                }
                for finding in findings
            ],
            title="Addresses",
        )  # fmt: skip
        for finding in findings:
            if finding.advice:
                print_wrapped(f"{finding.list_id}, {finding.address}: {finding.advice}")
    lists_with_answer = {finding.list_id for finding in findings if finding.is_well}
    lists = {finding.list_id for finding in findings}
    return DONE if lists_with_answer == lists else SOMETHING_HELD_BACK if lists_with_answer else NOTHING_PUBLISHED
