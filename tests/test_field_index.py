"""Labels inside a text: found as the pattern of all labels would find them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfxl.formset.load import form_set_ids, load_form_set
from perfxl.formset.model import Field, Form, Label, Type
from perfxl.returns.field_index import FieldIndex, cleaned, evened, index_of

LABELS = ("日期", "填报日期", "单位", "填报单位", "单位名称", "负责人", "资金", "资金总额", "金额")
PIECES = st.sampled_from([*LABELS, " ", "：", ":", "（", "(", "）", ")", "盖章", "总", "其中", "12.5", "x"])
TEXTS = st.lists(PIECES, max_size=20).map("".join)
LONG_BRACKETS = st.integers(10, 14).map(lambda count: f"单位（{'字' * count}）：")


def made_of(labels: tuple[str, ...]) -> Form:
    fields = {
        name: Field(name, Label(name), Type.TEXT if number % 2 else Type.AMOUNT)
        for number, name in enumerate(labels)
    }
    return Form("表", Label("表"), "表", False, "", False, fields, {}, {})


def flexible(key: str) -> str:
    spelled = " *".join(re.escape(char) for char in key)
    return spelled if len(key) > 2 else rf"(?<![\u4e00-\u9fff]){spelled}"


BRACKET = r"(?: *[（(][^（()）]{0,12}[)）])?"


def by_pattern(index: FieldIndex, spaced: str) -> list[tuple[int, int, str]]:
    words = "|".join(flexible(key) for key in sorted(index.by_key, key=len, reverse=True))
    found = re.finditer(rf"({words}){BRACKET} *[:：]", spaced)
    return [(match.start(), match.end(), match[1].replace(" ", "")) for match in found]


def start_by_pattern(index: FieldIndex, spaced: str) -> tuple[int, int, str] | None:
    words = "|".join(flexible(key) for key in index.starts)
    match = re.match(rf" *({words}){BRACKET}(?=[ ）)])", spaced)
    return (match.start(1), match.end(), match[1].replace(" ", "")) if match else None


@settings(max_examples=400, deadline=None)
@given(TEXTS | LONG_BRACKETS)
def test_as_the_pattern_of_all_labels_finds_them(text: str) -> None:
    index = index_of_labels()
    assert index.before_colons(evened(text)) == by_pattern(index, text)
    assert index.at_start(evened(text)) == start_by_pattern(index, text)


def index_of_labels() -> FieldIndex:
    return FieldIndex(made_of(LABELS))


@pytest.mark.parametrize("form_set_id", form_set_ids())
def test_every_label_of_every_form_set_is_found_with_blanks_in_it(form_set_id: str) -> None:
    checked = 0
    for form in load_form_set(form_set_id).forms.values():
        index = index_of(form)
        for key, field in index.by_key.items():
            found = index.inline(f"　{' '.join(key)} （　　）：12")
            assert [(one.name, piece) for one, piece in found] == [(field.name, "12")]
            checked += 1
    assert checked


def test_a_short_label_is_not_the_end_of_a_longer_word() -> None:
    index = index_of_labels()
    assert index.inline("总资金：5") == []
    assert [field.name for field, _ in index.inline("资金：5；金 额:6")] == ["资金", "金额"]


def test_a_form_without_fields_finds_nothing() -> None:
    index = FieldIndex(made_of(()))
    assert index.inline("单位：甲") == []
    assert not index.labels("单位：甲")


@pytest.mark.parametrize(
    ("label", "kind", "piece", "value"),
    [
        ("填报单位", Type.TEXT, "（盖章）某某局   2021年度   单位：万元", "某某局"),
        ("填报单位", Type.TEXT, "某某局　　　年　月　日", "某某局"),
        ("填报单位", Type.TEXT, "某某局2021年", "某某局2021年"),
        ("填报单位", Type.TEXT, "2021年度", ""),
        ("项目周期", Type.TEXT, "2021年", "2021年"),
        ("实施年度", Type.TEXT, "2021年度", "2021年度"),
        ("填报日期", Type.DATE, "2022年4月18日　（2021年度）", "2022年4月18日"),
        ("填报日期", Type.DATE, "2022年4月18日  金额单位：万元；", "2022年4月18日"),
    ],
)
def test_a_value_ends_where_the_rest_of_its_line_begins(
    label: str, kind: Type, piece: str, value: str
) -> None:
    assert cleaned(Field(label, Label(label), kind), piece) == value
