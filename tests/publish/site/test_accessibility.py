"""Every kind of page of the example in a real browser, checked by axe-core at the width of a desk and of a phone.

It needs Chromium (`chromium` in the path) and what `make browser` installs, and is skipped without them.
"""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

WIDTHS = (1200, 360)
ONE_OF_A_KIND = """
for (const table of document.querySelectorAll("tbody")) [...table.rows].slice(8).forEach((row) => row.remove());
[...document.querySelectorAll("main section, main article > section")].slice(8).forEach((section) => section.remove());
"""
"""Leaves eight rows of each table and eight sections of a page: those after them are alike, and axe is slow."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="`make browser` installs playwright")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no chromium on this machine")
    with playwright.sync_playwright() as running:
        started = running.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def axe() -> str:
    """The script of axe-core, as the package bundles it."""
    package = pytest.importorskip("axe_playwright_python", reason="`make browser` installs axe-playwright-python")
    return (Path(package.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def page_of_every_kind(site: Path) -> Sequence[Path]:
    """The pages of the root and of `data`, and of each other folder its index and the largest page below it."""
    pages = [*site.glob("*.html"), *site.glob("data/*.html")]
    for folder in sorted(path for path in site.iterdir() if path.is_dir() and path.name != "data"):
        index, below = folder / "index.html", [*folder.rglob("*.html")]
        others = sorted((page for page in below if page != index), key=lambda page: page.stat().st_size)
        pages += [page for page in (index, *others[-1:]) if page in below]
    return pages


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_has_a_barrier_or_is_wider_than_the_screen(
    browser: Any, axe: str, example_site: Path, width: int
) -> None:
    # The pages forbid scripts of others, and axe is one.
    page = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True).new_page()
    barriers = {}
    pages = page_of_every_kind(example_site)
    assert len(pages) >= 15
    for path in pages:
        page.goto(path.as_uri())
        is_too_wide = page.evaluate("document.documentElement.scrollWidth") > width
        page.evaluate(ONE_OF_A_KIND)
        page.evaluate(axe)
        violations = page.evaluate("axe.run()")["violations"]
        found = [(violation["id"], violation["nodes"][0]["html"]) for violation in violations]
        if is_too_wide:
            found.append(("wider than the screen", ""))
        if found:
            barriers[path.relative_to(example_site).as_posix()] = found
    assert not barriers
