"""Names of labels that hold for every form set: where they are taken, and what they must not do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from cases import line
from made import FIRST, Content, book_of, sheets
from perfxl.batch import run
from perfxl.checking import Checked, check_book
from perfxl.finding import Level
from perfxl.formset.common_names import COMMON_NAMES, common_names, with_common_names
from perfxl.formset.labels import normal
from perfxl.formset.load import form_set_ids, load_form_set, make_label, templates_folder
from perfxl.formset.model import YEAR_MARK, Column, Form, Label, Type

NAMES = common_names(templates_folder() / COMMON_NAMES)


def forms() -> Iterator[Form]:
    for form_set_id in form_set_ids():
        yield from load_form_set(form_set_id).forms.values()


def official(kind: str) -> set[str]:
    """The normal forms of the official labels of one kind, in all form sets."""
    items: dict[str, list[Label | None]] = {
        "columns": [column.label for form in forms() for block in form.blocks for column in block.columns],
        "rows": [row.label for form in forms() for grid in form.grids.values() for row in grid.rows],
        "fields": [field.label for form in forms() for field in form.fields.values()],
    }
    return {label.norms[0] for label in items[kind] if label}


@pytest.mark.parametrize("kind", ["columns", "rows", "fields"])
def test_what_has_common_names_is_a_label_of_a_form(kind: str) -> None:
    assert NAMES[kind].keys() <= official(kind)


@pytest.mark.parametrize("kind", ["columns", "rows", "fields"])
def test_a_name_stands_there_once(kind: str) -> None:
    for names in NAMES[kind].values():
        norms = [normal(YEAR_MARK.sub("2000", name)) for name in names]
        assert len(set(norms)) == len(norms)


def test_no_two_labels_of_a_block_have_one_name() -> None:
    for form in forms():
        for block in form.blocks:
            owners: dict[str, set[str]] = {}
            for column in block.columns:
                for norm in column.label.norms:
                    owners.setdefault(norm, set()).add(column.label.norms[0])
            assert [norm for norm, labels in owners.items() if len(labels) > 1] == []


def test_a_name_that_another_label_there_has_is_not_taken() -> None:
    columns = [
        Column("全年预算数", make_label("全年预算数"), Type.AMOUNT),
        Column("调整预算数", make_label("调整预算数"), Type.AMOUNT),
    ]
    names = {"全年预算数": ("调整预算数", "年度预算数")}
    shared = with_common_names(columns, names)
    assert [column.label.norms for column in shared] == [("全年预算数", "年度预算数"), ("调整预算数",)]


def test_a_list_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / COMMON_NAMES
    path.write_text("columns: [", "utf-8")
    with pytest.raises(ValueError, match="flow node"):
        common_names(path)


NATIONAL = {
    "项目支出名称": "支出项目名称",
    "实施单位": "使用单位",
    "预期目标": "预期绩效目标",
    "得分": "自评得分",
}


def alone(score: Content = "9.98", total: Content = "99.98", head: bool = False) -> Checked:
    """The first project's form alone in other words, its total score in the head too if asked for."""
    rows = sheets()[FIRST]
    rows = [[NATIONAL.get(text, text) if isinstance(text, str) else text for text in row] for row in rows]
    rows[5][8], rows[18][7] = score, total
    if head:
        rows[2] += [None] * (6 - len(rows[2])) + ["自评得分", "99.98"]
    return check_book(book_of({FIRST: rows}), "return.xlsx", "")


def wrong(result: Checked) -> list[str]:
    return [line(one) for one in result.findings if one.primary and one.level is not Level.INFO]


@pytest.mark.parametrize("head", [False, True])
def test_a_lone_form_of_a_project_in_other_words_is_the_national_one(head: bool) -> None:
    result = alone(head=head)
    assert result.ret is not None
    assert result.ret.form_set.id == "mof-2020"
    assert wrong(result) == []


@pytest.mark.parametrize("head", [False, True])
def test_the_unit_s_score_is_the_score_in_the_line_of_money(head: bool) -> None:
    assert wrong(alone("9", "99", head=head)) == [f"XM-07 error {FIRST}!I6"]
    assert wrong(alone(total="97.98", head=head)) == [f"ZP-08 error {FIRST}!H19"]


def test_a_run_that_goes_on_knows_of_other_names(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "templates_xlsx"
    shutil.copytree(templates_folder(), folder)
    monkeypatch.setattr(run, "templates_folder", lambda: folder)
    before = run.definitions.__wrapped__()
    assert run.definitions.__wrapped__() == before
    with (folder / COMMON_NAMES).open("a", encoding="utf-8") as file:
        file.write("  基本支出: [基本支出数]\n")
    assert run.definitions.__wrapped__() != before
