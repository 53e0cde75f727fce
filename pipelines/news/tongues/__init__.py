"""Claims from text in languages other than English: one engine of rules, one file of words a language.

Here: what agencies write in a sentence or two, read by stems. Not here: English (see pipelines.news.english), whose
rules know far more constructions; telling languages apart (see pipelines.news.languages).

A language is added by a file `<ISO 639 code>.toml`. The rules prefer silence: where a status, an actor or a sanction
cannot be told, there is no claim.
"""

from importlib.resources import files

LANGUAGES = frozenset(
    each.name.removesuffix(".toml") for each in files(__package__).iterdir() if each.name.endswith(".toml")
)
"""ISO 639 codes of the languages that have a file."""
