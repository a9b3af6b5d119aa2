"""汇总.json, SARIF and Parquet: what other programs read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from perfxl.batch.outcome import Outcome
from perfxl.finding import Finding, Level, Place
from perfxl.report import FORMATS, write_results
from perfxl.report.parquet import decimal_that_fits
from perfxl.report.sarif import file_uri
from report_lines import made_lines
from run_lines import returned, unreadable, write

DOCS = Path(__file__).resolve().parents[2] / "docs"
ERROR = Finding(
    "BD-05", Level.ERROR, "【基础数据表】C19 多 2.25 万元。请核对。", "基础数据表", Place("附件2", 19, 3), "45.17", "42.92",
    Decimal("2.25"), Decimal("0.005"), (Place("附件2", 20, 3), Place("附件2")), "表内关系", "请核对。", fingerprint="0123456789ab",
)  # fmt: skip
WARNING = Finding(
    "BD-02", Level.WARNING, "【基础数据表】超编。请说明。", "基础数据表", Place("附件2"), basis="53号", fix="请说明。",
    fingerprint="a" * 12, explanation="上级批准",
)  # fmt: skip
OPEN = Finding("WJ-03", Level.UNDECIDED, "不能判断。", basis="", fingerprint="b" * 12, primary=False)
AIM = (
    "全面完成年度工作任务，保障机构正常运转，提高公共服务水平，服务经济社会发展大局，确保群众满意度稳步提升。"
)


def written(folder: Path, outcomes: Sequence[Outcome], *formats: str, roster: str = "") -> list[Path]:
    (folder / "名册.txt").write_text(roster, "utf-8")
    lines = write(folder / "审核结果.jsonl", outcomes)
    return write_results(lines, folder, roster=folder / "名册.txt" if roster else None, formats=formats)


def sarif_of(folder: Path, *outcomes: Outcome, roster: str = "") -> dict[str, Any]:
    (path,) = written(folder, outcomes, "sarif", roster=roster)
    data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    assert (data["version"], data["$schema"].rpartition("/")[2]) == ("2.1.0", "sarif-schema-2.1.0.json")
    (run,) = data["runs"]
    return dict(run)


def test_the_run_fits_its_schema(tmp_path: Path) -> None:
    lines = tmp_path / "审核结果.jsonl"
    lines.write_text("".join(f"{line}\n" for line in made_lines(40)), "utf-8")
    (tmp_path / "名册.txt").write_text("某市妇幼保健院\n城东区档案馆\n", "utf-8")
    (path,) = write_results(lines, tmp_path, roster=tmp_path / "名册.txt", formats=["json"])
    data = json.loads(path.read_text("utf-8"))
    jsonschema.validate(data, json.loads((DOCS / "run.schema.json").read_text("utf-8")))
    finding = json.loads((DOCS / "findings.schema.json").read_text("utf-8"))
    for item in data["run"]["findings"]:
        plain = {key: value for key, value in item.items() if key not in ("path", "unit")}
        jsonschema.validate(plain, {"$ref": "#/$defs/finding", "$defs": finding["$defs"]})
    assert {item["rule"] for item in data["run"]["findings"]} == {"HZ-01", "HZ-02"}
    assert data["run"]["roster"]["missing"][0]["unit"] == "某市妇幼保健院"
    assert data["run"]["summary"]["returns"] == 40


def test_sarif_says_rule_place_and_fingerprint(tmp_path: Path) -> None:
    run = sarif_of(tmp_path, returned("甲", path="报送/甲 乙.xlsx", findings=[ERROR]))
    (result,) = run["results"]
    (rule,) = run["tool"]["driver"]["rules"]
    assert (result["ruleId"], result["ruleIndex"], result["kind"], result["level"]) == (
        "BD-05",
        0,
        "fail",
        "error",
    )
    assert rule["id"] == "BD-05"
    assert "## 怎么改" in rule["help"]["markdown"]
    assert result["partialFingerprints"] == {"perfxl/v1": "0123456789ab"}
    (location,) = result["locations"]
    assert (
        location["physicalLocation"]["artifactLocation"]["uri"]
        == "%E6%8A%A5%E9%80%81/%E7%94%B2%20%E4%B9%99.xlsx"
    )
    assert location["logicalLocations"] == [{"fullyQualifiedName": "附件2!C19", "kind": "element"}]
    related = [place["logicalLocations"][0]["fullyQualifiedName"] for place in result["relatedLocations"]]
    assert related == ["附件2!C20", "附件2"]
    assert (result["properties"]["stated"], result["properties"]["difference"]) == ("45.17", "2.25")


def test_sarif_levels_explanations_and_what_cannot_be_judged(tmp_path: Path) -> None:
    run = sarif_of(tmp_path, returned("甲", findings=[WARNING, OPEN]))
    warning, undecided = run["results"]
    assert (warning["level"], warning["suppressions"][0]["justification"]) == ("warning", "上级批准")
    assert (undecided["kind"], undecided["level"]) == ("open", "none")
    assert "logicalLocations" not in undecided["locations"][0]


def test_sarif_holds_the_findings_over_several_returns(tmp_path: Path) -> None:
    run = sarif_of(tmp_path, returned("甲", texts=[AIM]), returned("乙", texts=[AIM]), roster="丙\n甲\n乙\n")
    assert [(result["ruleId"], bool(result["locations"])) for result in run["results"]] == [
        ("HZ-01", False), ("HZ-02", True), ("HZ-02", True),
    ]  # fmt: skip
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["HZ-01", "HZ-02"]


@pytest.mark.parametrize(
    ("path", "uri"),
    [("a b/甲.xlsx", "a%20b/%E7%94%B2.xlsx"), (r"C:\报送\x.xlsx", "file:///C:/%E6%8A%A5%E9%80%81/x.xlsx"),
     ("/srv/x.xlsx", "file:///srv/x.xlsx"), (r"子\x.xlsx", "%E5%AD%90/x.xlsx"), ("s3://b/x.xlsx", "s3://b/x.xlsx"),
     ("a\udcff.xlsx", "a%ED%B3%BF.xlsx")],
)  # fmt: skip
def test_paths_as_uris(path: str, uri: str) -> None:
    assert file_uri(path) == uri


def test_parquet_holds_a_row_a_finding_and_a_row_a_return(tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    made = [returned("甲", "100.5", "50", findings=[ERROR, WARNING]), unreadable("乙.xlsx")]
    findings, returns = (
        pq.read_table(path) for path in written(tmp_path, made, "parquet", roster="甲\n丙\n")
    )
    assert findings.column("rule").to_pylist() == ["BD-05", "BD-02", "WJ-01", "HZ-01"]
    assert findings.column("unit").to_pylist() == ["甲", "甲", None, "丙"]
    assert findings.column("difference_number").to_pylist()[0] == Decimal("2.25")
    assert findings.column("related").to_pylist()[0] == ["附件2!C20", "附件2"]
    first, second = returns.to_pylist()
    assert (first["budget"], first["executed"], first["verdict"]) == (Decimal("100.5"), 50, "rejected")
    assert (second["budget"], second["year"], second["verdict"], second["error"]) == (
        None,
        None,
        "unreadable",
        1,
    )


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        ("1.00000000005", "1.0000000001"),
        ("-1.00000000005", "-1.0000000001"),
        ("1" * 28, "1" * 28),
        ("1" * 29, None),
    ],
)
def test_decimals_that_do_not_fit_are_not_cut(value: str, stored: str | None) -> None:
    assert decimal_that_fits(Decimal(value)) == (None if stored is None else Decimal(stored))


def test_file_names_that_are_no_text(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    made = [returned("甲", path="a\udcff.xlsx", findings=[ERROR])]
    assert len(written(tmp_path, made, *FORMATS)) == len(FORMATS) + 1


def test_absurd_figures_and_texts(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    large, small = "9" * 300, "0." + "0" * 290 + "1"
    made = [
        returned(
            "甲", large, small, score=large, projects=[("长" * 50_000, large, small), ("二", small, large)]
        ),
        returned("乙", small, large, score=f"-{large}", year=99_999_999_999),
        returned("丙", "0", "5"),
        returned("丁" * 500, "1" * 29, "-" + "1" * 29),
        *(returned(f"单位{number}", "9" * 308, "1") for number in range(12)),
    ]
    assert len(written(tmp_path, made, *FORMATS)) == len(FORMATS) + 1
    summary = json.loads((tmp_path / "汇总.json").read_text("utf-8"))["run"]["summary"]
    assert summary["rates"][-1]["count"] == 2


def test_a_format_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no such format: docx"):
        written(tmp_path, [], "docx")


def test_an_empty_run_has_all_results(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    names = [path.name for path in written(tmp_path, [], *FORMATS)]
    assert names == [
        "审核结果.xlsx", "审核报告.html", "汇总.json", "审核结果-明细.parquet", "审核结果-报送件.parquet", "审核结果.sarif",
    ]  # fmt: skip
