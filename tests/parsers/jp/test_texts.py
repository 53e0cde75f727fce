"""How Japan's list writes names and numbers: shapes of real cells with invented content."""

import pytest

from pipelines.parsers.jp.texts import births, main_names, names, numbers, spellings_with_variants


@pytest.mark.parametrize(
    ("cell", "plain"),
    [
        ("（a）テスト・ア\u3000（ｂ）テスト・イ\n（a.k.a.: (a)Test A (b)Test, B）",
         ["テスト・ア", "テスト・イ", "Test A", "Test, B"]),
        ("（旧称、株式会社ア、別称、公開株式会社イ）\n(f.k.a. Old Test; a.k.a. New Test)",
         ["株式会社ア", "公開株式会社イ", "Old Test", "New Test"]),
        ("テスト貿易有限会社、テストー貿易有限会社\nTEST TRADING COMPANY, LTD, TESTT TRADING COMPANY, LTD",
         ["テスト貿易有限会社", "テストー貿易有限会社", "TEST TRADING COMPANY, LTD", "TESTT TRADING COMPANY, LTD"]),
        ("（旧姓：テスト）\n(nee, Testova)", ["テスト", "Testova"]),
        ("（a）試験院； セコンド）（(18)に指定した団体）", ["試験院", "セコンド"]),
        ("(a)テスト（The Test）", ["テスト", "The Test"]),
        ("テスト、サン\n（Test, San）", ["テスト", "サン", "Test", "San"]),
        ("（別称、ア）(a.k.a. A Group; a.k.a. B Group)", ["ア", "A Group", "B Group"]),
        ("(a)Petro Testov, Pyotr Testov, Petr Testov-Ya (b)Testov, Ivan",
         ["Petro Testov", "Pyotr Testov", "Petr Testov-Ya", "Testov, Ivan"]),
        ("(a)ピョートル・テストフ、ペトロ・テストフ(b)テストフ、イワン",
         ["ピョートル・テストフ", "ペトロ・テストフ", "テストフ、イワン"]),
        ("(a)Haji Ivan Test, Haji Petro Money Changer", ["Haji Ivan Test, Haji Petro Money Changer"]),
        ("(b)【アラビア語】（（テスト）この戦闘員名で良く知られる）", ["テスト"]),
        ("(b) دعاء ((Test’a; Testaa’) prominently known by this nom de guerre)", ["دعاء", "Test’a", "Testaa’"]),
        ("(also known as Ivan TESTOV)", ["Ivan TESTOV"]),
        ("El Test(combat name); TT (initials)", ["El Test", "TT"]),
        ("テスト(コールサイン)", ["テスト"]),
        ("(サー)テスト・ア((Sir) Test A)", ["(サー)テスト・ア", "(Sir) Test A"]),
        ("Test Group (TG) (طارق:original script)", ["Test Group (TG)", "طارق"]),
        ("Ivan Testov, Afghan passport number OA000001, issued on 31 Jan. 2012", ["Ivan Testov"]),
        ("Ivan Testov 11 Apr. 1960. POB: Egypt", ["Ivan Testov"]),
        ("自称", []),
        ("不明", []),
    ],
)  # fmt: skip
def test_labels_letters_and_notes_are_no_names(cell: str, plain: list[str]) -> None:
    assert [name.name for name in names(cell)[0]] == plain


@pytest.mark.parametrize(
    ("cell", "kind", "value", "issuer"),
    [
        ("パスポート番号：A1180000（ケニア） 有効期限：２０１７年８月２０日", "passport", "A1180000", "ケニア"),
        ("南スーダンS00000000号", "passport", "S00000000", "南スーダン"),
        ("チュニジア旅券 M700000（2001年10月20日発行）", "passport", "M700000", "チュニジア"),
        ("社会保障番号：423-31-0000（米国）", "social_security", "423-31-0000", "米国"),
        ("1817000", "passport", "1817000", None),
    ],
)
def test_a_number_has_the_country_that_issued_it(cell: str, kind: str, value: str, issuer: str | None) -> None:
    [number], unread = numbers(cell, "passport", "旅券番号")
    assert (number.kind, number.value, number.issuer, unread) == (kind, value, issuer, [])


def test_a_birth_in_figures() -> None:
    [birth] = births("1971.8.1")
    assert str(birth.earliest) == "1971-08-01"


def test_spellings_that_a_stroke_divides_are_written_out() -> None:
    assert spellings_with_variants("Petr(Petro/Pyotr) TESTOV") == ["Petr TESTOV", "Petro TESTOV", "Pyotr TESTOV"]


@pytest.mark.parametrize(
    ("english", "expected"),
    [
        ("Anna (Ana) Testova （f.k.a . Exemplova）",
         [("Anna (Ana) Testova", "name"), ("Anna Testova", "spelling"), ("Ana Testova", "spelling"),
          ("Exemplova", "fka")]),
        ("Petro Testov（a.k.a. Pyotr Testov）", [("Petro Testov", "name"), ("Pyotr Testov", "aka")]),
        ("Petro Testov (Testow; a.k.a. TESTUA9)",
         [("Petro Testov (Testow)", "name"), ("Petro Testov", "spelling"), ("Petro Testow", "spelling"),
          ("TESTUA9", "aka")]),
        ("Testov Works (TW)", [("Testov Works (TW)", "name")]),
    ],
)  # fmt: skip
def test_an_alias_inside_the_name_column_is_a_name_of_its_own(english: str, expected: list[tuple[str, str]]) -> None:
    listed, remarks = main_names(english, "")
    assert [(name.name, name.kind) for name in listed] == expected
    assert remarks == []


def test_a_former_name_beside_the_japanese_name_has_no_label() -> None:
    listed, _ = main_names("Anna Testova (nee, Exemplova)", "アンナ・テストヴァ（旧姓：エグゼンプロヴァ）")
    assert [(name.name, name.kind) for name in listed] == [
        ("Anna Testova", "name"), ("アンナ・テストヴァ", "spelling"),
        ("Exemplova", "fka"), ("エグゼンプロヴァ", "fka"),
    ]  # fmt: skip


def test_a_label_alone_beside_the_japanese_name_is_a_remark() -> None:
    listed, remarks = main_names("Self-proclaimed “Test Republic”", "「テスト共和国」（自称）")
    assert [name.name for name in listed] == ["Self-proclaimed “Test Republic”", "「テスト共和国」"]
    assert remarks == ["自称"]
