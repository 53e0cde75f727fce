"""In which language a text is written."""

import pytest

from pipelines.articles.languages import language_of

TEXTS = {
    "en": "The foreign minister said on Friday that the measures were aimed at those who profit from the war.",
    "de": "Der Außenminister sagte am Freitag, die Maßnahmen richteten sich gegen alle, die von dem Krieg profitieren.",
    "fr": "Le ministre des affaires étrangères a déclaré que les mesures visent ceux qui profitent de la guerre.",
    "es": "El ministro dijo que las medidas se dirigen contra los que sacan provecho de la guerra y del comercio.",
    "it": "Il ministro ha detto che le misure sono dirette contro chi trae profitto dalla guerra e dai traffici.",
    "pl": "Minister powiedział, że środki są skierowane przeciwko tym, którzy nie chcą pokoju, i że będą kolejne.",
    "nl": "De minister zei dat de maatregelen gericht zijn tegen iedereen die van de oorlog en het geweld profiteert.",
    "ru": "Министр сказал, что меры направлены против тех, кто не хочет мира, и что за ними последуют другие.",
    "uk": "Міністр сказав, що заходи спрямовані проти тих, хто не хоче миру, і що за ними підуть інші.",
    "be": "Міністр сказаў, што меры накіраваныя супраць тых, хто не хоча міру, і што за імі пойдуць іншыя.",
    "ja": "外務大臣は、措置は戦争から利益を得る者を対象としていると述べた。",
    "ko": "외무장관은 이번 조치가 전쟁에서 이익을 얻는 자들을 겨냥한 것이라고 말했다.",
    "zh": "外交部长表示，这些措施针对的是从战争中获利的人。",
    "ar": "قال وزير الخارجية إن الإجراءات تستهدف أولئك الذين يستفيدون من الحرب.",
    "he": "שר החוץ אמר כי הצעדים מכוונים נגד מי שמרוויח מהמלחמה.",
    "el": "Ο υπουργός Εξωτερικών είπε ότι τα μέτρα στρέφονται κατά όσων κερδίζουν από τον πόλεμο.",
}


@pytest.mark.parametrize(("language", "text"), TEXTS.items(), ids=TEXTS)
def test_a_sentence_tells_its_language(language: str, text: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", "12, 24.5 %", "OFAC", "Minsk, Moscow"])
def test_too_little_tells_nothing(text: str) -> None:
    assert language_of(text) is None


def test_names_in_another_script_make_no_other_language() -> None:
    text = "The sanctions name Hrenin (Хренин Виктор Геннадьевич) and Gulevich, said the Treasury of the United States."
    assert language_of(text) == "en"


def test_a_headline_in_english_is_english_or_unknown() -> None:
    assert language_of("US sanctions 24 Belarusians") in ("en", None)


SHORT = {
    "Neuseeland verhängt Einreiseverbote gegen neun Richter.": "de",
    "La FIFA a sanctionné trois clubs.": "fr",
    "Washington menace le Mali de sanctions.": "fr",
    "США ввели санкции против 9 судей.": "ru",
    "США запровадили санкції проти 9 суддів.": "uk",
    "ЗША ўвялі санкцыі супраць 9 суддзяў.": "be",
    "САЩ наложиха санкции срещу 9 съдии и две банки.": "bg",
    "САД су увеле санкције против 9 судија и две банке.": "sr",
}


@pytest.mark.parametrize(("text", "language"), SHORT.items(), ids=SHORT)
def test_letters_tell_where_words_are_few(text: str, language: str) -> None:
    assert language_of(text) == language


def test_a_word_of_a_neighbour_makes_no_other_language() -> None:
    text = "Министр сказал, что меры направлены против тех, кто не хочет мира. " * 9 + "Он назвал Володимира Їжакевича."
    assert language_of(text) == "ru"
