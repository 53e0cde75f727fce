"""Rendering templates to pages; all text from lists and articles is escaped.

Here: the environment of the templates, and what all pages have in common. Not here: any page (see the modules of the
pages).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache, partial
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape

from pipelines.catalogue.words import EVENT_VERDICTS, VERDICTS, counted
from pipelines.publish.site import naming, words
from pipelines.publish.site.folder import digest_of
from pipelines.publish.site.pictures import SITE_PICTURE
from pipelines.publish.site.record import NOT_CURRENT

FOLDER = Path(__file__).resolve().parent
TEMPLATES = FOLDER / "templates"
STATIC_FILES = FOLDER / "files"
TITLE = "Sanctions record"
SUMMARY = (
    "Official sanctions lists with their history, and what the press says of them, with the rows behind each answer."
)
"""What a page is about, as links to it are shown, where the page has nothing better to say."""
OVERDUE = "nothing newer came when it was due."
"""The reason shown for several lists that are out of date by their age alone."""


class _Environment(jinja2.Environment):
    """Looks a name up as a key first, because rows are dicts and most of the rendering time is spent there."""

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 - the signature of the base class
        """The value of a key of a row, or the attribute of any other object."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


@dataclass(frozen=True, slots=True)
class Imprint:
    """Where and by whom a site is published.

    Attributes:
        base: the address at which the site will be read; None if it is not known.
        publisher: who corrects mistakes, as "Name <mail or web address>"; None if it is not known.
    """

    base: str | None = None
    publisher: str | None = None

    @property
    def address(self) -> str | None:
        """The address at which the site will be read, with a slash at its end."""
        return f"{self.base.rstrip('/')}/" if self.base else None

    @property
    def publisher_html(self) -> Markup | None:
        """The publisher as HTML, with a link if an address is given."""
        match = _PUBLISHER.fullmatch(self.publisher or "")
        if match is None or not any(match.groups()):
            return None
        name, address = match["name"] or match["address"], match["address"]
        link = web_address(address) or (f"mailto:{address}" if address and _MAIL.fullmatch(address) else None)
        return Markup('<a href="{}">{}</a>').format(link, name) if link else escape(name)


NO_IMPRINT = Imprint()
_PUBLISHER = re.compile(r"\s*(?P<name>[^<>]*?)\s*(?:<(?P<address>[^<>\s]+)>\s*)?")
_MAIL = re.compile(r"[^@\s?&]+@[^@\s?&]+")


