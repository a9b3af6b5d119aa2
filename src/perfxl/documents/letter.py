"""``perfxl letter``: what a bureau tells a unit about its return. Pure but for the template.

The letter is one page; what has no room on it follows as a table, for a unit cannot mend what it is not told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from msgspec import Struct

from perfxl.documents.render import render
from perfxl.documents.template import FOLDER
from perfxl.file_findings import IN_WORD
from perfxl.finding import Level

TITLE = "审核意见"
_POINTS = 638
"""The height of the text area of a page."""
_LINE, _FINDING_LINE, _TITLE_LINE = 28, 18, 36
_IN_LINE, _IN_FINDING_LINE, _IN_TITLE_LINE = 26, 34, 19
"""Points a line, and characters in one, of the letter's text, its findings, its title."""
_NUMERALS = "一二三四五六七八九十"
_SENT = ("rejected", "explain", "unreadable")
_WHOLE_FILE = "报送文件"
_LEVELS = {"error": "错误", "warning": "警告"}
_LONGEST_FORM = 20
NOBODY = "〔单位名称〕"
"""Who is addressed where no unit could be read."""
ANNEX = "问题清单"


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
    """What the letter says: every finding on its page if there is room, else a count a form and all of them behind."""
    findings = [f for f in result["findings"] if f["primary"] and _told(f)]
    findings.sort(key=lambda finding: finding["level"] != "error")
    texts = _texts(result, findings, sender)
    annexed = _height(findings) > _room(texts)
    if annexed:
        texts["开头"] = _opening(result, findings, "逐项见附件，各表有：")
    return {
        **texts,
        "各表": [] if annexed else list(_by_form(findings)),
        "附件": ANNEX if annexed else "",
        "概况": _overview(findings, (_room(texts) - _LINE) // _FINDING_LINE) if annexed else [],
        "清单": list(_rows(findings)) if annexed else [],
    }


def _texts(
    result: Mapping[str, Any], findings: Sequence[Mapping[str, Any]], sender: Sender
) -> dict[str, str]:
    return {
        "标题": _title(result["unit"] or "", result["verdict"]),
        "单位": result["unit"] or NOBODY,
        "开头": _opening(result, findings, "问题如下："),
        "结尾": _closing(result["verdict"], findings, sender) + _in_word(result, findings),
        "审核单位": sender.office,
        "日期": sender.day,
    }


def _told(finding: Mapping[str, Any]) -> bool:
    """Errors, and what the unit is asked about and has not explained yet."""
    asked = finding["level"] == "warning" or finding.get("unfilled")
    return finding["level"] == "error" or bool(asked and not finding.get("explanation"))


def _title(unit: str, verdict: str) -> str:
    """The title; of one that takes more than a line, what follows the unit is a line of its own."""
    about, what = f"关于{unit}", "绩效报送件的审核意见"
    if verdict in ("rejected", "unreadable"):
        about, what = f"关于退回修改{unit}", "绩效报送件的通知"
    return f"{about}\n{what}" if len(about + what) > _IN_TITLE_LINE else about + what


def _opening(result: Mapping[str, Any], findings: Sequence[Mapping[str, Any]], then: str) -> str:
    """What was found; ``then`` leads over to what follows it."""
    year = f"{result['year']}年度" if result["year"] else ""
    file = PurePath(result["path"]).name
    head = f"经审核，你单位报送的{year}绩效报送件（{file}）"
    if result["verdict"] == "unreadable":
        return f"{head}无法审核，现退回。{then}"
    if result["verdict"] == "rejected":
        return f"{head}有{_counts(result, findings)}，现退回修改。{then}"
    if findings:
        return f"{head}没有错误，有{_counts(result, findings)}，请核实说明。{then}"
    if result.get("report") == result["path"]:
        return f"{head}只有自评报告，没有读出绩效表。报告的文字中没有发现需要修改的问题，绩效表请按规定另行报送。"
    return f"{head}没有发现需要修改的问题，审核通过。"


def _counts(result: Mapping[str, Any], findings: Sequence[Mapping[str, Any]]) -> str:
    """The errors and warnings as they are counted everywhere, how many of them are not listed, and the open ones."""
    levels = [finding["level"] for finding in result["findings"]]
    grave = [finding for finding in result["findings"] if finding["level"] in _LEVELS]
    counts = "、".join(f"{levels.count(level)}项{name}" for level, name in _LEVELS.items() if level in levels)
    explained = sum(bool(finding.get("explanation")) for finding in grave)
    following = sum(not finding["primary"] and not finding.get("explanation") for finding in grave)
    unlisted = [f"{following}项由其他问题引起，按实际改正后随之消除"] * bool(following)
    unlisted += [f"{explained}项已说明"] * bool(explained)
    also = f"（其中{'，'.join(unlisted)}，不再列出）" if unlisted else ""
    left_open = sum(finding["level"] not in _LEVELS for finding in findings)
    return "、".join(filter(None, [f"{counts}{also}", f"{left_open}项因未填写不能判断" if left_open else ""]))


def _closing(verdict: str, findings: Sequence[Mapping[str, Any]], sender: Sender) -> str:
    if not findings:
        return "特此函告。"
    levels = {finding["level"] for finding in findings}
    asked = "警告和不能判断的项" if "undecided" in levels else "警告项"
    explain = f"{asked}确属实际情况的，请在“审核结果”表（见随附的标注件）的“核实说明”栏写明原因。"
    warned = explain if levels - {"error"} else ""
    what = "说明" if verdict == "explain" else "修改"
    return f"请于{sender.due}{what}后重新报送。{warned}"


def _in_word(result: Mapping[str, Any], findings: Sequence[Mapping[str, Any]]) -> str:
    """What the cells are that a letter names, where the unit has no sheet but a document."""
    if not any(finding["rule"] == IN_WORD for finding in result["findings"]) or not findings:
        return ""
    return "Word文档中的表，所列单元格是转成工作表后的位置，见随附的标注件。"


def _room(texts: Mapping[str, str]) -> int:
    """The points that a page has for the findings."""
    title = sum(_lines(line, _IN_TITLE_LINE) for line in texts["标题"].split("\n"))
    left = _POINTS - 12 - _TITLE_LINE * title - 4 * _LINE
    return left - _LINE * (_lines(texts["开头"], _IN_LINE) + _lines(texts["结尾"], _IN_LINE))


def _height(findings: Sequence[Mapping[str, Any]]) -> int:
    """The points that findings take under the headings of their forms."""
    lines = sum(_lines(f"00．{_item(finding)}", _IN_FINDING_LINE) for finding in findings)
    return _FINDING_LINE * lines + _LINE * len({_form(finding) for finding in findings})


def _overview(findings: Sequence[Mapping[str, Any]], lines: int) -> list[str]:
    """The findings counted by form in at most so many lines of text."""
    forms: dict[str, list[str]] = {}
    for finding in findings:
        forms.setdefault(_form(finding), []).append(finding["level"])
    said = [f"{_cut(form)}：{_tally(levels)}" for form, levels in forms.items()]
    if len(said) > lines:
        rest = [level for levels in [*forms.values()][lines - 1 :] for level in levels]
        said[lines - 1 :] = [f"其余{len(forms) - lines + 1}张表：{_tally(rest)}"]
    return [f"{number}．{text}。" for number, text in enumerate(said, 1)]


def _tally(levels: Sequence[str]) -> str:
    named = {**_LEVELS, "undecided": "不能判断"}
    return "、".join(f"{levels.count(level)}项{name}" for level, name in named.items() if level in levels)


def _cut(form: str) -> str:
    return form if len(form) <= _LONGEST_FORM else f"{form[: _LONGEST_FORM - 1]}…"


def _rows(findings: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, str]]:
    """The rows of the annex, by form, numbered throughout."""
    forms = dict.fromkeys(map(_form, findings))
    ordered = [finding for form in forms for finding in findings if _form(finding) == form]
    for number, finding in enumerate(ordered, 1):
        level = Level(finding["level"]).chinese
        yield {"序号": str(number), "表": _form(finding), "级别": level, "说明": _problem(finding)}


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


def _item(finding: Mapping[str, Any]) -> str:
    """The problem as it is listed in the letter itself: what is no error says so, for it may be explained."""
    level = Level(finding["level"])
    return _problem(finding) if level is Level.ERROR else f"（{level.chinese}）{_problem(finding)}"


def _by_form(findings: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    forms: dict[str, list[str]] = {}
    for finding in findings:
        forms.setdefault(_form(finding), []).append(_item(finding))
    for number, (form, problems) in enumerate(forms.items(), 1):
        listed = [{"序号": str(at), "说明": problem} for at, problem in enumerate(problems, 1)]
        yield {"序号": _numeral(number), "名称": form, "问题": listed}


def _numeral(number: int) -> str:
    """一 … 十, 十一 …; a page never holds as many as twenty forms."""
    return _NUMERALS[number - 1] if number <= len(_NUMERALS) else f"十{_NUMERALS[number - 11]}"
