"""The settings of a run, read from the environment once, and the object `Run` with its archive and clients.

Here: the settings, and whether and where sources are asked. Not here: what a run does (see steps). Only `cli` and
`assets` read the environment, with `Settings.from_environment`; all other code gets plain values.

| variable | meaning |
|---|---|
| `SANCTIONS_HOME` | the folder of all state; `./data` by default |
| `SANCTIONS_EXAMPLE` | the home is for the bundled example |
| `SANCTIONS_MIRROR` | a folder or an address to read sources from instead of the official sites |
| `SANCTIONS_USER_AGENT` | how requests introduce themselves |
| `SANCTIONS_RELEASES` | a folder that gets a dated folder each night, with pages, feeds and bulk data |
| `SANCTIONS_SITE_URL` | the address at which readers see that folder's `latest`, for the links of feeds |
| `SANCTIONS_SITE_PUBLISHER` | who corrects mistakes of the pages: "Name <mail or web address>" |
| `SANCTIONS_TOKEN` | what clients of `sanctions serve` must send |
| `SANCTIONS_DAGSTER_DAYS` | how many days of runs and their logs Dagster keeps |
| `SANCTIONS_CLUSTER` | where articles are read: empty for this process, `pool:4` or an address (docs/CLUSTER.md) |
| `SANCTIONS_NEWS` | the address of a store of partitions of news: a folder, `s3://…`, `gs://…` |
| `SANCTIONS_ENDPOINT_…` | a model that finds claims instead of the rules (see pipelines.claims.endpoint) |
| `SANCTIONS_WEBHOOK`, `…_SMTP`, `…_MAIL_…`, `…_NOTIFY` | who gets word of a night (see pipelines.publish.notify) |

A source that asks for a key names the variable of that key in its catalogue entry.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from pipelines.archive.home import Home
from pipelines.articles import FEEDS, GDELT
from pipelines.catalogue.entries import OFFICIAL_NOTICES, UnknownListError, official_list, official_lists
from pipelines.run.progress import Say, silent

if TYPE_CHECKING:  # imported only where a run needs them: importing takes longer than answering a question
    from pipelines.archive.archive import Archive
    from pipelines.archive.http import Http
    from pipelines.archive.supplies import Supply
    from pipelines.engine.executors import Executor as Executor

__all__ = ["GDELT", "Home", "Run", "Settings", "UnknownListError", "official_list"]
"""The command line imports only `pipelines.run`, so this includes the names that it needs from other packages."""

HOME, EXAMPLE, MIRROR = "SANCTIONS_HOME", "SANCTIONS_EXAMPLE", "SANCTIONS_MIRROR"
USER_AGENT, RELEASES = "SANCTIONS_USER_AGENT", "SANCTIONS_RELEASES"
SITE_URL, SITE_PUBLISHER = "SANCTIONS_SITE_URL", "SANCTIONS_SITE_PUBLISHER"
CLUSTER, NEWS = "SANCTIONS_CLUSTER", "SANCTIONS_NEWS"
DAGSTER_DAYS, TOKEN = "SANCTIONS_DAGSTER_DAYS", "SANCTIONS_TOKEN"
DEFAULT_HOME, DEFAULT_DAGSTER_DAYS = Path("data"), 30

BUNDLED_EXAMPLE = Path(__file__).with_name("example_files")
"""Lists as LIST/DATE/files in their official formats, and articles; all written for this project, from facts."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a run.

    Attributes:
        home: the folder of all state.
        example: the home is for the bundled example, which is never mixed with live data.
        offline: ask no source; the run works with what the archive holds.
        mirror: a folder or web address to read sources from; empty for the official sites.
        as_of: read the newest files up to this day, from a mirror folder.
        source_keys: keys for sources that need one, by the variable named in the catalogue.
        site_publisher: who corrects mistakes of the pages, as "Name <mail or web address>"; None to name nobody.
        token: what clients of `sanctions serve` must send; empty for none.
        cluster: the address of the executor of large work (see pipelines.engine.executors).
        news: the address of a store of partitions of news; empty for none.
        endpoint: the variables that configure a model; empty to use the rules.
        notifications: the variables that configure the receivers of notices; empty for none.
    """

    home: Home
    example: bool = False
    offline: bool = False
    mirror: str = ""
    as_of: date | None = None
    user_agent: str = ""
    releases: Path | None = None
    site_url: str | None = None
    site_publisher: str | None = None
    dagster_days: int = DEFAULT_DAGSTER_DAYS
    token: str = field(default="", repr=False)
    cluster: str = ""
    news: str = ""
    source_keys: Mapping[str, str] = field(default_factory=dict)
    endpoint: Mapping[str, str] = field(default_factory=dict)
    notifications: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """The settings that environment variables make; an empty variable counts as not set."""
        given = {name: value for name, value in environment.items() if value}
        key_variables = {
            entry.api_key_env for entry in (*official_lists().values(), *official_lists(OFFICIAL_NOTICES).values())
        }
        releases, days = given.get(RELEASES), given.get(DAGSTER_DAYS, "")
        return cls(
            home=Home(Path(given.get(HOME, DEFAULT_HOME))),
            example=EXAMPLE in given,
            mirror=given.get(MIRROR, ""),
            user_agent=given.get(USER_AGENT, ""),
            releases=Path(releases) if releases else None,
            site_url=given.get(SITE_URL),
            site_publisher=given.get(SITE_PUBLISHER),
            dagster_days=int(days) if days.isdecimal() and int(days) else DEFAULT_DAGSTER_DAYS,
            token=given.get(TOKEN, ""),
            cluster=given.get(CLUSTER, ""),
            news=given.get(NEWS, ""),
            source_keys={name: given[name] for name in key_variables if name in given},
            endpoint=_beginning_with(given, "SANCTIONS_ENDPOINT_"),
            notifications=_beginning_with(
                given, "SANCTIONS_WEBHOOK", "SANCTIONS_SMTP", "SANCTIONS_MAIL_", "SANCTIONS_NOTIFY"
            ),
        )


def _beginning_with(given: Mapping[str, str], *beginnings: str) -> dict[str, str]:
    """The variables whose names begin with one of these texts."""
    return {name: value for name, value in given.items() if name.startswith(beginnings)}


def list_ids() -> list[str]:
    """The ids of all lists."""
    return list(official_lists())


def other_source_ids() -> list[str]:
    """The ids of the other sources that a night asks: sources of notices, and the feeds."""
    return sorted({*official_lists(OFFICIAL_NOTICES), FEEDS})


def is_notice_source(source_id: str) -> bool:
    """Whether the id is one of a source of official notices."""
    return source_id in official_lists(OFFICIAL_NOTICES)


def executor_at(address: str) -> "Executor":
    """The executor at an address; its workers start when there is work.

    Raises:
        UnknownClusterError: it is no address of an executor that is installed.
    """
    from pipelines.engine.executors import executor_of

    return executor_of(address)


@dataclass
class Run:
    """One run in a home: its settings, its archive, and one HTTP client for all requests."""

    settings: Settings
    say: Say = silent

    @property
    def home(self) -> Home:
        """The home: the paths of all state."""
        return self.settings.home

    @cached_property
    def archive(self) -> "Archive":
        """The archive of the home."""
        from pipelines.archive.archive import Archive

        return Archive(self.home)

    @property
    def is_example(self) -> bool:
        """Whether the home holds, or is meant to hold, the bundled example."""
        return self.settings.example or self.archive.is_example

    @property
    def edition(self) -> str:
        """Where the contents of the home come from: the bundled example, or live sources."""
        return "example" if self.is_example else "live"

    @cached_property
    def executor(self) -> "Executor":
        """Where large work is done.

        Raises:
            UnknownClusterError: the settings name no executor that is installed.
        """
        return executor_at(self.settings.cluster)

    @cached_property
    def http(self) -> "Http":
        """The HTTP client; it is shared, because it remembers when it asked which host."""
        from pipelines.archive.http import Http

        return Http(self.home, user_agent=self.settings.user_agent or None)

    @cached_property
    def supply(self) -> "Supply":
        """The supply that lists are fetched from: the official sites or a mirror."""
        from pipelines.archive.supplies import supply_of

        return supply_of(self.http, self.settings.mirror, self.settings.as_of, self.settings.source_keys)
