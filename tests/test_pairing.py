"""Which returns are compared with which, in a folder and with ``--last``."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from made import Made, made
from made_declared import ONE, TWO, WHOLE, declared
from perfxl.cli import main
from perfxl.pairing import find, link, named
from perfxl.returns.model import Return
from perfxl.rules.registry import Link

RETURNS = Path(__file__).parent / "returns"
THIS, LAST = RETURNS / "hengyang-2022.xlsx", RETURNS / "hengyang-2021.xlsx"


def of_year(source: Made, year: int) -> Return:
    """A return as if it were of another year."""
    return replace(source.ret, asked_year=year)


def of_unit(unit: str) -> Return:
    """A declaration of another unit."""
    cells = {(sheet, "A3"): f"填报单位（盖章）：{unit}" for sheet in (WHOLE, ONE, TWO)}
    return declared(cells | {(WHOLE, "B4"): unit, (ONE, "B5"): unit, (TWO, "B5"): unit}).ret


def test_links() -> None:
    declaration, evaluation = declared().ret, made().ret
    assert link(declaration, evaluation) is Link.LAST_YEAR
    assert link(evaluation, declaration) is None
    assert link(of_year(made(), 2022), declaration) is Link.DECLARED
    assert link(declaration, of_year(made(), 2022)) is None
    assert link(declaration, declared().ret) is None
    assert link(of_year(made(), 2022), evaluation) is Link.LAST_YEAR
    assert link(of_year(declared(), 2023), declaration) is Link.LAST_YEAR
    assert link(declaration, of_year(made(), 2020)) is None


def test_a_return_without_year_has_no_link() -> None:
    undated = declared({(sheet, "A2"): None for sheet in (WHOLE, ONE, TWO)}).ret
    assert undated.year is None
    assert link(undated, made().ret) is None
    assert link(of_year(made(), 2022), undated) is None


def partners(*returns: Return) -> list[list[tuple[Link, str]]]:
    found = find([(f"{number}.xlsx", ret) for number, ret in enumerate(returns)])
    return [[(other.link, other.name) for other in partner.others] for partner in found]


def test_returns_of_one_unit_find_each_other() -> None:
    returns = (declared().ret, made().ret, of_year(made(), 2022))
    assert partners(*returns) == [
        [(Link.LAST_YEAR, "1.xlsx")],
        [],
        [(Link.LAST_YEAR, "1.xlsx"), (Link.DECLARED, "0.xlsx")],
    ]


def test_other_units_are_left_alone() -> None:
    assert partners(of_unit("别的单位"), made().ret) == [[], []]


def test_blanks_and_remarks_make_no_other_unit() -> None:
    assert partners(of_unit("示例市 档案馆（公章）"), made().ret)[0] == [(Link.LAST_YEAR, "1.xlsx")]


def test_last_years_evaluation_comes_before_its_declaration() -> None:
    returns = (declared().ret, of_year(declared(), 2021), made().ret)
    assert partners(*returns)[0] == [(Link.LAST_YEAR, "2.xlsx")]


def test_of_two_that_fit_none_is_taken() -> None:
    found = find([("a.xlsx", declared().ret), ("b.xlsx", made().ret), ("c.xlsx", made().ret)])
    assert [partner.others for partner in found] == [[], [], []]
    assert found[0].notes == ["上年的报送件有 2 份（b.xlsx、c.xlsx），没有对比，请用 --last 指定一份"]
    assert found[1].notes == []


def test_what_the_user_names_is_taken_whatever_the_unit() -> None:
    chosen = named(of_unit("别的单位"), [("a.xlsx", made().ret), ("b.xlsx", of_year(made(), 2018))])
    assert [(other.link, other.name) for other in chosen.others] == [(Link.LAST_YEAR, "a.xlsx")]
    assert chosen.notes == [
        "a.xlsx 的单位是“示例市档案馆”，与“别的单位”不同，仍按指定对比",
        "b.xlsx（2018 年度）不是它上年的报送件或年初的申报表，没有对比",
    ]


# --- the command line ------------------------------------------------------------------------------------------


def run(
    *arguments: object, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> tuple[int, str, str]:
    monkeypatch.setattr("sys.argv", ["perfxl", "check", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        main()
    captured = capsys.readouterr()
    return int(ended.value.code or 0), captured.out, captured.err


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    return lambda *arguments: run(*arguments, capsys=capsys, monkeypatch=monkeypatch)


def pair_findings(out: str) -> dict[str, list[tuple[str, str]]]:
    """Rule and cell of the findings over two returns, by file."""
    return {
        Path(item["path"]).name: [
            (found["rule"], found["cell"]) for found in item["findings"] if "（对照 " in found["message"]
        ]
        for item in json.loads(out)["returns"]
    }


EXPECTED = [("KN-01", "B5"), ("KN-01", "E7"), ("KN-02", "B4")]


def test_last_names_the_file_to_compare_with(check) -> None:  # type: ignore[no-untyped-def]
    code, out, err = check(THIS, "--last", LAST, "--format", "json")
    assert (code, err) == (1, "")
    assert pair_findings(out) == {THIS.name: EXPECTED}
    code, out, _ = check(THIS, "--last", LAST)
    assert "较上年减少 26.61%（对照 hengyang-2021.xlsx 附件3!B5）" in out


def test_files_in_a_folder_find_each_other(check, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    shutil.copy(THIS, tmp_path)
    shutil.copy(LAST, tmp_path)
    _, out, err = check(tmp_path, "--format", "json")
    assert err == ""
    assert pair_findings(out) == {LAST.name: [], THIS.name: EXPECTED}


def test_two_copies_of_last_years_return_are_told_and_not_guessed(check, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    for path in (THIS, LAST, RETURNS / "hengyang-2021-on-template.xlsx"):
        shutil.copy(path, tmp_path)
    _, out, err = check(tmp_path, "--format", "json")
    assert "上年的报送件有 2 份（hengyang-2021-on-template.xlsx、hengyang-2021.xlsx），没有对比" in err
    assert pair_findings(out)[THIS.name] == []
    _, out, err = check(tmp_path, "--format", "json", "--last", LAST)
    assert pair_findings(out)[THIS.name] == EXPECTED


def test_a_file_that_does_not_fit_is_told(check) -> None:  # type: ignore[no-untyped-def]
    code, out, err = check(LAST, "--last", THIS, "--format", "json")
    assert code == 1
    assert "hengyang-2022.xlsx（2022 年度）不是它上年的报送件或年初的申报表，没有对比" in err
    assert pair_findings(out) == {LAST.name: []}


def test_a_file_to_compare_with_that_cannot_be_read_is_wrong_usage(check, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    code, out, err = check(THIS, "--last", tmp_path / "missing.xlsx")
    assert (code, out) == (2, "")
    assert "文件不存在" in err
