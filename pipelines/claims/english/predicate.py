"""What a predicate is: one place where a sentence says that someone is, was, will or should be sanctioned.

Here: the shape. Not here: the rules that find predicates (verb_rules, noun_rules, list_rules), or what they amount to.
"""

from dataclasses import dataclass

from pipelines.claims.claim import Action, Measure, Status
from pipelines.claims.marks import Actor, Noun, Span, Voice


@dataclass(frozen=True, slots=True)
class Predicate:
    """A verb or noun of sanctioning in a sentence, with its arguments.

    Attributes:
        rule: the name of the rule that matched; it appears in Claim.rules.
        verb: the token of the verb, or of the noun's head where no verb governs it.
        first, last: the tokens of the predicate itself (verb and sanction noun or list), last exclusive.
        targets: token ranges in which the targets are looked for, best first.
        owner: whose sanctions or list it is, where a modifier says so.
        country: "Russia sanctions", "its North Korea list".
        background: nothing asserts it; it is only mentioned.
        weak: a verb that says nothing of sanctions by itself; needs an authority, counted parties and a context.
        bill: a bill or proposal of sanctions.
        stated_status: the status that the predicate's own words give it ("are on the table").
    """

    rule: str
    verb: int
    voice: Voice
    first: int
    last: int
    targets: tuple[Span, ...]
    action: Action = "impose"
    measure: Measure = "listing"
    owner: Actor | None = None
    country: str | None = None
    background: bool = False
    weak: bool = False
    bill: bool = False
    stated_status: Status | None = None

    @property
    def object_range(self) -> Span:
        """The tokens where targets are looked for first; empty if the rule gives no place for targets."""
        return self.targets[0] if self.targets else (self.last, self.last)


def predicate_of_noun(
    noun: Noun, rule: str, verb: int, spoken: Voice, targets: tuple[Span, ...], *, first: int | None = None,
    last: int | None = None, action: Action = "impose", background: bool = False,
) -> Predicate:  # fmt: skip
    """A predicate about a sanction noun or a list, with the noun's measure, owner and country."""
    return Predicate(
        rule, verb, spoken, verb if first is None else first, noun.end if last is None else last, targets, action,
        noun.measure, noun.owner, noun.country, background,
    )  # fmt: skip
