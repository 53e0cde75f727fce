"""Lexicons and tables that are data: TOML files beside the modules that read them.

Here: reading one. Not here: what any of them holds (see the head of each file, and the module that reads it).
"""

import tomllib
from importlib.resources import files
from typing import Any


def data_file(package: str | None, name: str) -> dict[str, Any]:
    """The tables of a TOML file in a package; `package` is the caller's `__package__`."""
    return tomllib.loads(files(package or "").joinpath(name).read_text("utf-8"))
