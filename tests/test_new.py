"""Blank returns made from the templates."""

from __future__ import annotations

import shutil
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from office_support import converted
from perfxl.checking import check_bytes
from perfxl.cli import EXIT_CLEAN, app
from perfxl.finding import Level
from perfxl.formset.load import load_form_set, read_form_set
from perfxl.new import NewReturnError, new_return, sheet_name
from perfxl.returns.model import Return
from perfxl.workbook.edit.edits import check_sheet_name
from perfxl.workbook.model import Kind

UNIT = "某县档案馆"
SET_2021, SET_2019 = load_form_set("hunan-2021"), load_form_set("hunan-2019")
MANY = [f"第{number}类业务工作专项" for number in range(1, 26)]
FIGURES = [("TY-01", "基础数据表", "B5"), ("TY-01", "部门自评表", "D4")]
"""What a form says of its main figures as long as none of them is filled in."""


def errors(data: bytes) -> Counter[tuple[str, str, str]]:
    """Rule, sheet and cell of everything at level error."""
    checked = check_bytes(data, "")
    assert not checked.failed_inside
    found = (finding for finding in checked.findings if finding.level is Level.ERROR)
    return Counter((finding.rule, finding.place.sheet, finding.place.address or "") for finding in found)


def read(data: bytes) -> Return:
    ret = check_bytes(data, "").ret
    assert ret is not None
    return ret


def projects(ret: Return) -> tuple[list[str], list[str]]:
    """The names in the 基础数据表, and those of the forms in the order of the sheets."""
    (base,) = ret.of("基础数据表")
    return [row.name for row in base.groups["项目"]], [
        form.value("项目支出名称").text for form in ret.of("项目自评表")
    ]


def opened(data: bytes, **how: Any) -> Any:
    return openpyxl.load_workbook(BytesIO(data), **how)


@pytest.mark.parametrize("names", [["甲项目"], MANY[:10], MANY], ids=len)
def test_only_the_department_in_charge_and_the_figures_are_missing(names: list[str]) -> None:
    data = new_return(SET_2021, unit=UNIT, year=2023, projects=names)
    sheets = ["项目自评表", *(f"项目自评表（{name}）" for name in names[1:])]
    assert errors(data) == Counter(
        (*FIGURES, *(("TY-01", sheet, cell) for sheet in sheets for cell in ("B4", "E6")))
    )
    ret = read(data)
    assert (ret.form_set, ret.unit, ret.year) == (SET_2021, UNIT, 2023)
    assert projects(ret) == (names, names)
    assert opened(data).sheetnames == ["基础数据表", "部门自评表", *sheets]


def test_without_anything_it_is_the_template() -> None:
    assert new_return(SET_2021) == (SET_2021.folder / SET_2021.template).read_bytes()


def test_a_return_without_projects_keeps_one_blank_form() -> None:
    data = new_return(SET_2021, unit=UNIT)
    # A form of a project that the 基础数据表 does not list yet: both are still to be named.
    assert errors(data) == Counter(
        [
            *FIGURES,
            *(("TY-01", "项目自评表", cell) for cell in ("B3", "B4", "E6")),
            ("KB-03", "基础数据表", ""),
        ]
    )
    assert projects(read(data)) == ([], [""])
    assert read(data).year == 2021


def test_unit_and_year_stand_in_every_form() -> None:
    book = opened(new_return(SET_2021, unit=UNIT, year=2024, projects=["甲项目", "乙项目"]))
    base = book["基础数据表"]
    assert base["A3"].value == f"填报单位：（盖章）{UNIT}"
    heads = [base[cell].value for cell in ("C4", "B6", "C6", "D6")]
    assert heads == ["2024年实际在职人数", "2023年决算数", "2024年预算数", "2024年决算数"]
    for name in book.sheetnames[1:]:
        line = book[name]["A2"].value
        assert line.replace("　", "") == f"填报单位：（盖章）{UNIT}（2024年度）"
        # The year stays where it was.
        assert len(line) == len(opened(new_return(SET_2021))["部门自评表"]["A2"].value)
    assert book["部门自评表"]["B3"].value == UNIT
    assert [book[name]["G4"].value for name in book.sheetnames[2:]] == [UNIT, UNIT]


@pytest.mark.parametrize("form_set", ["mof-2015-target", "mof-2015-department-target"])
@pytest.mark.parametrize("year", [2022, 2023, 2025])
def test_the_term_of_a_plan_begins_with_its_year(form_set: str, year: int) -> None:
    book = opened(new_return(load_form_set(form_set), unit=UNIT, year=year))
    form = book["项目目标申报表"]
    assert (form["A2"].value, form["B9"].value) == (f"（{year}年度）", f"中期目标（{year}年—20××年）")


