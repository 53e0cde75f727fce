"""An OFAC file in the advanced format, of any size, of invented parties: what the parser is measured on.

Here: elements, attributes, indentation and proportions as in the published files of 2019 to 2024, from a fixed seed.
Not here: the measuring (see parse_ofac). Names are made of syllables, numbers of digits; none is a listed party's.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TextIO

NAMESPACE = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML"
SYLLABLES = (
    "ba",
    "be",
    "do",
    "fa",
    "gi",
    "ha",
    "ka",
    "ko",
    "la",
    "li",
    "ma",
    "mi",
    "no",
    "ra",
    "shi",
    "ta",
    "va",
    "zu",
)
COUNTRIES = {
    "11033": ("Angola", "AO"), "11044": ("Belarus", "BY"), "11065": ("China", "CN"), "11074": ("Cyprus", "CY"),
    "11104": ("Iran", "IR"), "11171": ("Russia", "RU"), "11196": ("Switzerland", "CH"), "11209": ("Ukraine", "UA"),
}  # fmt: skip
PROGRAMMES = (
    "BELARUS-EO14038",
    "CUBA",
    "IFSR",
    "IRGC",
    "NPWMD",
    "RUSSIA-EO14024",
    "SDGT",
    "SDNTK",
    "SYRIA",
    "VENEZUELA",
)
REFERENCES: dict[str, tuple[str, dict[str, str]]] = {
    "AliasTypeValues": ("AliasType", {"1400": "A.K.A.", "1401": "F.K.A.", "1403": "Name"}),
    "DetailReferenceValues": ("DetailReference", {"91526": "Male", "91527": "Female"}),
    "EntryEventTypeValues": ("EntryEventType", {"1": "Created"}),
    "DetailTypeValues": (
        "DetailType",
        {"1430": "DATE", "1431": "LOOKUP", "1432": "TEXT", "1433": "COUNTRY", "1434": "LOCATION"},
    ),
    "FeatureTypeValues": (
        "FeatureType",
        {
            "8": "Birthdate", "9": "Place of Birth", "10": "Nationality Country", "11": "Citizenship Country",
            "14": "Website", "21": "Email Address", "25": "Location", "224": "Gender",
            "504": "Secondary sanctions risk:", "646": "Organization Established Date",
        },
    ),
    "IDRegDocDateTypeValues": ("IDRegDocDateType", {"1480": "Issue Date", "1481": "Expiration Date"}),
    "IDRegDocTypeValues": (
        "IDRegDocType",
        {"1571": "Passport", "1596": "Tax ID No.", "1584": "National ID No.", "91761": "Registration Number"},
    ),
    "LegalBasisValues": ("LegalBasis", {"1": "Unknown", "1828": "Executive Order 13224 (Terrorism)"}),
    "ListValues": ("List", {"1550": "SDN List"}),
    "LocPartTypeValues": (
        "LocPartType",
        {"1": "Unknown", "1451": "ADDRESS1", "1454": "CITY", "1455": "STATE/PROVINCE", "1456": "POSTAL CODE"},
    ),
    "NamePartTypeValues": (
        "NamePartType",
        {"1520": "Last Name", "1521": "First Name", "1522": "Middle Name", "1525": "Entity Name"},
    ),
    "PartySubTypeValues": ("PartySubType", {"1": "Vessel", "2": "Aircraft", "3": "Unknown", "4": "Unknown"}),
    "PartyTypeValues": ("PartyType", {"1": "Individual", "2": "Entity", "4": "Transport"}),
    "RelationTypeValues": ("RelationType", {"15003": "Owned or Controlled By", "1555": "Associate Of"}),
    "SanctionsTypeValues": ("SanctionsType", {"1": "Program", "1705": "Block"}),
    "ScriptValues": ("Script", {"215": "Latin", "220": "Cyrillic"}),
    "ValidityValues": ("Validity", {"1": "Valid", "2": "Fraudulent"}),
}  # fmt: skip


@dataclass
class Sections:
    """What has been made of one party, by the section of the file it goes to."""

    locations: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    parties: list[str] = field(default_factory=list)
    relationships: list[str] = field(default_factory=list)
    entries: list[str] = field(default_factory=list)


class Generator:
    """Parties one after the other, each with running ids as the published files have them."""

    def __init__(self, seed: int = 20_240_306) -> None:
        self.random = random.Random(seed)
        self.next_id = 100

    def id(self) -> int:
        """An id that no other element has."""
        self.next_id += 1
        return self.next_id

    def word(self, syllables: int = 3) -> str:
        """A word of a name."""
        return "".join(self.random.choices(SYLLABLES, k=syllables)).capitalize()

    def party(self, profile: int) -> Sections:
        """One party: names, features, places, documents, entry, now and then a relationship."""
        made = Sections()
        individual = self.random.random() < 0.5
        identity = self.id()
        kinds = ["1520", "1521", "1522"] if individual else ["1525"]
        names = [
            self.alias(profile, kinds, primary=number == 0) for number in range(1 + self.random.choice((0, 1, 1, 2)))
        ]
        made.documents += [self.document(identity) for _ in range(self.random.choice((0, 1, 1, 2, 3)))]
        features = "".join(self.features(identity, individual, made.locations))
        aliases = "".join(alias for alias, _ in names)
        groups = "".join(group for _, group in names)
        made.parties.append(
            f'    <DistinctParty FixedRef="{profile}">\n      <Comment />\n'
            f'      <Profile ID="{profile}" PartySubTypeID="{4 if individual else 3}">\n'
            f'        <Identity ID="{identity}" FixedRef="{profile}" Primary="true" False="false">\n{aliases}'
            f"          <NamePartGroups>\n{groups}          </NamePartGroups>\n        </Identity>\n{features}"
            "      </Profile>\n    </DistinctParty>\n"
        )
        made.entries.append(self.entry(profile))
        if self.random.random() < 0.45 and profile > 1100:
            made.relationships.append(self.relationship(profile))
        return made

    def alias(self, profile: int, kinds: list[str], *, primary: bool) -> tuple[str, str]:
        """One alias, sometimes with its Cyrillic spelling, and the groups of its name parts."""
        spellings, groups = [], []
        for script in ("215", "220") if self.random.random() < 0.1 else ("215",):
            parts = []
            for kind in kinds:
                group = self.id()
                groups.append(
                    "            <MasterNamePartGroup>\n"
                    f'              <NamePartGroup ID="{group}" NamePartTypeID="{kind}" />\n'
                    "            </MasterNamePartGroup>\n"
                )
                value = self.word() if script == "215" else self.word().translate(str.maketrans("abeko", "абеко"))
                parts.append(
                    "              <DocumentedNamePart>\n"
                    f'                <NamePartValue NamePartGroupID="{group}" ScriptID="{script}" ScriptStatusID="1" '
                    f'Acronym="false">{value}</NamePartValue>\n              </DocumentedNamePart>\n'
                )
            status = 1 if primary and script == "215" else 2
            spellings.append(
                f'            <DocumentedName ID="{self.id()}" FixedRef="{profile}" DocNameStatusID="{status}">\n'
                f"{''.join(parts)}            </DocumentedName>\n"
            )
        kind = "1403" if primary else self.random.choice(("1400", "1400", "1401"))
        weak = not primary and self.random.random() < 0.15
        marks = f'Primary="{str(primary).lower()}" LowQuality="{str(weak).lower()}"'
        opening = f'FixedRef="{profile}" AliasTypeID="{kind}" {marks}'
        return f"          <Alias {opening}>\n{''.join(spellings)}          </Alias>\n", "".join(groups)

    def features(self, identity: int, individual: bool, locations: list[str]) -> Iterator[str]:
        """Births, gender, nationality of a person; website and foundation of an entity; addresses of both."""
        if individual:
            for _ in range(self.random.choice((1, 1, 2))):
                yield self.feature(identity, "8", self.period() + self.detail("1430"))
            yield self.feature(identity, "9", self.detail("1432", f"{self.word()}, {self.country()[0]}"))
            yield self.feature(
                identity, "224", '            <VersionDetail DetailTypeID="1431" DetailReferenceID="91526" />\n'
            )
            yield self.located_feature(identity, "10", locations)
        else:
            yield self.feature(identity, "14", self.detail("1432", f"www.{self.word().lower()}.example"))
            yield self.feature(identity, "646", self.period() + self.detail("1430"))
        if self.random.random() < 0.4:
            yield self.feature(identity, "504", self.detail("1432", "section 1(b) of an order, as amended"))
        for _ in range(self.random.choice((0, 1, 1, 2, 3))):
            yield self.located_feature(identity, "25", locations)

    def feature(self, identity: int, kind: str, content: str) -> str:
        """A feature with one version."""
        return (
            f'        <Feature ID="{self.id()}" FeatureTypeID="{kind}">\n'
            f'          <FeatureVersion ID="{self.id()}" ReliabilityID="1">\n            <Comment />\n{content}'
            "          </FeatureVersion>\n"
            f'          <IdentityReference IdentityID="{identity}" IdentityFeatureLinkTypeID="1" />\n'
            "        </Feature>\n"
        )

    def detail(self, kind: str, text: str = "") -> str:
        """The detail of a feature's version."""
        opening = f'            <VersionDetail DetailTypeID="{kind}"'
        return f"{opening}>{text}</VersionDetail>\n" if text else f"{opening} />\n"

    def located_feature(self, identity: int, kind: str, locations: list[str]) -> str:
        """A feature whose value is a location: an address, or a country alone."""
        location, country = self.id(), self.country()[1]
        parts = ""
        if kind == "25":
            values = (
                ("1451", f"{self.random.randint(1, 99)} {self.word()} Street"),
                ("1454", self.word()),
                ("1456", "220004"),
            )
            parts = "".join(
                f'      <LocationPart LocPartTypeID="{part}">\n'
                '        <LocationPartValue Primary="true" LocPartValueTypeID="1" LocPartValueStatusID="1">\n'
                f"          <Comment />\n          <Value>{value}</Value>\n"
                "        </LocationPartValue>\n      </LocationPart>\n"
                for part, value in values
            )
        locations.append(
            f'    <Location ID="{location}">\n      <LocationAreaCode AreaCodeID="{country}" />\n'
            f'      <LocationCountry CountryID="{country}" CountryRelevanceID="1413" />\n{parts}'
            f'      <FeatureVersionReference FeatureVersionID="{self.next_id + 2}" />\n    </Location>\n'
        )
        detail = '            <VersionDetail DetailTypeID="1433" />\n' if kind == "10" else ""
        return self.feature(identity, kind, f'{detail}            <VersionLocation LocationID="{location}" />\n')

    def country(self) -> tuple[str, str]:
        """Name and id of a country."""
        number = self.random.choice(list(COUNTRIES))
        return COUNTRIES[number][0], number

    def period(self) -> str:
        """A day, or a whole year, with the four bounds that the format gives it."""
        day = date(1950, 1, 1) + timedelta(days=self.random.randint(0, 18_000))
        first, last = (day, day) if self.random.random() < 0.7 else (date(day.year, 1, 1), date(day.year, 12, 31))
        bounds = "".join(
            f'              <{edge} Approximate="false" YearFixed="false" MonthFixed="false" DayFixed="false">\n'
            f"{self.point('From', on)}{self.point('To', on)}              </{edge}>\n"
            for edge, on in (("Start", first), ("End", last))
        )
        opening = 'CalendarTypeID="1" YearFixed="false" MonthFixed="false" DayFixed="false"'
        return f"            <DatePeriod {opening}>\n{bounds}            </DatePeriod>\n"

    def point(self, name: str, on: date) -> str:
        """One bound of a period."""
        pad = " " * 18
        return (
            f"                <{name}>\n{pad}<Year>{on.year}</Year>\n{pad}<Month>{on.month}</Month>\n"
            f"{pad}<Day>{on.day}</Day>\n                </{name}>\n"
        )

    def document(self, identity: int) -> str:
        """A numbered document."""
        kind = self.random.choice(list(REFERENCES["IDRegDocTypeValues"][1]))
        return (
            f'    <IDRegDocument ID="{self.id()}" IDRegDocTypeID="{kind}" IdentityID="{identity}" '
            f'IssuedBy-CountryID="{self.country()[1]}" ValidityID="1">\n      <Comment />\n'
            f"      <IDRegistrationNo>{self.random.randint(10**8, 10**9)}</IDRegistrationNo>\n"
            f'      <IssuingAuthority />\n      <DocumentedNameReference DocumentedNameID="{identity}" />\n'
            "    </IDRegDocument>\n"
        )

    def entry(self, profile: int) -> str:
        """The entry of a party on the list, with its programmes."""
        on = date(1990, 1, 1) + timedelta(days=self.random.randint(0, 13_000))
        period = '<DatePeriod CalendarTypeID="1" YearFixed="true" MonthFixed="true" DayFixed="true" />'
        measures = "".join(
            f'      <SanctionsMeasure ID="{self.id()}" SanctionsTypeID="1">\n        <Comment>{tag}</Comment>\n'
            f"        {period}\n      </SanctionsMeasure>\n"
            for tag in sorted(set(self.random.choices(PROGRAMMES, k=self.random.choice((1, 1, 2)))))
        )
        return (
            f'    <SanctionsEntry ID="{profile}" ProfileID="{profile}" ListID="1550">\n'
            f'      <EntryEvent ID="{profile}" EntryEventTypeID="1" LegalBasisID="1828">\n        <Comment />\n'
            f'        <Date CalendarTypeID="1">\n          <Year>{on.year}</Year>\n'
            f"          <Month>{on.month}</Month>\n          <Day>{on.day}</Day>\n"
            "        </Date>\n      </EntryEvent>\n"
            f'      <SanctionsMeasure ID="{self.id()}" SanctionsTypeID="1705">\n        {period}\n'
            f"      </SanctionsMeasure>\n{measures}    </SanctionsEntry>\n"
        )

    def relationship(self, profile: int) -> str:
        """A tie to a party made earlier."""
        other = self.random.randint(1_000, profile - 1)
        return (
            f'    <ProfileRelationship ID="{self.id()}" From-ProfileID="{profile}" To-ProfileID="{other}" '
            f'RelationTypeID="15003" RelationQualityID="1" Former="false" SanctionsEntryID="{profile}">\n'
            "      <Comment />\n    </ProfileRelationship>\n"
        )


