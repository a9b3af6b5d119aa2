"""The reports of 衡阳2021, 益阳2018 and 芦淞2021: what must be found in them, and what must not.

``RELATIONS`` was worked out by hand from the figures of the returns, apart from the program; the ``.findings.tsv`` files
beside the reports hold the whole sets of findings.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from tools.build_returns.__main__ import RETURNS as BUILT
from tools.build_returns.report_texts import HENGYANG, LUSONG

from perfxl.checking import Checked, Options, open_file
from perfxl.finding import decimal_text
from perfxl.words.attach import check_report, with_report
from perfxl.words.audit import audit_report
from perfxl.words.document import read_document

RETURNS = Path(__file__).resolve().parent.parent / "returns"
ALONE = "lusong-2021"
"""The report that came without a workbook."""
REPORTS = {"hengyang-2021": ".docx", "yiyang-2018": ".pdf", ALONE: ".txt"}

# report, relation, rule, level, stated, computed, difference (stated − computed), cells of the tables
RELATIONS = [
    ("hengyang-2021", "H03", "BG-05", "info", "246.1", "246.11", "-0.01", "附件3!F5"),
    ("hengyang-2021", "H14", "BG-05", "error", "197.64", "200.94", "-3.3", "附件2!D7"),
    ("hengyang-2021", "H15", "BG-05", "error", "48.46", "45.17", "3.29", "附件2!D19"),
    ("hengyang-2021", "H16", "BG-05", "info", "52.07", "52.08", "-0.01", "附件2!D8"),
    ("hengyang-2021", "H17", "BG-05", "warning", "145.57", "148.86", "-3.29", "附件2!D7 附件2!D8"),
    ("hengyang-2021", "H26", "BG-05", "error", "197.64", "165.44", "32.2", "附件3!F7"),
    ("hengyang-2021", "H27", "BG-05", "error", "48.46", "80.66", "-32.2", "附件3!F8"),
    ("hengyang-2021", "N11", "TY-15", "info", "1、2、3", "2、3、4", None, "附件2!A2 附件3!A2 附件4-1!A2"),
    ("hengyang-2021", "N15", "ZP-23", "info", None, None, None, "附件3!H28"),
    ("hengyang-2021", "N35", "BG-05", "info", None, None, None, "附件2!D21 附件2!D26"),
    ("yiyang-2018", "Y06", "BG-02", "warning", "2.9", "2.8467", "0.0533", ""),
    ("yiyang-2018", "Y07", "BG-02", "error", "11.74", "10.5103", "1.2297", ""),
    ("yiyang-2018", "Y08", "BG-02", "error", "58.5", "151.0817", "-92.5817", ""),
    ("yiyang-2018", "Y09", "BG-03", "warning", "20.89", "21.21", "-0.32", ""),
    ("yiyang-2018", "Y10", "BG-03", "warning", "12.57", "12.89", "-0.32", ""),
    ("yiyang-2018", "N23", "JF-06", "warning", None, None, None,
     "计分表!D5 计分表!D6 计分表!D8 计分表!D11 计分表!D12 计分表!D13 计分表!D15 计分表!D22 计分表!D26 计分表!D28"),
    ("yiyang-2018", "N24", "JF-07", "warning", None, None, None, "计分表!D6 计分表!C6"),
    ("yiyang-2018", "N26", "ZP-29", "info", None, None, None, "计分表!D30"),
    ("lusong-2021", "Z04", "BG-04", "error", "7.66", "7.81", "-0.15", ""),
    ("lusong-2021", "Z05, N33", "BG-06", "warning", "7.66", "3", "4.66", ""),
    ("lusong-2021", "Z06, N33", "BG-06", "warning", None, "4.66", None, ""),
    ("lusong-2021", "Z07", "BG-06", "info", "39.32", "44.13", "-4.81", ""),
    ("lusong-2021", "N33", "BG-06", "warning", "0.15", "0", "0.15", ""),
    ("lusong-2021", "N32", "BG-07", "warning", None, None, None, ""),
    ("lusong-2021", "N34", "BG-08", "info", None, None, None, ""),
    ("lusong-2021", "N34", "KB-03", "warning", "0", "2", "-2", ""),
]  # fmt: skip
FOLLOWING = {"H17", "H26", "H27", "N15", "Y10"}
"""Relations that fail because another one does."""
WORKING = {
    "yiyang-2018": [
        "应为 2.8%（2.87÷100.82＝2.8467%）", "误用本年数 97.95 作基数", "应为 10.51%（9.99÷95.05＝10.5103%）", "误用本年数 85.06 作基数",
        "应为 151.1%（12.57÷8.32＝151.0817%）", "（8.32＋97.95－85.06）为 21.21 万元", "自评扣 14 分", "应为“良”",
    ],
    "hengyang-2021": ["基础数据表有 2 个专项", "第 14 段“基本支出197.64万元", "（200.94－52.08）为 148.86 万元"],
    "lusong-2021": ["执行率 255.33%", "未纳入年初预算", "47.13 万元，没有体现上年结转"],
}  # fmt: skip


def checked(name: str) -> Checked:
    report = RETURNS / "reports" / f"{name}{REPORTS[name]}"
    workbook = RETURNS / f"{name}.xlsx"
    if not workbook.exists():
        return check_report(report)
    file = open_file(workbook)
    result, notes = with_report(file, file.audited(Options()), report)
    assert notes == []
    return result


def place(message: str) -> str:
    """``第 3 段``, or nothing where a finding is about the whole report."""
    found = re.match(r"【自评报告】(第 [0-9]+ 段)", message)
    return found[1] if found else ""


@pytest.fixture(scope="module", params=sorted(REPORTS))
def result(request: pytest.FixtureRequest) -> tuple[str, list[tuple[str, ...]], list[str]]:
    of_report = [found for found in checked(request.param).findings if found.form == "自评报告"]
    rows = [
        (
            found.rule,
            found.level.value,
            "primary" if found.primary else "",
            found.stated or "",
            found.computed or "",
            "" if found.difference is None else decimal_text(found.difference),
            " ".join(f"{place.sheet}!{place.address}" for place in found.related),
            place(found.message),
        )
        for found in of_report
    ]
    return request.param, rows, [found.message for found in of_report]


def test_exactly_the_failing_relations_are_found(
    result: tuple[str, list[tuple[str, ...]], list[str]],
) -> None:
    name, rows, _ = result
    expected = sorted(
        (rule, level, "" if relation in FOLLOWING else "primary", *(text or "" for text in rest))
        for report, relation, rule, level, *rest in RELATIONS
        if report == name
    )
    assert sorted(row[:7] for row in rows) == expected


def test_the_whole_set_of_findings(result: tuple[str, list[tuple[str, ...]], list[str]]) -> None:
    name, rows, _ = result
    with (RETURNS / "reports" / f"{name}.findings.tsv").open(encoding="utf-8", newline="") as file:
        expected = [tuple(row) for row in csv.reader(file, delimiter="\t")][1:]
    assert rows == expected


def test_the_messages_show_the_working(result: tuple[str, list[tuple[str, ...]], list[str]]) -> None:
    name, _, messages = result
    assert [said for said in WORKING[name] if not any(said in message for message in messages)] == []


@pytest.mark.parametrize(
    ("lines", "relation", "old", "new", "rule"),
    [
        (HENGYANG, "H01", "家庭的补助支出16.73", "家庭的补助支出18.73", "BG-01"),
        (HENGYANG, "H02", "绩效完成为246.1万元", "绩效完成为264.1万元", "BG-01"),
        (LUSONG, "Z01", "项目支出7.81万元，基本支出39.32", "项目支出8.81万元，基本支出39.32", "BG-01"),
        (LUSONG, "Z02", "公用经费6.10", "公用经费6.20", "BG-01"),
    ],
)
def test_relations_that_hold_are_looked_at(
    lines: tuple[str, ...], relation: str, old: str, new: str, rule: str
) -> None:
    text = "\n".join(lines)
    assert old in text, relation
    before = audit_report(read_document(text.encode(), "r.txt"))
    after = audit_report(read_document(text.replace(old, new).encode(), "r.txt"))
    assert [found.rule for found in before].count(rule) == 0
    assert [found.rule for found in after].count(rule) == 1


@pytest.mark.parametrize("name", sorted(set(REPORTS) - {ALONE}))
def test_the_report_leaves_the_findings_of_the_forms_as_they_are(name: str) -> None:
    alone = open_file(RETURNS / f"{name}.xlsx").audited(Options())
    assert [found for found in checked(name).findings if found.form != "自评报告"] == alone.findings


def test_a_text_that_agrees_with_its_declaration_gives_nothing(tmp_path: Path) -> None:
    """邢台2020: the targets of the text are those of the forms, as far as these can be read."""
    text = (
        "邢台市归国华侨联合会2020年部门预算绩效文本\n职工年度考核通过率不低于95%,职工出勤率不低于95%,在职人员控制率不低于90%。\n"
        "全年举办联谊活动次数不少于 5次,接待海外侨胞人数不少于 20 人。走访慰问侨企、侨群户数不少于 60 户。"
        "侨联干部委员参会率达不低于 90%。接待费成本不高于 1.1 万元,会议费成本不高于 2 万元,印刷费成本不高于0.4万元。"
    )
    report = tmp_path / "文本.txt"
    report.write_text(text, "utf-8")
    file = open_file(RETURNS / "xingtai-2020.xlsx")
    result, _ = with_report(file, file.audited(Options()), report)
    assert [found.message for found in result.findings if found.form == "自评报告"] == []
    report.write_text(text.replace("不少于 60 户", "不少于 50 户"), "utf-8")
    result, _ = with_report(file, file.audited(Options()), report)
    assert [found.rule for found in result.findings if found.form == "自评报告"] == ["SB-15"]


@pytest.mark.parametrize("name", [name for name in BUILT if name.startswith("reports/")])
def test_the_reports_are_as_generated(name: str) -> None:
    assert (RETURNS / name).read_bytes() == BUILT[name]()
