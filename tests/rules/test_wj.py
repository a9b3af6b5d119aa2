"""WJ: what is wrong with a file as a whole, from the bytes of real workbooks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from made import BASE, FIRST, OVERALL, SECOND, Content, sheets
from perfxl.checking import Checked, check_bytes
from perfxl.finding import Level, Place
from perfxl.returns.model import FormReturn
from perfxl.rules.context import Context
from perfxl.rules.families import python_rules
from perfxl.rules.registry import Hit, Rule
from perfxl.workbook.package import DEFAULT_LIMITS
from workbooks import RELATIONS, pack, parts


def workbook(rows_by_sheet: dict[str, Sequence[Sequence[Content]]]) -> bytes:
    """An .xlsx file with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in rows_by_sheet.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([float(cell) if isinstance(cell, Decimal) else cell for cell in row])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def checked(
    extra: dict[str, Sequence[Sequence[Content]]] | None = None, without: Sequence[str] = ()
) -> Checked:
    """The clean return as a file, with more sheets and without some."""
    rows = {name: content for name, content in sheets().items() if name not in without}
    return check_bytes(workbook({**rows, **(extra or {})}), "return.xlsx")


def lines(result: Checked) -> list[tuple[str, str, Place]]:
    return [(found.rule, found.level.value, found.place) for found in result.findings]


@pytest.mark.case("WJ-01", "passes")
@pytest.mark.case("WJ-02", "passes")
@pytest.mark.case("WJ-03", "passes")
@pytest.mark.case("WJ-04", "passes")
@pytest.mark.case("WJ-08", "passes")
@pytest.mark.case("WJ-09", "passes")
@pytest.mark.case("WJ-10", "passes")
def test_a_complete_file_has_no_finding() -> None:
    result = checked()
    assert result.findings == []
    assert result.verdict == "accepted"
    assert not result.failed_inside


@pytest.mark.case("WJ-01", "fails")
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><body><table></table></body></html>",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
        b"PK\x03\x04 not really",
    ],
)
def test_what_is_no_workbook(data: bytes) -> None:
    result = check_bytes(data, "return.xlsx")
    assert lines(result) == [("WJ-01", "error", Place())]
    assert result.ret is None
    assert result.verdict == "unreadable"
    assert result.findings[0].primary


@pytest.mark.case("WJ-01", "boundary")
def test_a_file_with_its_end_cut_off() -> None:
    data = workbook(dict(sheets()))
    assert lines(check_bytes(data[:-100], "return.xlsx")) == [("WJ-01", "error", Place())]
    assert check_bytes(data, "return.xls").findings == []


@pytest.mark.case("WJ-02", "fails")
def test_no_form_at_all() -> None:
    result = check_bytes(
        workbook({"汇总": [["单位", "金额"], ["示例", 1]], "说明": [["备注"]]}), "return.xlsx"
    )
    assert lines(result) == [("WJ-02", "error", Place())]
    assert "工作表“汇总”与各套表中的表都不相近" in result.findings[0].message
    assert result.verdict == "unreadable"


@pytest.mark.case("WJ-02", "boundary")
def test_a_title_alone_is_no_form() -> None:
    assert [
        found.rule
        for found in check_bytes(workbook({"表": [["项目支出绩效自评表"]]}), "return.xlsx").findings
    ] == ["WJ-02"]
    untitled = [row for row in sheets()[BASE] if row != ["部门整体支出绩效评价基础数据表"]]
    result = check_bytes(workbook({**sheets(), BASE: untitled}), "return.xlsx")
    assert "WJ-02" not in [found.rule for found in result.findings]


@pytest.mark.case("WJ-03", "fails")
def test_a_kind_of_form_is_missing() -> None:
    result = checked(without=[FIRST, SECOND])
    assert lines(result) == [("WJ-03", "warning", Place())]
    assert "本文件中没有：项目支出绩效自评表" in result.findings[0].message
    assert result.verdict == "explain"
    assert [found.rule for found in checked(without=[BASE]).findings] == ["WJ-03"]


@pytest.mark.case("WJ-03", "boundary")
def test_one_form_of_a_kind_is_enough() -> None:
    rules = [found.rule for found in checked(without=[SECOND]).findings]
    assert "WJ-03" not in rules
    assert "KB-03" in rules


@pytest.mark.case("WJ-04", "fails")
def test_a_sheet_with_figures_that_is_no_form() -> None:
    result = checked({"测算": [["金额", 12], ["人数", 3]]})
    assert lines(result) == [("WJ-04", "info", Place("测算"))]
    assert "工作表“测算”没有识别" in result.findings[0].message


@pytest.mark.case("WJ-04", "boundary")
def test_a_sheet_without_figures_is_no_matter() -> None:
    assert checked({"说明": [["填表前请阅读"]], "空": []}).findings == []
    assert [found.rule for found in checked({"说明": [["填表前请阅读", 0]]}).findings] == ["WJ-04"]


