"""What every message must be: it states what is wrong, then asks once for what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases import asked_once
from perfxl.checking import check_bytes, check_file
from perfxl.finding import Level
from perfxl.output import text_report
from perfxl.rules.registry import RuleInfo, catalogue
from perfxl.words.attach import check_report, unreadable_report

RETURNS = sorted((Path(__file__).parent / "returns").glob("*.xlsx"))


@pytest.mark.parametrize("path", RETURNS, ids=lambda path: path.stem)
def test_findings_of_a_return_ask_once(path: Path) -> None:
    asked_once(check_file(path).findings)


@pytest.mark.parametrize("rule", catalogue().values(), ids=lambda rule: rule.id)
def test_a_rule_asks_for_what_to_do(rule: RuleInfo) -> None:
    assert "请" in rule.fix


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"text"])
def test_findings_of_what_cannot_be_read_ask_once(data: bytes) -> None:
    findings = check_bytes(data, "坏.xlsx").findings
    assert [finding.rule for finding in findings] == ["WJ-01"]
    asked_once(findings)


@pytest.mark.parametrize("message", ["报告设了密码。请取消密码后重新报送。", "报告文件不存在"])
def test_a_report_that_cannot_be_read_asks_once(message: str) -> None:
    finding = unreadable_report(message, Level.WARNING)
    asked_once([finding])
    assert finding.fix.startswith("请")
    assert finding.basis


def test_a_text_that_is_no_report_asks_once_and_names_its_basis(tmp_path: Path) -> None:
    (tmp_path / "通知.txt").write_text("按时报送。", "utf-8")
    checked = check_report(tmp_path / "通知.txt")
    assert [finding.rule for finding in checked.findings] == ["WJ-02"]
    asked_once(checked.findings)
    lines = list(text_report(checked, lambda text, colour: text))
    assert any(line.strip().startswith("依据：") for line in lines)
    assert all(line.strip() or not line for line in lines)
