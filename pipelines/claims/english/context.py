"""What a sentence leaves in the context for the next.

Here: who may act in the next sentence. Not here: what else is remembered (see pipelines.claims.frame), or how it
is used (see agents, fields).
"""

from pipelines.claims.english.attribution import is_speech_verb
from pipelines.claims.english.mentions import Marked
from pipelines.claims.english.subjects import IMPOSERS, first_subject
from pipelines.claims.frame import Context


def update_context(context: Context, marked: Marked) -> None:
    """Notes the subject of a sentence that is done; where nobody acted in it, the subject may act in the next.

    A sentence that opens with a pronoun speaks of the subject before it and changes nothing.
    """
    for actor in marked.actors:
        if actor.code and actor.code not in IMPOSERS and actor.kind not in ("other", "nationals"):
            context.mentioned.setdefault(actor.code)
    context.speaker = speaking_authority(marked) or context.speaker
    if marked.is_in(0, "subject_pronouns"):
        return
    subject = first_subject(marked, 0, len(marked.sentence))
    if subject is None:
        return
    context.subject = subject.code
    if not context.claimed and subject.code in IMPOSERS:
        context.codes = (subject.code,)


def speaking_authority(marked: Marked) -> str | None:
    """The code of the first authority beside a verb of speech; None if no authority speaks."""
    for actor in marked.actors:
        institution = actor.institution or actor.kind in ("leader", "country", "capital")
        beside = (actor.start - 1, actor.end, actor.end + 1)
        if institution and actor.code and any(is_speech_verb(marked, i) for i in beside):
            return actor.code
    return None
