"""Claims of sentences written for these tests: by kind of construction (sentences.toml) or by field (fields.toml)."""

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.articles.article import Article
from pipelines.claims.claim import Claim
from pipelines.claims.extraction import Extractor, extract

Claims = Callable[..., list[Claim]]
FILES = ("sentences.toml", "fields.toml")
SENTENCES = [
    sentence
    for name in FILES
    for sentence in tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))["sentence"]
]
NOT_FIELDS = {"kind", "text", "claims", "day"}


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda each: f"{each['kind']}: {each['text'][:60]}")
def test_a_sentence_makes_its_claims(sentence: dict[str, Any], asserted_in: Claims) -> None:
    found = asserted_in(sentence["text"])
    assert sorted(f"{claim.authority} {claim.status}" for claim in found) == sorted(sentence["claims"])
    if found:
        claim = next((each for each in found if each.count == sentence.get("count")), found[0])
        fields = {key: value for key, value in sentence.items() if key not in NOT_FIELDS}
        assert {key: plain(getattr(claim, key)) for key in fields} == fields
        if "day" in sentence:
            assert claim.event_on == date.fromisoformat(sentence["day"])


def plain(value: object) -> object:
    """A field as TOML can say it."""
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize(
    ("text", "is_of_other_clause"),
    [
        ("On Thursday, the United States sanctioned Ivan Sechin.", False),
        ("The United States sanctioned Ivan Sechin on Thursday.", False),
        ("The Treasury said on Thursday it had sanctioned Ivan Sechin.", False),
        ("The United States has sanctioned Ivan Sechin, whose divorce hearing opens on Thursday.", True),
        ("Ivan Sechin, who was sanctioned by the United States, appeared in public on Thursday.", True),
        ("On Thursday Lukashenko spoke to Putin; the United States had sanctioned Ivan Sechin.", True),
    ],
)
def test_a_day_of_another_clause_is_marked(asserted_in: Claims, text: str, is_of_other_clause: bool) -> None:
    (claim,) = asserted_in(text)
    (rule,) = (rule for rule in claim.rules if rule.startswith("date:"))
    assert rule.endswith(":other_clause") is is_of_other_clause


def test_sanctions_that_include_tariffs_are_measures_of_trade(asserted_in: Claims) -> None:
    (claim,) = asserted_in("The UK has expanded its sanctions against Russia to include import tariffs on metals.")
    assert claim.measure == "trade_restriction"
    (listing,) = asserted_in("The UK has expanded its sanctions against Russia to include 12 bankers.")
    assert listing.measure == "listing"


def test_who_places_someone_under_sanctions_is_named_after_them(asserted_in: Claims) -> None:
    (claim,) = asserted_in("Alisher Usmanov was placed under sanctions by Britain in March.")
    assert (claim.authority, claim.named_targets) == ("UK", ("Alisher Usmanov",))


def test_leaders_who_agree_to_sanction_have_not_done_so(asserted_in: Claims) -> None:
    (claim,) = asserted_in("EU leaders agreed to sanction Vladimir Putin.")
    assert claim.status == "planned"


def test_a_senate_that_sanctions_nominees_approves_of_them(asserted_in: Claims) -> None:
    assert asserted_in("The US Senate on Thursday sanctioned 22 nominees to the bench.") == []


def test_a_quote_says_whether_it_was_the_first_time(asserted_in: Claims) -> None:
    (claim,) = asserted_in("The United States sanctioned Tornado Cash for the first time on Tuesday.")
    assert claim.quote.endswith("for the first time on Tuesday")


def test_mentions_are_background(claims_in: Claims) -> None:
    (claim,) = claims_in("Growth slowed because of US sanctions on Cuba.")
    assert (claim.strength, claim.authority, claim.target_country) == ("background", "US", "CU")


def test_a_quote_is_the_clause_and_not_the_sentence(asserted_in: Claims) -> None:
    text = "The minister praised the move: Latvia sanctioned six Belarusian judges on Monday over trials."
    (claim,) = asserted_in(text)
    assert claim.quote == "Latvia sanctioned six Belarusian judges on Monday"
    assert text[claim.start : claim.end] == claim.quote


def test_two_counted_groups_are_two_claims_with_quotes_of_their_own(asserted_in: Claims) -> None:
    people, firms = asserted_in("Canada sanctioned 10 individuals and six entities on Monday.")
    assert (people.count, people.unit, people.quote) == (10, "individuals", "Canada sanctioned 10 individuals")
    assert (firms.count, firms.unit, firms.quote) == (6, "entities", "six entities on Monday")


def test_several_authorities_share_a_quote(asserted_in: Claims) -> None:
    claims = asserted_in("The US and Britain sanctioned 11 Houthi commanders.")
    assert {claim.authority for claim in claims} == {"US", "UK"}
    assert len({claim.quote for claim in claims}) == 1


def test_every_claim_says_by_what_rules_it_was_found(asserted_in: Claims) -> None:
    (claim,) = asserted_in("Six generals were sanctioned by Canada on Monday, Reuters reported.")
    assert claim.rules[:4] == ("verb:sanction", "voice:passive", "agent:by", "status:asserted")
    assert {"date:day", "source:said_after"} <= set(claim.rules)


