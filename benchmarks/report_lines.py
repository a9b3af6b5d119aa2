"""Runs made up for measuring and testing reports: the real returns under other names, with some of their findings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

from perfxl.batch.outcome import outcome_of, to_json
from perfxl.checking import check_file
from perfxl.workbook.read import read_book

RETURNS = Path(__file__).resolve().parent.parent / "tests" / "returns"
_SOURCES = (
    "hengyang-2021",
    "hengyang-2021-on-template",
    "hengyang-2021",
    "xingtai-2020",
    "mof-2020-sample",
    "yiyang-2018",
)


def _words(text: str) -> list[str]:
    return text.split()


_PLACES = _words(
    "城东 城西 江南 江北 云溪 石鼓 雁峰 珠晖 蒸湘 南岳 衡山 常宁 耒阳 祁东 衡阳 衡南 衡东 君山 华容 平江"
)
_BODIES = _words(
    "档案馆 图书馆 博物馆 科学技术馆 归国华侨联合会 妇女联合会 残疾人联合会 文学艺术界联合会 财政局 教育局 科技局 "
    "民政局 司法局 水利局 林业局 农业农村局 商务局 文化旅游局 卫生健康局 审计局 统计局 医疗保障局 信访局 供销社 "
    "气象局 地震局 机关事务中心 公路管理局 疾控中心 第一中学"
)


@lru_cache(maxsize=1)
def sources() -> tuple[tuple[str, str], ...]:
    """The real returns as lines, each with the name of its unit."""
    found = []
    for name in _SOURCES:
        path = RETURNS / f"{name}.xlsx"
        outcome = outcome_of(check_file(path), read_book(path.read_bytes()))
        found.append((to_json(outcome), outcome.ret["unit"]))
    return tuple(found)


def made_lines(count: int, seed: int = 1) -> Iterator[str]:
    """So many returns, each of another unit: figures and findings vary, a few cannot be read. No line ends."""
    chance = Random(seed)
    for number in range(count):
        text, name = chance.choice(sources())
        line = json.loads(text.replace(name, unit(number)))
        yield json.dumps(_varied(line, number, chance), ensure_ascii=False)


def unit(number: int) -> str:
    """The name of a made-up unit."""
    place, body = _PLACES[number % len(_PLACES)], _BODIES[number // len(_PLACES) % len(_BODIES)]
    turn = number // (len(_PLACES) * len(_BODIES))
    return f"{place}{'区县乡镇'[turn % 4]}{body}" + (f"第{turn}分部" if turn else "")


def _varied(line: dict[str, Any], number: int, chance: Random) -> dict[str, Any]:
    ret = line["return"]
    name = unit(number)
    ret["path"] = f"报送/{name}.xlsx"
    ret["sha256"] = f"{number:064x}"
    if chance.random() < 0.01:
        return {**line, "return": _unreadable(ret), "figures": None, "excerpts": [], "wordings": []}
    ret["unit"] = name
    _thin(line, chance.choice((0, 0.1, 0.3, 0.6, 1)), chance)
    _refigure(line["figures"], chance)
    for said in line["wordings"]:
        said["text"] = f"{name}{said['text']}（{number * 7919 % 100003}）"
    return line


def _unreadable(ret: dict[str, Any]) -> dict[str, Any]:
    finding = next(item for item in ret["findings"] if item["level"] in ("error", "warning", "info"))
    finding |= {"rule": "WJ-01", "level": "error", "message": "文件已损坏，无法打开。请重新导出后报送。"}
    finding |= {"form": None, "sheet": None, "cell": None, "related": []}
    counts = {"error": 1, "warning": 0, "info": 0, "undecided": 0}
    bare = {"form_set": None, "unit": None, "year": None, "verdict": "unreadable"}
    return {**ret, **bare, "counts": counts, "findings": [finding]}


def _thin(line: dict[str, Any], share: float, chance: Random) -> None:
    """Keep a share of the findings, and the excerpts that show them."""
    ret = line["return"]
    kept = [number for number in range(len(ret["findings"])) if chance.random() < share]
    place = {old: new for new, old in enumerate(kept)}
    ret["findings"] = [ret["findings"][number] for number in kept]
    for excerpt in line["excerpts"]:
        excerpt["findings"] = [place[old] for old in excerpt["findings"] if old in place]
    line["excerpts"] = [excerpt for excerpt in line["excerpts"] if excerpt["findings"]]
    for level in ret["counts"]:
        ret["counts"][level] = sum(finding["level"] == level for finding in ret["findings"])
    counts = ret["counts"]
    ret["verdict"] = "rejected" if counts["error"] else "explain" if counts["warning"] else "accepted"


def _refigure(figures: dict[str, Any], chance: Random) -> None:
    budget = Decimal(chance.randrange(3_000, 900_000)) / 100
    rate = Decimal(min(104, max(21, int(chance.gauss(91, 13)))))
    figures |= {"budget": str(budget), "rate": str(rate)}
    figures["executed"] = str(round(budget * rate / 100, 2))
    score = None if chance.random() < 0.05 else min(100, max(38, int(chance.gauss(91, 7))))
    bands = ((90, "优"), (80, "良"), (60, "中"), (0, "差"))
    figures["score"] = None if score is None else str(score)
    figures["grade"] = None if score is None else next(grade for least, grade in bands if score >= least)
    for project in figures["projects"]:
        amount = Decimal(chance.randrange(100, 60_000)) / 100
        spent = round(amount * min(100, max(0, int(chance.gauss(88, 20)))) / 100, 2)
        project |= {"budget": str(amount), "executed": str(spent), "rate": None}
