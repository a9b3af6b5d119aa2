"""The rules over all returns of a run: HZ-01 (everybody returned, once, and adds up) and HZ-02 (same wording)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from perfxl.batch.left_out import LeftOut, not_audited
from perfxl.finding import NOWHERE, ROUNDING_NOTE, Finding, Level, Place, decimal_text, fingerprint
from perfxl.formset.labels import compact
from perfxl.formset.model import Type
from perfxl.measures import round_half_up
from perfxl.report.attendance import Attendance, attendance, doubles, same_unit
from perfxl.report.digest import Digest, Row, RunFinding, Said, digest_of
from perfxl.report.roster import Stated, read_roster
from perfxl.returns.reading import Reading, State
from perfxl.rules.context import Outcome, compare, direction, figure
from perfxl.rules.registry import catalogue
from perfxl.workbook.model import column_number

_FORM = "汇总"
_NAMED = 3
"""How many files or units a message names."""


def collect(lines: Path, roster: Path | None = None, left_out: Iterable[LeftOut] = ()) -> Digest:
    """Everything that the results of a run are made of, the findings over several returns included.

    Files of ``left_out`` that were checked after all are taken out of it. Raises RosterError and ReportError with a
    Chinese sentence, OSError where the lines cannot be read.
    """
    known = read_roster(roster) if roster is not None else None
    digest = digest_of(lines)
    digest.roster = known
    digest.left_out = not_audited(left_out, digest.audited)
    for rule in RUN_RULES.values():
        digest.findings.extend(rule(digest))
    return digest


def present(digest: Digest) -> Attendance | None:
    """Who has returned; None without a roster."""
    return None if digest.roster is None else attendance(digest.roster, digest.rows, digest.left_out)


def everybody_once(digest: Digest) -> Iterator[RunFinding]:
    """HZ-01: a unit of the roster without a return, several returns of one unit, a total that does not add up."""
    found = present(digest)
    if found is not None:
        yield from _missing(found)
        yield from _roster_itself(found)
    yield from _doubles(digest)
    if found is not None and digest.roster is not None:
        for stated in digest.roster.totals:
            yield from _total(stated, found)


def _missing(found: Attendance) -> Iterator[RunFinding]:
    for lacking in found.missing:
        unit, fix = lacking.unit, None
        message = f"缺报：{unit.name}" + (f"（{unit.department}）" if unit.department else "")
        if lacking.files:
            message += f"。已收到文件 {_files(lacking.files)}，但无法审核"
        elif lacking.received:
            message += f"。收到 {_named([one.name for one in lacking.received])}，格式不能审核"
            fix = "请解压，或用 perfxl import 读入工作簿后再审核，或请单位改报工作簿。"
        elif lacking.near is not None:
            message += f"。名册外有名称相近的“{lacking.near.unit}”（{_file(lacking.near)}）"
            fix = "请核对是否同一单位；不是的，请催报。"
        yield RunFinding(_finding("HZ-01", message, unit.place, about=unit.name, fix=fix), unit=unit.name)


def _roster_itself(found: Attendance) -> Iterator[RunFinding]:
    for first, again in found.repeated:
        message = f"名册中“{again.name}”与“{first.name}”是同一单位，只计一次"
        yield RunFinding(
            _finding("HZ-01", message, again.place, Level.INFO, fix="请核对名册。"), unit=again.name
        )
    for rows in found.outsiders:
        message = f"名册中没有“{rows[0].unit}”（{_files(rows)}）"
        fix = "请核对单位名称或补充名册。"
        yield RunFinding(_finding("HZ-01", message, level=Level.INFO, fix=fix), rows[0], rows[0].unit)


def _doubles(digest: Digest) -> Iterator[RunFinding]:
    for rows in same_unit(digest.rows).values():
        for several in doubles(rows):
            year = f"{several[0].year} 年度" if several[0].year else "年度不明的"
            message = f"“{several[0].unit}”{year}报送件有 {len(several)} 份：{_files(several)}"
            finding = _finding("HZ-01", message, level=Level.WARNING, fix="请确认以哪一份为准，删去其余的。")
            yield RunFinding(finding, several[-1], several[0].unit)


def _total(stated: Stated, found: Attendance) -> Iterator[RunFinding]:
    """The department's own total beside the sum of its units."""
    reason = _cannot_add(stated, found)
    if reason:
        message = f"{reason}，不能判断部门汇总的{stated.name}“{stated.text}”"
        yield RunFinding(_finding("HZ-01", message, stated.place, Level.UNDECIDED, fix=""))
        return
    total = sum((_figure(rows[0], stated) or Decimal(0) for _, rows in found.returned), Decimal(0))
    outcome, tolerance = compare(Type.AMOUNT, Reading(stated.text, State.NUMBER, stated.amount), total)
    difference = (stated.amount or Decimal(0)) - total
    if outcome is Outcome.EQUAL:
        return
    rounding = outcome is Outcome.ROUNDING
    message = (
        f"部门汇总的{stated.name} {figure(stated.amount)}，比 {len(found.returned)} 个单位之和 {figure(total)}"
        f"{direction(difference)}{ROUNDING_NOTE if rounding else ''}"
    )
    level = Level.INFO if rounding else None
    yield RunFinding(
        _finding(
            "HZ-01",
            message,
            stated.place,
            level,
            figures=(_text(stated.amount), _text(total), difference, tolerance),
        )
    )