def write_advanced(path: Path, parties: int = 18_900) -> None:
    """Write the file: sections in the published order, so that entries come after the parties they list."""
    generator = Generator()
    made = [generator.party(1_000 + number) for number in range(parties)]
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n')
        file.write(
            f'<Sanctions xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="{NAMESPACE}" Version="3">\n'
        )
        file.write(
            '  <DateOfIssue CalendarTypeID="1">\n    <Year>2024</Year>\n    <Month>3</Month>\n    <Day>6</Day>\n'
        )
        file.write("  </DateOfIssue>\n")
        _write_references(file)
        _write_section(file, "Locations", (text for each in made for text in each.locations))
        _write_section(file, "IDRegDocuments", (text for each in made for text in each.documents))
        _write_section(file, "DistinctParties", (text for each in made for text in each.parties))
        _write_section(file, "ProfileRelationships", (text for each in made for text in each.relationships))
        _write_section(file, "SanctionsEntries", (text for each in made for text in each.entries))
        file.write("  <SanctionsEntryLinks />\n</Sanctions>\n")


def _write_section(file: TextIO, name: str, texts: Iterator[str]) -> None:
    file.write(f"  <{name}>\n")
    file.writelines(texts)
    file.write(f"  </{name}>\n")


def _write_references(file: TextIO) -> None:
    file.write("  <ReferenceValueSets>\n")
    for section, (tag, values) in REFERENCES.items():
        file.write(f"    <{section}>\n")
        file.writelines(
            f'      <{tag} ID="{number}"{_extra(tag, number)}>{text}</{tag}>\n' for number, text in values.items()
        )
        file.write(f"    </{section}>\n")
    file.write("    <CountryValues>\n")
    file.writelines(
        f'      <Country ID="{n}" ISO2="{code}">{name}</Country>\n' for n, (name, code) in COUNTRIES.items()
    )
    file.write("    </CountryValues>\n  </ReferenceValueSets>\n")


def _extra(tag: str, number: str) -> str:
    party_types = {"1": "4", "2": "4", "3": "2", "4": "1"}
    if tag == "PartySubType":
        return f' PartyTypeID="{party_types[number]}"'
    return ' ScriptCode="Latn"' if tag == "Script" else ""
