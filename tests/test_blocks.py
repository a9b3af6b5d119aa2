"""A list that is parted into blocks is one list whose rows carry their block."""

from __future__ import annotations

from pathlib import Path

import pytest

from made import Content, book_of
from made_hebei import PROJECT, WHOLE, project_rows, whole_rows
from perfxl.formset.load import FormSetError, load_form_set, read_form_set, templates_folder
from perfxl.returns.model import FormReturn
from perfxl.returns.recognise import read_return


def read(rows: list[list[Content]]) -> FormReturn:
    ret = read_return(book_of({WHOLE: rows, PROJECT: project_rows()}), [load_form_set("hebei-2020")])
    assert ret is not None
    return ret.forms[0]


def rows_of(found: FormReturn) -> list[tuple[str, str, str, str]]:
    """Goal, project, category and name of each row."""
    return [
        (
            row["年度整体支出目标"].label[-1],
            row["项目名称及金额"].text[:4],
            row["一级指标"].text,
            row["三级指标"].text,
        )
        for row in found.entries["绩效指标"]
    ]


EXPECTED = [
    ("1", "基本支出", "产出指标", "职工出勤率"),
    ("1", "基本支出", "产出指标", "在职人员控制率"),
    ("1", "基本支出", "效益指标", "重点工作完成率"),
    ("2", "档案数字", "产出指标", "扫描档案页数"),
    ("2", "档案数字", "效益指标", "重点工作完成率"),
]


def test_the_header_may_be_repeated() -> None:
    assert rows_of(read(whole_rows())) == EXPECTED


def test_the_header_may_stand_once() -> None:
    rows = whole_rows()
    del rows[18]
    assert rows_of(read(rows)) == EXPECTED


def test_categories_do_not_reach_into_the_next_block() -> None:
    rows = whole_rows()
    rows[19][1] = rows[19][2] = None
    assert rows_of(read(rows))[3] == ("2", "", "", "扫描档案页数")


def test_any_number_of_blocks_and_rows() -> None:
    rows = whole_rows()
    for number in ("３", "四", "（5）"):
        rows.append([f"年度整体\n支出目标{number}", "再办一项。"])
        rows.append([None, f"项目{number}（1万元）", "产出指标", "完成件数", None, None, "≥1件"])
    found = read(rows)
    assert len(found.blocks["绩效指标"]) == 5
    assert len(found.entries["绩效指标"]) == 8
    assert found.alterations == []


def test_the_goal_of_all_and_prose_begin_no_block() -> None:
    rows = whole_rows()
    rows[16][3] = "年度整体支出目标1完成率"
    found = read(rows)
    assert [value.place.address for value in found.blocks["绩效指标"]] == ["B13", "B18"]


def test_a_form_without_blocks_is_altered() -> None:
    rows = [row for row in whole_rows() if not str(row[0]).startswith("年度整体支出目标")]
    found = read(rows)
    assert [alteration.label for alteration in found.alterations] == ["年度整体支出目标"]
    assert len(found.entries["绩效指标"]) == 5


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("required: true}\n        columns", "needed: true}\n        columns", "绩效指标/blocks：不认识的项“needed”"),
        ("blocks: {name: 年度整体支出目标, ", "blocks: {", "绩效指标/blocks：缺少“name”"),
        ("blocks: {name: 年度整体支出目标, ", "blocks: {name: 指标值, ", "部门绩效目标申报表：数据项“绩效指标.指标值”重名"),
        ("dated: false", "dated: 否", "hebei-2020/项目绩效目标表：“dated”的内容不对"),
    ],
)  # fmt: skip
def test_mistakes_are_found(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = (templates_folder() / "hebei-2020" / "form-set.yaml").read_text("utf-8")
    assert old in text
    folder = tmp_path / "hebei-2020"
    folder.mkdir()
    (folder / "form-set.yaml").write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(FormSetError, match=said):
        read_form_set(folder)
