"""What the sentences before leave in mind.

Here: the state that goes from sentence to sentence. Not here: how it is used (see agents, fields).
"""

from dataclasses import dataclass
from datetime import date

from pipelines.claims.english.mentions import Marked
from pipelines.claims.english.subjects import first_subject
from pipelines.claims.tokens import Sentence


@dataclass(slots=True)
class Context:
    """State within one article.

    Attributes:
        sanctions: the article speaks of sanctions at all.
        codes: the authority that acted last.
        subject: the authority first named in the sentence before.
        country: the country last aimed at.
        names: the targets last named, for "the two companies".
        last_day: the day last given to an act, for "a day later".
        claimed: the sentence at hand has already made a claim.
        skipped: the sentence before, if it was passed over and not looked at.
    """

    sanctions: bool = False
    codes: tuple[str, ...] = ()
    subject: str | None = None
    country: str | None = None
    names: tuple[str, ...] = ()
    last_day: date | None = None
    claimed: bool = False
    skipped: Sentence | None = None

    def acted(self, codes: tuple[str, ...]) -> None:
        """Notes who acted in a claim."""
        self.claimed = True
        self.codes = codes or self.codes

    def leave(self, marked: Marked) -> None:
        """Notes the subject of a sentence that is done; where nobody acted in it, the subject may act in the next.

        A sentence that opens with a pronoun speaks of the subject before it and changes nothing.
        """
        if marked.is_in(0, "subject_pronouns"):
            return
        subject = first_subject(marked, 0, len(marked.sentence))
        if subject is None:
            return
        self.subject = subject.code
        if not self.claimed:
            self.codes = (subject.code,)
