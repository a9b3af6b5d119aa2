"""``perfxl letter``: one page a unit, what is said, and the files."""

from __future__ import annotations

import json
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from docx import Document

from office_support import converted
from perfxl.checking import check_file
from perfxl.cli import app
from perfxl.documents.letter import Sender, due_letters, letter, letter_context
from perfxl.documents.mailing import file_names
from perfxl.documents.outline import outline
from perfxl.marking import summary
from perfxl.output import as_data, text_report

RETURNS = Path(__file__).parents[1] / "returns"
SENDER = Sender("某市财政局绩效科", "2022年6月20日", "2022年6月30日前")


def finding(number: int, level: str = "error", form: str = "基础数据表", **more: Any) -> dict[str, Any]:
    """A finding as a program reads it."""
    message = (
        f"【{form}】C{number} 第 {number} 项合计 45.17 万元，比明细之和 42.92 万元多 2.25 万元。请改正。"
    )
    return {"rule": "BD-05", "level": level, "form": form, "message": message, "primary": True, **more}


def result(*findings: dict[str, Any], verdict: str = "rejected", unit: str = "某局") -> dict[str, Any]:
    """A result as a program reads it."""
    return {"path": "a/某局.xlsx", "unit": unit, "year": 2021, "verdict": verdict, "findings": list(findings)}


def test_findings_come_by_form_errors_first() -> None:
    known = letter_context(
        result(
            finding(1, "warning", "部门自评表"),
            finding(2),
            finding(3),
            finding(4, primary=False),
            finding(5, "info"),
        ),
        SENDER,
    )
    assert known["标题"] == "关于退回修改某局绩效报送件的通知"
    assert (
        known["开头"]
        == "经审核，你单位报送的2021年度绩效报送件（某局.xlsx）有3项错误、1项警告（其中1项由其他问题引起，"
        "按实际改正后随之消除，不再列出），现退回修改。问题如下："
    )
    assert [(form["序号"], form["名称"], len(form["问题"])) for form in known["各表"]] == [
        ("一", "基础数据表", 2), ("二", "部门自评表", 1),
    ]  # fmt: skip
    assert known["各表"][0]["问题"][0] == {
        "序号": "1", "说明": "C2 第 2 项合计 45.17 万元，比明细之和 42.92 万元多 2.25 万元。请改正。",
    }  # fmt: skip
    assert known["各表"][1]["问题"][0]["说明"].startswith("（警告）C1 第 1 项合计")
    assert known["结尾"].startswith("请于2022年6月30日前修改后重新报送。警告项确属实际情况的")
    assert (known["附件"], known["概况"], known["清单"]) == ("", [], [])


def test_a_warning_that_is_explained_is_not_asked_again() -> None:
    known = letter_context(result(finding(1, "warning", explanation="上级批复"), verdict="accepted"), SENDER)
    assert known["各表"] == []
    assert known["开头"].endswith("审核通过。")
    assert known["结尾"] == "特此函告。"


def test_what_was_left_empty_is_asked_like_a_warning_and_what_is_not_usable_is_not() -> None:
    left_empty = finding(1, "undecided", unfilled=True)
    known = letter_context(result(left_empty, finding(2, "undecided"), verdict="explain"), SENDER)
    assert [len(form["问题"]) for form in known["各表"]] == [1]
    assert known["开头"].endswith("没有错误，有1项因未填写不能判断，请核实说明。问题如下：")
    assert "警告和不能判断的项确属实际情况的" in known["结尾"]
    answered = letter_context(result({**left_empty, "explanation": "年中追加"}, verdict="accepted"), SENDER)
    assert answered["各表"] == []


def test_what_a_page_cannot_hold_follows_as_a_list() -> None:
    other = [finding(60, "warning", "部门自评表"), finding(61, form="部门自评表")]
    known = letter_context(result(*(finding(number) for number in range(1, 60)), *other), SENDER)
    assert known["开头"].endswith("有60项错误、1项警告，现退回修改。逐项见附件，各表有：")
    assert known["概况"] == ["1．基础数据表：59项错误。", "2．部门自评表：1项错误、1项警告。"]
    assert (known["各表"], known["附件"]) == ([], "问题清单")
    assert [row["序号"] for row in known["清单"]] == [str(number) for number in range(1, 62)]
    assert [(row["表"], row["级别"]) for row in known["清单"][58:]] == [
        ("基础数据表", "错误"), ("部门自评表", "错误"), ("部门自评表", "警告"),
    ]  # fmt: skip
    assert known["清单"][0]["说明"].startswith("C1 第 1 项合计 45.17 万元")


def test_forms_for_which_a_page_has_no_line_are_counted_together() -> None:
    many = [
        finding(number, form=f"项目自评表（第{number}个名称很长很长很长很长的项目）")
        for number in range(1, 60)
    ]
    known = letter_context(result(*many), SENDER)
    assert known["概况"][0] == "1．项目自评表（第1个名称很长很长很长很长…：1项错误。"
    last = len(known["概况"])
    assert 5 < last <= 20
    assert known["概况"][-1] == f"{last}．其余{60 - last}张表：{60 - last}项错误。"
    assert len(known["清单"]) == 59


