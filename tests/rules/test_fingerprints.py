"""Explanations are kept under fingerprints: these follow what a finding says, wherever its cells have moved to."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

import made_declared
import made_scoring
from cases import Case, overall, second
from made import Made, made
from perfxl.audit import audit
from perfxl.checking import Options, open_book
from perfxl.finding import Finding, without_addresses
from perfxl.returns.recognise import read_return
from perfxl.workbook.model import Book
from perfxl.workbook.read import read_book
from variations import moved

MAKERS: dict[str, Callable[..., Made]] = {"test_jf": made_scoring.made, "test_sb": made_declared.declared}
"""Who makes the returns of a module's cases where it is not :func:`made`."""
RETURNS = sorted((Path(__file__).parent.parent / "returns").glob("*.xlsx"))


def failing() -> list[tuple[str, Case]]:
    """One failing case of each rule, with the name of its module."""
    found: dict[str, tuple[str, Case]] = {}
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        if path.stem == Path(__file__).stem:
            continue
        for parameter in getattr(import_module(path.stem), "CASES", ()):
            (item, *_) = parameter.values
            if isinstance(item, Case) and item.kind == "fails":
                found.setdefault(item.rule, (path.stem, item))
    return list(found.values())


FAILING = failing()


def lower(book: Book) -> Book:
    """The book with rows inserted above its forms, so that rows of one digit become rows of two, and a column."""
    sheets = [moved(sheet, lambda row: row + 7, lambda col: col + 1) for sheet in book.sheets]
    return Book(sheets, book.format)


def audited_lower(result: Made, item: Case | None = None) -> list[Finding]:
    """The findings of the same return with rows inserted."""
    options = item.options if item else {}
    ret = read_return(lower(result.book), [result.ret.form_set], options.get("year"))
    assert ret is not None
    return audit(ret, options.get("public", False))


def told(findings: list[Finding]) -> list[tuple[str, str, str]]:
    """Rule, level and fingerprint of each, in their order on the sheets."""
    return [(found.rule, found.level.value, found.fingerprint) for found in findings]


@pytest.mark.parametrize(("module", "item"), [pytest.param(*one, id=one[1].rule) for one in FAILING])
def test_of_every_rule(module: str, item: Case) -> None:
    result = MAKERS.get(module, made)(item.changes, **item.options)
    assert any(found.rule == item.rule for found in result.findings)
    assert sorted(told(audited_lower(result, item))) == sorted(told(result.findings))


def test_nearly_all_rules_are_tried() -> None:
    assert len(FAILING) > 80


@pytest.mark.parametrize("path", RETURNS, ids=lambda path: path.stem)
def test_of_real_returns(path: Path) -> None:
    book = read_book(path.read_bytes())
    before, after = (
        open_book(one, path.name, "", Options()).audited(Options()) for one in (book, lower(book))
    )
    assert sorted(told(after.findings)) == sorted(told(before.findings))
    assert len(set(told(before.findings))) == len(before.findings)


NAMED_BY_PLACE = [
    ("two forms of one name", made(second(B3="档案数字化")), "KB-04", "项目一!B3"),
    (
        "one indicator in two rows",
        made_declared.declared({("项目一", "D13"): "扫描档案页数", ("项目一", "C13"): None, ("项目一", "F13"): "≥70万页"}),
        "WJ-06",
        "第 12 行",
    ),
    ("an indicator without a name", made(overall(C13=None, C14=None, D14=None, H14=8)), "ZP-14", "第14行指标"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("result", "rule", "where"), [pytest.param(*one, id=name) for name, *one in NAMED_BY_PLACE]
)
def test_of_what_is_named_by_its_place(result: Made, rule: str, where: str) -> None:
    (before,) = [found for found in result.findings if found.rule == rule and found.primary]
    (after,) = [found for found in audited_lower(result) if found.rule == rule and found.primary]
    assert where in before.message
    assert where not in after.message
    assert after.fingerprint == before.fingerprint


def test_findings_that_differ_in_rows_only_have_their_own() -> None:
    """Two nameless indicators with the same figures: told apart by their order, above and below."""
    changes = overall(
        C13=None, D13=None, E13="4场", F13="3场", G13=10, H13=8, I13="次年补办", C14=None, D14=None, H14=8,
    )  # fmt: skip
    result = made(changes)
    before = [found for found in result.findings if found.rule == "ZP-14"]
    after = [found for found in audited_lower(result) if found.rule == "ZP-14"]
    assert [found.place.row for found in before] == [13, 14]
    assert [found.message.partition(" ")[2][:8] for found in before] == ["“第13行指标”", "“第14行指标”"]
    assert before[0].fingerprint != before[1].fingerprint
    assert told(after) == told(before)


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ("“结率”与第 22 行“办结率”疑似同一指标", "“结率”与“办结率”疑似同一指标"),
        ("“第14行指标”得分 8 分", "“指标”得分 8 分"),
        ("与另一张项目自评表（项目一!B3）重名", "与另一张项目自评表（项目一!）重名"),
        ("“培训经费” 3 万元，第 12 段写 4 万元", "“培训经费” 3 万元，写 4 万元"),
        ("第 2 个项目没有名称", "第 2 个项目没有名称"),
        ("购置A4纸 20 箱，第 3 张", "购置A4纸 20 箱，第 3 张"),
    ],
)
def test_only_addresses_are_left_out(message: str, kept: str) -> None:
    assert without_addresses(message) == kept
