"""审核结果.xlsx: 汇总, 明细, 按规则, 按单位项目, 缺报, 跨单位审核, 未审核的文件. Written row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from perfxl.atomic import replacing
from perfxl.batch.left_out import ADVICE
from perfxl.finding import Finding, Level
from perfxl.measures import round_half_up
from perfxl.report.across import present
from perfxl.report.counted import COUNTED, counted
from perfxl.report.digest import VERDICTS, Digest, ProjectRow, Row, RuleTally, outcomes, place_text
from perfxl.report.first_page import aside_text
from perfxl.report.sheets import MOST_ROWS, Column, Sheets, Table, number_or_text
from perfxl.report.summary import RATE_EDGES, Summary, band_of, half_up
from perfxl.rules.registry import catalogue

if TYPE_CHECKING:
    from perfxl.batch.outcome import Outcome

FINDINGS, OVERVIEW = "明细", "汇总"
_OVERVIEW = (
    Column("序号", 6, "plain"),
    Column("单位", 30),
    Column("年度", 6, "plain"),
    Column("套表", 19),
    Column("结论", 9, "verdict"),
    Column("错误", 6, "count"),
    Column("警告", 6, "count"),
    Column("提示", 6, "count"),
    Column("不能判断", 9, "count"),
    Column("得分", 8, "number"),
    Column("等级", 6, "centre"),
    Column("预算数（万元）", 15, "money"),
    Column("执行数（万元）", 15, "money"),
    Column("执行率（%）", 11, "money"),
    Column("计入合计", 9, "centre"),
    Column("文件", 34, printed=False),
)
_SUMMED = {"错误": "error", "警告": "warning", "提示": "info", "不能判断": "undecided"}
_FINDINGS = (
    Column("序号", 7, "plain"),
    Column("单位", 22),
    Column("级别", 8, "level"),
    Column("规则", 7, "centre"),
    Column("表", 18),
    Column("位置", 14),
    Column("填报数", 11, "any"),
    Column("应为", 11, "any"),
    Column("差额", 10, "any"),
    Column("问题", 56),
    Column("怎么改", 26),
    Column("从属", 6, "centre"),
    Column("核实说明", 18),
    Column("依据", 30, printed=False),
    Column("文件", 30, printed=False),
    Column("核对码", 14, printed=False),
)
_RULES = (
    Column("规则", 8, "centre"),
    Column("名称", 30),
    Column("级别", 8, "level"),
    Column("涉及份数", 9, "count"),
    Column("占比（%）", 9, "money"),
    Column("次数", 8, "count"),
    Column("错误", 7, "count"),
    Column("警告", 7, "count"),
    Column("提示", 7, "count"),
    Column("不能判断", 9, "count"),
    Column("例", 70),
    Column("怎么改", 36),
)
_BANDS = (
    Column("年度", 10),
    Column("执行率", 20),
    Column("项目数", 10, "count"),
    Column("占比（%）", 10, "money"),
    Column("预算数（万元）", 18, "money"),
    Column("执行数（万元）", 18, "money"),
)
_PROJECTS = (
    Column("执行率分段", 20),
    Column("单位", 30),
    Column("项目", 34),
    Column("预算数（万元）", 16, "money"),
    Column("执行数（万元）", 16, "money"),
    Column("执行率（%）", 12, "money"),
    Column("得分", 9, "number"),
    Column("文件", 30, printed=False),
)
_ABSENT = (
    Column("序号", 7, "plain"),
    Column("单位", 34),
    Column("主管部门", 24),
    Column("情况", 60),
    Column("名册位置", 18),
)
_LEFT_OUT = (
    Column("序号", 7, "plain"),
    Column("文件", 70),
    Column("种类", 14),
    Column("怎么办", 46),
)
_ACROSS = (
    Column("序号", 7, "plain"),
    Column("级别", 8, "level"),
    Column("规则", 8, "centre"),
    Column("单位", 26),
    Column("位置", 18),
    Column("问题", 80),
    Column("怎么改", 30),
    Column("文件", 30, printed=False),
)


def write_book(digest: Digest, summary: Summary, path: Path) -> None:
    """Write the results workbook. Raises OSError where it cannot be written, ReportError for damaged lines."""
    with replacing(path) as partial, Sheets(partial) as sheets:
        firsts = _first_rows(digest.rows)
        _overview(sheets, digest, summary, firsts)
        _findings(sheets, digest)
        _rules(sheets, digest)
        _projects(sheets, digest, summary)
        _absent(sheets, digest)
        _across(sheets, digest)
        _left_out(sheets, digest)


class _Spot(Struct):
    """Where the findings of a return begin: the sheet's number from 0 and the row from 0 among its findings."""

    sheet: int
    row: int


