"""Templates into pages: everything that a list or an article says is escaped, whatever it says.

Here: the environment of the templates, and what every page has. Not here: any page (see the modules of the pages).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache, partial
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from pipelines.publish.site import naming, words
from pipelines.publish.site.folder import digest_of

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE / "templates"
FILES = HERE / "files"
TITLE = "Sanctions record"


class _Environment(jinja2.Environment):
    """Rows are dicts, so a name is looked up as a key first: most of the time of a page is spent there."""

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 - as the class has it
        """The value of a row, or the attribute of anything else."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


@dataclass(frozen=True)
class Pages:
    """Templates with the words common to all pages.

    Attributes:
        example: the data are the bundled example, which every page says.
        lists: title and issuing body of each list by its id.
    """

    example: bool
    lists: dict[str, dict[str, object]]

    def environment(self, root: str) -> jinja2.Environment:
        """The templates for pages at one depth, everything escaped, unknown names an error.

        Args:
            root: the way from such a page to the root of the site. It stands in every link, so it is put into the
                templates once rather than into each page.
        """
        made = _Environment(
            loader=jinja2.FunctionLoader(lambda name: _source(name).replace("{{ root }}", root)),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        made.filters.update(
            verdict=words.verdict_mark, country=words.country, n=words.number, size=words.size, plain=words.plain,
            address=web_address, word=words.verdict_word, alike=alike,
        )  # fmt: skip
        made.globals.update(
            site_title=TITLE, example=self.example, lists=self.lists, VERDICTS=words.VERDICTS, CHANGES=words.CHANGES,
            BASES=words.BASES, STATES=words.STATES, PARTY_TYPES=words.PARTY_TYPES, AUTHORITIES=words.AUTHORITIES,
            subject_page=naming.subject_page, claim_page=naming.claim_page, list_page=naming.list_page,
            day_page=naming.day_page, event_page=naming.event_page,
            EVENT_VERDICTS=words.EVENT_VERDICTS, nav=cache(partial(_nav, made)), state_and_why=words.state_and_why,
            list_pages={list_id: naming.list_page(list_id) for list_id in self.lists},
        )  # fmt: skip
        return made

    @cached_property
    def _environments(self) -> dict[str, jinja2.Environment]:
        return {root: self.environment(root) for root in ("", "../", "../../")}

    def marked(self, title: str) -> str:
        """A title that says that it is of the example, if it is: for what leaves its page, such as a picture."""
        return f"[EXAMPLE] {title}" if self.example else title

    @cached_property
    def made_by(self) -> str:
        """A digest of templates, code and common words: when it changes, every page does."""
        sources = sorted([*TEMPLATES.iterdir(), *HERE.glob("*.py")])
        return digest_of(*(path.read_bytes() for path in sources if path.is_file()), repr((self.example, self.lists)))

    def page(self, template: str, path: str, **values: object) -> str:
        """One page; `path` is where it will lie, from which its links go out."""
        root = "../" * path.count("/")
        return self._environments[root].get_template(template).render(root=root, path=path, **values)


def alike(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lists of which the same is to be said, together; those of which something is held come first."""
    found: dict[tuple[bool, str, str], list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault((row["published_on"] is not None, row["state"], row["reason"] or ""), []).append(row)
    held_first = sorted(found.items(), key=lambda each: not each[0][0])
    return [{"held": held, "state": state, "reason": why, "lists": same} for (held, state, why), same in held_first]


def _nav(environment: jinja2.Environment, section: str, is_front: bool) -> Markup:
    """The links at the head of every page: the same few, so they are made once for each place in the site."""
    return Markup(environment.get_template("nav.html").render(section=section, is_front=is_front))  # noqa: S704 - escaped


def _source(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


@lru_cache(maxsize=10_000)
def web_address(text: str | None) -> str | None:
    """The text where it is an address of the web that may be linked to; nothing else is ever a link."""
    if text and text.startswith(("https://", "http://")) and not any(letter.isspace() for letter in text):
        return text
    return None
