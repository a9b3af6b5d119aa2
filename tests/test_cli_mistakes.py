"""Mistakes on the command line: every kind that click knows, told in Chinese; paths that are not there, and outputs."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import click
import pytest

from perfxl.cli import ChineseGroup, app, main
from perfxl.cli.kinds import PATH, Choice, Day, FloatRange, IntRange
from perfxl.cli.mistakes import in_chinese
from perfxl.formset.load import form_set_ids, templates_folder
from read_support import ole, xlsb

RETURNS = Path(__file__).resolve().parent / "returns"
CLEAN, WRONG = RETURNS / "hunan-2019-version-b.xlsx", RETURNS / "hengyang-2021.xlsx"
REPORT = RETURNS / "reports" / "hengyang-2021.docx"
CONTEXT = click.Context(app)
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def perfxl(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """The program in an empty folder: exit code, output, messages."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["perfxl", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        return int(ended.value.code or 0), captured.out, captured.err

    return run


def commands() -> Iterator[tuple[list[str], click.Command]]:
    """Every command with the words that call it."""
    for name in ChineseGroup.commands_by_name:
        command = app.get_command(CONTEXT, name)
        assert command is not None
        yield [name], command
        if isinstance(command, click.Group):
            yield from (([name, below], sub) for below, sub in command.commands.items())


ALL = [pytest.param(words, command, id=" ".join(words)) for words, command in commands()]


def assert_chinese(err: str, *given: str) -> None:
    """No English but what the user typed or could type: names of commands, options and their values."""
    known = {*given, "perfxl", *re.findall(r"-{1,2}[a-z-]+", err)}
    for words, command in commands():
        known |= {*words, *(word for param in command.params for word in _typed(param))}
    rest = err
    for word in sorted(known, key=len, reverse=True):
        rest = rest.replace(word, "")
    assert re.search("[\u4e00-\u9fff]", rest)
    assert not re.search("[A-Za-z]{2,}", rest), err


def _typed(param: click.Parameter) -> list[str]:
    choices = list(param.type.choices) if isinstance(param.type, click.Choice) else []
    return [*param.opts, *choices, param.metavar or ""]


@pytest.mark.parametrize(("words", "command"), ALL)
def test_every_parameter_is_of_a_kind_that_speaks_chinese(words: list[str], command: click.Command) -> None:
    for param in command.params:
        kinds = (Choice, IntRange, FloatRange, Day, type(click.STRING), type(click.BOOL))
        assert param.type is PATH or isinstance(param.type, kinds), param.name
        assert param.nargs in (1, -1)
        if isinstance(param, click.Option):
            assert param.prompt is None
            assert param.is_flag or param.metavar, param.name
            assert re.search("[\u4e00-\u9fff]", param.help or ""), param.name
        else:
            assert param.metavar, param.name


@pytest.mark.parametrize(("words", "command"), ALL)
def test_every_option_wrongly_used(perfxl: Run, words: list[str], command: click.Command) -> None:
    for param in command.params:
        for arguments in _misused(param):
            code, out, err = perfxl(*words, *arguments)
            assert (code, out) == (2, ""), arguments
            assert_chinese(err, *arguments)
            assert err.endswith(f"用法见：perfxl {' '.join(words)} --help\n")
    code, out, err = perfxl(*words, "--nosuch")
    assert (code, out) == (2, "")
    assert "没有选项“--nosuch”" in err
    assert_chinese(err)


def _misused(param: click.Parameter) -> Iterator[list[str]]:
    name = param.opts[-1]
    if not isinstance(param, click.Option):
        return
    if param.is_flag:
        yield [f"{name}=1"]
        return
    yield [name]
    if isinstance(param.type, (click.Choice, click.IntRange, click.FloatRange, Day)):
        yield [name, "不对"]
        yield [name, "-1"]