@pytest.mark.parametrize(
    ("printed", "later"),
    [
        ("实施期目标（2023年-2025年）", "实施期目标（2026年-2028年）"),
        ("中期目标（2023 至 2025年）", "中期目标（2026 至 2028年）"),
        ("按2021年-2025年规划填写", "按2021年-2025年规划填写"),
        ("按财预〔2023〕10号填写", "按财预〔2023〕10号填写"),
    ],
)
def test_a_term_of_a_form_of_ones_own(tmp_path: Path, printed: str, later: str) -> None:
    folder = tmp_path / "mof-2015-target"
    shutil.copytree(load_form_set("mof-2015-target").folder, folder)
    book = openpyxl.load_workbook(folder / "template.xlsx")
    book["项目目标申报表"]["B9"] = printed
    book.save(folder / "template.xlsx")
    made = opened(new_return(read_form_set(folder), unit=UNIT, year=2026))
    assert made["项目目标申报表"]["B9"].value == later


def test_a_long_name_of_a_unit_keeps_apart_from_the_year() -> None:
    unit = "某某自治州某某自治县人力资源和社会保障局"
    ret = read(new_return(SET_2021, unit=unit, year=2022))
    assert (ret.unit, ret.year) == (unit, 2022)


def test_more_projects_than_rows_are_summed_and_printed() -> None:
    book = opened(new_return(SET_2021, projects=MANY))
    base = book["基础数据表"]
    assert [base[f"A{row}"].value for row in (20, 29, 30, 44, 45)] == [
        f"1、{MANY[0]}", f"10、{MANY[9]}", f"11、{MANY[10]}", f"25、{MANY[24]}", "政府采购金额",
    ]  # fmt: skip
    assert base["C19"].value == '=IF(COUNT(C20:C44)=0,"",SUM(C20:C44))'
    assert base.print_area == "'基础数据表'!$A$1:$D$48"


def test_rows_that_are_not_needed_keep_their_number() -> None:
    base = opened(new_return(SET_2021, projects=["甲项目"]))["基础数据表"]
    assert [base[f"A{row}"].value for row in (20, 21, 29)] == ["1、甲项目", "2、", "10、"]
    older = opened(new_return(SET_2019, projects=["甲项目"]))["基础数据表"]
    assert [older[f"A{row}"].value for row in (14, 15, 16, 17)] == ["1、甲项目", "2、", "3、", "4、"]


@pytest.mark.parametrize("names", [[], ["甲项目"], MANY[:9]], ids=len)
def test_the_older_set_has_no_form_a_project(names: list[str]) -> None:
    data = new_return(SET_2019, unit=UNIT, year=2018, projects=names)
    assert errors(data) == Counter(FIGURES[:1])
    ret = read(data)
    assert (ret.form_set, ret.unit, ret.year) == (SET_2019, UNIT, 2018)
    assert projects(ret) == (names or ["业务工作专项", "运行维护专项", "专项资金"], [])


def test_results_that_were_saved_are_still_right() -> None:
    data = new_return(SET_2021, unit=UNIT, projects=MANY)
    with zipfile.ZipFile(BytesIO(data)) as package:
        assert b'fullCalcOnLoad="1"' in package.read("xl/workbook.xml")
    formulas, results = opened(data), opened(data, data_only=True)
    computed = [
        cell for sheet in formulas for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    ]
    assert len(computed) == 10 + 6 + 7 * len(MANY)
    assert {results[cell.parent.title][cell.coordinate].value for cell in computed} <= {None, ""}
    assert not [form for form in read(data).forms if form.places_of(Kind.UNCALCULATED)]


@pytest.mark.parametrize(
    ("names", "message"),
    [(["甲", " "], "不能为空"), (["甲", "乙", "甲 "], "重复"), (["1、甲", "甲"], "重复")],
)
def test_names_that_cannot_be_told_apart_are_refused(names: list[str], message: str) -> None:
    with pytest.raises(NewReturnError, match=message):
        new_return(SET_2021, projects=names)


def test_names_are_text_and_numbers_before_them_are_left_out() -> None:
    names = ["=1+1", "3、乙项目", "2022年设备购置", "丙\n项目"]
    assert projects(read(new_return(SET_2021, projects=names)))[0] == [
        "=1+1",
        "乙项目",
        "2022年设备购置",
        "丙 项目",
    ]
    cell = opened(new_return(SET_2021, projects=names))["项目自评表"]["B3"]
    assert (cell.value, cell.data_type) == ("=1+1", "s") or cell.data_type == "inlineStr"


def test_sheet_names_that_would_be_the_same_are_numbered() -> None:
    long = "高标准农田建设和农业综合开发及水利配套设施"
    data = new_return(SET_2021, projects=["甲", f"{long}一期工程", f"{long}二期工程", "维护[a/b]*?"])
    assert opened(data).sheetnames[3:] == [
        f"项目自评表（{long}一期工）", f"项目自评表（{long}二期工）", "项目自评表（维护［a／b］＊？）",
    ]  # fmt: skip
    same = new_return(SET_2021, projects=["甲", f"{long}甲乙丙丁", f"{long}甲乙丙戊"])
    assert opened(same).sheetnames[3:] == [f"项目自评表（{long}甲乙丙）", f"项目自评表（{long}甲乙）2"]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=6))
