"""The rule catalogue is complete, well-formed, and says what the official catalogue says."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from perfxl.rules import registry
from perfxl.rules.registry import RuleInfo, catalogue

REQUIRED_KEYS = [
    "title",
    "class",
    "forms",
    "level",
    "lifecycle",
    "basis",
    "checks",
    "why",
    "wrong",
    "right",
    "fix",
    "tolerance",
    "disable",
]
OPTIONAL_KEYS = ["follows", "follows_gap"]
FORMS = [
    "基础数据表",
    "部门自评表",
    "项目自评表",
    "部门目标申报表",
    "项目目标申报表",
    "部门绩效目标申报表",
    "项目绩效目标表",
    "计分表",
    "自评报告",
    "部门汇总表",
]
CLASSES = {"规范性", "逻辑性", "表内", "表间", "合理性", "合规性", "跨年", "文表", "文内", "汇总"}
# One letter a rule, in the order of the official catalogue: E 错误, W 警告, I 提示.
OFFICIAL_LEVELS = {
    "TY": "EEEWWWEEIEEWEWIW",
    "BD": "EWEEEEEWWIIWIEIWE",
    "ZP": "EEEEIEEEEEIEIEEWWWWWWWIWEWEWEW",
    "XM": "EEEEWIEEII",
    "SB": "EEEEEEWEEEWWEWEIE",
    "JF": "EEEEEWW",
    "BG": "EEWEEWWIW",
    "KB": "EEEEEEEWW",
    "KN": "III",
    "HZ": "EI",
}
LEVEL_NAMES = {"E": "error", "W": "warning", "I": "info"}
EXPECTED_LEVELS = {
    f"{family}-{number:02d}": LEVEL_NAMES[letter]
    for family, letters in OFFICIAL_LEVELS.items()
    for number, letter in enumerate(letters, start=1)
} | {
    "WJ-01": "error",
    "WJ-02": "error",
    "WJ-03": "warning",
    "WJ-04": "info",
    "WJ-05": "warning",
    "WJ-06": "warning",
    "WJ-07": "warning",
    "WJ-08": "warning",
    "WJ-09": "error",
    "WJ-10": "info",
    "WJ-11": "warning",
    "WJ-12": "info",
    "WJ-13": "info",
}
FAMILIES = [*OFFICIAL_LEVELS, "WJ"]


def family_text(family: str) -> str:
    return files("perfxl.rules").joinpath("catalogue", f"{family}.yaml").read_text(encoding="utf-8")


def load_catalogue() -> dict[str, dict[str, object]]:
    """Every entry by rule id, in file order."""
    entries: dict[str, dict[str, object]] = {}
    for family in FAMILIES:
        entries |= yaml.load(family_text(family), Loader=yaml.CSafeLoader)
    return entries


CATALOGUE = load_catalogue()
each_rule = pytest.mark.parametrize("rule_id", list(CATALOGUE))


def text_of(rule_id: str, key: str) -> str:
    value = CATALOGUE[rule_id][key]
    assert isinstance(value, str)
    return value


@pytest.mark.parametrize("family", FAMILIES)
def test_ids_are_complete_and_in_order(family: str) -> None:
    # The node tree keeps repeated keys, which a loaded dict would hide.
    root = yaml.compose(family_text(family), Loader=yaml.CSafeLoader)
    assert isinstance(root, yaml.MappingNode)
    ids = [key.value for key, _ in root.value]
    assert ids == [rule_id for rule_id in EXPECTED_LEVELS if rule_id.startswith(family)]
    for _, entry in root.value:
        keys = [key.value for key, _ in entry.value]
        assert len(keys) == len(set(keys))


def test_the_number_of_rules_is_the_official_one() -> None:
    official = {family: len(letters) for family, letters in OFFICIAL_LEVELS.items()}
    assert official == {
        "TY": 16, "BD": 17, "ZP": 30, "XM": 10, "SB": 17, "JF": 7, "BG": 9, "KB": 9, "KN": 3, "HZ": 2,
    }  # fmt: skip
    assert sum(official.values()) == 120
    assert set(CATALOGUE) == set(EXPECTED_LEVELS)
    assert set(catalogue()) == set(EXPECTED_LEVELS)


@each_rule
def test_an_entry_has_exactly_the_allowed_keys(rule_id: str) -> None:
    keys = list(CATALOGUE[rule_id])
    assert keys[: len(REQUIRED_KEYS)] == REQUIRED_KEYS
    assert keys[len(REQUIRED_KEYS) :] == [key for key in OPTIONAL_KEYS if key in keys]


@each_rule
def test_what_a_rule_follows_is_another_rule(rule_id: str) -> None:
    follows = catalogue()[rule_id].causes
    assert rule_id not in follows
    assert len(follows) == len(set(follows))
    assert [other for other in follows if other not in CATALOGUE] == []


@each_rule
def test_every_text_is_one_line_and_not_empty(rule_id: str) -> None:
    for key in CATALOGUE[rule_id]:
        if key in ("forms", "follows", "follows_gap"):
            continue
        text = text_of(rule_id, key)
        assert text, key
        assert text == text.strip(), key
        assert "\n" not in text, key


@each_rule
def test_level_is_the_official_one(rule_id: str) -> None:
    assert CATALOGUE[rule_id]["level"] == EXPECTED_LEVELS[rule_id]


@each_rule
def test_forms_class_and_lifecycle_are_known(rule_id: str) -> None:
    forms = CATALOGUE[rule_id]["forms"]
    assert isinstance(forms, list)
    assert forms
    assert forms == [form for form in FORMS if form in forms]
    assert CATALOGUE[rule_id]["class"] in CLASSES
    assert CATALOGUE[rule_id]["lifecycle"] in {"正式", "试行"}


@each_rule
def test_no_article_number_is_cited_as_law(rule_id: str) -> None:
    everything = " ".join(str(value) for value in CATALOGUE[rule_id].values())
    assert not re.search(r"第\s*[0-9０-９一二三四五六七八九十百千零〇两N…]+\s*条", everything)
    assert "待核" not in everything


@each_rule
def test_title_and_fix_are_short_enough_to_show(rule_id: str) -> None:
    assert len(text_of(rule_id, "title")) <= 22
    fix = text_of(rule_id, "fix")
    assert len(fix) <= 40
    assert fix.endswith("。")


@each_rule
def test_explanations_are_sentences(rule_id: str) -> None:
    for key in ("checks", "why", "wrong", "right", "tolerance", "disable"):
        assert text_of(rule_id, key).endswith("。"), key


@each_rule
def test_the_examples_differ_and_hold_no_personal_number(rule_id: str) -> None:
    assert text_of(rule_id, "wrong") != text_of(rule_id, "right")
    assert not re.search(r"\d{7,}", text_of(rule_id, "wrong") + text_of(rule_id, "right"))


def test_titles_are_unique() -> None:
    titles = [text_of(rule_id, "title") for rule_id in CATALOGUE]
    assert len(titles) == len(set(titles))


def percent(part: str, whole: str, decimals: str = "0.01") -> str:
    exact = Decimal(part) / Decimal(whole) * 100
    return f"{exact.quantize(Decimal(decimals), ROUND_HALF_UP)}%"


def total(*amounts: str) -> str:
    return str(sum(map(Decimal, amounts), Decimal(0)))


@pytest.mark.parametrize(
    ("rule_id", "key", "figures"),
    [
        ("BD-01", "wrong", [percent("11", "12"), percent("11", "12", "0.1")]),
        ("BD-01", "right", [percent("11", "12")]),
        ("BD-02", "wrong", [percent("12", "11")]),
        ("BD-03", "wrong", [total("2.92", "0", "0.50"), "少" + total("3.42", "-2.92")]),
        ("BD-04", "wrong", ["多" + total("6.08", "-0.56")]),
        ("BD-05", "wrong", ["多" + total("45.17", "-42.92")]),
        ("BD-06", "wrong", [total("23.90", "2.30", "1.00"), "少" + total("27.20", "-26.20")]),
        ("BD-07", "wrong", ["少" + total("52.08", "-50.00")]),
        ("BD-08", "wrong", [percent("3.42", "2.92")]),
        ("BD-08", "right", [percent("0.56", "6.08")]),
        ("BD-09", "wrong", [percent(total("6.08", "-2.92"), "2.92")]),
        ("BD-10", "wrong", [percent("0.56", "6.08")]),
        ("BD-10", "right", [percent("0.56", "0.60")]),
        ("BD-12", "wrong", [percent("8.40", "23.90")]),
        ("BD-12", "right", [percent("22.50", "23.90")]),
        ("BD-16", "wrong", [percent("23", "20", "1")]),
        ("BD-16", "right", [percent("19.60", "20.00", "1")]),
        ("BD-17", "wrong", ["少" + total("62.35", "-52.08")]),
        ("ZP-01", "wrong", [percent("221.50", "246.11")]),
        ("ZP-02", "wrong", [str((10 * Decimal("0.85")).normalize())]),
        ("ZP-03", "wrong", ["少" + total("246.11", "-243.86")]),
        ("ZP-03", "right", [total("243.86", "2.25")]),
        ("ZP-04", "wrong", [total("165.44", "80.60"), "少" + total("246.11", "-246.04")]),
        ("ZP-04", "right", [total("165.44", "80.67")]),
        ("ZP-07", "wrong", [total("10", "50", "15", "15"), "少10分"]),
        ("ZP-07", "right", [total("10", "50", "30", "10")]),
        ("ZP-08", "wrong", [total("10", "48", "30", "10"), "多2分"]),
        ("ZP-14", "wrong", [f"应得{10 * 90 // 100}分"]),
        ("ZP-16", "wrong", [percent("30", "20", "1")]),
        ("ZP-16", "right", [percent("22", "20", "1")]),
        ("ZP-17", "wrong", ["偏离" + percent(total("30", "-20"), "20", "1")]),
        ("ZP-18", "wrong", [percent("9", "10", "1")]),
        ("ZP-27", "wrong", ["多" + total("10", "-4.25")]),
        ("XM-01", "wrong", [total("3.00", "1.25", "0"), "少" + total("4.25", "-3.00")]),
        ("XM-02", "wrong", [percent("4.25", "3.00")]),
        ("XM-03", "wrong", ["多" + total("4.75", "-4.25")]),
        ("XM-05", "wrong", [percent(total("4.25", "-3.00"), "3.00")]),
        ("XM-07", "wrong", [percent("8.50", "10.00", "1"), "8.5"]),
        ("XM-08", "wrong", [total("60000", "30000"), "少" + total("100000", "-90000")]),
        ("XM-08", "right", [total("60000", "40000")]),
        ("XM-10", "wrong", ["超" + total("3.5", "-3")]),
        ("KB-01", "wrong", [total("200.94", "45.17"), "少" + total("246.11", "-243.86")]),
        ("KB-02", "wrong", ["少" + total("200.94", "-165.44"), "多" + total("80.66", "-45.17")]),
        ("KB-03", "wrong", [f"缺{10 - 2}张"]),
        ("KB-05", "wrong", ["少" + total("4.25", "-3.00")]),
        ("KB-06", "wrong", ["少" + total("45.17", "-42.92")]),
        ("SB-01", "wrong", [total("170.61", "8.00"), "少" + total("180.61", "-178.61")]),
        ("SB-01", "right", [total("170.61", "10.00")]),
        ("SB-02", "wrong", [total("64.18", "14.11", "8.00"), "少" + total("88.29", "-86.29")]),
        ("SB-02", "right", [total("64.18", "14.11", "8.00", "2.00")]),
        ("SB-03", "wrong", [total("17.68", "3.00", "5.19", "13.00"), "少" + total("38.87", "-36.87")]),
        ("SB-04", "wrong", ["多" + total("18.68", "-17.68")]),
        ("SB-05", "wrong", ["少" + total("38.87", "-28.87")]),
        ("SB-06", "wrong", [total("30.87", "6.00"), "少" + total("38.87", "-36.87")]),
        ("SB-06", "right", [total("30.87", "8.00")]),
        ("SB-07", "wrong", ["多" + total("9.00", "-8.00")]),
        ("JF-01", "wrong", ["多" + total("88", "-86")]),
        ("JF-02", "wrong", [total("5", "5", "4"), "多" + total("15", "-14")]),
        ("JF-02", "right", [total("5", "5", "5")]),
        ("JF-03", "wrong", ["多" + total("5", "-4")]),
        ("JF-04", "wrong", ["少" + total("4", "-2")]),
        ("JF-05", "wrong", [percent(total("20.89", "-8.32"), "8.32")]),
        ("JF-06", "wrong", ["扣" + total("100", "-86")]),
        ("KN-01", "wrong", [percent(total("246.11", "-180.61"), "246.11")]),
        ("BG-01", "wrong", [total("200.94", "42.92"), "少" + total("246.11", "-243.86")]),
        ("BG-01", "right", [total("200.94", "45.17")]),
        ("BG-02", "wrong", [percent("9.99", "85.06"), percent("9.99", total("85.06", "9.99"))]),
        ("BG-02", "right", [percent("9.99", total("85.06", "9.99"))]),
        ("BG-03", "wrong", [total("8.32", "97.95", "-85.06"), "少" + total("21.21", "-20.89")]),
        ("BG-03", "right", [total("8.32", "97.95", "-85.06")]),
        ("BG-04", "wrong", ["相差" + total("7.81", "-7.66")]),
        ("BG-05", "wrong", ["少" + total("200.94", "-197.64")]),
        ("BG-06", "wrong", [percent("7.66", "3")]),
        ("BG-06", "right", [total("3", "4.66")]),
        ("BG-09", "wrong", [total("8", "8")]),
        ("HZ-01", "wrong", [total("45.17", "20.00", "12.50"), "少" + total("77.67", "-65.17")]),
        ("HZ-01", "right", [total("45.17", "20.00", "12.50")]),
        ("KB-09", "wrong", ["少" + total("248.36", "-246.11")]),
    ],
)
def test_example_figures_are_right(rule_id: str, key: str, figures: list[str]) -> None:
    text = text_of(rule_id, key)
    for figure in figures:
        assert re.search(rf"(?<![\d.]){re.escape(figure)}(?![\d.])", text), figure


def test_a_family_is_read_when_one_of_its_rules_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def reading(path: Path) -> dict[str, RuleInfo]:
        read.append(path.stem)
        return original(path)

    original = registry._read_family
    monkeypatch.setattr(registry, "_read_family", reading)
    rules = registry._Catalogue()
    assert rules["BD-05"].title
    assert "BD-99" not in rules
    assert "XX-01" not in rules
    assert read == ["BD"]
    assert len(rules) == len(CATALOGUE)
    assert sorted(read) == sorted(FAMILIES)