@pytest.mark.parametrize(("words", "command"), ALL)
def test_missing_and_superfluous_arguments(perfxl: Run, words: list[str], command: click.Command) -> None:
    if any(param.required for param in command.params):
        code, out, err = perfxl(*words)
        assert (code, out) == (2, "")
        assert err.startswith("错误：缺少")
        assert_chinese(err)
    takes_all = any(param.nargs == -1 for param in command.params) or isinstance(command, click.Group)
    if not takes_all:
        code, _, err = perfxl(*words, str(CLEAN), str(CLEAN), str(CLEAN), "-o", "x.xlsx")
        assert code == 2
        assert_chinese(err, str(CLEAN))


@pytest.mark.parametrize(("arguments", "said"), [
    (["check", CLEAN, "--year", "21"], "--year 的值不对：“21”不是 2000 到 2099 之间的整数"),
    (["check", CLEAN, "--timeout", "nan"], "--timeout 的值不对：“nan”不是 0.1 到 86400 之间的数"),
    (["check", CLEAN, "--format", "xml"], "--format 的值不对：“xml”不在可选的值中，可选：text、json、parquet、sarif"),
    (["check", CLEAN, "--year"], "选项 --year 后面缺少值：--year 年度"),
    (["check", CLEAN, "--public=1"], "选项 --public 后面不写值"),
    (["check", CLEAN, "--formt", "json"], "没有选项“--formt”；相近的有 --format"),
    (["check"], "缺少参数 路径…"),
    (["clear", CLEAN], "缺少选项 -o 路径"),
    (["clear", CLEAN, "b.xlsx", "-o", "c.xlsx"], "多写了参数：b.xlsx"),
    (["letter", CLEAN, "-o", "x", "--date", "明天"], "--date 的值不对：“明天”不是日期，应如 2022-05-31 或 2022年5月31日"),
    (["report", CLEAN, "--date", "31.5."], "--date 的值不对：“31.5.”不是日期，应如 2022-05-31 或 2022年5月31日"),
    (["addin", "nosuch"], "没有命令“nosuch”；可用：build、install、uninstall、status"),
])  # fmt: skip
def test_what_is_said(perfxl: Run, arguments: list[object], said: str) -> None:
    code, out, err = perfxl(*arguments)
    assert (code, out) == (2, "")
    assert err.splitlines()[0].startswith(f"错误：{said}")


@pytest.mark.parametrize(("arguments", "said"), [
    (["chek"], "没有命令“chek”；相近的有 check"),
    (["xyz"], f"没有命令“xyz”；可用：{'、'.join(ChineseGroup.commands_by_name)}"),
    (["addin", "instal"], "没有命令“instal”；相近的有 install、uninstall"),
    (["rules", "BD-5"], "没有规则“BD-5”；相近的有 BD-05；全部规则见 perfxl rules"),
    (["rules", "bd05"], "没有规则“bd05”；相近的有 BD-05；全部规则见 perfxl rules"),
    (["rules", "???"], "没有规则“???”；全部规则见 perfxl rules"),
    (["new", "hunan", "-o", "x.xlsx"], "没有套表“hunan”；相近的有 hunan-2019、hunan-2021、hunan-2022、hunan-2022-target"),
    (["new", "？", "-o", "x.xlsx"], f"没有套表“？”；现有：{'、'.join(form_set_ids())}"),
    (["check", CLEAN, "--form-set", "yiyang"], "没有套表“yiyang”；相近的有 yiyang-2018"),
    (["formsets", "yiyang-2019"], "yiyang-2019：文件或文件夹不存在，也没有叫这个名字的套表；相近的有 yiyang-2018"),
    (["formsets", RETURNS], f"{RETURNS} 不是套表的文件夹：其中没有 form-set.yaml"),
    (["new", "yiyang-2018", "--projects", "甲", "-o", "x.xlsx"], "套表“yiyang-2018”没有填写项目的栏目，请去掉 --projects"),
    (["new", "yiyang-2018", "--project", "甲", "-o", "x.xlsx"], "套表“yiyang-2018”没有填写项目的栏目，请去掉 --project"),
])  # fmt: skip
def test_what_may_have_been_meant(perfxl: Run, tmp_path: Path, arguments: list[object], said: str) -> None:
    code, out, err = perfxl(*arguments)
    assert (code, out, err.splitlines()[0]) == (2, "", f"错误：{said}")
    assert list(tmp_path.iterdir()) == []


