"""Entries: parties as one list knows them, and when two of them cannot be, or must be, one party.

Here: the marks of an entry, and what contradicts. Not here: how strongly two entries are alike (see evidence).

An entry is one native id of one list, all its periods of listing together.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from sys import intern

import polars as pl
from rapidfuzz.fuzz import ratio, token_set_ratio

from pipelines.designations.identifiers import is_valid
from pipelines.matching.births import Birth, birth_in_words, births_differ, is_day
from pipelines.matching.listed_names import ListedNames

UNIQUE = ("un_reference", "imo", "lei", "swift_bic", "digital_currency", "eu_reference")
"""Numbers of which no two parties have the same, anywhere."""
ONE_EACH_OF_ANY = ("un_reference", "lei")
ONE_EACH = (*ONE_EACH_OF_ANY, "imo")
"""Numbers of which a party, and a vessel, has but one: a company has those of its ships beside its own."""
OF_ONE_PARTY = ("un_reference", "ofsi_group", "ofac_uid")
"""Numbers by which a list itself says that two of its entries are one party."""
OF_AN_AUTHORITY = ("ofsi_group", "list_reference", "ofac_uid")
OF_A_COUNTRY = ("passport", "national_id", "tax_id", "registration", "travel_document", "tail_number", "mmsi")
NUMBERS_OF_ENTRIES = (*UNIQUE, *OF_ONE_PARTY, *OF_A_COUNTRY)
LISTS_OF_ORDERS = frozenset({"us_bis_dpl", "us_csl DPL"})
WITHOUT_IDS_OF_ITS_OWN = LISTS_OF_ORDERS | {"us_csl EL"}
"""Sources that print orders or addresses and number nothing: two lines of them say nothing against one party."""
KNOWN_BY_NAME = frozenset({"ca_sema"})
"""Sources whose entries are known by their names: an organisation that is spelled anew has another id."""
LISTS_OF_LISTS = frozenset({"us_csl"})
"""Lists that repeat several lists, which the beginning of an id names."""
SOURCE = (
    pl.when(pl.col("list_id").is_in(LISTS_OF_LISTS))
    .then(pl.concat_str("list_id", pl.lit(" "), pl.col("native_id").str.extract("^([^-]+)")))
    .otherwise("list_id")
)
"""`Entry.source` of a row of table `designation`."""
SLIP = 94
"""Of 100: names of one list under two programmes that are this much alike are one name."""
SAME_NAME_ROUGHLY = 60
"""Of 100: on real lists two persons with one number have names at least this much alike, or are two persons."""
NEAR_NAME = 85
"""Of 100: the same of names of one list whose bearers were born on one day."""
FULL_NAME = {True: 3, False: 2}
"""Words of a name that is enough with another programme alone, of a person and of any other party."""


@dataclass(slots=True)
class Entry:
    """A party as one list knows it.

    Attributes:
        key: list and native id.
        names: its names but weak ones, each as its sorted words in Latin letters without titles and legal forms.
        primary_name: the one of them that the list puts first; empty if the list does not say.
        births: first day, last day, approximate; only those that could be read.
        countries: those that it is from: nationality, citizenship, birth, registration, residence, flag, address.
        aims: those that its programmes are aimed at.
        numbers: official numbers, by kind.
        source: the list, or the one that it repeats. Different ids show two parties only within one source.
        is_individual: whether the party is a person.
    """

    key: str
    list_id: str
    party_type: str
    programmes: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    primary_name: str = ""
    births: list[Birth] = field(default_factory=list)
    countries: frozenset[str] = frozenset()
    nationalities: frozenset[str] = frozenset()
    aims: frozenset[str] = frozenset()
    numbers: dict[str, frozenset[str]] = field(default_factory=dict)
    source: str = field(init=False)
    is_individual: bool = field(init=False)

    def __post_init__(self) -> None:
        self.source = _source(self.key, self.list_id)
        self.is_individual = self.party_type == "individual"


def _source(key: str, list_id: str) -> str:
    """The list of an entry; for a list that repeats other lists, the one it repeats, such as "us_csl SDN"."""
    return list_id if list_id not in LISTS_OF_LISTS else intern(f"{list_id} {key.partition(':')[2].split('-')[0]}")


def contradiction(one: Entry, other: Entry, *, births: bool = True) -> str | None:
    """Why two entries cannot be the same party, in words; None if nothing contradicts it.

    Args:
        births: whether to compare the days of birth too.
    """
    if one.party_type != other.party_type and _have_types_of_two(one, other):
        return f"one is listed as {one.party_type}, the other as {other.party_type}"
    if one.numbers and other.numbers and (why := _unique_numbers_of_two(one, other)):
        return why
    if births and one.births and other.births and births_differ(one.births, other.births):
        return f"born {birth_in_words(one.births[0])} and {birth_in_words(other.births[0])}"
    if one.source == other.source and not one_on_its_list(one, other):
        return f"{one.list_id} keeps them apart"
    return None


def _have_types_of_two(one: Entry, other: Entry) -> bool:
    """Whether one is a person and the other is not, or one a vessel and the other an aircraft."""
    return one.is_individual != other.is_individual or {one.party_type, other.party_type} == {"vessel", "aircraft"}


def _unique_numbers_of_two(one: Entry, other: Entry) -> str | None:
    """Numbers of which a party has only one, that show that two entries are two parties, in words; else None."""
    kinds = ONE_EACH if one.party_type == other.party_type == "vessel" else ONE_EACH_OF_ANY
    return next((why for kind in kinds if (why := _numbers_of_two(one, other, kind))), None)


def _numbers_of_two(one: Entry, other: Entry, kind: str) -> str | None:
    """Official numbers of `kind` that show that two entries are two parties, in words; None if they do not.

    For kinds of which a party has only one number, such as IMO numbers of ships. A list that refers to another
    party gives its number too. So if one entry has all the numbers of the other, they may still be one party, given
    a name in common; if each entry has a number that the other lacks, they are two parties.
    """
    if kind not in one.numbers or kind not in other.numbers:
        return None
    mine, theirs = _comparable(one, kind), _comparable(other, kind)
    for scope in sorted(mine.keys() & theirs.keys()):
        first, second = mine[scope], theirs[scope]
        is_part = first <= second or second <= first
        if not is_part or (first != second and not has_name_in_common(one, other)):
            return f"{kind} {min(first)} and {min(second)}"
    return None


_UN_REFERENCE = re.compile(r"[A-Z]{2}([IE])\d{3}")
"""A reference of the UN: two letters of the committee, I for an individual or E for an entity, and a number."""


def _comparable(entry: Entry, kind: str) -> dict[str, set[str]]:
    """Numbers of `kind` in groups whose numbers can be compared: each UN committee numbers its parties anew.

    Wrong numbers are left out, and references to a party of another type.
    """
    numbers: dict[str, set[str]] = {}
    for number in entry.numbers.get(kind, ()):
        reference = _UN_REFERENCE.fullmatch(number) if kind == "un_reference" else None
        is_of_other_type = reference is not None and (reference[1] == "I") != entry.is_individual
        if is_valid(kind, number) is not False and not is_of_other_type:
            numbers.setdefault(number[:2] if kind == "un_reference" else "", set()).add(number)
    return numbers


def one_on_its_list(one: Entry, other: Entry) -> str | None:
    """Why two entries of one list are the same party by what the list says; None if the list keeps them apart."""
    if shared := _shared(one, other, OF_ONE_PARTY):
        return f"the list gives both {shared}"
    if {one.party_type, other.party_type} & {"vessel", "aircraft"}:
        return f"the same {shared}" if (shared := _shared(one, other, ("imo", "tail_number"))) else None
    if why := _one_by_number(one, other):
        return why
    return None if _numbers_differ(one, other) else _one_by_name(one, other)


def _one_by_number(one: Entry, other: Entry) -> str | None:
    """The number in common that makes the two one party, in words; None if there is none.

    They need a name in common as well; for organisations under two programmes the registration is enough.
    """
    is_near = bool(_days(one) & _days(other)) and _has_near_name(one, other)
    is_named = _same_name(one, other) or is_near or _is_within(one.names, other.names)
    if is_named and (shared := _shared(one, other, NUMBERS_OF_ENTRIES)):
        return f"the same {shared} and name"
    is_under_others = bool(one.programmes and other.programmes) and one.programmes.isdisjoint(other.programmes)
    if not one.is_individual and is_under_others and (shared := _shared(one, other, ("registration",))):
        return f"the same {shared} under two programmes"
    return None


def _one_by_name(one: Entry, other: Entry) -> str | None:
    """Why a name in common makes the two one party: it needs a day of birth, more names or the like; None if not."""
    same_name, days = _same_name(one, other), _days(one) & _days(other)
    if days and (same_name or _has_near_name(one, other)):
        return f"the same name, born {min(days)}"
    if same_name is None:
        return None
    if _is_on_list_without_ids(one, other, same_name):
        return "the same name on a list that numbers nothing"
    if _places_differ(one, other):
        return None
    return _has_most_names(one, other) or _one_under_two_programmes(one, other, same_name)


def _is_on_list_without_ids(one: Entry, other: Entry, name: str) -> bool:
    """Whether two organisations share a distinctive name on a list that gives its entries no ids."""
    words = len(name.split())
    if one.is_individual:
        return False
    if one.source in LISTS_OF_ORDERS:
        return words >= FULL_NAME[False]
    is_telling = words >= FULL_NAME[False] or len(name) >= LONG_NAME
    return is_telling and one.source in KNOWN_BY_NAME and one.programmes == other.programmes


def have_day_in_common(one: Entry, other: Entry) -> bool:
    """Whether two persons share an exact day of birth."""
    return one.is_individual and not _days(one).isdisjoint(_days(other))


def _days(entry: Entry) -> set[date]:
    """The exact days of birth of an entry; births known only by year are left out."""
    return {birth[0] for birth in entry.births if is_day(birth)}


def have_full_name_in_common(one: Entry, other: Entry) -> bool:
    """Whether two entries have a full name in common, and neither births nor numbers of one kind speak against it."""
    is_full = any(len(name.split()) >= FULL_NAME[one.is_individual] for name in one.names & other.names)
    is_born_otherwise = one.births and other.births and births_differ(one.births, other.births)
    return is_full and not is_born_otherwise and not _numbers_differ(one, other)


def _has_near_name(one: Entry, other: Entry) -> bool:
    """Whether names of two or more words are the same but for a typing error or another spelling."""
    return any(
        ratio(name, like) >= NEAR_NAME for name in one.names if " " in name for like in other.names if " " in like
    )


def _same_name(one: Entry, other: Entry) -> str | None:
    """The longest name that both entries have; None if there is none.

    Under two different programmes, also a full name that differs by a typing error.
    """
    if both := one.names & other.names:
        return min(both, key=lambda name: (-len(name), name))
    if one.programmes & other.programmes:
        return None
    full = FULL_NAME[one.is_individual]
    pairs = ((name, like) for name in sorted(one.names) for like in sorted(other.names) if name[:1] == like[:1])
    near = (name for name, like in pairs if len(name.split()) >= full and ratio(name, like) >= SLIP)
    return next(near, None)


def _one_under_two_programmes(one: Entry, other: Entry, name: str) -> str | None:
    """Why a full name in common makes the two entries one party; None if it does not.

    It does under two different programmes, and with a country in common on a list without ids of its own.
    """
    words = len(name.split())
    is_full = words >= FULL_NAME[one.is_individual] or bool(one.births and other.births)
    if one.is_individual:
        share_country = (one.countries | one.aims) & (other.countries | other.aims)
        is_full = is_full or bool(words > 1 and len(name) >= LONG_NAME_OF_PERSON and share_country)
    else:
        is_full = is_full or len(name) >= LONG_NAME
    if one.programmes and other.programmes and not one.programmes & other.programmes and is_full:
        return "the same name under two programmes"
    if one.source in WITHOUT_IDS_OF_ITS_OWN and one.countries & other.countries and is_full:
        return "the same name and country on a list that numbers nothing"
    return None


FEWEST_OF_MOST = 3
"""Full names in common, and half of all names, that make two entries of one list and country one organisation."""


def _has_most_names(one: Entry, other: Entry) -> str | None:
    """Words that count the names that two organisations of one country share; None where they share too few.

    A list that lists a party a second time repeats its names. Branches of one foundation repeat them too, but in
    other countries.
    """
    if one.is_individual or one.countries.isdisjoint(other.countries):
        return None
    shared = [name for name in one.names & other.names if len(name.split()) >= FULL_NAME[False]]
    is_most = len(shared) >= FEWEST_OF_MOST and 2 * len(shared) >= min(len(one.names), len(other.names))
    return f"{len(shared)} names and the country in common" if is_most else None


LONG_NAME_OF_PERSON = 12
"""Letters of a name of two words that is enough for a person, with a country in common."""
LONG_NAME = 6
"""Letters of a single word that is enough as the name of an organisation."""


def has_name_in_common(one: Entry, other: Entry, least: float = SAME_NAME_ROUGHLY) -> bool:
    """Whether any two names of the entries are at least `least` (of 100) alike; True if an entry has no names."""
    if not one.names or not other.names:
        return True
    return any(token_set_ratio(name, like) >= least for name in one.names for like in other.names)


def _shared(one: Entry, other: Entry, kinds: tuple[str, ...]) -> str | None:
    """The first number of these kinds that both entries have, such as "imo 9187629"; None if there is none."""
    for kind in kinds:
        if both := one.numbers.get(kind, frozenset()) & other.numbers.get(kind, frozenset()):
            return f"{kind} {min(both)}"
    return None


def _is_within(some: frozenset[str], others: frozenset[str]) -> bool:
    """Whether any name of one entry has all the words (two or more) of a name of the other entry."""
    sets = [frozenset(name.split()) for name in others]
    return any(
        len(words & other) == min(len(words), len(other)) > 1
        for words in (frozenset(name.split()) for name in some)
        for other in sets
    )


def _numbers_differ(one: Entry, other: Entry) -> bool:
    """Whether both entries have numbers of one kind (such as passports), and none of these numbers agree.

    A number inside a longer one agrees with it: lists write two numbers of a party into one cell.
    """
    return any(
        kind in other.numbers
        and not any(number in like or like in number for number in numbers for like in other.numbers[kind])
        for kind, numbers in one.numbers.items()
        if kind in OF_A_COUNTRY
    )


def _places_differ(one: Entry, other: Entry) -> bool:
    """Whether the entries share no nationality; where one has none, no country at all. False if one has no country."""
    if one.nationalities and other.nationalities:
        return one.nationalities.isdisjoint(other.nationalities)
    places = one.countries | one.aims, other.countries | other.aims
    return all(places) and places[0].isdisjoint(places[1])


def _of_a_country(entry: Entry) -> dict[str, frozenset[str]]:
    """The passports, tax numbers and the like of an entry."""
    return {kind: values for kind, values in entry.numbers.items() if kind in OF_A_COUNTRY}


def share_facts(entries: list[Entry], pairs: Iterable[tuple[int, int]]) -> None:
    """Copy births, names, countries and numbers between entries of two lists that the authority itself links.

    Some editions of a list give names alone; what another edition says of the same entry then tells it from other
    parties of the same name.

    Args:
        pairs: the positions of entries that share the authority's own number.
    """
    shared = [(place, entries[other]) for one, two in pairs for place, other in ((one, two), (two, one))]
    facts = [
        (place, list(source.births), source.names, source.countries, source.nationalities, _of_a_country(source))
        for place, source in shared
        if source.party_type == entries[place].party_type
    ]
    for place, births, names, countries, nationalities, numbers in facts:
        entry = entries[place]
        entry.births += [birth for birth in births if birth not in entry.births]
        entry.names |= names
        entry.countries |= countries
        entry.nationalities |= nationalities
        for kind, values in numbers.items():
            entry.numbers[kind] = entry.numbers.get(kind, frozenset()) | values


def entries_of(
    designations: pl.DataFrame,
    names: ListedNames,
    births: pl.DataFrame,
    countries: pl.DataFrame,
    identifiers: pl.DataFrame,
) -> list[Entry]:
    """The entries behind designations, in order of their keys; the frames have a column `entry` with its place.

    Args:
        designations: entry, key, list_id, party_type, programmes.
        births: entry, earliest, latest, approximate.
        countries: entry, link, country.
        identifiers: entry, kind, value_normalised.
    """
    entries = [
        Entry(key, list_id, party_type, frozenset(programmes or ()))
        for key, list_id, party_type, programmes in designations.sort("entry")
        .select("key", "list_id", "party_type", "programmes")
        .iter_rows()
    ]
    for place, canonical, primary in names.canonical().iter_rows():
        entries[place].names = frozenset(canonical)
        entries[place].primary_name = primary or ""
    for place, earliest, latest, approximate in (
        births.drop_nulls(["earliest", "latest"])
        .select("entry", "earliest", "latest", "approximate")
        .unique()
        .sort("entry", "earliest", "latest")
        .iter_rows()
    ):
        entries[place].births.append((earliest, latest, approximate))
    links = countries.drop_nulls("country").group_by("entry", "link").agg(pl.col("country").unique())
    for place, link, codes in links.iter_rows():
        _add_countries(entries[place], link, frozenset(codes))
    numbers = (
        identifiers.filter(pl.col("kind").is_in(NUMBERS_OF_ENTRIES))
        .group_by("entry", "kind")
        .agg(pl.col("value_normalised"))
    )
    for place, kind, values in numbers.iter_rows():
        entries[place].numbers[kind] = frozenset(values)
    return entries


def _add_countries(entry: Entry, link: str, codes: frozenset[str]) -> None:
    """Add countries to the entry in the set that `link` belongs to, such as nationalities."""
    if link == "programme":
        entry.aims |= codes
    elif link not in ("identifier", "other"):
        entry.countries |= codes
    if link in ("nationality", "citizenship", "registration"):
        entry.nationalities |= codes
