"""What was found for one predicate, and what the sentences before it say.

Here: the shapes. Not here: finding any of it (see predicates, agents, targets).
"""

from dataclasses import dataclass

from pipelines.news.groups import Targets
from pipelines.news.tongues.agents import Agents
from pipelines.news.tongues.predicates import Predicate


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
