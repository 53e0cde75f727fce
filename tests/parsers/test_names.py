import pytest

from pipelines.parsers.names import alike_names, base_name, names_in


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Ivan EXAMPLE", [("Ivan EXAMPLE", "aka")]),
        ("Old EXAMPLE (previously listed as)", [("Old EXAMPLE", "fka")]),
        ("Old EXAMPLE (Previously listed as. In Arabic: مثال)", [("Old EXAMPLE", "fka"), ("مثال", "spelling")]),
        ("Example JSC (also known as Example Joint Stock)", [("Example JSC", "aka"), ("Example Joint Stock", "aka")]),
        ("Example Inc. (a.k.a. Sample Co., Inc.; Test Works)",
         [("Example Inc.", "aka"), ("Sample Co., Inc.", "aka"), ("Test Works", "aka")]),
        ("Example (f.k.a. Old, a.k.a. New)", [("Example", "aka"), ("Old", "fka"), ("New", "aka")]),
        ("FU EXAMPLE A/K/A FRANK EXAMPLE", [("FU EXAMPLE", "aka"), ("FRANK EXAMPLE", "aka")]),
        ("AIRLINES D/B/A X7 AIRLINES", [("AIRLINES", "aka"), ("X7 AIRLINES", "aka")]),
        ("EXAMPLE A.K.A SAMPLE", [("EXAMPLE", "aka"), ("SAMPLE", "aka")]),
        ("PEARL (A.K.A. CHIEN CHU) LI", [("PEARL LI", "aka"), ("CHIEN CHU", "aka")]),
        ("f.k.a. Old Example OAO", [("Old Example OAO", "fka")]),
        ("(also known as Igor EXAMPLE)", [("Igor EXAMPLE", "aka")]),
        ("Example LLC;-Sample LLC", [("Example LLC", "aka"), ("-Sample LLC", "aka")]),
        ("EXAMPLE (EX) ; SAMPLE (SA)", [("EXAMPLE (EX)", "aka"), ("SAMPLE (SA)", "aka")]),
        ("Example JSC,", [("Example JSC", "aka")]),
        (") Abdel Example", [("Abdel Example", "aka")]),
        ("Anna EXAMPLE née SAMPLE", [("Anna EXAMPLE", "aka"), ("SAMPLE", "fka")]),
        ("HAQQANI EXAMPLE (HQN)", [("HAQQANI EXAMPLE (HQN)", "aka")]),
        ("AL-EXAMPLE: AFGHANISTAN BRANCH", [("AL-EXAMPLE: AFGHANISTAN BRANCH", "aka")]),
        ("Yinon AKA", [("Yinon AKA", "aka")]),
        ("Nee EXAMPLE", [("Nee EXAMPLE", "aka")]),
        ("AKA Bank", [("AKA Bank", "aka")]),
        ("Anna EXAMPLE (nee SAMPLE)", [("Anna EXAMPLE", "aka"), ("SAMPLE", "fka")]),
        ("Example Works [aka Example Research Works, Sample Research Works]",
         [("Example Works", "aka"), ("Example Research Works", "aka"), ("Sample Research Works", "aka")]),
        ("Anna EXAMPLE(a.k.a. Anna EXEMPLA)", [("Anna EXAMPLE", "aka"), ("Anna EXEMPLA", "aka")]),
        ("Anna EXAMPLE (f.k.a . SAMPLE)", [("Anna EXAMPLE", "aka"), ("SAMPLE", "fka")]),
        ("Anna EXAMPLE (f. k .a. SAMPLE)", [("Anna EXAMPLE", "aka"), ("SAMPLE", "fka")]),
        ("Anna EXAMPLE (Exempla; a.k.a. TESTA9)", [("Anna EXAMPLE (Exempla)", "aka"), ("TESTA9", "aka")]),
        ("Example [North] Works", [("Example [North] Works", "aka")]),
        ("unknown", []),
        ("a.k.a.:", []),
        ("previously listed as", []),
    ],
)  # fmt: skip
def test_a_cell_gives_each_of_its_names(cell: str, names: list[tuple[str, str]]) -> None:
    assert names_in(cell).names == names


def test_brackets_nested_by_the_thousand_are_read_once() -> None:
    nested = "(" * 100_000 + ")" * 100_000
    assert names_in(f"EXAMPLE; OTHER {nested}").names[0] == ("EXAMPLE", "aka")


def test_a_note_in_brackets_is_no_part_of_the_name() -> None:
    held = names_in("Abdel Example (false identity related to fraudulent identification number 12)")
    assert held.names == [("Abdel Example", "aka")]
    assert held.notes == ["false identity related to fraudulent identification number 12"]


@pytest.mark.parametrize(
    ("name", "spellings"),
    [
        ("Petro Exemplov, Pyotr Exemplov", ["Petro Exemplov", "Pyotr Exemplov"]),
        ("OOO Example, JSC Example", ["OOO Example", "JSC Example"]),
        ("EXEMPLOV, Petro", ["EXEMPLOV, Petro"]),
        ("Abu Example, Ahmed Mohamed", ["Abu Example, Ahmed Mohamed"]),
        ("PJSC Example, Oao", ["PJSC Example, Oao"]),
        ("Example Trading Co., Ltd.", ["Example Trading Co., Ltd."]),
    ],
)
def test_commas_divide_only_spellings_of_one_name(name: str, spellings: list[str]) -> None:
    assert alike_names(name) == spellings


def test_the_base_of_a_name_does_not_change_with_what_is_noted_beside_it() -> None:
    assert base_name("Example JSC (also known as Sample)") == base_name("Example JSC, a.k.a. Other") == "Example JSC"