@dataclass(frozen=True)
class Pages:
    """Templates with the values common to all pages.

    Attributes:
        example: the data are the bundled example; every page then says so.
        lists: title and issuing body of the lists, by list id.
        titles: English titles of programmes whose tags are in another script, by tag.
        imprint: where and by whom the site is published.
        has_bulk_data: files to download lie beside the pages.
    """

    example: bool
    lists: dict[str, dict[str, object]]
    titles: dict[str, str] = field(default_factory=dict)
    imprint: Imprint = NO_IMPRINT
    has_bulk_data: bool = False

    def environment(self, root: str) -> jinja2.Environment:
        """The templates for pages at one depth; values are escaped, and unknown names are errors.

        Args:
            root: the relative path from such a page to the root of the site. It is part of every link, so it is put
                into the templates once rather than into every page.
        """
        environment = _Environment(
            loader=jinja2.FunctionLoader(lambda name: _text_of_template(name).replace("{{ root }}", root)),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        environment.filters.update(
            verdict=words.verdict_mark, country=words.country, n=words.number, counted=counted,
            size=words.size, plain=words.plain, address=web_address, word=words.verdict_word, alike=grouped_by_state,
            in_english=self.in_english, as_published=self.as_published, why_here=words.why_here,
        )  # fmt: skip
        environment.globals.update(
            site_title=TITLE, example=self.example, lists=self.lists, VERDICTS=VERDICTS, CHANGES=words.CHANGES,
            BASES=words.BASES, STATES=words.STATES, PARTY_TYPES=words.PARTY_TYPES, AUTHORITIES=words.AUTHORITY_NAMES,
            subject_page=naming.subject_page, claim_page=naming.claim_page, list_page=naming.list_page,
            day_page=naming.day_page, event_page=naming.event_page,
            EVENT_VERDICTS=EVENT_VERDICTS, nav=cache(partial(_links_at_head, environment)),
            state_and_why=words.state_and_why, NOT_CURRENT=NOT_CURRENT,
            list_pages={list_id: naming.list_page(list_id) for list_id in self.lists},
            address=self.imprint.address, publisher=self.imprint.publisher_html, has_bulk_data=self.has_bulk_data,
        )  # fmt: skip
        # A global and no import in the templates: an import would run the file again for every page.
        environment.globals["parts"] = environment.get_template("parts.html").module
        return environment

    @cached_property
    def _environments(self) -> dict[str, jinja2.Environment]:
        """The templates by the relative path from a page to the root of the site."""
        return {root: self.environment(root) for root in ("", "../", "../../")}

    def marked(self, title: str) -> str:
        """A title marked as example data, if it is: for files used apart from their page, such as pictures."""
        return f"[EXAMPLE] {title}" if self.example else title

    @cached_property
    def made_by(self) -> str:
        """A digest of templates, code, words and common values: when it changes, every page is made again."""
        sources = sorted([*TEMPLATES.iterdir(), *FOLDER.glob("*.py"), *FOLDER.glob("*.toml")])
        shared = repr((VERDICTS, EVENT_VERDICTS, words.AUTHORITY_NAMES))
        return digest_of(*(path.read_bytes() for path in sources if path.is_file()), repr(self), shared)

    def page(self, template: str, path: str, **values: object) -> str:
        """One page as HTML; `path` is its place in the site, and its links are relative to it.

        Args:
            values: what the template needs; `summary` and `picture` are what links to the page show.
        """
        root = naming.root_of(path)
        shown = {"summary": SUMMARY, "picture": SITE_PICTURE, **values}
        return self._environments[root].get_template(template).render(root=root, path=path, **shown)

    def pattern(self, template: str, root: str, fields: Iterable[str], **values: object) -> str:
        """A template rendered with `{field}` in the place of every field, for str.format to fill in.

        For thousands of pages that differ in these fields only. Whoever fills it escapes the values.
        """
        blanks = {field: f"{{{field}}}" for field in fields}
        shown = {"summary": SUMMARY, "picture": SITE_PICTURE, **values, **blanks}
        return self._environments[root].get_template(template).render(root=root, **shown)

    def macros(self, template: str, root: str) -> Any:  # noqa: ANN401 - Jinja's module of macros has no typed members
        """The macros of a template, as functions, for pages with this relative path to the root."""
        return self._environments[root].get_template(template).module

    def in_english(self, tags: Iterable[str]) -> list[str]:
        """Programmes by the names that readers know: our title of a tag in another script, any other tag itself."""
        return list(dict.fromkeys(self.titles.get(tag, tag) for tag in tags))

    def as_published(self, tag: str) -> str:
        """A programme's tag as published, with our title if it is in another script."""
        return f"{tag} – {self.titles[tag]}" if tag in self.titles else tag


def grouped_by_state(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Group lists with the same state and reason; groups of lists with a snapshot come first.

    All lists that are overdue make one group, since their reasons differ in days alone.
    """
    groups: dict[tuple[bool, str, str], list[dict[str, Any]]] = {}
    for row in rows:
        reason = OVERDUE if row["is_overdue"] else row["reason"] or ""
        groups.setdefault((row["published_on"] is not None, row["state"], reason), []).append(row)
    held_first = sorted(groups.items(), key=lambda group: not group[0][0])
    return [
        {"held": held, "state": state, "reason": same[0]["reason"] if len(same) == 1 else why, "lists": same}
        for (held, state, why), same in held_first
    ]


def _links_at_head(environment: jinja2.Environment, section: str, is_front: bool) -> Markup:
    """The links at the head of every page; there are few variants, and the caller caches them."""
    return Markup(environment.get_template("nav.html").render(section=section, is_front=is_front))  # noqa: S704 - escaped


def _text_of_template(name: str) -> str:
    """The text of a template."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


@lru_cache(maxsize=10_000)
def web_address(text: str | None) -> str | None:
    """The text if it is a web address that is safe to link to, else None.

    So no other scheme, such as "javascript:", becomes a link.
    """
    if text and text.startswith(("https://", "http://")) and not any(letter.isspace() for letter in text):
        return text
    return None
