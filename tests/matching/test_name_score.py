import pytest

from pipelines.matching.name_score import score

SAME = {
    "initials": [
        ("V. V. Putin", "PUTIN, Vladimir Vladimirovich"),
        ("Путин В.В.", "Путин Владимир Владимирович"),
        ("Khrenin V.G.", "KHRENIN, Viktor Gennadievich"),
        ("JF Kennedy", "John Fitzgerald Kennedy"),
        ("J.-C. Juncker", "Jean-Claude Juncker"),
    ],
    "the Arabic article and vowels that are not written": [
        ("معمر القذافي", "Muammar Gaddafi"),
        ("أيمن الظواهري", "Ayman al-Zawahiri"),
        ("عمر البشير", "Omar al-Bashir"),
        ("عبد الحق وثيق", "Abdul Haq Wathiq"),
        ("على رضا", "Ali Rida"),
        ("Abdurrahman Saleh", "Abd al-Rahman Saleh"),
        ("Mohd Ali", "Mohammed Ali"),
    ],
    "romanisations": [
        ("Xi Jinping", "Hsi Chin-p'ing"),
        ("Mao Zedong", "Mao Tse-tung"),
        ("Lee Myung-bak", "Yi Myong-pak"),
        ("김정은", "Kim Jong Un"),
        ("习近平", "Xi Jinping"),
        ("贝拉克·奥巴马", "Barack Obama"),
        ("ルカシェンコ", "Łukaszenka"),
        ("セルゲイ・チュチン", "Sergey Chuchin"),
        ("カン・チョルハク", "KANG Chol Hak"),
        ("リ・スヨン", "RI Su Yong"),
    ],
    "one given name in two languages": [
        ("Mykola Azarov", "Nikolai Azarov"),
        ("Volodymyr Petrenko", "Vladimir Petrenko"),
        ("Bibi Netanyahu", "Benjamin Netanyahu"),
    ],
    "slips of spaces and of order": [
        ("Lauren Tnkunda", "Laurent Nkunda"),
        ("Shoigu Shoigu Sergey", "Sergey Shoigu"),
        ("Nikolai Plat Ono Vich Patrushev", "Nikolai Platonovich Patrushev"),
        ("Boris Johnson de Pfeffel", "Alexandre Boris de Pfeffel Johnson"),
    ],
}
OTHER = {
    "initials": [("A. Nazarbayev", "Nursultan Nazarbayev"), ("Frost, William G.", "William W Frost")],
    "one character": [("习近朋", "习近平"), ("김종은", "김정은")],
    "short transliterations": [("OCEAN", "サン"), ("SUN", "サン"), ("Kim", "キモ"), ("Maduro", "マティーウッラー")],
    "father and child": [("ABDULLAH BIN OMAR AL-MUHAMMAD", "OMAR BIN ABDULLAH AL-MUHAMMAD")],
    "another patronymic": [("Valery Nikolaevich Ermakov", "Valery Konstantinovich Ermakov")],
}


@pytest.mark.parametrize(("one", "other"), [pair for pairs in SAME.values() for pair in pairs])
def test_one_person_under_two_names(one: str, other: str) -> None:
    assert score(one, other, "individual").is_match
    assert score(other, one, "individual").is_match


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Конструкторское бюро Луч", "Luch Design Bureau JSC"),
        ("Научно-исследовательский институт Вектор", "Vector Research Institute"),
        ("شركة مجموعة زوايا", "Zawaya Group Company"),
        ("コリア・ズザボン・マリタイム・リミテッド", "Korea Zuzabon Maritime Ltd"),
        ("株式会社スモレンスク航空工場", "Smolensk Aviation Plant JSC"),
        ("深圳星河科技有限公司", "Shenzhen Xinghe Technology Co., Ltd."),
        ("조선무역은행", "Joseon Trading Bank"),
    ],
)
def test_an_organisation_s_name_with_translated_words(one: str, other: str) -> None:
    assert score(one, other, "entity").is_match


def test_translated_words_alone_are_nobody_s_name() -> None:
    assert not score("Научно-исследовательский институт Вектор", "Radar Research Institute", "entity").is_match
    assert not score("深圳星河科技有限公司", "Shenzhen Donghai Technology Co., Ltd.", "entity").is_match


@pytest.mark.parametrize(("one", "other"), [pair for pairs in OTHER.values() for pair in pairs])
def test_two_persons_of_like_names(one: str, other: str) -> None:
    assert not score(one, other, "individual").is_match


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GUANGZHOU HAIGE COMM GRP", "Guangzhou Haige Communication Group Co., Ltd."),
        ("CNOOC ENERGY TECH & SRVCES LTD", "CNOOC Energy Technology & Services Limited"),
        ("Zarnit Probe MFG", "Zarnit Probe Manufacturing"),
        ("Zarnit Probe I/E", "Zarnit Probe Import Export"),
        ("A-B-C Company", "ABC Company LLC"),
        ("I.R.I.S.L.", "IRISL"),
        ("Islamic Revolutionary Guard Corps", "IRGC"),
        ("Brigade Forty 4", "Brigade 44"),
        ("Siemens Aktiengesellschaft", "Siemens AG"),
        ("OAO Gazprom", "Open Joint Stock Company Gazprom"),
        ("Gazprom Bank", "GAZPROMBANK OAO"),
    ],
)
def test_one_company_under_two_names(one: str, other: str) -> None:
    assert score(one, other, "entity").is_match


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A-B-C Company", "Coastal Company"),
        ("KGC", "CGK"),
        ("VTB", "WTB"),
        ("Royal Bank", "Royal Mail"),
        ("North Star", "South Star"),
        ("Management Company", "Westminister Management Company"),
        ("OOO Romashka", "Romashka GmbH"),
        ("Deutsche Bank AG", "Deutsche Bank GmbH"),
        ("Military Unit 26165", "Military Unit 74455"),
        ("Xi Jinping", "TC SHIPPING COMPANY LIMITED"),
    ],
)
def test_two_companies_of_like_names(one: str, other: str) -> None:
    assert not score(one, other, "entity").is_match


def test_vessels_are_told_apart_by_one_letter_and_by_numbers() -> None:
    assert score("Hellenic Spirit", "MV Hellenic Spirit", "vessel").is_match
    assert not score("Victory", "VICTOR KONETSKY", "vessel").is_match
    assert not score("Zu Zag Bong 6", "Zu Zag Bong 5", "vessel").is_match
