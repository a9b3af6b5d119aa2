"""The blank forms filled in as a unit does, with their merged cells: right ones are accepted, one slip is told once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cases import line
from perfxl.checking import check_file
from perfxl.filling import fill_file
from perfxl.formset.load import templates_folder

TERM, XIANGTAN, UNIT = "mof-2015-target", "xiangtan-2023-target", "mof-2020-department"
TASKS, CHONGQING = "mof-2015-department-target", "chongqing-2021"
DECLARED, WHOLE, OVERALL = "项目目标申报表", "部门自评表", "部门目标申报表"
_UNIT_NAME, _OFFICE = "示例市档案馆", "示例市委办公室"
_GOAL = "完成年度档案接收和数字化任务，保障馆藏安全，提高查阅利用服务水平。"
_TERM: dict[str, Any] = {
    "C3": "档案数字化", "C4": f"{_OFFICE}[101]", "G4": _UNIT_NAME, "C5": "延续项目", "G5": "3年",
    "D7": 150, "D8": 15, "G7": 47, "G8": 10, "B9": "中期目标（2023年—2025年）",
    "B10": "三年完成馆藏重点档案数字化。", "F10": "完成年度数字化任务，成果通过验收。",
    "D12": "整理档案卷数", "E12": "≥9600卷", "G12": "整理档案卷数", "H12": "≥3200卷",
    "D15": "著录合格率", "E15": "≥99%", "G15": "著录合格率", "H15": "≥99%",
    "D18": "任务完成时限", "E18": "2025年底前", "G18": "任务完成时限", "H18": "11月底前",
    "D20": "项目总成本", "E20": "≤165万元", "G20": "项目总成本", "H20": "≤57万元",
    "D24": "查阅利用人次", "E24": "≥6900人次", "G24": "查阅利用人次", "H24": "≥2300人次",
    "D30": "查档群众满意度", "E30": "≥94%", "G30": "查档群众满意度", "H30": "≥94%",
}  # fmt: skip
_TASKS: dict[str, Any] = {
    "C3": _UNIT_NAME, "B6": "人员和日常运转", "C6": "保障在职人员待遇和机关运转。", "E6": 322.4, "F6": 322.4, "G6": 0,
    "B7": "档案数字化", "C7": "扫描馆藏档案，建立全文检索。", "E7": 57, "F7": 47, "G7": 10, "B13": f"目标1：{_GOAL}",
    "D15": "接收档案卷数", "F15": "≥3200卷", "D18": "数字化合格率", "F18": "≥99%", "D21": "任务完成时限", "F21": "11月底前",
    "D23": "单卷整理成本", "F23": "≤12元/卷", "D27": "查阅利用人次", "F27": "≥2300人次", "D33": "查档群众满意度", "F33": "≥94%",
}  # fmt: skip
_CHONGQING: dict[str, Any] = {
    "C2": _UNIT_NAME, "G2": "行政科", "C3": "经办人甲", "G3": "（略）", "C5": 400, "E5": 410, "G5": 311.6,
    "B7": _GOAL, "E7": "无", "H7": f"已{_GOAL}",
    "B9": "接收档案卷数", "C9": "卷", "D9": "定量指标", "E9": "3200", "G9": "3300", "H9": 1, "I9": 50, "J9": 50, "K9": "是",
    "B10": "举办展览场次", "C10": "场", "E10": "6", "F10": "4", "G10": "4", "H10": 1, "I10": 20, "J10": 20, "K10": "是",
    "B11": "数字化合格率", "C11": "%", "D11": "≥", "E11": "99", "G11": "98", "H11": 0.99, "I11": 10, "J11": 9.9, "K11": "否",
    "B12": "管理制度健全性", "D12": "定性指标", "E12": "健全", "G12": "健全", "H12": 1, "I12": 10, "J12": 10, "K12": "否",
}  # fmt: skip
_XIANGTAN: dict[str, Any] = {
    "A2": f"填报单位（盖章）：{_UNIT_NAME}", "B3": "档案数字化", "E3": _OFFICE, "B4": 57, "E4": 0,
    "B5": "2023.01-2023.12", "B6": "完成馆藏重点档案数字化，成果通过验收。", "B7": "完成年度数字化任务，成果通过验收。",
    "D9": "整理档案卷数", "E9": "≥3200卷", "D13": "著录合格率", "E13": "≥99%", "D15": "任务完成时限", "E15": "11月底前",
    "D17": "项目总成本", "E17": "≤57万元", "D19": "查阅利用人次", "E19": "≥2300人次", "D22": "查档群众满意度", "E22": "≥94%",
    "B23": "同意申报。（盖章）2023年1月20日", "A24": "填表人：经办人甲　联系电话：（略）　填报日期：2023.01.13　单位负责人签字：",
}  # fmt: skip
_UNIT: dict[str, Any] = {
    "C3": _UNIT_NAME, "D7": 400, "E7": 400, "F7": 391.8, "D8": 0, "E8": 10, "F8": 10, "D9": 0, "E9": 0, "F9": 0,
    "B11": _GOAL, "F11": f"已{_GOAL}",
    "D13": "接收档案卷数", "E13": "≥3200卷", "F13": "3300卷", "G13": 20, "H13": 20,
    "D16": "数字化合格率", "E16": "≥99%", "F16": "98%", "G16": 10, "H16": 9.9, "I16": "部分底片破损，已安排修复后重扫",
    "D19": "接收任务按期完成率", "E19": "100%", "F19": "100%", "G19": 10, "H19": 10,
    "D22": "单卷整理成本", "E22": "≤12元/卷", "F22": "11.5元/卷", "G22": 10, "H22": 10,
    "D27": "查阅利用人次", "E27": "≥2300人次", "F27": "2400人次", "G27": 30, "H27": 30,
    "D33": "查档群众满意度", "E33": "≥94%", "F33": "96%", "G33": 10, "H33": 10,
}  # fmt: skip
FILLED = {
    CHONGQING: (WHOLE, _CHONGQING),
    TERM: (DECLARED, _TERM),
    TASKS: (OVERALL, _TASKS),
    XIANGTAN: (DECLARED, _XIANGTAN),
    UNIT: (WHOLE, _UNIT),
}


def found_in(form_set: str, folder: Path, changes: dict[str, Any]) -> list[str]:
    """What is found in the blank form of a form set, filled in and computed, with some cells changed afterwards."""
    book = openpyxl.load_workbook(templates_folder() / form_set / "template.xlsx")
    sheet, cells = FILLED[form_set]
    for address, value in cells.items():
        book[sheet][address] = value
    for other in [name for name in book.sheetnames if name != sheet]:
        del book[other]
    book.save(folder / "typed.xlsx")
    fill_file(folder / "typed.xlsx", folder / "filled.xlsx")
    filled = openpyxl.load_workbook(folder / "filled.xlsx", data_only=True)
    for address, value in changes.items():
        filled[sheet][address] = value
    filled.save(folder / "returned.xlsx")
    result = check_file(folder / "returned.xlsx")
    assert result.ret is not None
    assert result.ret.form_set.id == form_set
    return [line(finding) for finding in result.findings]


@pytest.mark.parametrize("form_set", FILLED)
def test_a_right_return_is_accepted(form_set: str, tmp_path: Path) -> None:
    assert found_in(form_set, tmp_path, {}) == []


def test_a_project_of_one_year_leaves_the_left_half_empty(tmp_path: Path) -> None:
    left = ("D7", "D8", "B10", *(f"{column}{row}" for column in "DE" for row in (12, 15, 18, 20, 24, 30)))
    assert found_in(TERM, tmp_path, {**dict.fromkeys(left), "D6": None, "B9": "中期目标"}) == []


@pytest.mark.parametrize(
    ("form_set", "changes", "told"),
    [
        (TERM, {"D6": 166}, [f"SB-06 error {DECLARED}!D6"]),
        (TERM, {"G8": 11}, [f"SB-06 error {DECLARED}!G6"]),
        (TERM, {"E24": None}, [f"SB-09 error {DECLARED}!E24"]),
        (TERM, {"E20": "≤175万元"}, [f"SB-07 warning {DECLARED}!D6"]),
        (TERM, {"H30": "≥194%"}, [f"ZP-25 error {DECLARED}!H30"]),
        (TASKS, {"E12": 378.4}, [f"SB-03 error {OVERALL}!E12"]),
        (TASKS, {"G7": 1, "G12": 1}, [f"SB-04 error {OVERALL}!E7"]),
        (TASKS, {"F27": None}, [f"SB-09 error {OVERALL}!F27"]),
        (CHONGQING, {"K2": 98}, [f"ZP-08 error {WHOLE}!K2"]),
        (CHONGQING, {"H5": 0.67}, [f"ZP-01 error {WHOLE}!H5"]),
        (CHONGQING, {"J5": 10, "K2": 99.9}, [f"ZP-02 error {WHOLE}!J5"]),
        (CHONGQING, {"G10": "3"}, [f"ZP-14 error {WHOLE}!J10"]),
        (CHONGQING, {"F10": None}, [f"ZP-14 error {WHOLE}!J10"]),
        (XIANGTAN, {"E17": "≤157万元"}, [f"SB-07 warning {DECLARED}!B4"]),
        (XIANGTAN, {"E9": "≥3200"}, [f"SB-10 error {DECLARED}!E9"]),
        (UNIT, {"E6": 411}, [f"ZP-03 error {WHOLE}!E6"]),
        (UNIT, {"H6": 0.97}, [f"ZP-01 error {WHOLE}!H6"]),
        (UNIT, {"H35": 99}, [f"ZP-08 error {WHOLE}!H35"]),
        (UNIT, {"H16": 10, "I16": None, "H35": 99.8}, [f"ZP-14 error {WHOLE}!H16"]),
    ],
)
def test_one_slip_is_told(form_set: str, changes: dict[str, Any], told: list[str], tmp_path: Path) -> None:
    assert found_in(form_set, tmp_path, changes) == told