def test_form_sets_are_listed_and_checked_by_their_ids(perfxl: Run) -> None:
    code, out, _ = perfxl("formsets", "mof-2020")
    assert (code, out.splitlines()[0].split()[0]) == (0, "mof-2020")
    assert not any(name in out for name in form_set_ids() if not name.startswith("mof-2020"))
    checked = "mof-2020：没有发现错误\nyiyang-2018：没有发现错误\n"
    assert perfxl("formsets", "--check", "mof-2020", "yiyang-2018") == (0, checked, "")
    assert perfxl("formsets", templates_folder() / "mof-2020") == (0, out, "")


def test_without_anything_the_help_is_shown(perfxl: Run) -> None:
    code, out, err = perfxl()
    assert (code, out) == (2, "")
    assert err.startswith("用法：perfxl [选项] 命令 [参数]…\n")
    assert "命令：\n" in err


OPTION = click.Option(["--kind"], metavar="种类")
RAISED = {
    "UsageError": click.UsageError("不对"),
    "BadParameter": click.BadParameter("不对", param=OPTION),
    "MissingParameter": click.MissingParameter(param=click.Argument(["file"], metavar="文件")),
    "NoSuchOption": click.NoSuchOption("--knd", possibilities=["--kind"]),
    "BadOptionUsage": click.BadOptionUsage("--kind", "Option '--kind' requires an argument."),
    "BadArgumentUsage": click.BadArgumentUsage("Argument 'file' takes 2 values."),
    "FileError": click.FileError("表.txt", "No such file"),
}
REFUSED_BEFORE = {"NoSuchCommand", "NoArgsIsHelpError"}
"""What our own commands see to before click does."""


def test_every_exception_of_click_is_told_in_chinese() -> None:
    known = {
        name
        for name, kind in vars(click.exceptions).items()
        if isinstance(kind, type) and issubclass(kind, click.ClickException)
    } - {"ClickException"}
    assert known - REFUSED_BEFORE == set(RAISED)
    for error in RAISED.values():
        assert_chinese(in_chinese(error), "--kind", "--knd", "txt")


# --- paths that are not there ----------------------------------------------------------------------------------


MISSING = [
    ["check", "无.xlsx"],
    ["check", "无.xlsx", "--format", "json"],
    ["check", "无"],
    ["check", "无.docx"],
    ["check", CLEAN, "无.xlsx"],
    ["check", CLEAN, "无.xlsx", "--out", "结果"],
    ["check", CLEAN, "--last", "无.xlsx"],
    ["check", CLEAN, "--report", "无.docx"],
    ["check", CLEAN, "--out", "结果", "--roster", "无.txt"],
    ["fill", "无.xlsx", "-o", "x.xlsx"],
    ["fill", CLEAN, "无.xlsx", "-o", "x"],
    ["fill", "无.xlsx", "--in-place"],
    ["clear", "无.xlsx", "-o", "x.xlsx"],
    ["import", "无.docx"],
    ["report", "无.xlsx"],
    ["letter", "无", "-o", "意见"],
    ["letter", CLEAN, "无.jsonl", "-o", "意见"],
    ["formsets", "--check", "无"],
]


