"""The format modules by name, found by the name that the catalogue uses: format `x` is FORMAT of pipelines.lists.x."""

from functools import cache
from importlib import import_module

from pipelines.lists.record import Format
from pipelines.sources.catalogue import OfficialList


@cache
def format_named(name: str) -> Format:
    """The format of one module.

    Raises:
        TypeError: the module offers no Format under that name.
    """
    found = import_module(f"pipelines.lists.{name}").FORMAT
    if not isinstance(found, Format) or found.name != name:
        raise TypeError(f"pipelines.lists.{name}.FORMAT is not the format {name!r}; name them alike.")
    return found


def formats_of(official_list: OfficialList) -> tuple[Format, ...]:
    """All formats in which files of this list may come, past layouts among them."""
    return tuple(format_named(name) for name in official_list.formats)