def _first_rows(rows: Iterable[Row]) -> list[_Spot | None]:
    found: list[_Spot | None] = []
    count = 0
    for row in rows:
        own = row.error + row.warning + row.info + row.undecided
        found.append(_Spot(*divmod(count, MOST_ROWS)) if own else None)
        count += own
    return found


def sheet_name(name: str, number: int) -> str:
    """The name of the first, second … sheet of a table that does not fit on one."""
    return name if number == 0 else f"{name}{number + 1}"


def _overview(sheets: Sheets, digest: Digest, summary: Summary, firsts: Sequence[_Spot | None]) -> None:
    verdicts = "，".join(f"{VERDICTS[key]} {count}" for key, count in summary.verdicts.items() if count)
    note = f"共 {summary.returns} 份报送件：{verdicts or '无'}。{aside_text(summary.aside)}"
    table = sheets.table(OVERVIEW, _OVERVIEW, "预算绩效报表审核汇总", note)
    states = counted(digest).states
    for row, spot in zip(digest.rows, firsts, strict=True):
        link = f"internal:'{sheet_name(FINDINGS, spot.sheet)}'!A{Table.FIRST + spot.row + 1}" if spot else ""
        table.add(
            [
                row.number + 1,
                row.who,
                row.year,
                row.form_set,
                VERDICTS[row.verdict],
                row.error,
                row.warning,
                row.info,
                row.undecided,
                row.score,
                row.grade,
                row.budget,
                row.executed,
                half_up(row.rate),
                states[row.number],
                row.path,
            ],
            {1: link},
        )
    _overview_totals(table, summary, all(state == COUNTED for state in states.values()))


def _overview_totals(table: Table, summary: Summary, everything: bool) -> None:
    """The sums: of all rows, following the filter, where every file counts and there is one year; else a line a year."""
    sums: dict[str, Decimal | int | None] = {name: summary.levels[level] for name, level in _SUMMED.items()}
    if everything and len(summary.years) == 1:
        totals = summary.years[0].totals
        sums |= {"预算数（万元）": totals.budget, "执行数（万元）": totals.executed}
        table.total(sums, {"执行率（%）": half_up(totals.rate)})
        return
    table.total(sums, {})
    for year in summary.years:
        totals = year.totals
        amounts = {
            "预算数（万元）": totals.budget if totals.budgeted else None,
            "执行数（万元）": totals.executed if totals.spent else None,
            "执行率（%）": half_up(totals.rate),
        }
        table.total({}, amounts, f"{year.name}合计（{totals.count} 份）")