@pytest.mark.parametrize("arguments", MISSING)
def test_a_path_that_is_not_there_is_wrong_usage_and_nothing_is_done(
    perfxl: Run, tmp_path: Path, arguments: list[object]
) -> None:
    code, out, err = perfxl(*arguments)
    assert (code, out) == (2, "")
    assert re.search("无[.a-z]*：文件(或文件夹)?不存在", err)
    assert ("其余的也没有处理" in err) == (CLEAN in arguments and not any(str(a).startswith("--r") or a == "--last" for a in arguments))  # fmt: skip
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [
    ["fill", RETURNS, "-o", "x.xlsx"], ["clear", RETURNS, "-o", "x.xlsx"], ["report", RETURNS], ["import", RETURNS],
    ["check", CLEAN, "--report", RETURNS], ["check", CLEAN, "--last", RETURNS],
])  # fmt: skip
def test_a_folder_in_place_of_a_file(perfxl: Run, tmp_path: Path, arguments: list[object]) -> None:
    code, out, err = perfxl(*arguments)
    assert (code, out) == (2, "")
    assert f"{RETURNS}：这是一个文件夹" in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [
    ["check", ""], ["check", CLEAN, "--out", ""], ["check", CLEAN, "--last", ""], ["fill", "", "-o", "x.xlsx"],
    ["fill", CLEAN, "-o", ""], ["letter", CLEAN, "-o", ""], ["clear", CLEAN, "-o", ""],
])  # fmt: skip
def test_an_empty_path_is_not_the_current_folder(
    perfxl: Run, tmp_path: Path, arguments: list[object]
) -> None:
    code, out, err = perfxl(*arguments)
    assert (code, out) == (2, "")
    assert "路径是空的" in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes")
@pytest.mark.parametrize("arguments", [
    ["fill", "管道", "-o", "x.xlsx"], ["clear", "管道", "-o", "x.xlsx"], ["import", "管道", "-o", "x.xlsx"],
    ["report", "管道"], ["check", CLEAN, "--report", "管道"], ["check", CLEAN, "--out", "结果", "--roster", "管道"],
])  # fmt: skip
def test_a_pipe_is_not_waited_for(perfxl: Run, tmp_path: Path, arguments: list[object]) -> None:
    os.mkfifo(tmp_path / "管道")
    code, out, err = perfxl(*arguments)
    assert (code, out) == (2, "")
    assert "管道：这不是普通文件" in err


def test_a_folder_without_a_definition_is_no_form_set(perfxl: Run, tmp_path: Path) -> None:
    code, out, err = perfxl("formsets", "--check", tmp_path)
    assert (code, out) == (2, "")
    assert f"{tmp_path} 不是套表的文件夹：其中没有 form-set.yaml" in err


# --- what is written -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("arguments", "ending"), [
    (["fill", CLEAN, "-o", "x.xls"], ".xlsx"),
    (["fill", CLEAN, "-o", "x.pdf"], ".xlsx"),
    (["fill", CLEAN, "-o", "x"], ".xlsx"),
    (["clear", CLEAN, "-o", "x.xls"], ".xlsx"),
    (["new", "hunan-2021", "-o", "x.xls"], ".xlsx"),
    (["import", REPORT, "-o", "x.xls"], ".xlsx"),
    (["report", CLEAN, "-o", "x.pdf"], ".docx、.html 或 .md"),
    (["report", CLEAN, "-o", "x.pdf", "--format", "md"], ".md"),
    (["letter", WRONG, "-o", "x.pdf"], ".docx 或 .html"),
    (["rules", "--format", "json", "-o", "x.md"], ".json"),
    (["addin", "build", "-o", "x.xlsx"], ".xlam"),
])  # fmt: skip
def test_an_extension_of_another_format_is_refused(
    perfxl: Run, tmp_path: Path, arguments: list[object], ending: str
) -> None:
    code, out, err = perfxl(*arguments)
    assert (code, out) == (2, "")
    assert "扩展名须" in err
    assert f"是 {ending}：x" in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [
    ["fill", CLEAN, "-o", "无/x.xlsx"], ["fill", CLEAN, WRONG, "-o", "无/x"], ["clear", CLEAN, "-o", "无/x.xlsx"],
    ["new", "hunan-2021", "-o", "无/x.xlsx"], ["import", REPORT, "-o", "无/x.xlsx"],
    ["report", CLEAN, "-o", "无/x.docx"], ["letter", WRONG, "-o", "无/x.docx"], ["letter", WRONG, "-o", "无/x.html"],
    ["letter", WRONG, "-o", "无/意见"], ["rules", "--format", "md", "-o", "无/x.md"],
    ["addin", "build", "-o", "无/x.xlam"], ["check", CLEAN, "--out", "无/结果"], ["check", CLEAN, "--annotate", "无/标注件"],
])  # fmt: skip
def test_only_what_was_named_is_made(perfxl: Run, tmp_path: Path, arguments: list[object]) -> None:
    code, out, err = perfxl(*arguments)
    assert (code, out) == (2, "")
    assert "文件夹不存在：无；请先新建" in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("option", ["--out", "--annotate"])
