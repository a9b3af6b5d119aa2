"""计算 is told how to read a return as an audit is: form set, year and parameter sets, at every door alike."""

from __future__ import annotations

import io
from pathlib import Path

import click
import openpyxl
import pytest

import perfxl
from made import BASE, d
from made_scoring import FIGURES, TABLE, made, table
from marked_support import form_book, loaded, run, saved
from perfxl.checking import Options, check_bytes, open_bytes
from perfxl.fill import fill
from perfxl.filling import FillError, fill_bytes
from perfxl.workbook.convert import to_xlsx

MUNICIPAL = "市级2016"
"""A parameter set that scores 在职人员控制率 by steps: 22 of 20 give 4 points and not 5 × 100 / 110 = 4.55."""
STAFF = f"{TABLE}!G5"


def scoring_return() -> bytes:
    """A scoring table with a column 计算得分 to be filled, and 22 people in 20 posts."""
    return to_xlsx(made(table(G2="计算得分") | {(FIGURES, "B5"): 22}).book)[0]


def two_years() -> bytes:
    """The forms of 2021 and those of 2018 in one file, each without the total of its projects."""
    book = openpyxl.load_workbook(io.BytesIO(form_book()))
    for name in list(book.sheetnames):
        copy = book.copy_worksheet(book[name])
        copy.title = f"{name}旧"
        for row in copy.iter_rows():
            for cell in row:
                for year in (2022, 2021, 2020):
                    if isinstance(cell.value, str):
                        cell.value = cell.value.replace(str(year), str(year - 3))
    book[BASE]["C19"] = book[f"{BASE}旧"]["C19"] = None
    return saved(book)


def written(data: bytes, options: Options = Options()) -> dict[str, str]:
    """What is written, by the cells."""
    changes = fill_bytes(data, options)[1]
    return {f"{change.place.sheet}!{change.place.address}": change.after for change in changes}


def test_parameter_sets_decide_what_is_computed() -> None:
    data = scoring_return()
    assert written(data)[STAFF] == "4.55"
    assert written(data, Options(parameters=(MUNICIPAL,))) == {STAFF: "4", f"{TABLE}!G6": "5"}


@pytest.mark.parametrize("options", [Options(), Options(parameters=(MUNICIPAL,)), Options("yiyang-2018")])
def test_a_file_is_filled_as_the_return_that_an_audit_reads(options: Options) -> None:
    data = scoring_return()
    ret = open_bytes(data, "", options).ret
    assert ret is not None
    assert fill_bytes(data, options)[1] == fill(ret) != []


@pytest.mark.parametrize(("year", "sheet"), [(None, BASE), (2021, BASE), (2018, f"{BASE}旧")])
def test_the_year_decides_whose_forms_are_filled(year: int | None, sheet: str) -> None:
    data = two_years()
    ret = check_bytes(data, "", Options(year=year)).ret
    assert ret is not None
    assert {form.sheet for form in ret.of(BASE)} == {sheet}
    assert written(data, Options(year=year)) == {f"{sheet}!C19": "85"}


def test_the_command_takes_year_and_parameters(tmp_path: Path) -> None:
    source, target = tmp_path / "表.xlsx", tmp_path / "算好.xlsx"
    source.write_bytes(scoring_return())
    code, out, err = run("fill", source, "-o", target, "--parameters", MUNICIPAL)
    assert (code, err, out.splitlines()[0]) == (0, "", f"{source} → {target}：改动 2 处")
    assert "4.55" not in out
    assert loaded(target)[TABLE]["G5"].value == 4
    source.write_bytes(two_years())
    run("fill", source, "-o", target, "--force", "--year", "2018")
    sheets = loaded(target)
    assert (sheets[BASE]["C19"].value, sheets[f"{BASE}旧"]["C19"].value) == (None, 85)


def test_report_and_letter_judge_a_return_as_its_check_does(tmp_path: Path) -> None:
    source, report, letter = (tmp_path / name for name in ("表.xlsx", "报告.docx", "意见.docx"))
    by_steps = table(D5=4, D30=d("97.8")) | {(FIGURES, "B5"): 22}
    source.write_bytes(to_xlsx(made(by_steps).book)[0])
    chosen = ("--parameters", MUNICIPAL, "--year", "2018")
    assert [run("check", source)[0], run("check", source, *chosen)[0]] == [1, 0]
    assert run("report", source, "-o", report)[0] == 1
    assert "JF-05" in run("report", source, "-o", report)[2]
    assert (run("report", source, "-o", report, *chosen)[0], report.exists()) == (0, True)
    assert run("letter", source, "-o", letter)[1].startswith(f"{letter}：已生成\n")
    assert "没有需要退回或说明的单位" in run("letter", source, "-o", letter, "--force", *chosen)[1]


