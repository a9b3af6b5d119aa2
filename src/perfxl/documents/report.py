"""``perfxl report``: the report of a return in words, every figure in it taken from the return."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from perfxl.checking import Checked
from perfxl.documents.facts import context
from perfxl.documents.formats import in_format
from perfxl.documents.render import render
from perfxl.documents.template import choose
from perfxl.finding import Finding, Level


class ReportRefusedError(Exception):
    """A return that no report should be made of; ``reason`` says why in Chinese, ``findings`` are its errors."""

    def __init__(self, reason: str, findings: Sequence[Finding] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.findings = findings


def report(
    checked: Checked,
    *,
    layout: str = "docx",
    template: str | None = None,
    day: date | None = None,
    force: bool = False,
) -> bytes:
    """The report as the bytes of a file in that layout (``formats.FORMATS``).

    ``template`` is the name of one that perfxl brings, or a .docx file. Raises ReportRefusedError where the return
    cannot be read, or has errors and ``force`` is not set (with it they stand in the report), and TemplateError.
    """
    ret = checked.ret
    if ret is None:
        raise ReportRefusedError(f"不能生成报告：{checked.findings[0].message.rstrip('。')}")
    errors = [finding for finding in checked.findings if finding.level is Level.ERROR and finding.primary]
    if errors and not force:
        raise ReportRefusedError(f"报送件有 {len(errors)} 项错误，改正后才能生成报告", errors)
    chosen = choose(ret, template)
    document = render(chosen.path, context(ret, errors, day), chosen.chart_of(ret))
    return in_format(document, layout, f"{ret.unit}{chosen.title}")
