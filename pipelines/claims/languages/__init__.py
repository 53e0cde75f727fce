"""Claims from text in languages other than English: one engine of rules, one file of words a language.

Here: what agencies write in a sentence or two, read by stems. Not here: English (see pipelines.claims.english), whose
rules know far more constructions; telling languages apart (see pipelines.articles.languages).

A language is added by a file `<ISO 639 code>.toml` here and its code in pipelines/articles/languages.toml. The rules
prefer no claim to a wrong one: if a status, an actor or a sanction is not clear, there is no claim.
"""

from pipelines.articles.languages import languages_read

LANGUAGES = languages_read() - {"en"}
"""ISO 639 codes of the languages that have a file here."""
