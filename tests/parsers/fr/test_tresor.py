import json
from datetime import date
from typing import Any

import pytest

from pipelines.parsers import reading
from pipelines.parsers.fr import tresor as fr_tresor
from pipelines.parsers.record import Record, Report, UnreadableListError


def field(kind: str, *values: dict[str, str]) -> dict[str, Any]:
    return {"TypeChamp": kind, "Valeur": list(values)}


PERSON = {
    "IdRegistre": 3912,
    "Nature": "Personne physique",
    "Nom": "EXEMPLE",
    "RegistreDetail": [
        field("PRENOM", {"Prenom": "Ivan Petrovitch"}),
        field("ALIAS", {"Alias": "Yan EXEMPLE", "Commentaire": "graphie biélorusse"}),
        field("SEXE", {"Sexe": "Masculin"}),
        field("TITRE", {"Titre": "Ministre"}),
        field(
            "DATE_DE_NAISSANCE", {"Jour": "1", "Mois": "8", "Annee": "1971"}, {"Jour": "", "Mois": "2", "Annee": "1972"}
        ),
        field("LIEU_DE_NAISSANCE", {"Lieu": "Novogroudok", "Pays": "BÉLARUS"}),
        field("NATIONALITE", {"Pays": "BÉLARUS"}),
        field("ADRESSE_PP", {"Adresse": "Minsk", "Pays": "BÉLARUS"}),
        field("PASSEPORT", {"NumeroPasseport": "AB0000001", "Commentaire": "expiré"}),
        field("REFERENCE_UE", {"ReferenceUe": "EU.0000.01"}),
        field(
            "FONDEMENT_JURIDIQUE",
            {"FondementJuridique": "61", "FondementJuridiqueLabel": "(UE) 2022/353 du 02/03/2022"},
            {"FondementJuridique": "62", "FondementJuridiqueLabel": "(UE) 2021/1 du 1er mars 2023"},
        ),
        field("MOTIFS", {"Motifs": "Motif."}),
    ],
}
COMPANY = {
    "IdRegistre": 7805,
    "Nature": "Personne morale",
    "Nom": "SOCIETE EXEMPLE",
    "RegistreDetail": [
        field("IDENTIFICATION", {"Identification": "INN: 7712345678", "Commentaire": ""}, {"Identification": "libre"}),
        field("FONDEMENT_JURIDIQUE", {"FondementJuridiqueLabel": "Règlement (UE) 269/2014"}),
    ],
}
SHIP = {
    "IdRegistre": 9,
    "Nature": "Navire",
    "Nom": "EXEMPLE",
    "RegistreDetail": [field("NUMERO_OMI", {"NumeroOMI": "9187629"})],
}


def document(*entries: dict[str, Any], **more: Any) -> bytes:
    publications = {"DatePublication": "2024-11-08T15:02:11", "PublicationDetail": list(entries)} | more
    return json.dumps({"Publications": publications}, ensure_ascii=False).encode()


def read(content: bytes) -> tuple[list[Record], Report]:
    report = Report()
    return list(fr_tresor.records({"registre.json": content}, report, None)), report


