"""What the European Union's financial sanctions files say of one party, in whichever format, and the record it makes.

Here: the parts that all EU formats share, and their meaning. Not here: where they stand in a file (fsf_xml,
fsf_csv, global_xml).

- The native id is the logical id: all four formats have it, and it is the same in 2016, 2018 and 2026 (Saddam Hussein
  is 13 throughout); the EU reference number ("EU.27.28") came later and is kept as an identifier.
- The act shown with a party is often its last amendment. The day of listing is the designation date where one is given,
  else the earliest day of any act that the entry names; feature `listed_on_source` says which.
- Names have no order of rank and may begin in any language. The primary one is the first in Latin letters that is in
  English or in no stated language and that its remark does not call an alias or a former name; where all are called so,
  the first strong one. Of what quality an alias is stands in its remark, also misspelt; `strong` stays true. A Cyrillic
  name may be tagged EN.
- A date of birth of the calendar ISLAMIC has a Gregorian `birthdate` at times, which then counts; its own day, month
  and year are of the other calendar.
- `title` may hold several, "(a) Mullah, (b) Maulavi".
- Country code 00 is "unknown".
- Telephone numbers and the like stand in a text "PHONE[…] FAX[…]", or as elements of an address.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date

from pipelines.parsers.births import EARLIEST_YEAR, birth_interval
from pipelines.parsers.days import day_in
from pipelines.parsers.record import (
    Address,
    BirthDate,
    BirthPlace,
    Country,
    CountryLink,
    Feature,
    Identifier,
    IdentifierKind,
    ListingEvent,
    Name,
    NameKind,
    NameQuality,
    PartyType,
    Record,
    Report,
)
from pipelines.parsers.texts import is_latin, is_placeholder, values_of

PARTY_TYPES: dict[str, PartyType] = {"p": "individual", "e": "entity", "person": "individual", "enterprise": "entity"}
DOCUMENTS: dict[str, IdentifierKind] = {
    "birthcert": "birth_certificate",
    "drivinglicence": "driving_licence",
    "electionid": "national_id",
    "fiscalcode": "tax_id",
    "id": "national_id",
    "imo": "imo",
    "nationcert": "national_id",
    "nrn": "national_id",
    "other": "other",
    "passport": "passport",
    "regnumber": "registration",
    "residentperm": "residence_permit",
    "ssn": "social_security",
    "swiftbic": "swift_bic",
    "tradelic": "registration",
    "travelcardid": "travel_document",
}
CONTACTS: dict[str, IdentifierKind] = {"phone": "phone", "fax": "phone", "email": "email", "web": "website"}
MAIN_LANGUAGES = ("", "en")

_WEAK = re.compile(r"\b(?:low|weak|poor)[\s-]*(?:qual|alias|a\.?k\.?a)", re.IGNORECASE)
_ALIAS = re.compile(r"\b(?:good|high|strong)[\s-]*qual|\ba\.?k\.?a\b|\baii?lias|\balso known", re.IGNORECASE)
_FORMER = re.compile(r"\b(?:formerly|previously|former (?:name|title)|old name)\b|\bf\.?k\.?a\b", re.IGNORECASE)
_CONTACT = re.compile(r"\b(PHONE|FAX|EMAIL|WEB)\[([^\]]*)\]", re.IGNORECASE)
_BETWEEN_CONTACTS = re.compile(r"\\n|[\t\n]|,\s")
_APPROXIMATE = re.compile(r"\s*\(approximati(?:ve|vely)\)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Act:
    """A legal act as an entry names it."""

    title: str
    published_on: date | None = None
    in_force_on: date | None = None
    programme: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Alias:
    """A name with the particulars that the files tie to it."""

    name: str
    parts: tuple[tuple[str, str], ...] = ()
    language: str = ""
    strong: bool = True
    remark: str = ""


@dataclass(slots=True)
class Party:
    """Everything an EU file says of one party. Texts are folded."""

    native_id: str
    kind: str
    reference: str = ""
    un_reference: str = ""
    designated_on: date | None = None
    acts: list[Act] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    names: list[Alias] = field(default_factory=list)
    births: list[BirthDate] = field(default_factory=list)
    birth_places: list[BirthPlace] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    countries: list[Country] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    features: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def note_days(self, *days: date | None) -> None:
        """Note the days of acts of the entry or its parts; the earliest is the day of listing if no other is stated."""
        self.days += [day for day in days if day]

    def add_act(self, act: Act) -> None:
        """Note an act of the entry itself, and its days; an act without title and programme is left out."""
        if act.title or act.programme:
            self.acts.append(act)
            self.note_days(act.published_on, act.in_force_on)

    def add_country(self, link: CountryLink, text: str, code: str = "") -> None:
        """Add a country by its name, its code or both.

        Nothing is added if both are empty or stand for an unknown country (code "00", name "UNKNOWN").
        """
        if code != "00" and (text or code) and text.upper() != "UNKNOWN":
            self.countries.append(Country(link, text or code, code or None))

    def add_contacts(self, text: str) -> str:
        """Add the telephone numbers and the like of a text "PHONE[…] FAX[…]"; return the text without them."""
        for key, values in _CONTACT.findall(text):
            for value in _BETWEEN_CONTACTS.split(values):
                self.add_contact(key, value)
        return " ".join(_CONTACT.sub(" ", text).replace("\\n", " ").split())

    def add_contact(self, key: str, value: str) -> None:
        """Add one telephone number or the like, if it is not empty."""
        if value.strip():
            self.identifiers.append(Identifier(CONTACTS.get(key.lower(), "other"), value.strip(), key.upper()))


def record_of(party: Party, report: Report) -> Record | None:
    """The record of a party; None, with the reason in the report, if it has no name or its type is unknown."""
    party_type = PARTY_TYPES.get(party.kind.lower())
    names = _names(party)
    if party_type is None or not names:
        report.unread.append((f"entity {party.native_id}", "no name" if party_type else f"type is {party.kind!r}"))
        return None
    listed_on, source = _listing_day(party)
    identifiers = [
        Identifier("list_reference", party.native_id, "logicalId"),
        *([Identifier("eu_reference", party.reference, "euReferenceNumber")] if party.reference else []),
        *([Identifier("un_reference", party.un_reference, "unitedNationId")] if party.un_reference else []),
        *party.identifiers,
    ]
    return Record(
        native_id=party.native_id,
        party_type=party_type,
        names=names,
        programmes=list(dict.fromkeys(act.programme for act in party.acts if act.programme)),
        legal_basis=list(dict.fromkeys(act.title for act in party.acts if act.title)),
        listed_on=listed_on,
        birth_dates=party.births,
        birth_places=party.birth_places,
        countries=party.countries,
        identifiers=identifiers,
        addresses=party.addresses,
        features=_features([*party.features, *source]),
        events=_events(party, listed_on),
        remarks="\n".join(dict.fromkeys(party.remarks)) or None,
    )


def _features(stated_features: list[tuple[str, str]]) -> list[Feature]:
    """The features without repeats; a title that contains several titles gives several features."""
    split_features = [
        (kind, value.strip(" ,"))
        for kind, text in stated_features
        for value in (values_of(text) if kind == "title" else (text,))
    ]
    return [Feature(kind, value) for kind, value in dict.fromkeys(split_features) if not is_placeholder(value)]


def _listing_day(party: Party) -> tuple[date | None, list[tuple[str, str]]]:
    """The day of listing, or None, and the feature that says which date it is taken from."""
    if party.designated_on:
        return party.designated_on, [("listed_on_source", "designation date")]
    if party.days:
        return min(party.days), [("listed_on_source", "earliest act named in the entry")]
    return None, []


def _events(party: Party, listed_on: date | None) -> list[ListingEvent]:
    """The listing and the amendments of a party."""
    listed = [ListingEvent("listed", listed_on)] if listed_on else []
    amended = [act for act in dict.fromkeys(party.acts) if act.kind == "amendment"]
    return listed + [ListingEvent("amended", act.in_force_on, act.published_on, act.title) for act in amended]


def _names(party: Party) -> list[Name]:
    """The names of a party, the primary one first, each once; none if there are no names."""
    aliases = [alias for alias in dict.fromkeys(party.names) if not is_placeholder(alias.name)]
    if not aliases:
        return []
    primary = _most_important(aliases)
    names = {primary.name: Name(primary.name, "primary", "name", None, _language(primary), primary.parts)}
    for alias in aliases:
        names.setdefault(
            alias.name, Name(alias.name, _quality(alias), _kind(alias), None, _language(alias), alias.parts)
        )
    return list(names.values())


def _most_important(aliases: list[Alias]) -> Alias:
    """The name that is to be primary: the first Latin one in a main language that no remark calls an alias.

    Else the first strong one of these, else the first of these, else the first of all.
    """
    in_main_language = [alias for alias in aliases if alias.language.lower() in MAIN_LANGUAGES and is_latin(alias.name)]
    strong = [alias for alias in in_main_language if _quality(alias) == "strong" and not _FORMER.search(alias.remark)]
    not_called_alias = [alias for alias in strong if not _ALIAS.search(alias.remark)]
    return (not_called_alias or strong or in_main_language or aliases)[0]


def _quality(alias: Alias) -> NameQuality:
    """The quality of an alias: "weak" if the list or a remark says so, else "strong"."""
    return "weak" if _WEAK.search(alias.remark) or not alias.strong else "strong"


def _kind(alias: Alias) -> NameKind:
    """The kind of a name that is not primary: former name, alias, or a spelling in another language or script."""
    if _FORMER.search(alias.remark):
        return "fka"
    return "aka" if alias.language.lower() in MAIN_LANGUAGES and is_latin(alias.name) else "spelling"


def _language(alias: Alias) -> str | None:
    """The language that the list states; None if it states none, or marks a name in other letters as English."""
    language = alias.language.lower()
    return None if language == "en" and not is_latin(alias.name) else language or None


def birth_of(text: str) -> BirthDate | None:
    """A date of birth in one text, as the older formats give it: "1963 (approximative)"; None for a placeholder."""
    if is_placeholder(text):
        return None
    earliest, latest, approximate = birth_interval(_APPROXIMATE.sub(" approximately ", text))
    return BirthDate(text, earliest, latest, approximate)


def birth_from(parts: dict[str, str], *, circa: bool, calendar: str) -> BirthDate | None:
    """A date of birth from fields: `date`, or `year`, `month`, `day`, or `from` and `to`, years. None if all are empty.

    Without an interval, as text alone, if it is of another calendar and has no Gregorian `date`, or is no real date.
    """
    stated_parts = [parts[key] for key in ("day", "month", "year") if parts.get(key, "0") not in ("", "0")]
    years = " - ".join(year for year in (parts.get("from", ""), parts.get("to", "")) if year)
    text = parts.get("date") or "/".join(stated_parts) or years
    if not text:
        return None
    gregorian_day = day_in(parts.get("date"))
    if gregorian_day and gregorian_day.year >= EARLIEST_YEAR:
        return BirthDate(text, gregorian_day, gregorian_day, circa)
    if calendar not in ("", "GREGORIAN"):
        return BirthDate(f"{text} ({calendar})", approximate=circa)
    try:
        return _birth_in_interval(text, parts, circa=circa)
    except ValueError:
        return BirthDate(text, approximate=circa)


def _birth_in_interval(text: str, parts: dict[str, str], *, circa: bool) -> BirthDate:
    """A date of birth from the first to the last day that year, month and day, or two years, can mean.

    Raises:
        ValueError: a field is no number, the day does not exist, or the interval ends before it begins.
    """
    first = int(parts.get("from") or parts.get("year") or "")
    last = int(parts.get("to") or parts.get("year") or first)
    month, day = (int(parts.get(key) or 0) for key in ("month", "day"))
    last_month = month or 12
    earliest = date(first, month or 1, day or 1)
    latest = date(last, last_month, day or monthrange(last, last_month)[1])
    if latest < earliest:
        raise ValueError(f"{text} ends before it begins.")
    return BirthDate(text, earliest, latest, circa)


def document_of(code: str, value: str, label: str, issuer: str, note: str, report: Report) -> Identifier:
    """An identity document or number; the EU's code gives its kind.

    An unknown code is reported, and is of kind "other".
    """
    if code.lower() not in DOCUMENTS:
        report.unknown("identification type", code or "nothing")
    return Identifier(DOCUMENTS.get(code.lower(), "other"), value, label, issuer or None, note or None)


def document_in(text: str, country: str, report: Report) -> Identifier | None:
    """A document in one text: "AD001095 (passport-National passport) ((passport))"; None without a number.

    A text of another form is the number of a document of kind "other".
    """
    plain = " ".join(text.replace("\\n", " ").split())
    match = re.match(r"(?P<value>.*?)\s*\((?P<code>[A-Za-z]+)-(?P<label>[^()]*)\)\s*(?P<note>.*)", plain)
    if match is None:
        return Identifier("other", plain, "", country or None) if plain else None
    note = match["note"].strip()
    return document_of(match["code"], match["value"], match["label"], country, note, report) if match["value"] else None
