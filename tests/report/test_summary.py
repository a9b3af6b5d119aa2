"""Totals, rates and bands: exact sums, honest gaps."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from perfxl.batch.outcome import Outcome
from perfxl.report.digest import ReportError, digest_of
from perfxl.report.summary import RATE_EDGES, Summary, band_names, band_of, rounded, summarise
from run_lines import returned, unreadable, write


def summary_of(folder: Path, outcomes: Sequence[Outcome]) -> Summary:
    return summarise(digest_of(write(folder / "审核结果.jsonl", outcomes)))


def test_sums_are_exact(tmp_path: Path) -> None:
    made = [returned(f"单位{number}", "0.1", "0.1") for number in range(1000)]
    made.append(returned("大单位", "12345678901234567890.12", "0.01"))
    (year,) = summary_of(tmp_path, made).years
    totals = year.totals
    assert totals.budget == Decimal("12345678901234567990.12")
    assert totals.executed == Decimal("100.01")


def test_the_rate_leaves_out_what_has_only_one_amount(tmp_path: Path) -> None:
    made = [returned("甲", "200", "150"), returned("乙", "100"), returned("丙", None, "70"), returned("丁")]
    (year,) = summary_of(tmp_path, made).years
    totals = year.totals
    assert (totals.count, totals.budget, totals.executed, totals.rated) == (4, 300, 220, 1)
    assert totals.rate == 75


def test_a_budget_of_nothing_has_no_rate(tmp_path: Path) -> None:
    summary = summary_of(tmp_path, [returned("甲", "0", "0")])
    assert summary.years[0].totals.rate is None
    assert [band.count for band in summary.rates] == [0, 0, 0, 0, 0, 0, 1]


def test_an_empty_run(tmp_path: Path) -> None:
    summary = summary_of(tmp_path, [])
    assert (summary.returns, summary.units, summary.years) == (0, 0, [])
    assert set(summary.verdicts.values()) == {0}


def test_verdicts_units_and_levels(tmp_path: Path) -> None:
    made = [
        returned("甲"),
        returned("甲", path="二.xlsx"),
        returned("乙", verdict="explain"),
        unreadable("丙.xlsx"),
    ]
    summary = summary_of(tmp_path, made)
    assert (summary.returns, summary.units) == (4, 2)
    assert summary.verdicts == {"rejected": 0, "unreadable": 1, "explain": 1, "accepted": 2}
    assert summary.levels == {"error": 1, "warning": 0, "info": 0, "undecided": 0}


@pytest.mark.parametrize(
    ("rate", "band"),
    [("0", 0), ("59.99", 0), ("60", 1), ("79.999", 1), ("80", 2), ("90", 3), ("99.99", 3), ("100", 4), ("100.01", 5)],
)  # fmt: skip
def test_bands_begin_at_their_lower_edge(rate: str, band: int) -> None:
    assert band_of(Decimal(rate), RATE_EDGES) == band


def test_the_unknown_has_a_band_of_its_own() -> None:
    names = band_names(RATE_EDGES, "%")
    assert names[band_of(None, RATE_EDGES)] == "未填或无法计算"
    assert names[0] == "不足60%"
    assert len(names) == len(RATE_EDGES) + 3


def test_projects_by_band(tmp_path: Path) -> None:
    projects = [("一", "10", "5"), ("二", "20", "20"), ("三", "30", "30"), ("四", "40", None)]
    summary = summary_of(tmp_path, [returned("甲", projects=projects)])
    (year,) = summary.years
    assert [band.count for band in summary.project_rates] == [1, 0, 0, 0, 2, 0, 1]
    assert [(band.count, band.budget) for band in year.project_rates] == [
        (1, 10), (0, 0), (0, 0), (0, 0), (2, 50), (0, 0), (1, 40),
    ]  # fmt: skip
    assert (year.projects.budget, year.projects.executed, year.projects.rated) == (100, 55, 3)


def test_grades_and_scores(tmp_path: Path) -> None:
    made = [returned("甲", score="100", grade="优"), returned("乙", score="84.9", grade="良"), returned("丙")]
    summary = summary_of(tmp_path, made)
    assert summary.grades == {"优": 1, "良": 1}
    assert {band.name: band.count for band in summary.scores if band.count} == {
        "80～85分": 1, "100分": 1, "未填或无法计算": 1,
    }  # fmt: skip


@pytest.mark.parametrize(("value", "text"), [("1.005", "1.01"), ("100", "100"), ("-0.004", "0"), (None, "")])
def test_figures_for_people_are_rounded_half_up(value: str | None, text: str) -> None:
    assert rounded(None if value is None else Decimal(value)) == text


def test_a_last_line_that_was_cut_off_is_left_out(tmp_path: Path) -> None:
    lines = write(tmp_path / "审核结果.jsonl", [returned("甲"), returned("乙")])
    lines.write_bytes(lines.read_bytes()[:-40])
    assert [row.unit for row in digest_of(lines).rows] == ["甲"]


def test_a_damaged_line_is_told_with_its_number(tmp_path: Path) -> None:
    lines = write(tmp_path / "审核结果.jsonl", [returned("甲"), returned("乙")])
    lines.write_bytes(lines.read_bytes().replace(b'"schema":1', b'"schema":9', 1))
    with pytest.raises(ReportError, match="第 1 行不是审核结果"):
        digest_of(lines)


def test_copies_of_a_return_count_once(tmp_path: Path) -> None:
    made = [returned("甲", "100", "90", path=f"{number}.xlsx", score="95") for number in range(10)]
    made.append(returned("甲 （盖章）", None, "90", path="只有决算.xlsx"))
    summary = summary_of(tmp_path, made)
    (year,) = summary.years
    assert (year.totals.count, year.totals.budget, year.totals.executed, year.totals.rate) == (1, 100, 90, 90)
    assert (summary.aside.copies, summary.units, summary.returns) == (10, 1, 11)
    assert sum(band.count for band in summary.rates) == sum(band.count for band in summary.scores) == 1


def test_returns_that_differ_are_left_out_and_named(tmp_path: Path) -> None:
    made = [
        returned("甲", "100", "90"),
        returned("甲", "100", "91", path="改.xlsx"),
        returned("乙", "10", "5"),
    ]
    summary = summary_of(tmp_path, made)
    (year,) = summary.years
    assert (year.totals.count, year.totals.budget, year.totals.spent) == (2, 10, 1)
    assert summary.aside.unsettled == ["甲"]
    assert {band.name: band.count for band in summary.rates if band.count} == {
        "不足60%": 1,
        "未填或无法计算": 1,
    }


def test_declarations_and_unreadable_files_have_no_part_in_the_sums(tmp_path: Path) -> None:
    projects = [("一", "7", None)]
    made = [
        returned("甲", "100", "90"),
        returned("甲", "300", None, form_set="hunan-2022-target", path="申报.xlsx", projects=projects),
        unreadable("乙.xlsx"),
    ]
    summary = summary_of(tmp_path, made)
    (year,) = summary.years
    assert (year.totals.count, year.totals.budget, year.projects.count) == (1, 100, 0)
    assert (summary.aside.declarations, summary.returns) == (1, 3)
    assert sum(band.count for band in summary.rates) == 1


def test_years_are_not_added(tmp_path: Path) -> None:
    made = [
        returned("甲", "1", "1", year=None, path="不明.xlsx"),
        returned("甲", "100", "90"),
        returned("甲", "80", "80", year=2020, path="上年.xlsx"),
    ]
    summary = summary_of(tmp_path, made)
    assert [(year.year, year.totals.budget) for year in summary.years] == [(2020, 80), (2021, 100), (None, 1)]
    assert [year.name for year in summary.years] == ["2020 年度", "2021 年度", "年度不明"]


def test_a_unit_without_a_name_is_a_unit_of_its_own(tmp_path: Path) -> None:
    summary = summary_of(
        tmp_path, [returned("", "1", "1", path="a.xlsx"), returned("", "2", "2", path="b.xlsx")]
    )
    (year,) = summary.years
    assert (year.totals.count, year.totals.budget, summary.units) == (2, 3, 0)


def test_a_project_of_several_files_counts_once(tmp_path: Path) -> None:
    made = [
        returned("甲", projects=[("一", "10", "5"), ("一", "20", "5"), ("二", "1", "1"), ("", "4", "4")]),
        returned("甲", projects=[("一", "10", "5"), ("一", "20", "5"), ("", "4", "4")], path="又一份.xlsx"),
        returned("甲", projects=[("二", "1", "0"), ("三", "3", "3")], path="改.xlsx"),
        returned("乙", projects=[("一", "100", "50")]),
    ]
    summary = summary_of(tmp_path, made)
    (year,) = summary.years
    assert (year.projects.count, year.projects.budget) == (5, 137)
    assert summary.aside.unsettled_projects == 1