def _cannot_add(stated: Stated, found: Attendance) -> str:
    """Why a total cannot be compared with the units; "" where it can."""
    if stated.amount is None:
        return f"“{stated.text}”不是有效数字"
    if found.missing:
        return f"缺报 {len(found.missing)} 个单位"
    for unit, rows in found.returned:
        if len(rows) > 1:
            return f"“{unit.name}”有 {len(rows)} 份报送件"
        if _figure(rows[0], stated) is None:
            return f"“{unit.name}”没有可用的{stated.name}"
    return ""


def _figure(row: Row, stated: Stated) -> Decimal | None:
    return row.budget if stated.name == "预算数" else row.executed


def same_wording(digest: Digest) -> Iterator[RunFinding]:
    """HZ-02: a text that is nearly that of another unit."""
    for like in digest.likenesses:
        said, other = digest.said[like.text], digest.said[like.other]
        percent = round_half_up(Decimal(like.similarity.numerator) / like.similarity.denominator * 100, 1)
        more = f"，同样的共 {len(like.units)} 个单位" if len(like.units) > 2 else ""
        message = (
            f"{said.label}与“{other.row.who}”的{other.label}（{_file(other.row)} {_address(other)}）"
            f"雷同，相似 {_text(percent)}%{more}"
        )
        place = _place(said)
        finding = _finding("HZ-02", message, place, form=said.form, about=said.label)
        yield RunFinding(finding, said.row, said.row.unit)


RUN_RULES: Mapping[str, Callable[[Digest], Iterator[RunFinding]]] = {
    "HZ-01": everybody_once,
    "HZ-02": same_wording,
}
"""The rules that look at all returns of a run, by id."""


def _finding(
    rule: str,
    message: str,
    place: Place = NOWHERE,
    level: Level | None = None,
    *,
    form: str = _FORM,
    fix: str | None = None,
    about: str = "",
    figures: tuple[str | None, str | None, Decimal | None, Decimal | None] = (None, None, None, None),
) -> Finding:
    info = catalogue()[rule]
    fix = info.fix if fix is None else fix
    address = f"{place.address} " if place.address else ""
    stated, computed, difference, tolerance = figures
    return Finding(
        rule,
        level or info.level,
        f"【{form}】{address}{message}。{fix}",
        form,
        place,
        stated,
        computed,
        difference,
        tolerance,
        basis=info.basis,
        fix=fix,
        fingerprint=fingerprint(rule, form, compact(about), message),
    )


def _text(number: Decimal | None) -> str | None:
    return None if number is None else decimal_text(number)


def _place(said: Said) -> Place:
    if not said.sheet:
        return NOWHERE
    letters = said.cell.rstrip("0123456789")
    return Place(said.sheet, int(said.cell[len(letters) :]), column_number(letters))


def _address(said: Said) -> str:
    return f"{said.sheet}!{said.cell}" if said.sheet else f"{said.form} {said.cell}"


def _file(row: Row) -> str:
    return Path(row.path.replace("\\", "/")).name


def _files(rows: Sequence[Row]) -> str:
    names = [_file(row) for row in rows]
    return _named(names if len(set(names)) == len(names) else [row.path for row in rows])


def _named(names: Sequence[str]) -> str:
    """The first of some files, and how many more there are."""
    more = f" 和另外 {len(names) - _NAMED} 份" if len(names) > _NAMED else ""
    return "、".join(names[:_NAMED]) + more