def test_a_folder_of_results_is_not_called_like_a_file(perfxl: Run, tmp_path: Path, option: str) -> None:
    code, out, err = perfxl("check", CLEAN, option, "结果.xlsx")
    assert (code, out) == (2, "")
    assert f"{option} 须是文件夹：结果.xlsx 像是文件名" in err
    (tmp_path / "文件").write_text("x")
    assert f"{option} 须是文件夹：文件 是一个文件" in perfxl("check", CLEAN, option, "文件")[2]
    assert [path.name for path in tmp_path.iterdir()] == ["文件"]
    assert perfxl("check", CLEAN, option, "结果2021.12")[0] == 0
    assert (tmp_path / "结果2021.12").is_dir()


def test_a_copy_keeps_its_kind(perfxl: Run, tmp_path: Path) -> None:
    misnamed = tmp_path / "表.xls"
    shutil.copy(CLEAN, misnamed)
    assert perfxl("fill", misnamed, "-o", "好.xlsx")[0] == 0
    assert perfxl("fill", misnamed, "-o", "同.xls")[0] == 0
    assert "的格式相同，是 .xlsx" in perfxl("fill", misnamed, "-o", "坏.xlsm")[2]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["同.xls", "好.xlsx", "表.xls"]


@pytest.mark.parametrize("command", ["fill", "clear"])
@pytest.mark.parametrize(("data", "kind"), [
    (ole({"Workbook": b""}), ".xls"), (ole({"Workbook": b"", "ETExtData": b""}), ".et"), (xlsb(), ".xlsb"),
])  # fmt: skip
def test_what_is_never_written_is_said_at_once(
    perfxl: Run, tmp_path: Path, command: str, data: bytes, kind: str
) -> None:
    """Another extension for the copy would not help: it would be refused for its format then."""
    (tmp_path / f"表{kind}").write_bytes(data)
    assert perfxl(command, f"表{kind}", "-o", "b.xlsx") == (
        2,
        "",
        f"错误：表{kind} 是 {kind} 格式，不能写入；请先用 Excel 或 WPS 另存为 .xlsx\n用法见：perfxl {command} --help\n",
    )
    assert [path.name for path in tmp_path.iterdir()] == [f"表{kind}"]


@pytest.mark.parametrize("command", ["fill", "clear"])
def test_a_copy_does_not_replace_another_file(perfxl: Run, tmp_path: Path, command: str) -> None:
    (tmp_path / "b.xlsx").write_bytes(b"mine")
    code, out, err = perfxl(command, CLEAN, "-o", "b.xlsx")
    assert (code, out) == (2, "")
    assert err.startswith("错误：文件已存在：b.xlsx；要覆盖请加 --force\n")
    assert (tmp_path / "b.xlsx").read_bytes() == b"mine"
    assert perfxl(command, CLEAN, "-o", "b.xlsx", "--force")[0] == 0
    assert (tmp_path / "b.xlsx").read_bytes()[:2] == b"PK"


def test_several_letters_do_not_go_into_one_document(perfxl: Run, tmp_path: Path) -> None:
    shutil.copy(WRONG, tmp_path / "甲.xlsx")
    shutil.copy(WRONG.with_name("yiyang-2018.xlsx"), tmp_path / "乙.xlsx")
    code, out, err = perfxl("letter", "甲.xlsx", "乙.xlsx", "-o", "意见.docx")
    assert (code, out) == (2, "")
    assert "有 2 件审核意见，-o 请写文件夹，或用 .html 写成一个文件" in err
    assert not (tmp_path / "意见.docx").exists()


@pytest.mark.parametrize("text", ["2022-05-31", "2022年5月31日"])
def test_a_day_in_both_forms(text: str) -> None:
    assert Day().convert(text, None, None) == date(2022, 5, 31)
