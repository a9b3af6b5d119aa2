"""What the command line prints: text for people, JSON (version 1) for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from perfxl.checking import Checked
from perfxl.finding import Finding, Level, Place, decimal_text
from perfxl.version import VERSION

SCHEMA = 1
VERDICTS = {"accepted": "通过", "explain": "需说明", "rejected": "退回", "unreadable": "无法审核"}
COLOURS = {Level.ERROR: "red", Level.WARNING: "yellow", Level.INFO: "cyan", Level.UNDECIDED: "magenta"}
_BLANKS = frozenset("\u3000\xa0\u2002\u2003")
Style = Callable[[str, str], str]
"""Colours a text: ``style(text, colour)``; colour ``bold`` and ``dim`` too."""


def printable(text: str) -> str:
    """A text on one line, as a terminal may show it: what would steer the terminal is spelled out.

    File names and cells come from strangers: an escape sequence in one could rewrite what stands on the screen.
    """
    return text if text.isprintable() else "".join(map(_spelled, text))


def _spelled(char: str) -> str:
    if char.isprintable() or char in _BLANKS:
        return char
    return " " if char in "\n\t" else char.encode("unicode_escape").decode("ascii")


def terminal_style(text: str, colour: str) -> str:
    """A text in a terminal's colours; ``click.echo`` takes them off where there is no terminal."""
    import click

    if colour in ("bold", "dim"):
        return click.style(text, bold=colour == "bold" or None, dim=colour == "dim" or None)
    return click.style(text, fg=colour)


def as_json(results: Iterable[Checked]) -> str:
    """The results as JSON, version 1 (``docs/findings.schema.json``)."""
    import json  # not needed for a report in text

    data = {"schema": SCHEMA, "perfxl": VERSION, "returns": [as_data(result) for result in results]}
    return json.dumps(data, ensure_ascii=False, indent=1)


def as_data(result: Checked) -> dict[str, Any]:
    """One result as JSON-ready data."""
    ret = result.ret
    return {
        "path": result.path,
        "sha256": result.sha256,
        "form_set": ret.form_set.id if ret else None,
        "unit": (ret.unit or None) if ret else None,
        "year": ret.year if ret else None,
        "verdict": result.verdict,
        "counts": {level.value: count for level, count in result.counts.items()},
        "findings": [finding_data(finding) for finding in result.findings],
        **({"files": list(result.files)} if result.files else {}),
        **({"report": result.report} if result.report else {}),
        **({"without": list(result.without)} if result.without else {}),
    }


def finding_data(finding: Finding) -> dict[str, Any]:
    """One finding as JSON-ready data."""
    return {
        "rule": finding.rule,
        "level": finding.level.value,
        "message": finding.message,
        "form": finding.form or None,
        **_place(finding.place),
        "stated": finding.stated,
        "computed": finding.computed,
        "difference": None if finding.difference is None else decimal_text(finding.difference),
        "tolerance": None if finding.tolerance is None else decimal_text(finding.tolerance),
        "related": [_place(place) for place in finding.related],
        "basis": finding.basis,
        "fix": finding.fix,
        "primary": finding.primary,
        "fingerprint": finding.fingerprint,
        **({"explanation": finding.explanation} if finding.explanation else {}),
        **({"remark": finding.remark} if finding.remark else {}),
        **({"unfilled": True} if finding.unfilled else {}),
    }


def _place(place: Place) -> dict[str, str | None]:
    return {"sheet": place.sheet or None, "cell": place.address}


def text_report(result: Checked, style: Style, every: bool = False) -> Iterator[str]:
    """One result for people, line by line: grouped by form, consequences under their cause, a summary."""
    ret = result.ret
    who = (
        f"  {ret.unit or '（单位名称未填）'}  {ret.year or '年度不明'}  套表 {ret.form_set.id}" if ret else ""
    )
    beside = f"  报告 {Path(result.report).name}" if result.report not in ("", result.path) else ""
    alone = "  只核对报告的文字，没有审核报表" if ret is None and result.report else ""
    yield style(printable(result.path), "bold") + printable(who + beside) + alone
    shown = [finding for finding in result.findings if every or _worth_showing(finding)]
    for form, findings in _by_form(shown):
        yield ""
        yield style(f"  {printable(form) or '整个文件'}", "bold") + printable(_file_of(findings))
        for finding in findings:
            yield from _finding_lines(finding, style)
    yield ""
    yield _summary(result, style, len(result.findings) - len(shown))


