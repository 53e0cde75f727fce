"""When a run counts as failed although what it made stands: lists that did not come, are overdue or are held back.

Here: the tags of such a run, and the failure at its end, so that the run list agrees with the exit code of `sanctions
refresh`. Not here: what is behind (see pipelines.run.refresh), or what each list shows (see sources).
"""

from collections.abc import Collection, Mapping

import dagster as dg
import polars as pl

from pipelines.catalogue.entries import official_lists
from pipelines.run.refresh import shortcomings, why_list_is_behind
from pipelines.run.settings import Run
from pipelines.run.sources import LIST_KEY
from pipelines.run.steps import Step, steps_wanted

DEGRADED = "Everything is published, but not every list is up to date:"
"""How the failure of a run begins that the command would end with exit code 3."""
BEHIND = ("held_back", "stale")
TAG_PREFIX = "sanctions/"
MOST_TAG_LETTERS = 250
"""Of the value of a tag."""


def lists_asked(context: dg.AssetExecutionContext) -> tuple[str, ...]:
    """The lists that the run asks for."""
    selected = _selected(context)
    return tuple(list_id for list_id in official_lists() if dg.AssetKey([LIST_KEY, list_id]) in selected)


def last_step(context: dg.AssetExecutionContext, run: Run) -> Step | None:
    """The last step of the run; None if the run only asks sources."""
    selected = _selected(context)
    made = [step for step in steps_wanted(run.settings) if any(dg.AssetKey(name) in selected for name in step.makes)]
    return made[-1] if made else None


def _selected(context: dg.AssetExecutionContext) -> Collection[dg.AssetKey]:
    """The assets that the run makes, however it was started (`asset_selection` of the run may be empty)."""
    return context.job_def.asset_layer.selected_asset_keys


def refuse_degraded_run(run: Run, list_ids: Collection[str]) -> None:
    """Fail the run where the command `refresh --lists` for these lists would exit with 3.

    Raises:
        Failure: a list did not come or is overdue, or something is held back.
    """
    if list_ids and (reasons := shortcomings(run, tuple(list_ids))):
        raise dg.Failure(f"{DEGRADED} {' '.join(reasons)}", allow_retries=False)


def refuse_degraded_list(run: Run, list_id: str, snapshots: pl.DataFrame) -> None:
    """Fail the asset of one list in a run that only asks sources, because no later step would report the fault.

    Args:
        snapshots: the rows of table `snapshot` of this list.

    Raises:
        Failure: the list did not come or is overdue, or something of it is held back.
    """
    if reason := why_list_is_behind(run, list_id, snapshots):
        raise dg.Failure(f"The last good snapshot stands. {reason}", allow_retries=False)


def degraded_tags(status: pl.DataFrame) -> Mapping[str, str]:
    """Tags for the list of runs that show that some lists are stale or held back; empty if none is.

    Args:
        status: table `list_status`.
    """
    behind = status.filter(pl.col("state").is_in(BEHIND))
    by_state = {
        str(state): ", ".join(sorted(rows["list_id"]))
        for (state,), rows in behind.group_by("state", maintain_order=True)
    }
    return {f"{TAG_PREFIX}{state}": lists[:MOST_TAG_LETTERS] for state, lists in sorted(by_state.items())}
