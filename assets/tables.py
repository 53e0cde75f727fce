"""The assets of tables, and of what is made from them: derived from the steps that pipelines.run.steps declares.

Here: asset, dependencies and checks of each step, and what a materialisation shows. Not here: the steps, their order or
their checks (see pipelines.run.steps and pipelines.warehouse.checks), or what a table is (see sql/schema).
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

import dagster as dg
import polars as pl

from assets import markdown, summaries
from assets.degraded import degraded_tags, last_step, lists_asked, refuse_degraded_run
from assets.described import (
    COLUMN_SCHEMA,
    OWNERS,
    ROW_COUNT,
    SHORT,
    check_result,
    column_schema,
    comment_of,
    edition_metadata,
    provenance,
    table_result,
    with_example_mark,
)
from assets.resources import SanctionsRun
from assets.schedules import NIGHTLY_FRESHNESS
from pipelines.publish.releases import Released
from pipelines.publish.site.build import Built
from pipelines.run.layout import parts
from pipelines.run.press import finder_of
from pipelines.run.settings import Run
from pipelines.run.steps import Outcome, Step, run_step, steps
from pipelines.warehouse.schema import table_schemas
from pipelines.warehouse.tables import Tables

ARTICLES_SHOWN = 20

PRODUCTS = {
    "warehouse": """sanctions.duckdb: every table with its comments and constraints, views and macros. Built beside the
old file and put in its place in one step; a build that breaks a constraint publishes nothing.""",
    "site": """Pages for readers in the folder `site` of the home: claims, subjects, lists, last night, what was held on
a day. They open from disk and from any web server. When they cannot be made, what is published stays published.""",
    "releases": """Pages, feeds and bulk data of the night in a dated folder that is never changed again, shown as
