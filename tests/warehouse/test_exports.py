"""Exports, read back and counted against the tables."""

import csv
import json
import shutil
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import polars as pl
import pytest

from pipelines.archive.home import Home
from pipelines.warehouse import export_lines, export_tables
from pipelines.warehouse.exports import EXPORTS, export
from pipelines.warehouse.schema import table_schemas
from tests.publish.conftest import DAY, FORMULA, LATER, frames, published

# fmt: off
TARGETS = [
    "id", "schema", "name", "aliases", "birth_date", "countries", "addresses", "identifiers", "sanctions", "phones",
    "emails", "program_ids", "dataset", "first_seen", "last_seen", "last_change",
]
# fmt: on


@pytest.fixture(scope="session")
def exported(example_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every export of the example, a folder each."""
    folder = tmp_path_factory.mktemp("exports")
    for kind in EXPORTS:
        assert list(export(example_home.warehouse, folder / kind, kind))
    return folder


def count(home: Home, question: str) -> int:
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        [(found,)] = connection.execute(f"SELECT count(*) FROM {question}").fetchall()  # noqa: S608 - questions of tests
    return int(found)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_parquet_holds_each_table_and_its_words(example_home: Home, exported: Path) -> None:
    for name, schema in table_schemas().items():
        path = exported / "parquet" / f"{name}.parquet"
        assert pl.read_parquet(path).schema == schema
        assert pl.read_parquet(path).height == count(example_home, name)
        words = pl.read_parquet_metadata(path)
        assert words["comment"].startswith("EXAMPLE DATA")
        assert set(json.loads(words["columns"])) == set(schema)
        assert all(json.loads(words["columns"]).values())


def test_csv_holds_each_table(example_home: Home, exported: Path) -> None:
    for name, schema in table_schemas().items():
        with (exported / "csv" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        assert rows[0] == list(schema)
        assert len(rows) - 1 == count(example_home, name)


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_the_package_names_every_file_with_its_size_and_digest(exported: Path, kind: str) -> None:
    package = json.loads((exported / kind / "datapackage.json").read_text(encoding="utf-8"))
    assert [each["name"] for each in package["resources"]] == list(table_schemas())
    for each in package["resources"]:
        assert (exported / kind / each["path"]).stat().st_size == each["bytes"]
        assert [field["name"] for field in each["schema"]["fields"]] == list(table_schemas()[each["name"]])
    [designation] = [each for each in package["resources"] if each["name"] == "designation"]
    assert designation["schema"]["primaryKey"] == ["designation_id"]
    assert designation["schema"]["foreignKeys"] == [
        {"fields": ["list_id"], "reference": {"resource": "official_list", "fields": ["list_id"]}}
    ]


def test_what_is_written_does_not_depend_on_how_much_is_written_at_a_time(
    example_home: Home, exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_lines, "PARTIES_AT_A_TIME", 7)
    monkeypatch.setattr(export_tables, "ROWS_AT_A_TIME", 7)
    for kind in sorted(EXPORTS.keys() - {"parquet"}):
        for path, _ in export(example_home.warehouse, tmp_path / kind, kind):
            if path.suffix != ".parquet":
                assert path.read_bytes() == (exported / kind / path.name).read_bytes()


def test_no_cell_of_a_csv_is_run_by_a_spreadsheet(tmp_path: Path) -> None:
    path = published(tmp_path, frames())
    for kind in ("csv", "statements", "targets"):
        list(export(path, tmp_path / kind, kind))
        for file in (tmp_path / kind).glob("*.csv"):
            with file.open(encoding="utf-8", newline="") as opened_file:
                cells = [cell for row in csv.reader(opened_file) for cell in row]
            assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t"))]
    assert f"'{FORMULA}" in (tmp_path / "csv/designation.csv").read_text(encoding="utf-8")
    assert FORMULA in pl.read_parquet(tmp_path / "statements/statements.parquet")["value"].to_list()


def test_statements_are_one_row_a_cited_fact(example_home: Home, exported: Path) -> None:
    rows = pl.read_parquet(exported / "statements/statements.parquet")
    assert pl.read_csv(exported / "statements/statements.csv", infer_schema=False).height == rows.height
    assert rows["id"].n_unique() == rows.height
    names = rows.filter(pl.col("prop").is_in(["name", "alias", "weakAlias", "previousName"]))
    assert names.height == count(example_home, "designation_name")
    parties = rows.filter(pl.col("schema") != "Sanction")
    assert parties["entity_id"].n_unique() == count(example_home, "designation")
    assert parties["canonical_id"].n_unique() == count(example_home, "subject")
    assert rows.filter(pl.col("first_seen") > pl.col("last_seen")).is_empty()


def test_a_fact_without_a_property_of_its_own_is_a_note_with_its_label(tmp_path: Path) -> None:
    tables = frames()
    party = {"designation_id": tables["designation"][4]["designation_id"], "first_seen_on": DAY, "last_seen_on": LATER}
    stated = {
        "phone": ["(Tel): +375 (17) 213-41-63 (Fax): +375 17 215", "8 (495) 981"],
        "email": ["Info@EXAMPLE.org. b@example.org", "no address"],
        "website": ["www.example.org, https://example.org/a", "www.example org.net"],
        "digital_currency": ["XBT 1"],
    }
    tables["designation_identifier"] = [
        party | {"kind": kind, "label": kind, "value": value, "value_normalised": value, "is_current": True}
        for kind, values in stated.items()
        for value in values
    ]
    tables["designation_birth"] = [
        party | {"text": "1960 to 1965", "earliest": date(1960, 1, 1), "latest": date(1965, 12, 31),
                 "approximate": False, "is_current": True}
    ]  # fmt: skip
    list(export(published(tmp_path, tables), tmp_path / "out", "statements"))
    rows = pl.read_parquet(tmp_path / "out/statements.parquet").filter(pl.col("entity_id") == party["designation_id"])
    said = {prop: set(values) for prop, values in rows.group_by("prop").agg("value").rows()}
    assert said["phone"] == {"+375172134163", "+37517215"}
    assert said["email"] == {"Info@example.org", "b@example.org"}
    assert said["website"] == {"http://www.example.org/", "https://example.org/a"}
    assert said["notes"] == {
        FORMULA, "phone: 8 (495) 981", "email: no address", "website: www.example org.net", "digital_currency: XBT 1",
        "born: 1960 to 1965",
    }  # fmt: skip
    assert "birthDate" not in said


def test_followthemoney_has_an_entity_a_subject_and_a_sanction_a_designation(
    example_home: Home, exported: Path
) -> None:
    entities = lines(exported / "ftm/entities.ftm.json")
    kinds = Counter(entity["schema"] for entity in entities)
    assert kinds.pop("Sanction") == count(example_home, "designation")
    assert kinds.pop("Event") == count(example_home, "event")
    assert sum(kinds.values()) == count(example_home, "subject")
    assert kinds["Person"] == count(example_home, "subject WHERE party_type = 'individual'")
    ids = {entity["id"] for entity in entities}
    assert len(ids) == len(entities)
    for entity in entities:
        assert all(values and all(values) for values in entity["properties"].values())
        assert {*entity["properties"].get("entity", []), *entity["properties"].get("involved", [])} <= ids
    assert {24, 9} <= {len(entity["properties"].get("involved", [])) for entity in entities}
    [khrenin] = [entity for entity in entities if "Viktor KHRENIN" in entity["properties"].get("name", [])]
    acts = [entity["properties"] for entity in entities if entity["properties"].get("entity") == [khrenin["id"]]]
    assert {act["listingDate"][0] for act in acts} == {"2021-06-21", "2022-02-24", "2022-03-03"}
    assert khrenin["properties"]["birthDate"] == ["1971-08-01"]


def test_events_are_schema_org_events_with_the_articles_that_tell_of_them(example_home: Home, exported: Path) -> None:
    events = lines(exported / "events/events.jsonl")
    assert len(events) == count(example_home, "event")
    assert {event["@type"] for event in events} == {"Event"}
    assert all(event["name"] and event["subjectOf"][0]["@type"] == "NewsArticle" for event in events)


def test_followthemoney_is_understood_by_its_library(example_home: Home, exported: Path) -> None:
    model = pytest.importorskip("followthemoney", reason="its library needs ICU: `make formats` installs it").model
    proxies = [model.get_proxy(line, cleaned=False) for line in lines(exported / "ftm/entities.ftm.json")]
    for proxy, each in zip(proxies, lines(exported / "ftm/entities.ftm.json"), strict=True):
        proxy.schema.validate({"properties": each["properties"]})
        assert set(proxy.properties) == set(each["properties"])
        assert {name: len(proxy.get(name)) for name in each["properties"]} == {
            name: len(values) for name, values in each["properties"].items()
        }
    kinds = Counter(proxy.schema.name for proxy in proxies)
    assert kinds.pop("Sanction") == count(example_home, "designation")
    assert kinds.pop("Event") == count(example_home, "event")
    assert kinds.total() == count(example_home, "subject")


def test_the_csv_is_understood_by_frictionless(example_home: Home, exported: Path) -> None:
    report = frictionless.Package(str(exported / "csv/datapackage.json")).validate()
    assert [(task.name, task.errors) for task in report.tasks if not task.valid] == []
    counted = {task.name: task.stats.get("rows") or 0 for task in report.tasks}
    assert counted == {name: count(example_home, name) for name in table_schemas()}


def test_frictionless_finds_a_row_that_refers_to_nothing(exported: Path, tmp_path: Path) -> None:
    shutil.copytree(exported / "csv", tmp_path / "csv")
    births = tmp_path / "csv/designation_birth.csv"
    pl.read_csv(births, infer_schema=False).with_columns(designation_id=pl.lit("no_such_list:1")).write_csv(births)
    package = json.loads((tmp_path / "csv/datapackage.json").read_text(encoding="utf-8"))
    for each in package["resources"]:
        del each["bytes"], each["hash"]
    (tmp_path / "csv/datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    report = frictionless.Package(str(tmp_path / "csv/datapackage.json")).validate()
    assert "foreign-key" in {error.type for task in report.tasks for error in task.errors}


def test_simple_targets_are_the_parties_in_force(example_home: Home, exported: Path) -> None:
    rows = pl.read_csv(exported / "targets/targets.simple.csv", infer_schema=False)
    assert rows.columns == TARGETS
    in_force = "(SELECT DISTINCT subject_id FROM current_designation JOIN subject_designation USING (designation_id))"
    assert rows.height == count(example_home, in_force) == rows["id"].n_unique()
    khrenin = rows.filter(pl.col("name") == "KHRENIN, Viktor Gennadievich").row(0, named=True)
    assert khrenin["dataset"] == "jp_mof;ofac_sdn;uk_sanctions"
    assert "ХРЕНИН Виктор Геннадьевич" in khrenin["aliases"].split(";")
    assert khrenin["birth_date"] == "1971-08-01"


def test_senzing_has_a_record_a_designation(example_home: Home, exported: Path) -> None:
    records = lines(exported / "senzing/senzing.jsonl")
    assert len({(record["DATA_SOURCE"], record["RECORD_ID"]) for record in records}) == count(
        example_home, "designation"
    )
    assert {record["RECORD_TYPE"] for record in records} <= {"PERSON", "ORGANIZATION", "VESSEL", "AIRCRAFT"}
    for record in records:
        assert sum(name["NAME_TYPE"] == "PRIMARY" for name in record["NAMES"]) >= 1
        assert all(None not in item.values() for field in ("NAMES", "DATES") for item in record.get(field, []))


def test_claim_reviews_have_a_rating_only_where_the_record_decides(example_home: Home, exported: Path) -> None:
    reviews = lines(exported / "claimreview/claimreview.jsonl")
    assert len(reviews) == count(example_home, "claim")
    for review in reviews:
        rating = review["reviewRating"]
        decided = rating["alternateName"] in ("Confirmed", "Partly confirmed", "Contradicted")
        assert ("ratingValue" in rating) == decided
        assert review["itemReviewed"]["appearance"]["datePublished"] == "2022-02-26"
    assert "Pending" in {review["reviewRating"]["alternateName"] for review in reviews}
