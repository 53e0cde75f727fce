"""The commands that say who on the lists a name or number may mean, and what is new about it: screen, watch.

Here: its options, and how answers are printed. Not here: where answers come from (see pipelines.run: screening,
watching).
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, nullcontext
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

import click

from pipelines.cli.commands.common import DONE, Day, Session, json_option, quiet_option, workers_option
from pipelines.cli.console import print_json, print_lines, progress
from pipelines.run.settings import official_list

if TYPE_CHECKING:
    from pipelines.run.screening import Birth, Criteria
    from pipelines.run.settings import Executor

PARTY_TYPES = ("individual", "entity", "vessel", "aircraft")
A_LINE_OF_PROGRESS = 10_000
"""Names of a file between two lines of progress."""


class BirthDate(click.ParamType[tuple[date, date, bool]]):
    """The type of an option that is a birth: YYYY-MM-DD, YYYY-MM or YYYY."""

    name = "YYYY[-MM[-DD]]"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> "Birth":
        """The first and the last day that the birth may have been."""
        from pipelines.run.screening import birth_days

        try:
            return birth_days(str(value))
        except ValueError:
            self.fail(f"{value!r} is not of the form YYYY-MM-DD, YYYY-MM or YYYY.", param, ctx)


class Options(TypedDict):
    """The options of the command as given by the user."""

    names: tuple[str, ...]
    file: Path | None
    pairs: Path | None
    birth: "Birth | None"
    country: str | None
    types: tuple[str, ...]
    lists: str | None
    as_of: date | None
    min_score: float | None
    limit: int
    linked: bool
    report: Path | None
    workers: "Executor | None"
    as_json: bool


@click.command()
@click.argument("names", metavar="NAME|NUMBER...", nargs=-1)
@click.option("--file", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Names, one a line.")
@click.option(
    "--pairs", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="CSV with name1,name2: score them."
)
@click.option("--birth", type=BirthDate(), help="Of the person asked about.")
@click.option("--country", metavar="CODE|NAME", help="A country that the party asked about is tied to.")
@click.option("--type", "types", type=click.Choice(PARTY_TYPES), multiple=True, help="Only parties of this type.")
@click.option("--lists", metavar="A,B", help="Only these lists.")
@click.option("--as-of", type=Day(), help="Only what was in force at the end of this day.")
@click.option("--min-score", type=click.FloatRange(0.3, 1), help="Least score of a hit.  [default: 0.72]")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="Most subjects shown for a name.")
@click.option("--linked", is_flag=True, help="Also subjects within two published links of the best hit.")
@click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), help="Write a proof to FILE.html or FILE.json."
)
@workers_option
@json_option
@quiet_option
@click.pass_obj
def screen(session: Session, /, **options: Unpack[Options]) -> int:
    """Find the parties that a name or an official number may mean, scored and explained.

    A number or reference of any kind (passport, IMO, BIC, wallet, id on a list) is looked up as well. Answers are
    printed in the order of the names, as they come; with --workers a long file is divided over processes or machines.
    """
    from pipelines.run.screening import scored_pairs
    from pipelines.run.screening import screen as answers_to

    if pairs := options["pairs"]:
        print_json(scored_pairs(pairs))
        return DONE
    queries = _queries(options)
    criteria = _criteria(options)
    _check_report(options["report"])
    answers, workers = [], options["workers"]
    quiet = session.quiet or not options["file"]
    with progress(quiet=quiet) as say, closing(workers) if workers else nullcontext():
        for number, answer in enumerate(answers_to(session.home, queries, criteria, workers), 1):
            if options["linked"]:
                answer["linked"] = _subjects_linked_to_best(session, answer)
            if options["report"]:
                answers.append(answer)
            _print_one_answer(answer, as_json=options["as_json"])
            if number % A_LINE_OF_PROGRESS == 0:
                say(f"{number:,} names screened")
    if report := options["report"]:
        _write_report(session, report, criteria, answers)
    return DONE


def _queries(options: Options) -> Iterator[str]:
    """The names and numbers to search for, one by one; a usage error if there are none."""
    lines = chain(options["names"], _lines_of_file(options["file"]))
    queries = (query for line in lines if (query := line.strip()))
    first = next(queries, None)
    if first is None:
        raise click.UsageError("give a NAME, or --file, or --pairs.")
    return chain([first], queries)


def _lines_of_file(file: Path | None) -> Iterator[str]:
    """The lines of a file, read one by one; a usage error names a line that is not UTF-8."""
    if file is None:
        return
    with file.open("rb") as content:
        for number, line in enumerate(content, 1):
            try:
                yield line.decode()
            except UnicodeDecodeError as error:
                raise click.UsageError(f"{file}: line {number} is not UTF-8; save the file as UTF-8.") from error


def _criteria(options: Options) -> "Criteria":
    """The criteria of a search from the options of the command."""
    from pipelines.run.screening import THRESHOLD, Criteria

    return Criteria(
        birth=options["birth"],
        country=_country_code(options["country"]),
        party_types=frozenset(options["types"]),
        lists=_checked_list_ids(options["lists"]),
        as_of=options["as_of"],
        min_score=options["min_score"] or THRESHOLD,
        limit=options["limit"],
    )


def _country_code(text: str | None) -> str | None:
    """The ISO code of a country; a usage error if it is not known."""
    if text is None:
        return None
    from pipelines.run.screening import country_named

    code = country_named(text.upper() if len(text) == 2 else text)
    if code is None:
        raise click.UsageError(f"--country: {text!r} is no country; give an ISO code or a name in English.")
    return code


def _checked_list_ids(text: str | None) -> frozenset[str]:
    """The list ids of a text such as "ofac_sdn,eu_fsf"; a usage error names an id that does not exist."""
    return frozenset(official_list(list_id).list_id for list_id in (text or "").split(",") if list_id)


def _subjects_linked_to_best(session: Session, answer: Mapping[str, Any]) -> list[dict[str, object]]:
    """The subjects linked by published relationships to the best subject of an answer; empty if it has none."""
    from pipelines.run.screening import linked_subjects

    best = answer["subjects"][:1]
    return linked_subjects(
        session.home, [listing["designation_id"] for subject in best for listing in subject["listings"]]
    )


def _print_one_answer(answer: Mapping[str, Any], *, as_json: bool) -> None:
    """Print one answer, as JSON or as lines."""
    if as_json:
        print_json([answer])
    else:
        print_lines(*_answer_lines(answer))


def _answer_lines(answer: Mapping[str, Any]) -> Iterable[str]:
    """The lines of one answer: the query, each subject with its listings and reasons, and how many were left out."""
    if not answer["subjects"]:
        yield f"{answer['query']}: no designation found."
        return
    yield f"{answer['query']}:"
    for subject in answer["subjects"]:
        matched = subject["matched_name"]
        alias = f" (as “{matched}”)" if matched != subject["primary_name"] else ""
        who = f"{subject['primary_name']}, {subject['party_type']}{_births_and_countries(subject)}{alias}"
        yield f"  {subject['score']:.2f}  {who}"
        yield f"        {subject['explanation']}"
        if subject["dismissed"]:
            yield f"        DISMISSED as somebody else ({subject['dismissed']})"
        yield from (f"        {_listing_line(listing)}" for listing in subject["listings"])
    for linked in answer.get("linked", ()):
        kinds = "; ".join(f"{link['kind']} ({link['list_id']})" for link in linked["links"])
        yield f"    linked, {linked['steps']} away: {linked['primary_name']}, {linked['party_type']}: {kinds}"
    if answer["not_shown"]:
        yield f"  {answer['not_shown']} more below the limit: --limit shows them."


MOST_FACTS = 4
"""Births or countries shown of a subject; --json has all."""


def _births_and_countries(subject: Mapping[str, Any]) -> str:
    """Births and countries of a subject, which tell it apart from others of the same name."""
    text = ""
    for label, values in ((", born ", subject["births"]), (", ", subject["countries"])):
        if values:
            more = f" and {len(values) - MOST_FACTS} more" if len(values) > MOST_FACTS else ""
            text += label + " / ".join(values[:MOST_FACTS]) + more
    return text


def _listing_line(listing: Mapping[str, Any]) -> str:
    """A listing as a line: list, id, since when, and until when if it has ended."""
    since = f"listed {listing['listed_on']}" if listing["listed_on"] else "listed, day not known"
    until = f", DELISTED {listing['delisted_on']}" if listing["delisted_on"] else ""
    return f"{listing['list_id']} {listing['native_id']}: {since}{until}"


def _check_report(path: Path | None) -> None:
    """Raise a usage error if the name of the report has another ending than those supported."""
    if path and path.suffix not in REPORTS:
        raise click.UsageError(f"--report: {path.name} is neither .html nor .json; print the .html to make a PDF.")


REPORTS = (".json", ".html", ".htm")
"""A PDF would need fonts of every script that names are written in; a browser has them and prints the page."""


def _write_report(session: Session, path: Path, criteria: "Criteria", answers: list[dict[str, object]]) -> None:
    """Write the proof of the search as JSON or as an HTML page, by the ending of the file name."""
    from pipelines.run.screening import proof

    content = proof(session.home, criteria, answers)
    if path.suffix == ".json":
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2, default=str) + "\n", encoding="utf-8")
    else:
        path.write_text(_html_page(content), encoding="utf-8")


def _html_page(content: Mapping[str, object]) -> str:
    """The report of a search as an HTML page."""
    from importlib.resources import files

    from jinja2 import Environment

    template = files(__package__).joinpath("screening_report.html.j2").read_text("utf-8")
    return Environment(autoescape=True).from_string(template).render(content)


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
@click.pass_obj
def watch(session: Session, file: Path, *, as_json: bool) -> int:
    """Say what is new about the names, numbers and subjects of a file since it was last watched.

    One a line; `#` begins a remark. Files in the home's folder `watch` are watched every night.
    """
    from dataclasses import asdict

    from pipelines.run.watching import digest
    from pipelines.run.watching import watch as news_of

    news = news_of(session.home, file)
    if as_json:
        print_json(asdict(item) for item in news)
    else:
        print_lines(digest(news) if news else f"{file.name}: nothing new.")
    return DONE
