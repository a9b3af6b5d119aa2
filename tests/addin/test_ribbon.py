"""The ribbon: what is on it, that Office can read it, and that each button does something."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from perfxl.addin.actions import ACTIONS
from perfxl.addin.parts import macros_folder, ribbon_folder

NAMESPACES = {
    "customUI14.xml": "http://schemas.microsoft.com/office/2009/07/customui",
    "customUI.xml": "http://schemas.microsoft.com/office/2006/01/customui",
}
GROUPS = {
    "填报": ["新建报送件", "计算本表", "计算全部", "撤销上次", "生成自评报告"],
    "审核": ["审核本表", "审核全部", "上一处", "下一处", "审核结果", "清除标记", "导出审核意见"],
    "批量": ["审核文件夹"],
    "帮助": ["规则说明", "设置", "诊断", "关于"],
}
SCHEMA = (Path(__file__).parent / "ribbon.xsd").read_text("utf-8")


def ribbon(name: str) -> etree._Element:
    return etree.parse(ribbon_folder() / name).getroot()


def schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.fromstring(SCHEMA.replace("NAMESPACE", NAMESPACES[name]).encode()))


def buttons(root: etree._Element) -> list[etree._Element]:
    return list(root.iter(f"{{{etree.QName(root).namespace}}}button"))


@pytest.fixture(params=list(NAMESPACES))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_it_holds_to_the_schema(name: str) -> None:
    schema(name).assertValid(ribbon(name))


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("id", "two words"),
        ("keytip", "long"),
        ("keytip", "N"),
        ("id", "fill_all"),
        ("size", "huge"),
        ("tip", "x"),
    ],
)
def test_the_schema_refuses_what_office_would_refuse(name: str, attribute: str, value: str) -> None:
    root = ribbon(name)
    buttons(root)[1].set(attribute, value)
    assert not schema(name).validate(root)


def test_the_tab_its_groups_and_buttons(name: str) -> None:
    (tab,) = ribbon(name)[0][0]
    assert tab.get("label") == "绩效自评"
    shown = {group.get("label"): [button.get("label") for button in group] for group in tab}
    assert shown == GROUPS


def test_both_files_say_the_same() -> None:
    old, new = ((ribbon_folder() / name).read_text("utf-8") for name in ("customUI.xml", "customUI14.xml"))
    assert old.replace(NAMESPACES["customUI.xml"], NAMESPACES["customUI14.xml"]) == new


def test_every_button_has_an_action_and_every_action_a_button(name: str) -> None:
    assert sorted(button.get("id", "") for button in buttons(ribbon(name))) == sorted(ACTIONS)


def test_every_callback_is_a_public_sub_that_takes_a_control(name: str) -> None:
    sources = "\n".join(path.read_text("ascii") for path in macros_folder().glob("*.bas"))
    callbacks = set(re.findall(r"^Public Sub (\w+)\(control As IRibbonControl\)", sources, re.MULTILINE))
    called = {
        value
        for element in ribbon(name).iter()
        for attribute, value in element.attrib.items()
        if re.match(r"on[A-Z]|get[A-Z]|loadImage", attribute)
    }
    assert called == {"PerfxlOnAction"}
    assert called <= callbacks


def test_every_button_explains_itself_in_chinese(name: str) -> None:
    for button in buttons(ribbon(name)):
        for attribute in ("label", "screentip", "supertip"):
            assert re.search("[\u4e00-\u9fff]", button.get(attribute, "")), (button.get("id"), attribute)
        assert button.get("supertip", "").endswith("。")
