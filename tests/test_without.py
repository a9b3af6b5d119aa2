"""Rules that are not to be checked: nothing of them is told, what followed from them counts, and it is said."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from msgspec.structs import replace

import perfxl
from perfxl.checking import ALWAYS_CHECKED, Checked, Options, check_file, rule_ids
from perfxl.finding import Finding
from perfxl.formset.load import FormSetError
from perfxl.output import as_json, text_report
from perfxl.words.attach import check_report

ROOT = Path(__file__).resolve().parent.parent
RETURN = ROOT / "tests/returns/hengyang-2021.xlsx"
REPORT = ROOT / "tests/returns/reports/lusong-2021.txt"


def without(*rules: str) -> Checked:
    return check_file(RETURN, Options(without=rule_ids(rules)))


def as_primary(findings: list[Finding]) -> set[Finding]:
    return {replace(finding, primary=True) for finding in findings}


@pytest.mark.parametrize("rule", ["TY-05", "BD-05", "ZP-08", "KB-02"])
def test_only_its_own_findings_go(rule: str) -> None:
    every, rest = check_file(RETURN), without(rule)
    assert [found for found in every.findings if found.rule == rule] != []
    assert as_primary(rest.findings) == {found for found in as_primary(every.findings) if found.rule != rule}


def test_what_followed_from_it_counts() -> None:
    """ZP-01 fails because of BD-05's figure; without BD-05 nothing else says so."""
    every, rest = check_file(RETURN), without("bd-05", "BD-04")
    now = {found.fingerprint for found in rest.findings if found.primary}
    then = {found.fingerprint for found in every.findings if found.primary}
    assert now - then != set()


def test_what_is_left_out_is_said() -> None:
    result = without("BD-05", "ty-11", "BD-05")
    assert list(text_report(result, lambda text, _: text))[-1].endswith("（没有审核 BD-05、TY-11）")
    data = json.loads(as_json([result]))
    jsonschema.validate(data, json.loads((ROOT / "docs/findings.schema.json").read_text("utf-8")))
    assert data["returns"][0]["without"] == ["BD-05", "TY-11"]
    assert "without" not in json.loads(as_json([check_file(RETURN)]))["returns"][0]


def test_of_a_report_alone_too() -> None:
    every = check_report(REPORT)
    rest = check_report(REPORT, Options(without=("BG-06",)))
    assert "BG-06" in [found.rule for found in every.findings]
    assert as_primary(rest.findings) == {
        found for found in as_primary(every.findings) if found.rule != "BG-06"
    }
    assert rest.without == ("BG-06",)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("XX-01", "没有规则“XX-01”，不能停用；规则目录见 perfxl rules"),
        *((rule, f"{rule} 不能停用；") for rule in ALWAYS_CHECKED),
    ],
)
def test_what_cannot_be_left_out_is_refused(rule: str, said: str) -> None:
    with pytest.raises(FormSetError, match=f"^{said}"):
        perfxl.check(RETURN, without=rule)


def test_the_library_takes_one_or_several() -> None:
    assert perfxl.check(RETURN, without="bd-05").without == ("BD-05",)
    assert perfxl.check(RETURN, without=["BD-05", "TY-11"]).without == ("BD-05", "TY-11")