def test_parties_come_with_what_they_state() -> None:
    content = document(PERSON, COMPANY, SHIP)
    parsed = reading.read("fr_tresor", {"r.json": content}, [fr_tresor.FORMAT])
    assert (parsed.report.drift, parsed.report.unread, parsed.records.height) == ({}, [], 3)
    assert parsed.report.published_on == date(2024, 11, 8)
    (person, company, ship), _ = read(content)
    assert [(name.name, name.parts) for name in person.names] == [
        ("Ivan Petrovitch EXEMPLE", (("given", "Ivan Petrovitch"), ("family", "EXEMPLE"))),
        ("Yan EXEMPLE", ()),
    ]
    assert [(birth_date.earliest, birth_date.latest) for birth_date in person.birth_dates] == [
        (date(1971, 8, 1), date(1971, 8, 1)),
        (date(1972, 2, 1), date(1972, 2, 29)),
    ]
    assert [(birth_place.text, birth_place.country) for birth_place in person.birth_places] == [
        ("Novogroudok", "BÉLARUS")
    ]
    assert [(country.link, country.text) for country in person.countries] == [("nationality", "BÉLARUS")]
    assert [(identifier.kind, identifier.value, identifier.note) for identifier in person.identifiers] == [
        ("passport", "AB0000001", "expiré"),
        ("eu_reference", "EU.0000.01", None),
    ]
    assert person.programmes == ["(UE) 2022/353 du 02/03/2022", "(UE) 2021/1 du 1er mars 2023"]
    assert person.listed_on == date(2022, 3, 2)
    assert {("gender", "Masculin"), ("listed_on_basis", "legal basis")} <= {(e.kind, e.value) for e in person.features}
    assert (company.party_type, company.listed_on) == ("entity", None)
    assert [(identifier.kind, identifier.value) for identifier in company.identifiers] == [("tax_id", "7712345678")]
    assert ("identification", "libre") in [(feature.kind, feature.value) for feature in company.features]
    assert (ship.party_type, ship.identifiers[0].kind, ship.identifiers[0].value) == ("vessel", "imo", "9187629")


@pytest.mark.parametrize("order", ["ECOT2515686A DU 06/06/2019", "Arrêté du 06/06/2019"])
def test_a_national_order_never_dates_a_listing(order: str) -> None:
    national = {"FondementJuridiqueLabel": f"{order} (Dispositif national de gel)"}
    european = {"FondementJuridiqueLabel": "(UE) 2022/353 du 02/03/2022 (UE Biélorussie - R (CE) 765/2006)"}
    entry = {"IdRegistre": 1, "Nature": "Personne physique", "Nom": "EXEMPLE"}
    both, alone = (
        read(document(entry | {"RegistreDetail": [field("FONDEMENT_JURIDIQUE", *acts)]}))[0][0]
        for acts in ((national, european), (national,))
    )
    assert (both.listed_on, alone.listed_on) == (date(2022, 3, 2), None)
    assert ("order_of", "2019-06-06") in [(feature.kind, feature.value) for feature in alone.features]


@pytest.mark.parametrize(
    ("label", "day"),
    [
        ("(UE) 2022/332 du 25/02/2022", date(2022, 2, 25)),
        ("Arrêté national du 1er mars 2024", date(2024, 3, 1)),
        ("Règlement (UE) 269/2014", None),
        ("Arrêté du 31/02/2024", None),
    ],
)
def test_the_day_of_an_act(label: str, day: date | None) -> None:
    assert fr_tresor.act_day(label) == day


def test_what_is_new_is_drift() -> None:
    odd = SHIP | {"Nature": "Aéronef", "Nouveau": 1}
    new = SHIP | {"RegistreDetail": [field("COULEUR", {"Couleur": "x"}), field("SEXE", {"Genre": "x"})]}
    _, report = read(document(odd, new, Autre="x"))
    expected = {
        ("Nature", "Aéronef"), ("PublicationDetail", "Nouveau"), ("TypeChamp", "COULEUR"), ("SEXE", "Genre"),
        ("Publications", "Autre"),
    }  # fmt: skip
    assert set(report.drift) == expected
    assert len(report.unread) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (document(PERSON)[:-30], "no whole JSON"),
        (b'{"Publications": {}}', "no Publications/PublicationDetail"),
        (b'{"results": []}', "no Publications/PublicationDetail"),
        (document(), "no entry"),
        (b"\xff\xfe{}", "no whole JSON"),
    ],
)
def test_what_is_cut_or_renamed_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(UnreadableListError, match=said):
        read(content)


def test_other_files_are_not_recognised() -> None:
    for content in (b"", b"<html>", b"{}", b"[]"):
        assert not fr_tresor.recognises({"a.json": content})