def test_what_is_counted_is_what_a_check_counts() -> None:
    checked = check_file(RETURNS / "hengyang-2021.xlsx")
    opening = letter_context(as_data(checked), SENDER)["开头"]
    assert "有28项错误、16项警告（其中15项由其他问题引起，按实际改正后随之消除，不再列出），" in opening
    assert "28 错误，16 警告，12 提示，2 不能判断，其中 15 项错误、警告由其他问题引起" in "".join(
        text_report(checked, lambda text, _: text)
    )
    assert "28 项错误，16 项警告，12 项提示，2 项不能判断，其中 15 项错误、警告由其他问题引起" in summary(
        checked
    )


def test_explained_warnings_are_counted_and_not_listed() -> None:
    known = letter_context(result(finding(1), finding(2, "warning", explanation="年中追加")), SENDER)
    assert "有1项错误、1项警告（其中1项已说明，不再列出），现退回修改" in known["开头"]
    assert [len(form["问题"]) for form in known["各表"]] == [1]


def test_a_report_alone_is_not_said_to_have_passed() -> None:
    alone = {**result(verdict="accepted"), "report": "a/某局.xlsx"}
    said = str(letter_context(alone, Sender())["开头"])
    assert said.endswith(
        "只有自评报告，没有读出绩效表。报告的文字中没有发现需要修改的问题，绩效表请按规定另行报送。"
    )
    beside = {**result(verdict="accepted"), "report": "a/报告.docx"}
    assert str(letter_context(beside, Sender())["开头"]).endswith("审核通过。")


def test_a_letter_on_forms_in_word_says_what_its_cells_are() -> None:
    in_word = {**finding(2, "info", ""), "rule": "WJ-13"}
    said = "所列单元格是转成工作表后的位置，见随附的标注件。"
    assert str(letter_context(result(finding(1), in_word), Sender())["结尾"]).endswith(said)
    assert said not in str(letter_context(result(finding(1)), Sender())["结尾"])
    assert letter_context(result(in_word, verdict="accepted"), Sender())["结尾"] == "特此函告。"


@pytest.mark.parametrize(
    ("unit", "verdict", "lines"),
    [
        ("县市场监管", "rejected", ["关于退回修改县市场监管绩效报送件的通知"]),
        ("县市场监管局", "rejected", ["关于退回修改县市场监管局", "绩效报送件的通知"]),
        ("县自然资源局", "accepted", ["关于县自然资源局绩效报送件的审核意见"]),
        ("市住房和城乡建设局", "explain", ["关于市住房和城乡建设局", "绩效报送件的审核意见"]),
    ],
)
def test_a_title_that_takes_two_lines_breaks_behind_the_unit(
    unit: str, verdict: str, lines: list[str]
) -> None:
    written = letter(result(finding(1), verdict=verdict, unit=unit), SENDER)
    assert Document(BytesIO(written)).paragraphs[0].text.split("\n") == lines
    assert outline(written)[0].text == "".join(lines)


def test_nobody_is_named_after_a_file() -> None:
    unreadable = result(finding(1, form=""), verdict="unreadable", unit="") | {"year": None}
    known = letter_context(unreadable, SENDER)
    assert (known["标题"], known["单位"]) == ("关于退回修改绩效报送件的通知", "〔单位名称〕")
    assert known["开头"] == "经审核，你单位报送的绩效报送件（某局.xlsx）无法审核，现退回。问题如下："
    assert known["各表"][0]["名称"] == "报送文件"


def test_only_units_that_have_something_to_do_are_written_to() -> None:
    results = [result(verdict=verdict) for verdict in ("accepted", "explain", "rejected", "unreadable")]
    assert [item["verdict"] for item in due_letters(results)] == ["explain", "rejected", "unreadable"]
    assert len(due_letters(results, every=True)) == 4


def test_file_names_are_safe_and_different() -> None:
    units = ["../../etc/passwd", "某局", "某局", 'a"b<c>|?*\n', "", "局" * 300]
    names = file_names([result(unit=unit) for unit in units])
    assert names[:4] == [
        "etc_passwd-审核意见",
        "某局-审核意见",
        "某局-审核意见（2）",
        "a_b_c_-审核意见".replace("_-", "-"),
    ]
    assert names[4] == "某局-审核意见（3）"
    assert len(names[5]) < 80
    assert len(set(names)) == len(names)


def run(*arguments: str | Path) -> int:
    return int(
        app.main([str(argument) for argument in arguments], prog_name="perfxl", standalone_mode=False) or 0
    )


def test_a_folder_of_returns_gives_a_letter_each(tmp_path: Path) -> None:
    assert run("letter", RETURNS, "-o", tmp_path / "out", "--office", "某市财政局") == 0
    returned = [as_data(check_file(path)) for path in sorted(RETURNS.glob("*.xlsx"))]
    due = due_letters(returned)  # that in Word is a twin of a workbook
    assert len(list((tmp_path / "out").glob("*.docx"))) == len(due)
    text = "".join(
        block.text for block in outline((tmp_path / "out" / "益阳市侨联-审核意见.docx").read_bytes())
    )
    assert "结转结余控制率" in text
    assert "某市财政局" in text


