"""What a sentence leaves in the context for the next.

Here: who may act in the next sentence. Not here: what else is remembered (see pipelines.claims.frame), or how it
is used (see agents, fields).
"""

from pipelines.claims.english.mentions import Marked
from pipelines.claims.english.subjects import first_subject
from pipelines.claims.frame import Context


def leave(context: Context, marked: Marked) -> None:
    """Notes the subject of a sentence that is done; where nobody acted in it, the subject may act in the next.

    A sentence that opens with a pronoun speaks of the subject before it and changes nothing.
    """
    if marked.is_in(0, "subject_pronouns"):
        return
    subject = first_subject(marked, 0, len(marked.sentence))
    if subject is None:
        return
    context.subject = subject.code
    if not context.claimed:
        context.codes = (subject.code,)
