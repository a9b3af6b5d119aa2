"""计算 on files: what is written, what is kept, and what is refused."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import click
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

import made
import workbooks
from marked_support import ASKED, RETURNS, annotated, form_book, loaded, rich_form, run
from office_support import converted
from perfxl.checking import check_bytes, check_file
from perfxl.filling import fill_bytes
from perfxl.formset.load import load_form_set
from perfxl.formula import parse_relation
from perfxl.new import new_return
from perfxl.returns.value import Value
from perfxl.rules.relations import columns_of
from perfxl.withheld import WRONG_FORMULA, Withheld
from perfxl.workbook.edit import Edit, SetCached, SetValue, apply_edits
from perfxl.workbook.read import read_book

REAL = RETURNS / "hengyang-2021-on-template.xlsx"
TEMPLATE = RETURNS.parent.parent / "templates_xlsx" / "hunan-2021" / "template.xlsx"
FIRST, SECOND = "项目自评表（困难归侨侨眷专项经费）", "项目自评表（参政议政）"
WRONG = {
    ("基础数据表", "C19"): "42.92",
    ("基础数据表", "D19"): "42.92",
    ("部门自评表", "H5"): "246.1",
    (FIRST, "G26"): "90",
    (FIRST, "H26"): "90",
    (SECOND, "G26"): "90",
    (SECOND, "H26"): "90",
}
"""Computed cells that the unit left empty or got wrong, with the right figures, worked out by hand."""
BLANK: dict[tuple[str, str], made.Content] = {
    (made.BASE, "D5"): None,
    (made.BASE, "C13"): None,
    (made.FIRST, "I6"): None,
}


def computed_cells() -> Iterator[Value]:
    """Every computed cell of the real return on our template."""
    ret = check_file(REAL).ret
    assert ret is not None
    for found in ret.forms:
        for relation in found.form.relations:
            if relation.computes:
                left = parse_relation(relation.formula).left
                for column in columns_of(found.form, left):
                    yield found.resolve(left, column)[0]


COMPUTED = list(computed_cells())


def figures(data: bytes) -> dict[tuple[str, str], str]:
    """What the computed cells of a workbook hold, as stored."""
    sheets = {sheet.name: sheet.cells for sheet in read_book(data).sheets}
    held = ((value.place, sheets[value.place.sheet].get(value.place[1:])) for value in COMPUTED)
    return {(place.sheet, str(place.address)): cell.text if cell else "" for place, cell in held}


def blanked() -> bytes:
    """The real return without any computed figure: formulas have no result, what was typed over them is gone."""
    edits: list[Edit] = []
    for value in COMPUTED:
        if value.cell is not None and value.text:
            kind = SetCached if value.cell.formula else SetValue
            edits.append(kind(*value.place, None))
    return apply_edits(REAL.read_bytes(), edits)


def test_a_blanked_return_gets_its_own_figures_back_where_they_were_right() -> None:
    data = blanked()
    assert len(COMPUTED) == 30
    assert set(figures(data).values()) == {""}
    filled, changes = fill_bytes(data)
    expected = figures(REAL.read_bytes()) | WRONG
    assert figures(filled) == expected
    assert {(c.place.sheet, c.place.address) for c in changes} == set(expected)
    assert all(c.before == "" for c in changes)
    assert fill_bytes(filled) == (filled, [])


def test_libreoffice_computes_the_same_with_the_templates_formulas(tmp_path: Path) -> None:
    book, blank = openpyxl.load_workbook(REAL), openpyxl.load_workbook(TEMPLATE)
    for value in COMPUTED:
        sheet, address = value.place.sheet, value.place.address
        formula = blank[sheet.partition("（")[0]][address].value
        assert str(formula).startswith("=")
        book[sheet][address] = formula
    source = tmp_path / "源.xlsx"
    book.save(source)
    (tmp_path / "out").mkdir()
    recalculated = figures(converted(source, "xlsx", tmp_path / "out").read_bytes())
    filled = figures(fill_bytes(source.read_bytes())[0])
    assert len(filled) == 30
    assert {at: Decimal(text) for at, text in filled.items()} == {
        at: Decimal(text) for at, text in recalculated.items()
    }


def test_fill_prints_cell_before_and_after_and_a_second_run_changes_nothing(tmp_path: Path) -> None:
    source, target, third = tmp_path / "表.xlsx", tmp_path / "算好.xlsx", tmp_path / "又.xlsx"
    source.write_bytes(form_book(BLANK | {(made.BASE, "D13"): Decimal(9)}))
    before = source.read_bytes()
    code, out, err = run("fill", source, "-o", target)
    assert (code, err, source.read_bytes()) == (0, "", before)
    assert out.splitlines() == [
        f"{source} → {target}：改动 4 处",
        "  基础数据表!D5 控制率：（空） → 95%",
        "  基础数据表!C13 三公经费（2021年预算数）：（空） → 5.8",
        "  基础数据表!D13 三公经费（2021年决算数）：9 → 5.1",
        "  项目一!I6 年度资金总额（得分）：（空） → 9.98",
    ]
    assert loaded(target)[made.BASE]["C13"].value == 5.8
    assert run("fill", target, "-o", third) == (0, f"{target} → {third}：无须改动\n", "")
    assert third.read_bytes() == target.read_bytes()


def test_a_total_of_rows_not_wholly_read_is_not_written_and_the_reason_told(tmp_path: Path) -> None:
    source, target = tmp_path / "表.xlsx", tmp_path / "算好.xlsx"
    source.write_bytes(form_book({(made.SECOND, "B8"): None, (made.SECOND, "D6"): 31}))
    assert run("fill", source, "-o", target)[:2] == (
        0,
        f"{source} → {target}：未写入 1 处\n"
        "  未写入 项目二!D6 年度资金总额（年初预算数）：31（按读到的计算为 30；没有读到“上年结转资金”）\n",
    )
    assert target.read_bytes() == source.read_bytes()


def test_totals_are_left_alone_until_the_indicators_have_weights(tmp_path: Path) -> None:
    weights = [
        (sheet, f"{column}{row}") for sheet in (made.SECOND,) for row in range(13, 19) for column in "GH"
    ]
    source, target = tmp_path / "表.xlsx", tmp_path / "算好.xlsx"
    source.write_bytes(form_book(dict.fromkeys(weights)))
    assert run("fill", source, "-o", target)[1].splitlines() == [
        f"{source} → {target}：未写入 2 处",
        "  未写入 项目二!G19 总分（分值）：100（按读到的计算为 10；绩效指标的分值没有填写，或没有读到）",
        "  未写入 项目二!H19 总分（得分）：99.33（按读到的计算为 9.33；绩效指标的得分没有填写，或没有读到）",
    ]
    source.write_bytes(form_book(dict.fromkeys([*weights, (made.SECOND, "G19"), (made.SECOND, "H19")])))
    assert run("fill", source, "-o", target, "--force")[1] == f"{source} → {target}：无须改动\n"


def test_nothing_but_the_computed_cell_changes_in_a_rich_workbook(tmp_path: Path) -> None:
    source = tmp_path / "宏.xlsm"
    source.write_bytes(rich_form())
    code, out, _ = run("fill", source, "-o", tmp_path / "out.xlsm")
    assert (code, "部门 自评表!D39 " in out, out.count("→")) == (0, True, 2)
    before, after = (
        workbooks.parts(source.read_bytes()),
        workbooks.parts((tmp_path / "out.xlsm").read_bytes()),
    )
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"xl/worksheets/sheet1.xml", "xl/workbook.xml"}
    assert after["xl/vbaProject.bin"] == before["xl/vbaProject.bin"]


def test_in_place_keeps_every_original(tmp_path: Path) -> None:
    source = tmp_path / "表.xlsx"
    source.write_bytes(form_book(BLANK))
    source.chmod(0o640)
    originals = [source.read_bytes()]
    assert run("fill", source, "--in-place")[0] == 0
    assert (loaded(source)[made.BASE]["C13"].value, source.stat().st_mode & 0o777) == (5.8, 0o640)
    book = loaded(source)
    book[made.BASE]["C13"] = None
    book.save(source)
    originals.append(source.read_bytes())
    assert run("fill", source, "--in-place")[0] == 0
    kept = [(tmp_path / name).read_bytes() for name in ("表.xlsx.bak", "表.xlsx.bak2")]
    assert kept == originals


def test_output_into_a_folder_keeps_the_names(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("甲.xlsx", "乙.xlsx")]
    for file in files:
        file.write_bytes(form_book(BLANK))
    (tmp_path / "one").mkdir()
    assert run("fill", files[0], "-o", tmp_path / "one")[0] == 0
    assert run("fill", *files, "-o", tmp_path / "many")[0] == 0
    assert {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*/*.xlsx")} == {
        "one/甲.xlsx", "many/甲.xlsx", "many/乙.xlsx",
    }  # fmt: skip


def test_what_is_refused(tmp_path: Path) -> None:
    source, other = tmp_path / "表.xlsx", tmp_path / "空.xlsx"
    source.write_bytes(form_book(BLANK))
    openpyxl.Workbook().save(other)
    assert "输出路径就是原文件" in run("fill", source, "-o", source)[2]
    code, out, err = run("fill", other, source, "-o", tmp_path / "out")
    assert (code, "没有识别出任何绩效表" in err, "改动 3 处" in out) == (2, True, True)
    for arguments in ((), ("--in-place", "-o", tmp_path / "x.xlsx")):
        with pytest.raises(click.UsageError, match="二者选一"):
            run("fill", source, *arguments)
    assert source.read_bytes()[:2] == b"PK"


@pytest.mark.parametrize("broken", ["os.fsync", "pathlib.Path.replace"])
@pytest.mark.parametrize("in_place", [True, False])
def test_a_failing_disk_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str, in_place: bool
) -> None:
    source, target = tmp_path / "表.xlsx", tmp_path / "旧.xlsx"
    source.write_bytes(form_book(BLANK))
    target.write_bytes(b"earlier")
    before = source.read_bytes()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(broken, full)
    arguments = ("--in-place",) if in_place else ("-o", target, "--force")
    code, _, err = run("fill", source, *arguments)
    assert (code, "磁盘空间不足" in err) == (2, True)
    assert (source.read_bytes(), target.read_bytes()) == (before, b"earlier")
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".tmp"] == []


def test_a_link_in_place_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "真.xlsx", tmp_path / "链.xlsx"
    real.write_bytes(form_book(BLANK))
    link.symlink_to(real)
    assert run("fill", link, "--in-place")[0] == 0
    assert (link.is_symlink(), loaded(real)[made.BASE]["C13"].value) == (True, 5.8)
    assert os.readlink(link) == str(real)


def test_a_marked_copy_is_filled_and_can_still_be_cleared(tmp_path: Path) -> None:
    source = tmp_path / "表.xlsx"
    source.write_bytes(form_book(ASKED | BLANK))
    copy = annotated(source, tmp_path / "out")
    assert run("fill", copy, "-o", tmp_path / "filled.xlsx")[0] == 0
    assert run("clear", tmp_path / "filled.xlsx", "-o", tmp_path / "plain.xlsx")[0] == 0
    after, expected = (
        loaded(tmp_path / "plain.xlsx"),
        openpyxl.load_workbook(io.BytesIO(fill_bytes(source.read_bytes())[0])),
    )
    assert after.sheetnames == expected.sheetnames
    assert [look(sheet) for sheet in after] == [look(sheet) for sheet in expected]


def look(sheet: Worksheet) -> dict[str, tuple[object, ...]]:
    """Value, fill and note of every cell that has any."""
    cells = (cell for row in sheet.iter_rows() for cell in row)
    return {c.coordinate: (c.value, c.fill.patternType, c.comment) for c in cells if c.value is not None}


@pytest.mark.parametrize("label", ["=1+1", "+按支出性质分", "@SUM", "-其中"])
def test_a_label_with_a_figure_never_becomes_a_formula(tmp_path: Path, label: str) -> None:
    data = apply_edits(form_book(), [SetValue(made.OVERALL, 5, 6, f"{label}：1")])
    cell = openpyxl.load_workbook(io.BytesIO(data))[made.OVERALL]["F5"]
    assert (cell.value, cell.data_type) == (f"{label}：1", "s")


def test_a_formula_that_was_not_calculated_again_is_told_and_one_without_result_is_filled() -> None:
    blank = new_return(load_form_set("hunan-2021"), unit="某局", year=2023, projects=["甲"])
    [overall] = check_bytes(blank, "blank.xlsx").ret.of("部门自评表")  # type: ignore[union-attr]
    inputs = {"一般公共预算收入": Decimal(100), "基本支出": Decimal(60), "项目支出": Decimal(40)}
    places = {name: overall.values[name].place for name in inputs}
    typed = apply_edits(blank, [SetValue(*places[name], figure) for name, figure in inputs.items()])
    withheld: list[Withheld] = []
    assert fill_bytes(typed, tell=withheld.append) == (typed, [])
    told = {cell.label: (cell.before, cell.computed, cell.reason) for cell in withheld}
    assert told == dict.fromkeys(("按收入性质分", "按支出性质分"), ("", "100", WRONG_FORMULA))

    dropped = apply_edits(typed, [SetCached(*cell.place, None) for cell in withheld])
    filled, changes = fill_bytes(dropped, tell=withheld.append)
    assert {change.label: (change.after, change.formula) for change in changes} == {
        "按收入性质分": ("100", True),
        "按支出性质分": ("100", True),
    }
    assert len(withheld) == 2
    assert fill_bytes(filled) == (filled, [])