def test_parameters_that_the_form_set_lacks_are_told(tmp_path: Path) -> None:
    source, target = tmp_path / "表.xlsx", tmp_path / "算好.xlsx"
    source.write_bytes(form_book({(BASE, "C19"): None}))
    code, out, err = run("fill", source, "-o", target, "--parameters", MUNICIPAL)
    assert (code, "改动 1 处" in out) == (0, True)
    assert err == f"{source}：套表 hunan-2021 没有参数组“{MUNICIPAL}”，已按套表自己的参数计算\n"


@pytest.mark.parametrize(
    ("command", "more"), [("fill", ["-o", "b.xlsx"]), ("report", []), ("letter", ["-o", "b.docx"])]
)
def test_what_does_not_exist_is_wrong_usage_for_every_command(
    command: str, more: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.xlsx").write_bytes(form_book())
    for option, name in (("--parameters", "没有的"), ("--form-set", "nosuch")):
        with pytest.raises(click.UsageError, match=name):
            run(command, "a.xlsx", *more, option, name)
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_the_library_takes_the_same(tmp_path: Path) -> None:
    source, target = tmp_path / "表.xlsx", tmp_path / "算好.xlsx"
    source.write_bytes(scoring_return())
    changes = perfxl.fill_file(str(source), str(target), parameters=[MUNICIPAL])
    assert {change.place.address: change.after for change in changes} == {"G5": "4", "G6": "5"}
    assert target.read_bytes() == fill_bytes(source.read_bytes(), Options(parameters=(MUNICIPAL,)))[0]
    with pytest.raises(perfxl.FormSetError, match="没有的"):
        perfxl.fill_file(source, target, parameters=["没有的"])


def test_the_library_fills_in_place_where_no_target_is_given(tmp_path: Path) -> None:
    source = tmp_path / "表.xlsx"
    before = form_book({(BASE, "C19"): None})
    source.write_bytes(before)
    assert [change.after for change in perfxl.fill_file(str(source), None)] == ["85"]
    assert (tmp_path / "表.xlsx.bak").read_bytes() == before
    assert loaded(source)[BASE]["C19"].value == 85
    assert perfxl.fill_file(source, None) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["表.xlsx", "表.xlsx.bak"]


def test_what_the_library_refuses(tmp_path: Path) -> None:
    source, empty = tmp_path / "表.xlsx", tmp_path / "空.xlsx"
    source.write_bytes(form_book({(BASE, "C19"): None}))
    openpyxl.Workbook().save(empty)
    (tmp_path / "坏.xlsx").write_bytes(b"PK")
    link = tmp_path / "链.xlsx"
    link.hardlink_to(source)
    before = source.read_bytes()
    refused: list[tuple[Path, Path, type[Exception], str]] = [
        (source, source, perfxl.FillError, "输出路径就是原文件"),
        (source, link, perfxl.FillError, "输出路径就是原文件"),
        (source, tmp_path / "没有" / "b.xlsx", perfxl.FillError, "文件夹不存在"),
        (tmp_path / "无.xlsx", tmp_path / "b.xlsx", FillError, "文件不存在"),
        (empty, tmp_path / "b.xlsx", FillError, "没有识别出任何绩效表"),
        (tmp_path / "坏.xlsx", tmp_path / "b.xlsx", perfxl.Unreadable, "损坏"),
    ]
    names = sorted(path.name for path in tmp_path.iterdir())
    for file, target, error, said in refused:
        with pytest.raises(error, match=said):
            perfxl.fill_file(file, target)
    assert (source.read_bytes(), sorted(path.name for path in tmp_path.iterdir())) == (before, names)


def test_two_files_of_one_name_do_not_go_into_one_folder(tmp_path: Path) -> None:
    for name in ("甲", "乙"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "表.xlsx").write_bytes(form_book())
    with pytest.raises(click.UsageError, match="有 2 个文件都叫 表"):
        run("fill", tmp_path / "甲" / "表.xlsx", tmp_path / "乙" / "表.xlsx", "-o", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_form_set_that_the_file_has_no_form_of_is_said_with_the_one_that_it_has(tmp_path: Path) -> None:
    source = tmp_path / "表.xlsx"
    source.write_bytes(form_book())
    code, out, err = run("fill", source, "--form-set", "hebei-2020", "-o", tmp_path / "b.xlsx")
    assert (code, out) == (2, "")
    assert err == (
        f"{source}：没有识别出套表 hebei-2020 的表，未作计算；请去掉 --form-set，或改用 --form-set hunan-2021\n"
    )
    assert not (tmp_path / "b.xlsx").exists()
