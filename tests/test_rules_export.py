"""``perfxl rules --format``: the exports say what the pages of the documentation say, and what each other says."""

from __future__ import annotations

import json
import re
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from perfxl.cli import app
from perfxl.rules.export import COLUMNS, FAMILIES, as_json, as_markdown, as_workbook, in_official_order
from perfxl.rules.registry import catalogue

PAGES = Path(__file__).resolve().parents[1] / "docs" / "rules"
RULES = in_official_order(catalogue().values())


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["rules", *arguments], standalone_mode=False)


@pytest.fixture(scope="module")
def records() -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads(as_json(RULES))
    return loaded


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    """The rows of the workbook by heading."""
    sheet = openpyxl.load_workbook(BytesIO(as_workbook(RULES)))["审核规则"]
    heads, *lines = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    return [dict(zip(map(str, heads), map(str, line), strict=True)) for line in lines]


def test_every_rule_once_in_the_official_order(records: list[dict[str, Any]]) -> None:
    ids = [record["id"] for record in records]
    assert len(ids) == len(set(ids)) == len(catalogue())
    assert list(dict.fromkeys(rule_id[:2] for rule_id in ids)) == list(FAMILIES)
    assert ids[:2] == ["TY-01", "TY-02"]
    assert sum(not rule_id.startswith("WJ") for rule_id in ids) == 120


def test_markdown_is_the_pages_of_the_documentation() -> None:
    pages = [(PAGES / f"{info.id}.md").read_text("utf-8") for info in RULES]
    assert as_markdown(RULES) == "\n".join(pages)


def test_json_says_what_the_pages_say(records: list[dict[str, Any]]) -> None:
    levels = {"error": "错误", "warning": "警告", "info": "提示"}
    for record in records:
        text = (PAGES / f"{record['id']}.md").read_text("utf-8")
        assert text.startswith(f"# {record['id']} {record['title']}\n")
        head = (
            f"级别：{levels[record['level']]}　类别：{record['category']}　适用：{'、'.join(record['forms'])}"
        )
        assert f"{head}　状态：{record['lifecycle']}\n" in text
        sections = dict(re.findall(r"^## (.+)\n\n((?:.|\n)+?)\n(?=\n## |\Z)", text, re.M))
        assert sections["检查什么"] == record["checks"]
        assert sections["依据"] == record["basis"]
        assert sections["为什么"] == record["why"]
        assert sections["例"] == f"- 错：{record['wrong']}\n- 对：{record['right']}"
        assert sections["怎么改"] == record["fix"]
        assert sections["容差"] == record["tolerance"]
        assert sections["何时停用"] == record["disable"]
        assert ("从属" in sections) is bool(record["follows"])
        assert all(rule_id in sections["从属"] for rule_id in record["follows"])


def test_the_workbook_says_what_json_says(records: list[dict[str, Any]], rows: list[dict[str, str]]) -> None:
    levels = {"error": "错误", "warning": "警告", "info": "提示"}
    expected = []
    for record in records:
        shown = {**record, "level": levels[record["level"]]}
        shown |= {key: "、".join(record[key]) for key in ("forms", "follows")}
        expected.append({heading: shown[key] for key, (heading, _) in COLUMNS.items()})
    assert rows == expected
    assert set(records[0]) == set(COLUMNS)


def test_export_to_the_screen_and_to_a_file(tmp_path: Path) -> None:
    assert run("--format", "json").output == as_json(RULES)
    assert run("--format", "md").output == as_markdown(RULES)
    for layout in ("md", "json", "xlsx"):
        target = tmp_path / f"rules.{layout}"
        result = run("--format", layout, "-o", str(target))
        assert result.return_value == 0
        assert f"已导出 {len(RULES)} 条规则" in result.output
        assert target.stat().st_size > 10_000
    assert (tmp_path / "rules.md").read_text("utf-8") == as_markdown(RULES)


def test_one_rule() -> None:
    assert [record["id"] for record in json.loads(run("bd-05", "--format", "json").output)] == ["BD-05"]
    assert run("bd-05", "--format", "md").output == (PAGES / "BD-05.md").read_text("utf-8")


def test_what_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "rules.json"
    target.write_text("mine")
    assert "请用 -o 指定文件" in str(run("--format", "xlsx").exception)
    assert "请用 --format 写明" in str(run("-o", str(target)).exception)
    assert "要覆盖请加 --force" in str(run("--format", "json", "-o", str(target)).exception)
    assert target.read_text() == "mine"
    assert run("--format", "json", "-o", str(target), "--force").return_value == 0
    assert json.loads(target.read_text("utf-8"))[0]["id"] == "TY-01"
    assert "扩展名须是 .md" in str(run("--format", "md", "-o", str(target)).exception)


def test_openpyxl_is_imported_only_for_a_workbook() -> None:
    import subprocess

    code = (
        "import sys\nfrom perfxl.cli import main\nsys.argv = ['perfxl', 'rules', '--format', 'json']\n"
        "try: main()\nexcept SystemExit: pass\nsys.exit('openpyxl' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