def _worth_showing(finding: Finding) -> bool:
    return finding.level is not Level.UNDECIDED or finding.primary


def _by_form(findings: Sequence[Finding]) -> list[tuple[str, list[Finding]]]:
    """The findings of each form; two forms of one name in different files of a folder stand apart."""
    forms: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        sheet = finding.place.sheet if "/" in finding.place.sheet else ""
        forms.setdefault((finding.form, sheet), []).append(finding)
    return [(form, members) for (form, _), members in forms.items()]


def _file_of(findings: Sequence[Finding]) -> str:
    """Which of several files a form stands in, where a return is a folder of them."""
    sheets = {finding.place.sheet for finding in findings if "/" in finding.place.sheet}
    return f"  {sheets.pop()}" if len(sheets) == 1 else ""


def _finding_lines(finding: Finding, style: Style) -> Iterator[str]:
    level = style(finding.level.chinese, COLOURS[finding.level])
    if not finding.primary and not finding.explanation:
        yield f"    {level} {finding.rule} " + style(f"（由其他问题引起）{_said(finding)}", "dim")
        yield from _remark(finding, style)
        return
    yield f"    {level} {finding.rule} {_said(finding)}"
    if finding.explanation:
        yield style(f"{' ' * 13}已说明：{printable(finding.explanation)}", "green")
    yield from _remark(finding, style)
    related = "、".join(_short(place, finding.place) for place in finding.related[:6])
    more = f" 等 {len(finding.related)} 处" if len(finding.related) > 6 else ""
    notes = [f"依据：{finding.basis}"] if finding.basis else []
    if related:
        notes.insert(0, f"相关：{printable(related)}{more}")
    if notes:
        yield style(f"{' ' * 13}{'  '.join(notes)}", "dim")


def _remark(finding: Finding, style: Style) -> Iterator[str]:
    if finding.remark:
        yield style(f"{' ' * 13}单位注：{printable(finding.remark)}", "dim")


def _said(finding: Finding) -> str:
    return printable(message_body(finding))


def message_body(finding: Finding) -> str:
    """The message without its form, which stands above it."""
    return finding.message.removeprefix(f"【{finding.form}】")


def _short(place: Place, home: Place) -> str:
    """A cell with its sheet, but for the cells of the sheet whose cell the finding names; else the sheet."""
    name = place.address or place.sheet
    near = place.sheet == home.sheet and home.address is not None
    return name if near or not place.address else f"{place.sheet}!{name}"


def _summary(result: Checked, style: Style, hidden: int) -> str:
    counts = result.counts
    parts = [style(f"{counts[level]} {level.chinese}", COLOURS[level]) for level in Level if counts[level]]
    verdict = VERDICTS[result.verdict]
    if result.following:
        parts.append(style(_following(result), "dim"))
    answered = sum(bool(finding.explanation) for finding in result.findings)
    if answered:
        parts.append(style(f"已说明 {answered} 项", "green"))
    rest = f"（另有 {hidden} 项因上述问题不能判断，--all 可列出）" if hidden else ""
    rest += f"（没有审核 {'、'.join(result.without)}）" if result.without else ""
    return f"  结论：{style(verdict, 'bold')}  {'，'.join(parts) or '没有发现问题'}{rest}"


def counts_text(result: Checked) -> str:
    """The numbers of findings by level, in words."""
    counts = result.counts
    parts = [f"{counts[level]} 项{level.chinese}" for level in Level if counts[level]]
    return "，".join([*parts, *filter(None, [_following(result)])]) or "没有发现问题"


def _following(result: Checked) -> str:
    """How many of the errors and warnings go with their cause; "" where none do."""
    return f"其中 {result.following} 项错误、警告由其他问题引起" if result.following else ""


def totals_text(verdicts: Mapping[str, int], what: str = "个文件") -> str:
    """The last line after files (or ``what`` was checked) of which each verdict was given so often."""
    parts = [f"{VERDICTS[key]} {verdicts[key]}" for key in VERDICTS if verdicts.get(key)]
    return f"共 {sum(verdicts.values())} {what}：{'，'.join(parts)}"