def test_excel_accepts_every_sheet_name(names: list[str]) -> None:
    taken: set[str] = set()
    for name in names:
        made = sheet_name("项目自评表", name, taken)
        check_sheet_name(made)
        assert made.casefold() not in taken
        assert len(made.encode("utf-16-le", "surrogatepass")) <= 62
        taken.add(made.casefold())


def run(*arguments: str) -> Any:
    return CliRunner().invoke(app, ["new", *arguments], standalone_mode=False)


def test_command(tmp_path: Path) -> None:
    path = tmp_path / "报送件.xlsx"
    result = run(
        "hunan-2021", "-o", str(path), "--unit", UNIT, "--year", "2022",
        "--projects", "甲项目，乙项目、丙项目, 丁项目", "--projects", "庚项目", "--project", "戊、己合办",
    )  # fmt: skip
    assert (result.return_value, result.output.split("：")[-1]) == (
        EXIT_CLEAN,
        "已生成空白报送件，6 个项目\n",
    )
    ret = read(path.read_bytes())
    names = ["甲项目", "乙项目", "丙项目", "丁项目", "庚项目", "戊、己合办"]
    assert (ret.unit, ret.year, projects(ret)) == (UNIT, 2022, (names, names))


def test_command_does_not_overwrite_unless_told_to(tmp_path: Path) -> None:
    path = tmp_path / "有.xlsx"
    path.write_text("旧")
    assert "文件已存在" in str(run("hunan-2021", "-o", str(path)).exception)
    assert path.read_text() == "旧"
    assert run("hunan-2021", "-o", str(path), "--force").return_value == EXIT_CLEAN
    assert read(path.read_bytes()).form_set is SET_2021


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["hunan-1999", "-o", "无.xlsx"], "没有套表“hunan-1999”"),
        (["hunan-2021"], "请用 -o"),
        (["hunan-2021", "-o", "无.xlsx", "--projects", "甲,甲"], "重复"),
    ],
)
def test_command_says_in_chinese_what_is_wrong(arguments: list[str], message: str, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        result = run(*arguments)
    assert message in str(result.exception)
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_opens_it_and_prints_every_form(tmp_path: Path) -> None:
    path = tmp_path / "many.xlsx"
    path.write_bytes(new_return(SET_2021, unit=UNIT, year=2023, projects=MANY))
    converted(path, "xlsx", tmp_path / "out")
    book = openpyxl.load_workbook(tmp_path / "out" / "many.xlsx", data_only=True)
    assert len(book.sheetnames) == 27
    assert [book[name]["B3"].value for name in book.sheetnames[2:]] == MANY
    results = {book["基础数据表"][cell].value for cell in ("D5", "B13", "C19", "D19")}
    assert results <= {None, ""}


LONG_UNIT = "某某自治州某某自治县人力资源和社会保障局（州公共就业服务中心）"
LONG_PROJECT = "2024年度全市农村义务教育薄弱学校改造与能力提升中央及省级补助专项资金项目（第二批）"


@pytest.mark.parametrize(
    ("form_set", "sheet", "cell", "lines"),
    [
        ("hunan-2021", "基础数据表", "A20", 3),
        ("hunan-2021", "项目自评表", "G4", 3),
        ("hunan-2019", "基础数据表", "A14", 3),
        ("hebei-2020", "项目绩效目标表", "E3", 2),
        ("mof-2015-target", "项目目标申报表", "G4", 3),
        ("mof-2020", "项目自评表", "G4", 3),
        ("xiangtan-2023-target", "项目目标申报表", "B3", 4),
    ],
)
def test_a_row_is_as_high_as_a_long_name_needs(form_set: str, sheet: str, cell: str, lines: int) -> None:
    made = load_form_set(form_set)
    long = opened(new_return(made, unit=LONG_UNIT, year=2024, projects=[LONG_PROJECT]))[sheet]
    short = opened(new_return(made, unit=UNIT, year=2024, projects=["甲项目"]))[sheet]
    blank = opened(new_return(made))[sheet]
    row = long[cell].row
    assert any(name in long[cell].value for name in (LONG_UNIT, LONG_PROJECT))
    assert long.row_dimensions[row].height == 15 * lines + 3
    assert short.row_dimensions[row].height == blank.row_dimensions[row].height
    others = [number for number in range(1, blank.max_row + 1) if number != row]
    grown = [n for n in others if long.row_dimensions[n].height != blank.row_dimensions[n].height]
    assert set(grown) <= {3, 4, 5}


def test_rows_that_are_added_for_projects_are_high_enough_too() -> None:
    names = [*MANY[:11], LONG_PROJECT, "末项目"]
    base = opened(new_return(SET_2021, unit=UNIT, year=2024, projects=names))["基础数据表"]
    heights = {str(base.cell(row, 1).value): base.row_dimensions[row].height for row in range(20, 33)}
    usual = opened(new_return(SET_2021))["基础数据表"].row_dimensions[20].height
    assert [name for name, height in heights.items() if height != usual] == [f"12、 {LONG_PROJECT}"]
    assert heights[f"12、 {LONG_PROJECT}"] == 48
