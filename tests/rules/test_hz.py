"""HZ: the rules over all returns of a run, from its lines and a roster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from cases import asked_once
from perfxl.batch.outcome import Outcome
from perfxl.finding import decimal_text
from perfxl.report import collect
from perfxl.report.digest import RunFinding
from perfxl.rules.registry import catalogue
from run_lines import returned, unreadable, write

ROSTER = "单位名称,简称,主管部门,预算数\n"
ARCHIVE, LIBRARY, MUSEUM = "示例市档案馆", "示例市图书馆", "示例市博物馆"
THREE = (returned(ARCHIVE, "45.17"), returned(LIBRARY, "20.00"), returned(MUSEUM, "12.50"))
NAMES = f"{ROSTER}{ARCHIVE},,文化口,\n{LIBRARY},,文化口,\n{MUSEUM},,文化口,\n"
AIM = (
    "全面完成年度工作任务，保障机构正常运转，提高公共服务水平，服务经济社会发展大局，确保群众满意度稳步提升。"
)
OTHER = "组织古籍普查与修复两千册，新建社区分馆三处，举办读者活动一百二十场，完成自助借还设备更新和数据库续订工作。"


@dataclass(frozen=True)
class Run:
    """The returns of a run, its roster, and what must be found: ``rule level who`` in order."""

    rule: str
    kind: str
    outcomes: Sequence[Outcome]
    roster: str
    expected: Sequence[str]
    figures: tuple[str | None, str | None, str | None] | None
    said: str


def case(
    rule: str,
    kind: str,
    outcomes: Sequence[Outcome],
    *expected: str,
    roster: str = "",
    figures: tuple[str | None, str | None, str | None] | None = None,
    said: str = "",
) -> ParameterSet:
    """A parameter with its marker. ``figures`` and ``said`` are of the first finding."""
    item = Run(rule, kind, outcomes, roster, expected, figures, said)
    return pytest.param(item, marks=pytest.mark.case(rule, kind), id=f"{rule}-{kind}-{said or 'silent'}")


def found(tmp_path: Path, outcomes: Sequence[Outcome], roster: str = "") -> list[RunFinding]:
    lines = write(tmp_path / "审核结果.jsonl", outcomes)
    if not roster:
        return collect(lines).findings
    (tmp_path / "名册.csv").write_text(roster, "utf-8")
    return collect(lines, tmp_path / "名册.csv").findings


def told(item: RunFinding) -> str:
    return f"{item.finding.rule} {item.finding.level.value} {item.unit}".strip()


def shares(count: int, of: int) -> str:
    """A text of ``of`` characters, all different pieces, whose first ``count`` are the same in every such text."""
    first = [chr(0x4E00 + number) for number in range(count)]
    return "".join(first + [chr(0x6E00 + of * count + number) for number in range(of - count)])


HZ_01 = [
    case("HZ-01", "passes", THREE, roster=NAMES),
    case("HZ-01", "passes", THREE, roster=f"{NAMES}合计,,,77.67\n"),
    case("HZ-01", "passes", [returned("示例市 档案馆（盖章）")], roster=f"{ROSTER}{ARCHIVE},,,\n"),
    case("HZ-01", "passes", [returned("市档案馆")], roster=f"{ROSTER}{ARCHIVE},市档案馆、市档案局,,\n"),
    case("HZ-01", "passes", [returned(ARCHIVE), returned(ARCHIVE, year=2020, path="上年.xlsx")]),
    case("HZ-01", "fails", THREE[:2], f"HZ-01 error {MUSEUM}", roster=NAMES, said="缺报：示例市博物馆（文化口）。请催报"),
    case(
        "HZ-01", "fails", [*THREE[:2], unreadable("甲/示例市博物馆.xlsx")], f"HZ-01 error {MUSEUM}",
        roster=NAMES, said="已收到文件 示例市博物馆.xlsx，但无法审核",
    ),
    case(
        "HZ-01", "fails", [*THREE[:2], returned("示例市博物院")],
        f"HZ-01 error {MUSEUM}", "HZ-01 info 示例市博物院",
        roster=NAMES, said="名册外有名称相近的“示例市博物院”",
    ),
    case(
        "HZ-01", "fails", THREE, "HZ-01 error", roster=f"{NAMES}部门汇总,,,65.17\n",
        figures=("65.17", "77.67", "-12.5"), said="比 3 个单位之和 77.67 万元少 12.5 万元",
    ),
    case(
        "HZ-01", "fails", [returned(ARCHIVE), returned(ARCHIVE, path="又一份.xlsx")],
        f"HZ-01 warning {ARCHIVE}", said="报送件有 2 份：示例市档案馆.xlsx、又一份.xlsx",
    ),
    case(
        "HZ-01", "fails", [returned(ARCHIVE, path=f"{name}.xlsx") for name in "甲乙丙丁戊"],
        f"HZ-01 warning {ARCHIVE}", said="报送件有 5 份：甲.xlsx、乙.xlsx、丙.xlsx 和另外 2 份。请确认",
    ),
    case(
        "HZ-01", "fails", [returned(ARCHIVE), returned(ARCHIVE, path="标注/示例市档案馆.xlsx")],
        f"HZ-01 warning {ARCHIVE}", said="报送件有 2 份：示例市档案馆.xlsx、标注/示例市档案馆.xlsx",
    ),
    case(
        "HZ-01", "fails", [*THREE, *(returned("示例市水文站", year=year, path=f"{year}.xlsx") for year in (2020, 2021))],
        "HZ-01 info 示例市水文站", roster=NAMES, said="名册中没有“示例市水文站”（2020.xlsx、2021.xlsx）",
    ),
    case(
        "HZ-01", "fails", THREE, f"HZ-01 info {MUSEUM}", roster=f"{NAMES}{MUSEUM},,文化口,\n",
        said="是同一单位，只计一次",
    ),
    case("HZ-01", "boundary", THREE, roster=f"{NAMES}合计,,,77.675\n"),
    case(
        "HZ-01", "boundary", THREE, "HZ-01 info", roster=f"{NAMES}合计,,,77.68\n",
        figures=("77.68", "77.67", "0.01"), said="（舍入差）",
    ),
    case("HZ-01", "undecided", THREE, "HZ-01 undecided", roster=f"{NAMES}合计,,,七十七\n", said="“七十七”不是有效数字"),
    case(
        "HZ-01", "undecided", [*THREE[:2], returned(MUSEUM)], "HZ-01 undecided",
        roster=f"{NAMES}合计,,,77.67\n", said="“示例市博物馆”没有可用的预算数，不能判断",
    ),
]  # fmt: skip


@pytest.mark.parametrize("item", HZ_01)
def test_hz_01(item: Run, tmp_path: Path) -> None:
    verify(item, tmp_path)


HZ_02 = [
    case("HZ-02", "passes", [returned(ARCHIVE, texts=[AIM]), returned(LIBRARY, texts=[OTHER])]),
    case("HZ-02", "passes", [returned(ARCHIVE, texts=[AIM, AIM])]),
    case("HZ-02", "passes", [returned(ARCHIVE, texts=["同意。"]), returned(LIBRARY, texts=["同意。"])]),
    case(
        "HZ-02", "fails", [returned(ARCHIVE, texts=[AIM]), returned(LIBRARY, texts=[OTHER, AIM])],
        f"HZ-02 info {ARCHIVE}", f"HZ-02 info {LIBRARY}",
        said="与“示例市图书馆”的整体绩效目标（示例市图书馆.xlsx 自评表!B11）雷同，相似 100%",
    ),
    case(
        "HZ-02", "fails",
        [returned(ARCHIVE, texts=[f"{ARCHIVE}{AIM}"]), returned(LIBRARY, texts=[f"{LIBRARY}：{AIM[:-4]}提高。"])],
        f"HZ-02 info {ARCHIVE}", f"HZ-02 info {LIBRARY}", said="相似 95.5%",
    ),
    # 101 characters are 100 pieces; 91 of them in common leave 90 pieces: 0.9, one more is above.
    case("HZ-02", "boundary", [returned(ARCHIVE, texts=[shares(91, 101)]), returned(LIBRARY, texts=[shares(91, 101)[:91] + shares(0, 10)])]),
    case(
        "HZ-02", "boundary",
        [returned(ARCHIVE, texts=[shares(92, 101)]), returned(LIBRARY, texts=[shares(92, 101)[:92] + shares(0, 9)])],
        f"HZ-02 info {ARCHIVE}", f"HZ-02 info {LIBRARY}", said="相似 91%",
    ),
]  # fmt: skip


@pytest.mark.parametrize("item", HZ_02)
def test_hz_02(item: Run, tmp_path: Path) -> None:
    verify(item, tmp_path)


def verify(item: Run, tmp_path: Path) -> None:
    """Assert all that a case says."""
    findings = found(tmp_path, item.outcomes, item.roster)
    assert [told(one) for one in findings] == list(item.expected)
    asked_once(one.finding for one in findings)
    for one in findings:
        info = catalogue()[one.finding.rule]
        assert one.finding.basis == info.basis
        assert len(one.finding.fingerprint) == 12
    if item.said:
        assert item.said in findings[0].finding.message
    if item.figures is not None:
        first = findings[0].finding
        difference = None if first.difference is None else decimal_text(first.difference)
        assert (first.stated, first.computed, difference) == item.figures


def test_the_place_of_a_copied_text_is_its_cell(tmp_path: Path) -> None:
    outcomes = [returned(ARCHIVE, texts=[AIM]), returned(LIBRARY, texts=[OTHER, AIM])]
    first, second = found(tmp_path, outcomes)
    assert (first.finding.place.sheet, first.finding.place.address) == ("自评表", "B10")
    assert (second.finding.place.address, second.row.path if second.row else "") == (
        "B11",
        "示例市图书馆.xlsx",
    )


def test_fingerprints_do_not_follow_the_order_of_the_roster(tmp_path: Path) -> None:
    marks = [
        {item.finding.fingerprint for item in found(tmp_path, [], f"{ROSTER}{names}")}
        for names in (f"{ARCHIVE},,,\n{LIBRARY},,,\n", f"{LIBRARY},,,\n{ARCHIVE},,,\n")
    ]
    assert marks[0] == marks[1]
    assert len(marks[0]) == 2