def test_results_of_a_run_are_read_not_checked_again(tmp_path: Path) -> None:
    line = {"schema": 1, "perfxl": "0", "return": result(finding(1))}
    (tmp_path / "审核结果.jsonl").write_text(json.dumps(line, ensure_ascii=False) + "\n", encoding="utf-8")
    assert run("letter", tmp_path, "-o", tmp_path / "all.html") == 0
    page = (tmp_path / "all.html").read_text(encoding="utf-8")
    assert page.count("<article>") == 1
    assert "关于退回修改某局绩效报送件的通知" in page


@pytest.mark.parametrize("line", ["{", '{"return": {}}', '{"return": 1}'])
def test_results_that_are_none(tmp_path: Path, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    import click

    (tmp_path / "x.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(click.UsageError, match=r"x\.jsonl"):
        run("letter", tmp_path / "x.jsonl", "-o", tmp_path / "out")


def told(*arguments: str | Path) -> str:
    """What a command says, right or wrong."""
    done = CliRunner().invoke(app, list(map(str, arguments)))
    return done.output


def test_a_folder_without_returns_does_not_read_as_if_all_were_well(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    assert "空 里没有可审核的工作簿" in told("letter", tmp_path / "空", "-o", tmp_path / "意见")
    assert not (tmp_path / "意见").exists()
    accepted = {"return": result(verdict="accepted")}
    (tmp_path / "x.jsonl").write_text(json.dumps(accepted) + "\n", encoding="utf-8")
    assert told("letter", tmp_path / "x.jsonl", "-o", tmp_path / "意见") == (
        "共 1 份报送件，没有需要退回或说明的单位；审核通过的也要写请加 --all\n"
    )


@pytest.mark.parametrize("target", ["意见.docx", "意见.html", "意见"])
def test_letters_that_are_there_are_not_overwritten(tmp_path: Path, target: str) -> None:
    command = ("letter", RETURNS / "yiyang-2018.xlsx", "-o", tmp_path / target)
    assert told(*command).endswith("共 1 份报送件，写了 1 件审核意见\n")
    [path] = [found for found in tmp_path.rglob("*") if found.is_file()]
    path.write_text("改过", encoding="utf-8")
    assert "已存在" in told(*command)
    assert path.read_text(encoding="utf-8") == "改过"
    assert "已生成" in told(*command, "--force")
    assert path.read_bytes() != "改过".encode()


def test_a_format_that_is_not_the_file_s_is_refused(tmp_path: Path) -> None:
    command = ("letter", RETURNS / "yiyang-2018.xlsx", "-o", tmp_path / "a.docx", "--format")
    assert "--format html 与 -o 的扩展名不一致" in told(*command, "html")
    assert not (tmp_path / "a.docx").exists()
    assert "已生成" in told(*command, "docx")


def test_files_that_were_not_audited_are_told(tmp_path: Path) -> None:
    shutil.copy(RETURNS / "hengyang-2021.xlsx", tmp_path)
    shutil.copy(RETURNS / "reports" / "hengyang-2021.docx", tmp_path)  # checked beside its workbook
    assert "没有审核" not in told("letter", tmp_path, "-o", tmp_path / "意见")
    (tmp_path / "某局.rar").write_bytes(b"Rar!")
    said = told("letter", tmp_path, "-o", tmp_path / "意见", "--force")
    assert said.startswith("另有 1 个文件没有审核：某局.rar（压缩包请先解压）\n")


def test_a_letter_tells_of_the_report_beside_the_workbook(tmp_path: Path) -> None:
    shutil.copy(RETURNS / "hengyang-2021.xlsx", tmp_path)
    shutil.copy(RETURNS / "reports" / "hengyang-2021.docx", tmp_path)
    assert run("letter", tmp_path, "-o", tmp_path / "a.html") == 0
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "自评报告：" in page
    assert '<h2 class="page">附件</h2>' in page
    assert page.count("<tr>") > 30


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_every_notice_is_one_page_and_the_list_begins_another(tmp_path: Path) -> None:
    many = [finding(number, form=f"项目自评表（第{number}个项目）") for number in range(1, 60)]
    (tmp_path / "many.docx").write_bytes(
        letter(result(*many, unit="某市某某某某某某某某某某某某管理委员会办公室"), SENDER)
    )
    for path in sorted(RETURNS.glob("*.xlsx")):
        (tmp_path / f"{path.stem}.docx").write_bytes(letter(as_data(check_file(path)), SENDER))
    written = sorted(tmp_path.glob("*.docx"))
    for path in written:
        pages = subprocess.run(
            ["pdftotext", str(converted(path, "pdf", tmp_path)), "-"], check=True, capture_output=True
        ).stdout.decode().removesuffix("\f").split("\f")  # fmt: skip
        assert "某市财政局绩效科" in pages[0], path.stem
        annexed = "附件：问题清单" in pages[0]
        assert len(pages) > 1 if annexed else len(pages) == 1, path.stem
        assert not annexed or pages[1].lstrip().startswith("附件"), path.stem
