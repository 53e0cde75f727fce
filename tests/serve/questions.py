"""Fifty questions with known answers from the bundled example: tool, arguments, how many rows, what the first says."""

from typing import Any

Question = tuple[str, dict[str, Any], int, dict[str, Any]]

FEBRUARY = "2022-02-24"
DAY_BEFORE = "2022-02-23"
US = {"authority": "US"}
NEW_US = {"day": FEBRUARY, "listed_since": FEBRUARY, **US}

LISTED: list[Question] = [
    ("listed_on", {"day": FEBRUARY, **US}, 76, {"list_id": "ofac_sdn"}),
    ("listed_on", {"day": DAY_BEFORE, **US}, 40, {"authority": "US"}),
    ("listed_on", NEW_US, 36, {"listed_on": FEBRUARY}),
    ("listed_on", {**NEW_US, "country": "BY"}, 24, {"programmes": ["BELARUS-EO14038"]}),
    ("listed_on", {**NEW_US, "country": "Belarus"}, 24, {"list_id": "ofac_sdn"}),
    ("listed_on", {**NEW_US, "country": "by", "party_type": "individual"}, 8, {"party_type": "individual"}),
    ("listed_on", {**NEW_US, "country": "BY", "party_type": "entity"}, 16, {"party_type": "entity"}),
    ("listed_on", {**NEW_US, "programme": "BELARUS-EO14038"}, 24, {"authority": "US"}),
    ("listed_on", {**NEW_US, "party_type": "individual"}, 14, {"list_id": "ofac_sdn"}),
    ("listed_on", {**NEW_US, "party_type": "vessel"}, 0, {}),
    ("listed_on", {"day": "2022-03-03", "listed_since": "2022-03-03", "authority": "JP"}, 9, {"list_id": "jp_mof"}),
    ("listed_on", {"day": "2022-03-02", "authority": "JP"}, 18, {"list_id": "jp_mof"}),
    ("listed_on", {"day": "2022-03-03", "list_id": "jp_mof"}, 27, {"authority": "JP"}),
    ("listed_on", {"day": "2014-08-05", "listed_since": "2014-08-05", "authority": "JP"}, 12, {"list_id": "jp_mof"}),
    ("listed_on", {"day": "2022-03-01", "authority": "UK"}, 7, {"list_id": "uk_sanctions"}),
    ("listed_on", {"day": "2022-03-01", "listed_since": "2022-03-01", "authority": "UK"}, 6, {"authority": "UK"}),
    ("listed_on", {"day": "2021-06-21", "authority": "UK"}, 1, {"listed_on": "2021-06-21"}),
    ("listed_on", {"day": "2021-06-20", "authority": "UK"}, 0, {}),
    ("listed_on", {"day": FEBRUARY, "authority": "EU"}, 0, {}),
    ("listed_on", {"day": "1990-01-01"}, 0, {}),
    ("listed_on", {"day": FEBRUARY, "programme": "NO-SUCH-TAG"}, 0, {}),
]
CHANGED: list[Question] = [
    ("changes_between", {"first_day": FEBRUARY, "last_day": FEBRUARY}, 37, {"list_id": "ofac_sdn"}),
    ("changes_between", {"first_day": FEBRUARY, "last_day": FEBRUARY, "change_kind": "added"}, 36, {"authority": "US"}),
    ("changes_between", {"first_day": FEBRUARY, "last_day": FEBRUARY, "change_kind": "renamed"}, 1, {}),
    ("changes_between", {"first_day": FEBRUARY, "last_day": FEBRUARY, "change_kind": "removed"}, 0, {}),
    ("changes_between", {"first_day": FEBRUARY, "last_day": "2022-03-03", "authority": "JP"}, 9, {"list_id": "jp_mof"}),
    ("changes_between", {"first_day": FEBRUARY, "last_day": "2022-03-03"}, 52, {}),
    ("changes_between", {"first_day": "2011-01-01", "last_day": "2011-12-31"}, 6, {"list_id": "jp_mof"}),
    ("changes_between", {"first_day": "2022-03-01", "last_day": "2022-03-01", "list_id": "uk_sanctions"}, 6, {}),
    ("changes_between", {"first_day": "2023-01-01", "last_day": "2023-12-31"}, 0, {}),
]
SCREENED: list[Question] = [
    ("screen_name", {"name": "Viktor Khrenin"}, 1, {"party_type": "individual"}),
    ("screen_name", {"name": "KHRENIN, Viktor Gennadievich"}, 1, {"score": 1.0}),
    ("screen_name", {"name": "Хренин Виктор Геннадьевич"}, 1, {"party_type": "individual"}),
    ("screen_name", {"name": "Aleksandr Volfovich"}, 1, {"party_type": "individual"}),
    ("screen_name", {"name": "Viktor Khrenin", "country": "BY"}, 1, {}),
    ("screen_name", {"name": "Viktor Khrenin", "party_type": "entity"}, 0, {}),
    ("screen_name", {"name": "Viktor Khrenin", "as_of": "2020-01-01"}, 0, {}),
    ("screen_name", {"name": "Greta Garbo"}, 0, {}),
    ("screen_name", {"name": "'; DROP TABLE designation; --"}, 0, {}),
    ("screen_name", {"name": "%_%"}, 0, {}),
]
THE_24 = "The United States has imposed sanctions on 24 Belarusians."
JUDGED: list[Question] = [
    ("judge_text", {"text": THE_24, "published_on": "2022-02-26"}, 1, {"verdict": "confirmed", "found": 24}),
    ("judge_text", {"text": THE_24.replace("24", "25"), "published_on": "2022-02-26"}, 1, {"claimed": 25}),
    ("judge_text", {"text": "Japan plans to impose sanctions on Belarus.", "published_on": "2022-02-26"}, 1,
     {"verdict": "pending", "fulfilled_on": "2022-03-03"}),
    ("judge_text", {"text": "The EU imposed sanctions on 22 Belarusian officers.", "published_on": "2022-03-02"}, 1,
     {"verdict": "unverifiable"}),
    ("judge_text", {"text": "The weather in Minsk was fine on Thursday.", "published_on": "2022-02-26"}, 0, {}),
]  # fmt: skip
SAID: list[Question] = [
    ("said_of_act", {"day": FEBRUARY, **US}, 3, {"verdict": "confirmed"}),
    ("said_of_act", {"day": "2022-03-03", "authority": "JP"}, 1, {"verdict": "pending"}),
    ("said_of_act", {"day": "2022-03-01", "authority": "UK"}, 0, {}),
    ("said_of_act", {"day": "2022-03-01", "authority": "EU"}, 0, {}),
]
HELD: list[Question] = [("what_is_held", {}, 17, {"authority": "AU"})]
QUESTIONS = [*LISTED, *CHANGED, *SCREENED, *JUDGED, *SAID, *HELD]
