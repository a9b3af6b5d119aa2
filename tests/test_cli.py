"""The command line as users meet it: output, exit codes, help, mistakes."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from perfxl.cli import ChineseGroup, app, main

ROOT = Path(__file__).resolve().parent.parent
RETURNS = ROOT / "tests" / "returns"
RETYPED = RETURNS / "hengyang-2021.xlsx"
CLEAN = RETURNS / "hunan-2019-version-b.xlsx"
ENGLISH = re.compile(r"\b(?:Usage|Options|Commands|Error|Show this message|Missing|Invalid|No such|Try)\b")


def run(
    *arguments: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> tuple[int, str, str]:
    """Run the program as its entry point does."""
    monkeypatch.setattr(sys, "argv", ["perfxl", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    captured = capsys.readouterr()
    return int(ended.value.code or 0), captured.out, captured.err


@pytest.fixture
def perfxl(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    return lambda *arguments: run(*map(str, arguments), capsys=capsys, monkeypatch=monkeypatch)


def test_json_follows_the_schema(perfxl) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = perfxl("check", RETURNS, "--format", "json")
    data = json.loads(out)
    jsonschema.validate(data, json.loads((ROOT / "docs" / "findings.schema.json").read_text("utf-8")))
    assert code == 1
    assert [Path(item["path"]).name for item in data["returns"]] == sorted(
        path.name for path in RETURNS.glob("*.xlsx")
    )
    for item in data["returns"]:
        levels = [finding["level"] for finding in item["findings"]]
        assert item["counts"] == {
            level: levels.count(level) for level in ("error", "warning", "info", "undecided")
        }


def test_json_of_one_finding(perfxl) -> None:  # type: ignore[no-untyped-def]
    _, out, _ = perfxl("check", RETYPED, "--format", "json")
    (item,) = json.loads(out)["returns"]
    assert (item["form_set"], item["unit"], item["year"], item["verdict"]) == (
        "hunan-2021",
        "衡阳市归国华侨联合会",
        2021,
        "rejected",
    )
    found = next(f for f in item["findings"] if f["rule"] == "BD-05" and f["cell"] == "C19")
    assert {
        key: found[key] for key in ("level", "form", "sheet", "stated", "computed", "difference", "tolerance")
    } == {
        "level": "error",
        "form": "基础数据表",
        "sheet": "附件2",
        "stated": "45.17",
        "computed": "42.92",
        "difference": "2.25",
        "tolerance": "0.005",
    }
    assert found["related"] == [{"sheet": "附件2", "cell": f"C{row}"} for row in range(20, 30)]
    assert "比 10 个项目之和 42.92 万元多 2.25 万元" in found["message"]


def test_text_groups_by_form_and_sums_up(perfxl) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = perfxl("check", RETYPED)
    assert code == 1
    heads = [
        line.strip() for line in out.splitlines() if line.startswith("  ") and not line.startswith("   ")
    ]
    assert heads[:-1] == [
        "项目自评表",
        "基础数据表",
        "部门自评表",
        "项目自评表（困难归侨侨眷专项经费）",
        "项目自评表（参政议政）",
    ]
    assert heads[-1].startswith("结论：退回")


def test_clean_return_exits_0(perfxl) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = perfxl("check", CLEAN)
    assert (code, "结论：通过  没有发现问题" in out) == (0, True)


def test_folder_with_bad_files_checks_the_others(perfxl, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    shutil.copy(CLEAN, tmp_path / "b.xlsx")
    (tmp_path / "a.xlsx").write_bytes(b"")
    (tmp_path / "c.xlsx").write_bytes(RETYPED.read_bytes()[:5000])
    (tmp_path / "d.xls").write_text("<html><table><tr><td>1</td></tr></table></html>")
    (tmp_path / "~$b.xlsx").write_bytes(b"lock")
    (tmp_path / "readme.txt").write_text("not a workbook")
    code, out, _ = perfxl("check", tmp_path, "--format", "json")
    found = {Path(item["path"]).name: item for item in json.loads(out)["returns"]}
    assert code == 1
    assert {name: item["verdict"] for name, item in found.items()} == {
        "a.xlsx": "unreadable",
        "b.xlsx": "accepted",
        "c.xlsx": "unreadable",
        "d.xls": "unreadable",
    }
    for name in ("a.xlsx", "c.xlsx", "d.xls"):
        assert [f["rule"] for f in found[name]["findings"]] == ["WJ-01"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check"], "缺少参数 路径…"),
        (["check", "nosuch", "--format", "yaml"], "--format 的值不对"),
        (["check", str(CLEAN), "--form-set", "nosuch"], "没有套表“nosuch”"),
        (["check", "x.xlsx", "--year", "21"], "--year 的值不对"),
        (["check", "x.xlsx", "--bogus"], "没有选项“--bogus”"),
        (["bogus"], "没有命令“bogus”"),
        (["fill", str(CLEAN)], "请用 -o 指定输出路径"),
        (["rules", "XX-99"], "没有规则“XX-99”"),
    ],
)
def test_wrong_usage_exits_2_in_chinese(perfxl, arguments: list[str], said: str) -> None:  # type: ignore[no-untyped-def]
    code, out, err = perfxl(*arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert not ENGLISH.search(err)


def help_of(command: str) -> Result:
    return CliRunner().invoke(app, [command, "--help"] if command else ["--help"], prog_name="perfxl")


@pytest.mark.parametrize("command", ["", *ChineseGroup.commands_by_name])
def test_help_is_chinese(command: str) -> None:
    result = help_of(command)
    assert result.exit_code == 0
    assert result.output.startswith("用法：perfxl")
    assert not ENGLISH.search(result.output)


@pytest.mark.parametrize("command", ChineseGroup.commands_by_name)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"`perfxl {command}" in (ROOT / "README.md").read_text("utf-8")


def test_python_m_perfxl() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "perfxl", "--version"], capture_output=True, text=True, check=True
    )
    assert re.fullmatch(r"perfxl \d+\.\d+\.\d+\n", done.stdout)


def test_check_loads_no_heavy_library() -> None:
    code = (
        "import sys; sys.argv=['perfxl','check',sys.argv[1]]\n"
        "from perfxl.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(sorted({'pandas','openpyxl','jinja2','xlwings','lxml','numpy'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(RETYPED)], capture_output=True, text=True, check=True
    )
    assert done.stderr.splitlines()[-1] == "[]"


def test_garbage_is_collected_again_once_a_command_is_loaded() -> None:
    code = (
        "import gc, sys; sys.argv=['perfxl','formsets']\n"
        "from perfxl.__main__ import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(gc.isenabled(), gc.get_freeze_count() > 10_000, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-1] == "True True"


def test_rules_lists_the_catalogue_and_shows_a_page(perfxl) -> None:  # type: ignore[no-untyped-def]
    from perfxl.rules.registry import catalogue

    _, out, _ = perfxl("rules")
    assert [line.split()[0] for line in out.splitlines()] == list(catalogue())
    _, page, _ = perfxl("rules", "bd-05")
    sections = [line for line in page.splitlines() if line.startswith("## ")]
    assert sections[:7] == [
        f"## {name}" for name in ("检查什么", "依据", "为什么", "例", "怎么改", "容差", "何时停用")
    ]


def test_a_failing_rule_is_reported_and_exits_2(perfxl, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    from perfxl.rules import registry

    def broken(found: object, context: object):  # type: ignore[no-untyped-def]
        raise RuntimeError("boom")
        yield

    rules = dict(registry.registered_rules())
    rules["BD-15"] = [registry.Rule("BD-15", ("基础数据表",), broken)]
    monkeypatch.setattr(registry, "_RULES", rules)
    code, out, _ = perfxl("check", RETYPED)
    assert code == 2
    assert "WJ-09" in out
    assert "规则 BD-15 执行出错（RuntimeError: boom）" in out
    assert "BD-05" in out  # the others still ran


@pytest.mark.parametrize("layout", ["text", "json"])
def test_a_failure_of_our_own_in_reading_is_a_finding_and_exits_2(  # type: ignore[no-untyped-def]
    perfxl, monkeypatch: pytest.MonkeyPatch, layout: str
) -> None:
    from perfxl.cli import check

    def broken(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(check, "open_file", broken)
    code, out, err = perfxl("check", RETYPED, "--format", layout)
    assert (code, err) == (2, "")
    assert "审核程序自身出错（RuntimeError: boom），这个文件没有审核完" in out
    assert ("错误 WJ-09" if layout == "text" else '"rule": "WJ-09"') in out