def _findings(sheets: Sheets, digest: Digest) -> None:
    table: Table | None = None
    for number, cells in enumerate(_finding_rows(digest)):
        if number % MOST_ROWS == 0:
            title = f"审核结果明细（共 {digest.finding_count} 条）"
            table = sheets.table(sheet_name(FINDINGS, number // MOST_ROWS), _FINDINGS, title)
        if table is not None:
            table.add([number + 1, *cells])
    if table is None:
        sheets.table(FINDINGS, _FINDINGS, "审核结果明细（没有发现问题）")


def _finding_rows(digest: Digest) -> Iterator[list[Any]]:
    for row, outcome in zip(digest.rows, outcomes(digest.lines), strict=True):
        for finding in _of(outcome):
            yield [
                row.who,
                Level(finding["level"]).chinese,
                finding["rule"],
                finding["form"] or "整个文件",
                place_text(finding),
                number_or_text(finding["stated"]),
                number_or_text(finding["computed"]),
                number_or_text(finding["difference"]),
                body(finding),
                finding["fix"],
                "" if finding["primary"] else "从属",
                finding.get("explanation") or finding.get("remark", ""),
                finding["basis"],
                row.path,
                finding["fingerprint"],
            ]


def _of(outcome: Outcome) -> Sequence[Mapping[str, Any]]:
    found: Sequence[Mapping[str, Any]] = outcome.ret["findings"]
    return found


def body(finding: Mapping[str, Any]) -> str:
    """The message without form, address and fix, which stand beside it."""
    text: str = finding["message"]
    text = text.removeprefix(f"【{finding['form']}】").removesuffix(finding["fix"])
    return text.removeprefix(f"{finding['cell']} ") if finding["cell"] else text


def _rules(sheets: Sheets, digest: Digest) -> None:
    table = sheets.table("按规则", _RULES, "各审核规则的触发情况", "涉及份数：有该问题的报送件份数")
    for tally in by_frequency(digest.rules.values()):
        info = catalogue().get(tally.rule)
        share = Decimal(tally.returns * 100) / max(1, len(digest.rows))
        examples = "\n".join(f"{row.who} {place}：{message}" for row, place, message in tally.examples)
        table.add(
            [
                tally.rule,
                info.title if info else "",
                info.level.chinese if info else "",
                tally.returns,
                round_half_up(share, 2),
                tally.count,
                *(tally.levels[level] for level in Level),
                examples,
                info.fix if info else "",
            ]
        )


def by_frequency(tallies: Iterable[RuleTally]) -> list[RuleTally]:
    """The rules that concern most returns first."""
    return sorted(tallies, key=lambda tally: (-tally.returns, -tally.count, tally.rule))


def _projects(sheets: Sheets, digest: Digest, summary: Summary) -> None:
    table = sheets.table(
        "按执行率",
        _BANDS,
        "项目按执行率分段",
        "按项目自评表所填的全年预算数、执行数计算；每个项目每年只计一次，不含申报表",
    )
    years = [year for year in summary.years if year.projects.count]
    for year in years:
        for band in year.project_rates:
            share = round_half_up(Decimal(band.count * 100) / max(1, year.projects.count), 2)
            table.add([year.name, band.name, band.count, share, band.budget, band.executed])
    if len(years) == 1:
        totals = years[0].projects
        amounts = {"预算数（万元）": totals.budget, "执行数（万元）": totals.executed}
        table.total({"项目数": totals.count, **amounts}, {})
    names = [band.name for band in summary.project_rates]
    table = sheets.table("按单位项目", _PROJECTS, "各单位项目执行情况")
    for item in sorted(digest.projects, key=_band):
        project = item.project
        table.add(
            [
                names[_band(item)],
                item.row.unit,
                project.name,
                project.budget,
                project.executed,
                half_up(item.rate),
                project.score,
                item.row.path,
            ]
        )


def _band(item: ProjectRow) -> int:
    return band_of(item.rate, RATE_EDGES)


def _absent(sheets: Sheets, digest: Digest) -> None:
    found = present(digest)
    if found is None or digest.roster is None:
        sheets.table("缺报", _ABSENT, "缺报单位", "没有名册（--roster），不能判断哪些单位缺报")
        return
    note = f"名册 {digest.roster.name}：应报 {len(found.returned) + len(found.missing)} 个，缺报 {len(found.missing)} 个"
    table = sheets.table("缺报", _ABSENT, "缺报单位", note)
    for number, lacking in enumerate(found.missing, 1):
        place = lacking.unit.place
        table.add(
            [
                number,
                lacking.unit.name,
                lacking.unit.department,
                lacking.state,
                _place(place.sheet, place.address),
            ]
        )


def _left_out(sheets: Sheets, digest: Digest) -> None:
    count = len(digest.left_out)
    note = f"共 {count} 个：审核的只有工作簿，和与工作簿核对的自评报告" if count else "文件夹中没有其他文件"
    table = sheets.table("未审核的文件", _LEFT_OUT, "文件夹中没有审核的文件", note)
    for number, one in enumerate(digest.left_out, 1):
        table.add([number, one.path, one.kind, ADVICE[one.kind]])


def _across(sheets: Sheets, digest: Digest) -> None:
    table = sheets.table("跨单位审核", _ACROSS, "把各单位放在一起的审核（HZ）")
    for number, item in enumerate(digest.findings, 1):
        finding: Finding = item.finding
        table.add(
            [
                number,
                finding.level.chinese,
                finding.rule,
                item.unit,
                _place(finding.place.sheet, finding.place.address),
                finding.message.removeprefix(f"【{finding.form}】").removesuffix(finding.fix),
                finding.fix,
                item.row.path if item.row else "",
            ]
        )


def _place(sheet: str, cell: str | None) -> str:
    return place_text({"sheet": sheet, "cell": cell})
