"""The format modules by the names that the catalogue uses: format `x_y` is FORMAT of pipelines.parsers.x.y."""

from functools import cache
from importlib import import_module

from pipelines.catalogue.entries import OfficialList
from pipelines.parsers.record import Files, Format, UnreadableListError


@cache
def format_named(name: str) -> Format:
    """The format of one module.

    Raises:
        TypeError: the module offers no Format under that name.
    """
    authority, _, publication = name.partition("_")
    module = f"pipelines.parsers.{authority}.{publication}"
    offered = import_module(module).FORMAT
    if not isinstance(offered, Format) or offered.name != name:
        raise TypeError(f"{module}.FORMAT is not the format {name!r}; name them alike.")
    return offered


def formats_of(official_list: OfficialList) -> tuple[Format, ...]:
    """All formats in which files of this list may come, including older layouts."""
    return tuple(format_named(name) for name in official_list.formats)


def refuse_unrecognised(official_list: OfficialList, files: Files) -> None:
    """Refuse files that have none of the formats of a list.

    Raises:
        UnreadableListError: no format recognises them.
    """
    if not any(offered.recognises(files) for offered in formats_of(official_list)):
        formats = ", ".join(official_list.formats)
        raise UnreadableListError(f"{official_list.list_id}: it is in no format of this list ({formats}).")
