"""Groups of targets: "eight Belarusian individuals", "Rusal and two other firms".

Here: the shape, and how groups that belong together become one. Not here: reading them (see targets).
"""

from dataclasses import dataclass, field, replace

from pipelines.claims.claim import CountQualifier, CountScope, Unit

MIXED = {"individuals", "entities", "parties", "individuals_and_entities"}


@dataclass(frozen=True, slots=True)
class Group:
    """One group of targets: counted, named, or only a noun ("several officials").

    Attributes:
        text: a count without a value ("dozens").
        others: counted beside the names before it ("and six others").
        single: one person who is described and not named ("the minister's mother").
    """

    start: int
    end: int
    count: int | None = None
    qualifier: CountQualifier | None = None
    text: str | None = None
    scope: CountScope | None = None
    unit: Unit | None = None
    names: tuple[str, ...] = ()
    others: bool = False
    single: bool = False

    @property
    def counted(self) -> bool:
        """Whether the group has a number, also a vague one such as "dozens"."""
        return self.count is not None or self.text is not None

    @property
    def only_names(self) -> bool:
        """Whether the group has names and no number."""
        return bool(self.names) and not self.counted


@dataclass(slots=True)
class Targets:
    """All targets of a predicate.

    Attributes:
        countries: in the order in which they are mentioned.
        start, end: the tokens from the first target to the last.
        approved: the object is something that is approved ("sanctioned the deployment").
    """

    groups: list[Group] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    end: int = 0
    start: int | None = None
    approved: bool = False

    @property
    def has_any(self) -> bool:
        """Whether there is any group or country."""
        return bool(self.groups or self.countries)

    def reach(self, start: int, end: int) -> None:
        """Extends `start` and `end`, so that they cover these tokens."""
        self.start = start if self.start is None else min(self.start, start)
        self.end = max(self.end, end)


def merged_groups(groups: list[Group]) -> list[Group]:
    """The groups as claims have them, with names joined to the number that they belong to.

    "X, Y and six others" is one group of eight; names after "including" belong to the whole.
    """
    result: list[Group] = []
    for group in groups:
        if group.others and group.count is not None and result and result[-1].only_names:
            before = result.pop()
            result.append(replace(group, start=before.start, names=before.names, count=group.count + len(before.names)))
        elif result and not group.counted and group.scope == "subset":
            result[0] = with_names_of(result[0], group)
        elif result and continues_names(result[-1], group):
            result[-1] = with_names_of(result[-1], group)
        else:
            result.append(group)
    return result


def continues_names(before: Group, group: Group) -> bool:
    """Whether a group continues the names before it, or gives the names of the number: "two banks, X and Y"."""
    if not group.only_names:
        return False
    if before.only_names:
        return True
    return before.count is not None and group.start - before.end <= 2 and group.unit in (None, before.unit)


def with_names_of(into: Group, group: Group) -> Group:
    """The group `into`, with the names and the extent of another group added."""
    unit = into.unit
    if not into.counted and group.unit is not None:
        unit = group.unit if unit is None else common_unit(unit, group.unit)
    names = (*into.names, *(name for name in group.names if name not in into.names))
    single = into.single or group.single
    return replace(into, names=names, unit=unit, end=max(into.end, group.end), single=single)


def common_unit(one: Unit, two: Unit) -> Unit:
    """The unit of two nouns under one number: "people and companies"."""
    if one == two:
        return one
    return "individuals_and_entities" if {one, two} <= MIXED else "parties"


def claim_groups(groups: list[Group]) -> list[Group]:
    """The groups that make claims of their own; the others are merged into the one before."""
    result: list[Group] = []
    for group in groups:
        if not result or stands_alone(result[-1], group):
            result.append(group)
        elif group.counted:
            kept = result[-1].unit if group.unit == "parties" else None
            result[-1] = replace(group, start=result[-1].start, unit=kept or group.unit)
        else:
            result[-1] = with_names_of(result[-1], group)
    return result


def stands_alone(before: Group, group: Group) -> bool:
    """Whether a group makes a claim of its own: "20 people and three firms", "20 people and VTB"."""
    others = None not in (group.unit, before.unit) and group.unit != before.unit
    if group.counted:
        return (
            before.counted
            or before.single
            or bool(before.names)
            or (others and group.unit != "parties" and group.scope != "subset")
        )
    if not group.names or not before.counted or group.scope == "subset":
        return False
    return others and before.unit not in ("individuals_and_entities", "parties")
