"""What was found for one predicate, and what the sentences before it say.

Here: the shapes. Not here: finding any of it (see predicates, agents, targets).
"""

from dataclasses import dataclass

from pipelines.claims.groups import Targets
from pipelines.claims.languages.agents import Agents
from pipelines.claims.languages.predicates import Predicate


@dataclass(slots=True)
class Context:
    """What the sentences before say: who acted last, and against which country."""

    codes: tuple[str, ...] = ()
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """All that was found for one predicate, before it becomes claims."""

    predicate: Predicate
    agents: Agents
    targets: Targets
    codes: tuple[str, ...]
