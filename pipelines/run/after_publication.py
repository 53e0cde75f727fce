"""What follows a night that was published: a release for readers, and a notice to whoever wants one.

Here: when they are made and sent, for the command line and for Dagster alike. Not here: what is in them (see
pipelines.publish.site). Neither can undo a publication: what goes wrong is a sentence for people.

| variable | meaning |
|---|---|
| `SANCTIONS_RELEASES` | a folder that gets a dated folder each night, with pages, feeds and bulk data |
| `SANCTIONS_SITE_URL` | the address at which readers see that folder's `latest`, for the links of feeds |
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pipelines.archive.home import Home
from pipelines.archive.locking import BusyError
from pipelines.publish.messages import notice_of_failure, notice_of_night
from pipelines.publish.notify import BadNotificationError, Notice, is_configured, notify
from pipelines.publish.releases import Released, release
from pipelines.publish.site.build import Say

RELEASES, SITE_URL = "SANCTIONS_RELEASES", "SANCTIONS_SITE_URL"
THE_REFRESH = "sanctions refresh"


def hand_on(home: Home, settings: Mapping[str, str], say: Say, *, published: bool) -> tuple[str, ...]:
    """Release the night and send word of it, where the settings ask for either; return what went wrong.

    Args:
        published: by this run; if not, that is the word to send.
    """
    if not published:
        return tuple(told(notice_of_failure(THE_REFRESH, "no list could be read, and none was held."), settings))
    faults = []
    try:
        released(home, settings, say)
    except OSError as error:
        faults.append(f"published, but not released in {settings.get(RELEASES)}: {error.strerror or error}.")
    except BusyError as error:
        faults.append(f"published, but not released: {error}")
    if is_configured(settings):
        say("sending word of it")
        faults += told(notice_of_night(home.warehouse), settings)
    return tuple(faults)


def released(home: Home, settings: Mapping[str, str], say: Say) -> Released | None:
    """The night's release, if there is a folder for it."""
    folder = settings.get(RELEASES)
    return release(home.warehouse, Path(folder), base=settings.get(SITE_URL) or None, say=say) if folder else None


def told(notice: Notice, settings: Mapping[str, str]) -> list[str]:
    """Send a notice; return a sentence for each place that it could not be sent to."""
    try:
        _, failed = notify(notice, settings)
    except BadNotificationError as error:
        failed = [str(error)]
    return [f"no notice was sent: {each}" for each in failed]


@contextmanager
def failures_told(settings: Mapping[str, str]) -> Iterator[None]:
    """Send word of whatever ends the refresh early, and let it end it."""
    try:
        yield
    except Exception as error:
        told(notice_of_failure(THE_REFRESH, str(error)), settings)
        raise