@pytest.mark.case("WJ-04", "boundary")
def test_the_nearest_form_is_named() -> None:
    torn = [["", *row[1:4]] for row in sheets()[SECOND][4:7]] + sheets()[SECOND][9:12]
    (found,) = checked({"残表": torn}).findings
    assert found.rule == "WJ-04"
    assert "最接近“项目支出绩效自评表”（套表 " in found.message


@pytest.fixture
def broken_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that finds one thing and then fails."""

    def check(found: FormReturn, context: Context) -> Iterator[Hit]:
        yield Hit("先发现一处", found.value("控制率"))
        raise ZeroDivisionError("除数为零")

    monkeypatch.setitem(python_rules(), "BD-02", [Rule("BD-02", (BASE,), check)])


@pytest.mark.case("WJ-09", "fails")
@pytest.mark.usefixtures("broken_rule")
def test_a_rule_that_fails_is_said_and_the_others_run() -> None:
    rows = sheets()
    rows[BASE][18][1] = 81
    result = check_bytes(workbook(dict(rows)), "return.xlsx")
    rules = {found.rule: found for found in result.findings}
    assert set(rules) == {"WJ-09", "BD-02", "BD-05"}
    assert rules["WJ-09"].level is Level.ERROR
    assert rules["WJ-09"].form == BASE
    assert "规则 BD-02 执行出错（ZeroDivisionError: 除数为零）" in rules["WJ-09"].message
    assert result.failed_inside


@pytest.mark.case("WJ-09", "boundary")
@pytest.mark.usefixtures("broken_rule")
def test_a_failing_rule_without_its_form_is_no_failure() -> None:
    result = checked(without=[BASE])
    assert not result.failed_inside
    assert [found.rule for found in result.findings] == ["WJ-03"]


def ledger(cells: int) -> list[list[Content]]:
    """A sheet with so many cells, 30 in a row, as an account book that was left in the file."""
    return [["支出明细"] * 30] * (cells // 30) + [["支出明细"] * (cells % 30)]


@pytest.mark.case("WJ-08", "fails")
def test_a_sheet_too_large_to_be_read_is_left_out() -> None:
    result = checked({"明细账": ledger(DEFAULT_LIMITS.sheet_cells + 1)})
    assert lines(result) == [("WJ-08", "warning", Place("明细账"))]
    assert result.ret is not None
    assert len(result.ret.forms) == 4


@pytest.mark.case("WJ-08", "boundary")
def test_a_sheet_of_as_many_cells_as_are_read() -> None:
    assert checked({"明细账": ledger(DEFAULT_LIMITS.sheet_cells)}).findings == []


def rest_of_a_table(rows: int, figures: Sequence[Content]) -> Checked:
    """The clean return with rows without a title behind the end of the 部门自评表."""
    overall = sheets()[OVERALL]
    rest = [[None, "产出指标", "数量指标", f"另一指标{row}", "≥5次", "6次", *figures] for row in range(rows)]
    return checked({OVERALL: [*overall, *rest]})


@pytest.mark.case("WJ-12", "fails")
def test_figures_behind_the_end_of_a_form() -> None:
    result = rest_of_a_table(3, [10, 9])
    assert lines(result) == [("WJ-12", "info", Place(OVERALL, 23, 7))]
    assert "G23 指标表之下有 3 行数字没有审核" in result.findings[0].message
    assert [place.address for place in result.findings[0].related] == ["G24", "G25"]


@pytest.mark.case("WJ-12", "passes")
@pytest.mark.case("WJ-12", "boundary")
@pytest.mark.parametrize("figures", [[], [10], ["—", "—"], ["甲", 10]])
def test_less_than_two_figures_are_no_row_of_the_table(figures: Sequence[Content]) -> None:
    assert rest_of_a_table(2, figures).findings == []


def with_parts(more: dict[str, bytes], relations: str) -> Checked:
    """The clean return with more parts, related to the workbook."""
    content = parts(workbook(dict(sheets())))
    known = content["xl/_rels/workbook.xml.rels"].decode()
    content["xl/_rels/workbook.xml.rels"] = known.replace(
        "</Relationships>", f"{relations}</Relationships>"
    ).encode()
    return check_bytes(pack(content | more), "return.xlsx")


@pytest.mark.case("WJ-10", "fails")
def test_macros_and_links_to_other_workbooks_are_told() -> None:
    link = f'<Relationship Id="x" Type="{RELATIONS}/externalLink" Target="externalLinks/externalLink1.xml"/>'
    result = with_parts({"xl/vbaProject.bin": b"\xd0\xcf"}, link)
    assert lines(result) == [("WJ-10", "info", Place())]
    assert "文件含有宏和1 个外部链接" in result.findings[0].message
    assert result.verdict == "accepted"


@pytest.mark.case("WJ-10", "boundary")
def test_a_hyperlink_is_no_link_to_another_workbook() -> None:
    away = f'<Relationship Id="x" Type="{RELATIONS}/hyperlink" Target="https://example.org/" TargetMode="External"/>'
    assert with_parts({}, away).findings == []