def test_a_later_sentence_knows_who_acted(asserted_in: Claims) -> None:
    first, second = asserted_in("Norway blacklisted a bank on Monday. It also froze the assets of two generals.")
    assert (first.authority, second.authority, second.count) == ("NO", "NO", 2)


def test_the_two_companies_are_those_named_before(asserted_in: Claims) -> None:
    text = "The US sanctioned two oil firms, Alpha Oil and Beta Gas, on Friday; Britain also listed the two companies."
    claims = asserted_in(text)
    assert [claim.named_targets for claim in claims] == [("Alpha Oil", "Beta Gas")] * 2


def test_relatives_owners_and_leaders_nearby_are_no_targets(asserted_in: Claims) -> None:
    (claim,) = asserted_in(
        "Canada imposed sanctions on Ivan Petrov, the son of Premier Oleg Petrov, and firms linked to Anna Petrova."
    )
    assert claim.named_targets == ("Ivan Petrov",)


def test_a_leader_acts_only_while_in_office(asserted_in: Claims) -> None:
    text = "Obama ordered sanctions on seven officials."
    assert [claim.authority for claim in asserted_in(text, date(2014, 3, 18))] == ["US"]
    assert "US" not in [claim.authority for claim in asserted_in(text, date(2023, 3, 18))]


def test_the_day_at_the_opening_of_a_file_is_no_part_of_the_text(asserted_in: Claims) -> None:
    text = " date 2022-02-26 Japan imposed sanctions on Belarus."
    (claim,) = asserted_in(text)
    assert (claim.event_on, claim.start) == (None, text.index("Japan"))


def test_an_article_without_a_day_gives_no_days(asserted_in: Claims) -> None:
    (claim,) = asserted_in("The US sanctioned four banks on Thursday.", None)
    assert (claim.count, claim.event_on, claim.event_from) == (4, None, None)


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\n", ".", "sanctions", "Sanctions", "the US", "by", "24", '"', "(" * 100_000, "sanctions on " * 300],
)
def test_scraps_make_no_claim(text: str, asserted_in: Claims) -> None:
    assert asserted_in(text) == []


VOCABULARY = (
    "the US EU Japan sanctioned sanctions imposed on of by 24 two dozen people and Russian banks . , ; : ( ) ' "
    "- was were lifted said that who Thursday since 2014 list to from with not will Ivan Petrov"
)
WORDS = st.sampled_from(VOCABULARY.split())


@given(st.lists(WORDS, max_size=40).map(" ".join))
@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_read_and_every_quote_lies_in_it(extractor: Extractor, text: str) -> None:
    article = Article("a", text, date(2024, 5, 14))
    claims = extractor.claims(article)
    assert all(text[claim.start : claim.end] == claim.quote and claim.quote for claim in claims)
    assert claims == extractor.claims(article)


@given(st.lists(st.tuples(st.sampled_from(SENTENCES), st.integers(0, 30), st.integers(1, 12)), min_size=1, max_size=4))
@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pieces_of_sentences_joined_anyhow_are_read(
    extractor: Extractor, pieces: list[tuple[dict[str, Any], int, int]]
) -> None:
    text = " ".join(" ".join(sentence["text"].split()[first : first + length]) for sentence, first, length in pieces)
    claims = extractor.claims(Article("a", text, date(2024, 5, 14)))
    assert all(text[claim.start : claim.end] == claim.quote and claim.quote for claim in claims)


def test_a_ban_that_names_no_target_is_read(asserted_in: Claims) -> None:
    assert asserted_in("The sanctions raise prices, restricting shipments of grain and metal.") == []


def test_one_extraction_equals_the_extractor_s(extractor: Extractor) -> None:
    article = Article("a", "The UK sanctioned nine judges.", date(2024, 5, 14))
    assert extract(article) == extractor.claims(article)


def test_a_country_that_is_not_said_is_not_given(asserted_in: Claims) -> None:
    """Not that of one among many, of the victim of an attack, or of who acts beside."""
    for text in (
        "Norway sanctioned 30 shipping firms, Peru's fisheries minister Ana Soto among them.",
        "Canada sanctioned four hackers over the attack on Australia.",
        "Milan Petrov was sanctioned by Canada a week ago and by Oslo on Monday.",
    ):
        assert {claim.target_country for claim in asserted_in(text)} == {None}


def test_a_claim_tells_that_it_rests_on_a_second_look(asserted_in: Claims) -> None:
    (assumed,) = asserted_in("Diplomats from Japan discussed the sanctions against 12 Syrian shipping firms.")
    assert "second-look:only_authority" in assumed.rules
    (counted,) = asserted_in("Sanctions were widened on Friday. A spokesman said 80 companies were added.")
    assert "second-look:counted_targets" in counted.rules
    (plain,) = asserted_in("Japan imposed sanctions on 12 Syrian shipping firms.")
    assert not any(rule.startswith("second-look") for rule in plain.rules)


def test_sanctions_only_mentioned_are_those_of_the_only_authority_before() -> None:
    text = "Canada met its partners on Tuesday. The sanctions on nine Haitian gang leaders took months to prepare."
    (claim,) = extract(Article(article_id="mentioned", published_on=date(2024, 5, 14), text=text))
    assert (claim.authority, claim.strength) == ("CA", "background")
