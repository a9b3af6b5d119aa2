"""``perfxl letter``: what a bureau tells a unit about its return, on one page. Pure but for the template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from msgspec import Struct

from perfxl.documents.render import render
from perfxl.documents.template import FOLDER

TITLE = "审核意见"
_POINTS = 638
"""The height of the text area of a page."""
_LINE, _FINDING_LINE, _TITLE_LINE = 28, 18, 36
_IN_LINE, _IN_FINDING_LINE, _IN_TITLE_LINE = 26, 34, 19
"""Points a line, and characters in one, of the letter's text, its findings, its title."""
_NUMERALS = "一二三四五六七八九十"
_SENT = ("rejected", "explain", "unreadable")
_WHOLE_FILE = "整个文件"


class Sender(Struct, frozen=True):
    """Who writes, when, and by when an answer is due; all are texts as they should stand in the letter."""

    office: str = "〔审核单位〕"
    day: str = "〔日期〕"
    due: str = "收到本通知后5个工作日内"


def due_letters(results: Sequence[Mapping[str, Any]], every: bool = False) -> list[Mapping[str, Any]]:
    """The results (items of ``returns`` of ``perfxl check --format json``) that need a letter, or all of them."""
    return [result for result in results if every or result["verdict"] in _SENT]


def letter(result: Mapping[str, Any], sender: Sender = Sender()) -> bytes:
    """The letter about one result, as a .docx. Raises TemplateError."""
    return render(FOLDER / "letter.docx", letter_context(result, sender))


def letter_context(result: Mapping[str, Any], sender: Sender) -> dict[str, Any]:
    """What the letter says: as many findings as a page holds, errors first, and how many more there are."""
    unit = result["unit"] or PurePath(result["path"]).stem
    findings = [f for f in result["findings"] if f["primary"] and _told(f)]
    findings.sort(key=lambda finding: finding["level"] != "error")
    texts = {
        "标题": _title(unit, result["verdict"]),
        "单位": unit,
        "开头": _opening(result, findings),
        "结尾": _closing(result["verdict"], findings, sender),
        "审核单位": sender.office,
        "日期": sender.day,
    }
    shown = _fitting(findings, texts)
    more = len(findings) - len(shown)
    rest = f"另有{more}项问题未列出，见随附的标注件或审核结果表。" if more else ""
    return {**texts, "各表": list(_by_form(shown)), "其余": rest}


def _told(finding: Mapping[str, Any]) -> bool:
    """Errors, and what the unit is asked about and has not explained yet."""
    asked = finding["level"] == "warning" or finding.get("unfilled")
    return finding["level"] == "error" or bool(asked and not finding.get("explanation"))


def _title(unit: str, verdict: str) -> str:
    if verdict in ("rejected", "unreadable"):
        return f"关于退回修改{unit}绩效报送件的通知"
    return f"关于{unit}绩效报送件的审核意见"


def _opening(result: Mapping[str, Any], findings: Sequence[Mapping[str, Any]]) -> str:
    year = f"{result['year']}年度" if result["year"] else ""
    file = PurePath(result["path"]).name
    head = f"经审核，你单位报送的{year}绩效报送件（{file}）"
    errors = sum(finding["level"] == "error" for finding in findings)
    warnings = sum(finding["level"] == "warning" for finding in findings)
    open_ones = len(findings) - errors - warnings
    named = ((errors, "错误"), (warnings, "警告"), (open_ones, "因未填写不能判断"))
    counts = "、".join(f"{count}项{name}" for count, name in named if count)
    if result["verdict"] == "unreadable":
        return f"{head}无法审核，现退回。原因如下："
    if result["verdict"] == "rejected":
        return f"{head}有{counts}，现退回修改。问题如下："
    return (
        f"{head}没有错误，有{counts}，请核实说明：" if counts else f"{head}没有发现需要修改的问题，审核通过。"
    )


def _closing(verdict: str, findings: Sequence[Mapping[str, Any]], sender: Sender) -> str:
    if not findings:
        return "特此函告。"
    levels = {finding["level"] for finding in findings}
    asked = "警告和不能判断的项" if "undecided" in levels else "警告项"
    explain = f"{asked}确属实际情况的，请在“审核结果”表的“核实说明”栏写明原因。"
    warned = explain if levels - {"error"} else ""
    what = "说明" if verdict == "explain" else "修改"
    return f"请于{sender.due}{what}后重新报送。{warned}"


def _fitting(findings: Sequence[Mapping[str, Any]], texts: Mapping[str, str]) -> list[Mapping[str, Any]]:
    """The first findings that one page has room for, one of them in any case."""
    left = _POINTS - 12 - _TITLE_LINE * _lines(texts["标题"], _IN_TITLE_LINE) - 4 * _LINE
    left -= _LINE * (_lines(texts["开头"], _IN_LINE) + _lines(texts["结尾"], _IN_LINE))
    shown: list[Mapping[str, Any]] = []
    forms: set[str] = set()
    for finding in findings:
        left -= _FINDING_LINE * _lines(f"00．{_problem(finding)}", _IN_FINDING_LINE)
        left -= 0 if _form(finding) in forms else _LINE
        if left < 0 and shown:
            break
        forms.add(_form(finding))
        shown.append(finding)
    return shown


def _lines(text: str, in_line: int) -> int:
    """How many lines a paragraph takes that begins two characters further in; Latin characters are half as wide."""
    width = 2 + sum(0.6 if ord(char) < 0x2E80 else 1 for char in text)
    return max(1, int(-(-width // in_line)))


def _form(finding: Mapping[str, Any]) -> str:
    return finding["form"] or _WHOLE_FILE


def _problem(finding: Mapping[str, Any]) -> str:
    """The message without its form, which stands above it."""
    message = finding["message"]
    return str(message.removeprefix(f"【{finding['form']}】"))


def _by_form(findings: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    forms: dict[str, list[str]] = {}
    for finding in findings:
        forms.setdefault(_form(finding), []).append(_problem(finding))
    for number, (form, problems) in enumerate(forms.items(), 1):
        listed = [{"序号": str(at), "说明": problem} for at, problem in enumerate(problems, 1)]
        yield {"序号": _numeral(number), "名称": form, "问题": listed}


def _numeral(number: int) -> str:
    """一 … 十, 十一 …; a page never holds as many as twenty forms."""
    return _NUMERALS[number - 1] if number <= len(_NUMERALS) else f"十{_NUMERALS[number - 11]}"
