"""The older 基础数据表 (hunan-2019) in one workbook with the self-evaluation forms of hunan-2021."""

from __future__ import annotations

from cases import line
from made import BASE, SECOND, Content, Made, book_of, d, sheets
from perfxl.audit import audit
from perfxl.fill import fill
from perfxl.formset.load import load_form_set
from perfxl.returns.recognise import read_return

FORM_SETS = [load_form_set("hunan-2019"), load_form_set("hunan-2021")]
Rows = list[list[Content]]


def older() -> Rows:
    """The clean 基础数据表 in the order of the older form, without 一 and 二 and without 部门基本支出."""
    rows = sheets()[BASE]
    projects = [["项目支出", *rows[18][1:]], *rows[19:21]]
    office = [["公用经费", *rows[7][1:]], *rows[8:11]]
    return [
        *rows[:6],
        *rows[12:18],
        *projects,
        *office,
        rows[21],
        ["部门整体支出预算调整", 0, 0, 0],
        *rows[22:],
    ]


def returned(base: Rows, **changed: Rows) -> Made:
    """The clean return with this 基础数据表, and other sheets changed, read with whichever form set fits."""
    book = book_of(sheets() | {BASE: base} | changed)
    ret = read_return(book, FORM_SETS)
    assert ret is not None
    return Made(book, ret, audit(ret, False))


def said(made: Made) -> list[str]:
    return sorted(map(line, made.findings))


def test_the_older_form_beside_newer_ones_is_no_altered_form() -> None:
    made = returned(older())
    assert said(made) == []
    assert (made.ret.form_set.id, len(made.ret.forms)) == ("hunan-2021", 4)
    assert fill(made.ret) == []


def test_what_is_wrong_on_it_is_found_once() -> None:
    rows = older()
    rows[12] = ["项目支出", d("81"), *rows[12][2:]]
    made = returned(rows)
    assert said(made) == [f"BD-05 error {BASE}!B13"]
    assert (made.only("BD-05").stated, made.only("BD-05").computed) == ("81", "80")


def test_it_is_compared_with_the_other_forms() -> None:
    content = sheets()[SECOND]
    content[2] = ["项目支出名称", "农村公路养护"]
    assert said(returned(older(), **{SECOND: content})) == [f"KB-04 error {SECOND}!B3"]


def test_a_slip_in_one_of_its_labels_stays_a_slip() -> None:
    rows = older()
    rows[21] = ["厉行节约措施", *rows[21][1:]]
    assert said(returned(rows)) == [f"TY-13 info {BASE}!A22"]


def test_the_newer_form_without_a_row_is_still_an_altered_form() -> None:
    rows = sheets()[BASE]
    del rows[6]
    assert said(returned(rows)) == [f"TY-13 error {BASE}"]


def test_alone_it_belongs_to_its_own_form_set() -> None:
    ret = read_return(book_of({BASE: older()}), FORM_SETS)
    assert ret is not None
    assert ret.form_set.id == "hunan-2019"


def test_what_the_budget_was_changed_by_is_no_outturn() -> None:
    """部门整体支出预算调整 has an amount in whatever column; nothing is compared with a budget."""
    rows = older()
    at = next(nth for nth, row in enumerate(rows) if row[0] == "部门整体支出预算调整")
    for amounts in (["——", "——", d("186.5")], [0, 20, d("186.5")], [None, None, d("-3")]):
        rows[at] = ["部门整体支出预算调整", *amounts]
        assert said(returned(rows)) == []