`latest` in one step. The newest 14 stay, and of those before them the last of each month.""",
}
"""What is made of tables, in words."""
PRODUCT_KINDS = {"warehouse": {"duckdb"}, "site": {"html"}, "releases": {"html", "parquet", "csv"}}


def step_asset(step: Step) -> dg.AssetsDefinition:
    """The assets of everything that one step makes. One alone can be materialised too: it runs the step."""

    @dg.multi_asset(
        name=step.name,
        specs=[_spec(step, name) for name in step.makes],
        check_specs=_check_specs(step),
        can_subset=len(step.makes) > 1,
    )
    def run_the_step(
        context: dg.AssetExecutionContext, sanctions: SanctionsRun
    ) -> Iterator[dg.MaterializeResult[Any] | dg.AssetCheckResult]:
        """Run the step and report its tables and checks; fail if one blocks or, in the last step, a list is late."""
        run = sanctions.reporting(context.log.info)
        outcome = run_step(run, step)
        if outcome.fault:
            raise dg.Failure(outcome.fault, allow_retries=False)
        if "list_status" in step.makes:
            context.instance.add_run_tags(context.run.run_id, degraded_tags(Tables(parts(run.home))["list_status"]))
        if not outcome.blocking:
            yield from _materialisations(run, outcome, {key.to_user_string() for key in context.selected_asset_keys})
        yield from _selected_check_results(context, outcome)
        if outcome.blocking:
            words = " ".join(check.sentence for check in outcome.blocking)
            raise dg.Failure(f"nothing of this step is published: {words}", allow_retries=False)
        if step == last_step(context, run):
            refuse_degraded_run(run, lists_asked(context))

    return run_the_step


def _selected_check_results(context: dg.AssetExecutionContext, outcome: Outcome) -> Iterator[dg.AssetCheckResult]:
    """The results of the checks that were selected for this run."""
    for check in outcome.checks:
        if dg.AssetCheckKey(dg.AssetKey(check.table), check.name) in context.selected_asset_check_keys:
            yield check_result(check, dg.AssetKey(check.table))


def _spec(step: Step, name: str) -> dg.AssetSpec:
    """The asset of one thing that a step makes: the main one depends on what the step reads, the others on that one."""
    main = step.makes[0]
    depends_on = (
        [*map(dg.AssetKey, step.sources), *map(dg.AssetKey, (*step.reads, *step.beside))]
        if name == main
        else [dg.AssetKey(main)]
    )
    is_table = name in table_schemas()
    metadata = {COLUMN_SCHEMA: column_schema(name), "dagster/table_name": f"sanctions.main.{name}"} if is_table else {}
    return dg.AssetSpec(
        name,
        deps=depends_on,
        description=comment_of(name) if is_table else PRODUCTS[name],
        group_name=step.group,
        owners=OWNERS,
        kinds={"polars", "parquet"} if is_table else PRODUCT_KINDS[name],
        freshness_policy=NIGHTLY_FRESHNESS,
        metadata=metadata,
    )


def _check_specs(step: Step) -> list[dg.AssetCheckSpec]:
    """The checks of a step as Dagster declares them."""
    made_by = {name: other.makes for other in steps() for name in other.makes}
    return [
        dg.AssetCheckSpec(
            check.name,
            asset=check.table,
            description=check.description,
            blocking=check.blocking,
            additional_deps=_read_beside(check.reads, made_by[check.table]),
        )
        for check in step.checks
    ]


def _read_beside(reads: Iterable[str], made_here: Collection[str]) -> list[str]:
    """The tables that a check reads in addition to those of its own step."""
    return [name for name in reads if name not in made_here]


def _materialisations(run: Run, outcome: Outcome, selected: Collection[str]) -> Iterator[dg.MaterializeResult[Any]]:
    """What Dagster shows of each selected table or other product of a step."""
    tables = Tables(parts(run.home))
    for name in outcome.step.makes:
        if name not in selected:
            continue
        if name in table_schemas():
            yield _table_result(run, outcome, name, tables)
        else:
            yield dg.MaterializeResult(asset_key=name, metadata=_metadata_of_product(run, outcome, name, tables))


def _table_result(run: Run, outcome: Outcome, name: str, tables: Tables) -> dg.MaterializeResult[Any]:
    """What Dagster shows of a table that was made."""
    summary = summaries.BY_TABLE[name](tables) if name in summaries.BY_TABLE else summaries.NONE
    made_from = _metadata_of_articles(tables) if name in ("article", "claim") else provenance(tables)
    return table_result(
        name,
        tables,
        example=run.is_example,
        glance=summary.glance,
        summary=summary.whole,
        made_from={**_metadata_of_step(run, outcome), **made_from},
    )


def _metadata_of_step(run: Run, outcome: Outcome) -> dict[str, Any]:
    """How the step went: whether it was run, what it read, and what it held back."""
    step = outcome.step
    read = [*step.reads, *("/".join(source) for source in step.sources)]
    shown: dict[str, Any] = {
        "made": "unchanged: nothing that it is made from changed, so it was not made again"
        if outcome.is_skipped
        else "made in this run",
        "read": ", ".join(read) or "the catalogue",
    }
    if outcome.manifest.held_back:
        rows = [{"held back": source.source, "reason": source.reason} for source in outcome.manifest.held_back]
        shown["held_back"] = dg.MetadataValue.md(markdown.table(rows))
    if step.name == "articles" and (complaint := finder_of(run).complaint):
        shown["complaint"] = complaint
    return shown


def _metadata_of_articles(tables: Tables) -> dict[str, Any]:
    """The newest articles, in which claims are found."""
    articles = tables["article"].sort("published_on", descending=True, nulls_last=True)
    shown = articles.select("article_id", "published_on", pl.col("sha256").str.head(SHORT), "outlet", "url", "state")
    newest = articles["published_on"].max()
    return {
        **({"published_on": str(newest)} if newest else {}),
        "sources": dg.MetadataValue.md(markdown.table(shown.head(ARTICLES_SHOWN).to_dicts())),
    }


def _metadata_of_product(run: Run, outcome: Outcome, name: str, tables: Tables) -> dict[str, Any]:
    """What Dagster shows of the published file, the pages or a release."""
    shown = {**edition_metadata(example=run.is_example), **_metadata_of_step(run, outcome)}
    if name == "warehouse":
        return shown | _metadata_of_warehouse(run, tables)
    result, folder = outcome.result, run.home.site
    if isinstance(result, Released):
        shown |= {"new": result.is_new, "removed_nights": list(result.removed)}
        folder = result.folder
    if name == "site":
        shown["pages"] = dg.MetadataValue.url(run.home.front_page.resolve().as_uri())
    built = result.built if isinstance(result, Released) else result
    if isinstance(built, Built):
        shown |= {"files": built.files, "written": built.written, "removed": built.removed}
    return shown | {"path": dg.MetadataValue.path(folder.resolve() / "index.html")}


def _metadata_of_warehouse(run: Run, tables: Tables) -> dict[str, Any]:
    """What Dagster shows of the published file: its tables with their numbers of rows."""
    rows = [{"table": name, "rows": tables.rows(name)} for name in table_schemas()]
    path = run.home.warehouse
    return {
        ROW_COUNT: sum(tables.rows(name) for name in table_schemas()),
        **provenance(tables),
        "path": dg.MetadataValue.path(path.resolve()),
        "bytes": path.stat().st_size,
        "summary": dg.MetadataValue.md(with_example_mark(markdown.table(rows), example=run.is_example)),
    }
