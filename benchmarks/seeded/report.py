"""The measurements as a Markdown page in Chinese."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from perfxl.finding import Finding, Level
from perfxl.rules.registry import catalogue
from seeded.measure import Outcome, Trial

_SHOWN = 3
"""How many seeds a list of misses names."""
WHY_NOT = {
    "KB-06": "单个错误总先由 KB-05（项目金额不同）或 BD-05（合计不平）查出，KB-06 列为其后果",
    "WJ-08": "明细账那样大的工作表，由 tests/test_hostile.py 检查",
    "WJ-09": "审核程序自身出错时才有，不是报表的缺陷",
    "WJ-10": "宏和外部链接，由 tests/test_hostile.py 检查",
    "WJ-11": "多一张表不是哪一格的错，由 tests/rules/test_wj_copies.py 检查",
    "WJ-12": "多一栏、或表尾之后另有一段没有标题的表时才有，见 tests/rules/test_unread.py、test_wj.py",
    "WJ-13": "从 Word 文档读表时才有，见 tests/rules/test_wj_word.py",
    "ZP-29": "表样没有等级栏，单位自己加写等级时才判断，见 tests/rules/test_zp_grades.py",
    "HZ-01": "要与名册和其他单位放在一起才能判断，见 tests/rules/test_hz.py",
    "HZ-02": "要与其他单位放在一起才能判断，见 tests/rules/test_hz.py",
} | dict.fromkeys(
    ("TY-15", "SB-15", "JF-06", "JF-07", "KB-09", *(f"BG-{number:02d}" for number in range(1, 10))),
    "要有随表的报告才能判断，报表的缺陷引不出它",
)
"""Rules that no single defect of a return brings about on their own."""


@dataclass(slots=True)
class Quiet:
    """Returns in which nothing may be found: of what kind, how many, and what was found in them."""

    form_set: str
    what: str
    seeds: Sequence[int]
    findings: list[tuple[int, list[Finding]]] = field(default_factory=list)

    def count(self, level: Level) -> int:
        """How many findings of a level there are in all of them."""
        return sum(finding.level is level for _, found in self.findings for finding in found)


@dataclass(slots=True)
class Measured:
    """Everything that was measured."""

    outcomes: list[Outcome]
    clean: list[Quiet]
    harmless: list[Quiet]
    seeds: Sequence[int]


def page(measured: Measured) -> str:
    """The page."""
    parts = [
        _head(measured),
        _summary(measured),
        _quiet("## 没有缺陷的报送件", measured.clean, by_form_set=False),
        _quiet("## 无害改动", measured.harmless, by_form_set=True),
        _rules(measured.outcomes),
        _kinds(measured.outcomes),
        _misses(measured.outcomes),
        _alarms([*measured.clean, *measured.harmless]),
        _several(measured.outcomes),
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _head(measured: Measured) -> list[str]:
    first, last = measured.seeds[0], measured.seeds[-1]
    return [
        "# 准确性：植入缺陷的测量",
        "",
        "本页由 `python benchmarks/accuracy.py --write` 生成，不手改；种子相同，结果相同。",
        "",
        "- **报送件**：按各套表随机生成（单位、年度、金额、项目数、指标、分值、写法都随机），"
        "按表内表间关系、计分规则一致，写成真正的 .xlsx 文件，"
        "由程序自己选套表、读取、审核。生成时各数另按表样文字算一遍，不用被测程序的计算；应报的单元格取自写入时的位置，不取自程序的识别结果。",
        f"- **缺陷**：每种缺陷用种子 {first} 到 {last}，各生成一份报送件，在随机的位置放入一处缺陷，其余照旧。"
        "应报的规则报在应报的单元格，才算查出；"
        "缺了整行整列、整张表的，没有这样的单元格，报在该表即可。标签里的值空着的，标签格和右邻的格都算。",
        "- **误报**：没有缺陷或只有无害改动的报送件中出现的错误级结果。警告、提示、不能判断另计。"
        "改动 `all_in_yuan` 把全部金额连同单位改成元，应报一条 TY-07 警告，别的不应报。",
        "- **主要问题数**：一处缺陷应当只有一个主要问题，其余列为后果；不能判断的不计（除非它就是应报的结果）。",
        "- **种子**：先用种子 0、100、1000、2000、3000、4000、5000、6000、7000、8000 起的报送件找出规则的毛病并改正；"
        "本页用的是此前没有用过的种子，"
        "生成的办法没有变，看到结果之后没有再改程序。",
        "- **没有测的**：扫描件、手写件、.xls 等其他格式、同时有几处缺陷的报送件；"
        "生成的文字远不如真实报送件多样，真实报送件的结果见 `tests/returns/`。",
    ]


def _percent(part: int, whole: int) -> str:
    return f"{part * 100 / whole:.1f}%" if whole else "—"


def _summary(measured: Measured) -> list[str]:
    trials = [trial for outcome in measured.outcomes for trial in outcome.trials]
    found = sum(trial.found for trial in trials)
    single = sum(len(trial.primary) == 1 for trial in trials)
    main = sum(trial.expected_primary for trial in trials)
    kinds = len({outcome.defect.words for outcome in measured.outcomes})
    quiet = [*measured.clean, *measured.harmless]
    returns, errors = (
        sum(len(item.findings) for item in quiet),
        sum(item.count(Level.ERROR) for item in quiet),
    )
    wrong = sum(
        any(finding.level is Level.ERROR for finding in found) for item in quiet for _, found in item.findings
    )
    variations = len({item.what for item in measured.harmless})
    return [
        "## 结果",
        "",
        "| 项 | 结果 |",
        "|---|---|",
        f"| 缺陷种类 | {kinds} 种，分布在 {len({o.defect.form_set for o in measured.outcomes})} 个套表，共 {len(measured.outcomes)} 行 |",
        f"| 植入次数 | {len(trials)} |",
        f"| 查出（规则和单元格都对） | {found}，{_percent(found, len(trials))} |",
        f"| 查出的结果是主要问题 | {main}，{_percent(main, len(trials))} |",
        f"| 恰有一个主要问题 | {single}，{_percent(single, len(trials))} |",
        f"| 没有缺陷的报送件和无害改动 | {returns} 份（无害改动 {variations} 种） |",
        f"| 其中有错误级误报的 | {wrong} 份，{errors} 条 |",
    ]


def _quiet(title: str, items: Sequence[Quiet], *, by_form_set: bool) -> list[str]:
    lines = [title, ""]
    if by_form_set:
        lines += [
            f"每种改动每个套表用种子 {items[0].seeds[0]} 到 {items[0].seeds[-1]}；"
            "只对某套表有意义的改动（如按其标签改名）只用于该套表。",
            "",
        ]
    rows: dict[str, list[Quiet]] = {}
    for item in items:
        key = item.form_set if by_form_set else f"{item.form_set}{'，对照' + item.what if item.what else ''}"
        rows.setdefault(key, []).append(item)
    head = (
        "| 套表 | 改动 | 份数 | 错误 | 警告 | 提示 | 不能判断 |"
        if by_form_set
        else "| 套表 | 份数 | 错误 | 警告 | 提示 | 不能判断 |"
    )
    lines += [head, "|---" * (head.count("|") - 1) + "|"]
    for key, members in rows.items():
        counts = [sum(member.count(level) for member in members) for level in Level]
        kinds = [str(len(members))] if by_form_set else []
        cells = [key, *kinds, str(sum(len(member.findings) for member in members)), *map(str, counts)]
        lines.append(f"| {' | '.join(cells)} |")
    if by_form_set:
        names = dict.fromkeys(item.what for item in items)
        lines += ["", "改动：" + "、".join(f"`{name}`" for name in names) + "。"]
    return lines


def _rules(outcomes: Sequence[Outcome]) -> list[str]:
    by_rule: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        by_rule.setdefault(outcome.defect.rule, []).append(outcome)
    lines = ["## 各条规则", "", "| 规则 | 缺陷行数 | 植入 | 查出 | 召回率 |", "|---|---|---|---|---|"]
    for rule, info in catalogue().items():
        if rule in by_rule:
            trials = [trial for outcome in by_rule[rule] for trial in outcome.trials]
            found = sum(trial.found for trial in trials)
            cells = (
                f"{rule} {info.title}",
                len(by_rule[rule]),
                len(trials),
                found,
                _percent(found, len(trials)),
            )
            lines.append(f"| {' | '.join(map(str, cells))} |")
    in_use = list(catalogue())
    lines += ["", "没有缺陷能单独引出的规则："]
    lines += [f"- {rule}：{WHY_NOT.get(rule, '没有为它设缺陷')}。" for rule in in_use if rule not in by_rule]
    return lines


def _kinds(outcomes: Sequence[Outcome]) -> list[str]:
    lines = ["## 各种缺陷", "", "“主要问题”列：主要问题数×次数。", ""]
    lines += ["| 缺陷 | 套表 | 应报规则 | 查出/植入 | 主要问题 |", "|---|---|---|---|---|"]
    for outcome in sorted(outcomes, key=lambda item: item.defect.words):
        defect, trials = outcome.defect, outcome.trials
        counts = Counter(len(trial.primary) for trial in trials)
        primary = "，".join(f"{number}×{times}" for number, times in sorted(counts.items()))
        found = f"{len(trials) - len(outcome.missed)}/{len(trials)}"
        lines.append(f"| {defect.words} | {defect.form_set} | {defect.rule} | {found} | {primary} |")
    return lines


def _misses(outcomes: Iterable[Outcome]) -> list[str]:
    lines = ["## 没有查出的", ""]
    for outcome in outcomes:
        if outcome.missed:
            defect, first = outcome.defect, outcome.missed[0]
            where = "，规则报在别处" if first.rule_found else ""
            instead = "、".join(_spots(first)) or "没有主要问题"
            seeds = "、".join(str(trial.seed) for trial in outcome.missed[:_SHOWN])
            lines.append(
                f"- {defect.words}（{defect.form_set}，{defect.rule}）：{len(outcome.missed)} 次，种子 {seeds}"
                f"{'…' if len(outcome.missed) > _SHOWN else ''}。如种子 {first.seed}{where}：报的是 {instead}。"
            )
    return lines if len(lines) > 2 else [*lines, "没有。"]


def _spots(trial: Trial) -> Iterator[str]:
    for finding in trial.primary[:6]:
        address = finding.place.address
        yield f"{finding.rule} {finding.level.chinese} {finding.place.sheet}{'!' + address if address else ''}"


def _alarms(items: Iterable[Quiet]) -> list[str]:
    lines = ["## 误报", ""]
    for item in items:
        bad = [(seed, found) for seed, found in item.findings if found]
        if bad:
            seed, found = bad[0]
            counts = Counter(
                f"{finding.rule} {finding.level.chinese}" for _, all_found in bad for finding in all_found
            )
            said = "、".join(f"{name}×{times}" for name, times in sorted(counts.items()))
            what = f"`{item.what}`" if item.what else "没有改动"
            lines.append(
                f"- {item.form_set}，{what}：{len(bad)} 份，{said}。如种子 {seed}：{found[0].message}"
            )
    return lines if len(lines) > 2 else [*lines, "没有；警告、提示、不能判断也没有。"]


def _several(outcomes: Iterable[Outcome]) -> list[str]:
    lines = [
        "## 主要问题不止一个（或没有）的",
        "",
        "按缺陷列出；有的确是两件事（如一个数既使合计不平，又超出合理范围）。",
        "",
    ]
    found = False
    for outcome in outcomes:
        wrong = [trial for trial in outcome.several if trial.found or len(trial.primary) != 1]
        if wrong:
            found = True
            defect, first = outcome.defect, wrong[0]
            rules = Counter(
                "＋".join(sorted({finding.rule for finding in trial.primary})) or "（无）" for trial in wrong
            )
            said = "、".join(f"{names}（{times} 次）" for names, times in sorted(rules.items()))
            lines.append(
                f"- {defect.words}（{defect.form_set}，{defect.rule}）：{len(wrong)}/{len(outcome.trials)} 次，{said}。"
                f"如种子 {first.seed}：{'、'.join(_spots(first)) or '没有主要问题'}。"
            )
    return lines if found else [*lines, "没有。"]
