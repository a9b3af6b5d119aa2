"""What stands on top of the report: scope, verdicts, the sums of each year and what has no part in them."""

from __future__ import annotations

from decimal import Decimal

from perfxl.report.across import present
from perfxl.report.digest import VERDICTS, Digest
from perfxl.report.summary import Aside, Summary, Totals, Year, money, rounded

_NAMED = 5
"""How many units a sentence names."""
Tile = dict[str, str]


def scope(digest: Digest, summary: Summary) -> str:
    """Years, units and returns of the run."""
    years = sorted({row.year for row in digest.rows if row.year})
    shown = f"{years[0]}～{years[-1]} 年度" if len(years) > 1 else f"{years[0]} 年度" if years else ""
    return "　".join(
        part for part in (shown, f"{summary.units} 个单位", f"{summary.returns} 份报送件") if part
    )


def lead(summary: Summary) -> str:
    """The run in two sentences."""
    verdicts = summary.verdicts
    said = [
        (verdicts["rejected"], "须退回改正"),
        (verdicts["explain"], "须作核实说明"),
        (verdicts["accepted"], "通过"),
        (verdicts["unreadable"], "无法审核"),
    ]
    parts = "，".join(f"{count} 份{what}" for count, what in said if count)
    levels = summary.levels
    return (
        f"共审核 {summary.returns} 份报送件：{parts or '没有报送件'}。"
        f"查出错误 {levels['error']} 处，警告 {levels['warning']} 处，提示 {levels['info']} 处。"
    )


def tiles(digest: Digest, summary: Summary) -> list[list[Tile]]:
    """How many returns of each verdict, and what the amounts come to, a line a year."""
    counts = [_tile(VERDICTS[key], str(count), "份", key) for key, count in summary.verdicts.items()]
    found = present(digest)
    if found is not None:
        counts.append(_tile("缺报", str(len(found.missing)), "个", "missing"))
    stating = [year for year in summary.years if year.totals.budgeted or year.totals.spent]
    return [counts, *(_amounts(year, _name(year, summary)) for year in stating)]


def _name(year: Year, summary: Summary) -> str:
    """The year where there are several."""
    return year.name if len(summary.years) > 1 else ""


def _amounts(year: Year, name: str) -> list[Tile]:
    totals = year.totals
    return [
        _sum(f"{name}预算数合计", totals.budget, totals.budgeted, totals),
        _sum(f"{name}执行数合计", totals.executed, totals.spent, totals),
        _tile(
            f"{name}总执行率{_rated(totals, '份')}",
            rounded(totals.rate) or "—",
            "%" if totals.rate is not None else "",
        ),
    ]


def _sum(name: str, amount: Decimal, count: int, totals: Totals) -> Tile:
    """A sum, with how many it is of where not every one states both amounts; none where nothing is stated."""
    of = "" if totals.rated == totals.count else f"（{count} 份）"
    return _tile(f"{name}{of}", money(amount), "万元") if count else _tile(f"{name}{of}", "—", "")


def _rated(totals: Totals, unit: str) -> str:
    """How many a rate is of: where not all state both amounts, it is not the quotient of the two sums beside it."""
    return "" if totals.rated == totals.count else f"（{totals.rated} {unit}两数齐全的）"


def _tile(name: str, value: str, unit: str, tone: str = "") -> Tile:
    return {"name": name, "value": value, "unit": unit, "tone": tone}


def aside_text(aside: Aside) -> str:
    """What has no part in the sums; "" where everything has."""
    parts = []
    if aside.declarations:
        parts.append(f"申报表 {aside.declarations} 份")
    if aside.copies:
        parts.append(f"同一单位同一年度重复的报送件 {aside.copies} 份")
    if aside.unsettled:
        more = f" 等 {len(aside.unsettled)} 个" if len(aside.unsettled) > _NAMED else ""
        parts.append(f"几份报送件金额不同的单位（{'、'.join(aside.unsettled[:_NAMED])}{more}）")
    if aside.unsettled_projects:
        parts.append(f"几份报送件金额不同的项目 {aside.unsettled_projects} 个")
    return f"每个单位每年只计一份；没有计入合计的：{'，'.join(parts)}。" if parts else ""


def project_totals(summary: Summary) -> list[str]:
    """What the projects of each year come to, in a sentence."""
    said = []
    for year in summary.years:
        totals = year.projects
        if totals.count:
            name = _name(year, summary)
            rate = f"{rounded(totals.rate)}%" if totals.rate is not None else "—"
            said.append(
                f"{name}{'：' if name else ''}共 {totals.count} 个项目，预算数 {money(totals.budget)} 万元，"
                f"执行数 {money(totals.executed)} 万元，执行率{_rated(totals, '个')} {rate}。"
            )
    return said
