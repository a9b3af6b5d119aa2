"""审核报告.html: one file without anything from outside; what each unit's page needs is packed inside."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from perfxl.atomic import replacing
from perfxl.finding import Finding, Level
from perfxl.output import finding_data
from perfxl.report import charts
from perfxl.report.across import present
from perfxl.report.book import body, by_frequency
from perfxl.report.digest import VERDICTS, Digest, Row, RunFinding, outcomes, place_text
from perfxl.report.summary import RATE_EDGES, Summary, Totals, band_names, band_of, money, rounded
from perfxl.rules.registry import catalogue
from perfxl.version import VERSION

if TYPE_CHECKING:
    from perfxl.batch.outcome import Outcome

TEMPLATES = Path(__file__).parent / "templates"
_CHUNK = 600_000
"""Characters of JSON that are packed together: unpacked in a few milliseconds, and still packed well."""
_MOST_RELATED, _MOST_ACROSS, _MOST_MISSING = 12, 100, 300
_TOP_RULES, _TOP_LOWEST = 16, 8
_LEVELS = {level.value: number for number, level in enumerate(Level)}
_VERDICTS = {key: number for number, key in enumerate(VERDICTS)}


def write_page(digest: Digest, summary: Summary, path: Path) -> None:
    """Write the report. Raises OSError where it cannot be written, ReportError for damaged lines."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=False
    )
    packed = _Packed(digest)
    css, js = ((TEMPLATES / f"report.{kind}").read_text("utf-8") for kind in ("css", "js"))
    template = environment.get_template("report.html.j2")
    parts = template.generate(
        css=Markup(css),  # noqa: S704  # our own file
        js=Markup(js),  # noqa: S704  # our own file
        css_hash=_hash(css),
        js_hash=_hash(js),
        version=VERSION,
        chunks=packed.chunks(),
        index=packed.index,
        **_shown(digest, summary),
    )
    with (
        replacing(path) as partial,
        partial.open("w", encoding="utf-8", errors="replace", newline="\n") as file,
    ):
        file.writelines(parts)


def _hash(text: str) -> str:
    """What the content security policy knows a script or style by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _pack(data: Any) -> str:
    """Data as JSON, gzip (always the same bytes for the same data), base64."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(gzip.compress(text.encode("utf-8", "replace"), 6, mtime=0)).decode()


class _Packed:
    """The packed data: the details of the units in chunks, then the index that says where each one is."""

    def __init__(self, digest: Digest) -> None:
        self._digest = digest
        self._rules: dict[str, int] = {}
        for tally in by_frequency(digest.rules.values()):
            self._rules[tally.rule] = len(self._rules)
        for item in digest.findings:
            self._rules.setdefault(item.finding.rule, len(self._rules))
        self._units: list[list[Any]] = []
        self._across: dict[int, list[RunFinding]] = {}
        for item in digest.findings:
            if item.row is not None:
                self._across.setdefault(item.row.number, []).append(item)

    def chunks(self) -> Iterator[str]:
        """The details, some units at a time."""
        details: list[str] = []
        size = number = 0
        for row, outcome in zip(self._digest.rows, outcomes(self._digest.lines), strict=True):
            findings: Sequence[Mapping[str, Any]] = outcome.ret["findings"]
            text = json.dumps(self._details(row, outcome), ensure_ascii=False, separators=(",", ":"))
            rules = sorted({self._rules[finding["rule"]] for finding in findings})
            rules += [self._rules[rule] for rule in sorted(self._run_rules(row))]
            self._units.append([*_unit(row), rules, number, len(details)])
            details.append(text)
            size += len(text)
            if size > _CHUNK:
                yield _pack_texts(details)
                details, size, number = [], 0, number + 1
        if details:
            yield _pack_texts(details)

    def _run_rules(self, row: Row) -> set[str]:
        return {item.finding.rule for item in self._across.get(row.number, ())}

    def _details(self, row: Row, outcome: Outcome) -> list[Any]:
        return [
            [self._finding(finding) for finding in outcome.ret["findings"]],
            [
                [
                    excerpt.sheet,
                    excerpt.top,
                    excerpt.left,
                    excerpt.rows,
                    excerpt.merges,
                    excerpt.findings,
                ]
                for excerpt in outcome.excerpts
            ],
            [self._run_finding(item.finding) for item in self._across.get(row.number, ())],
        ]

    def _finding(self, finding: Mapping[str, Any]) -> list[Any]:
        related = [place_text(place) for place in finding["related"][:_MOST_RELATED]]
        if len(finding["related"]) > _MOST_RELATED:
            related.append(f"等 {len(finding['related'])} 处")
        return [
            self._rules[finding["rule"]],
            _LEVELS[finding["level"]],
            finding["primary"],
            finding["form"] or "整个文件",
            finding["sheet"] or "",
            finding["cell"] or "",
            body(finding),
            finding["stated"] or "",
            finding["computed"] or "",
            finding["difference"] or "",
            related,
            finding["fix"],
            finding["basis"],
            finding.get("explanation", ""),
        ]

    def _run_finding(self, finding: Finding) -> list[Any]:
        return self._finding(finding_data(finding))

    def index(self) -> str:
        """The units in order and what their numbers stand for; asked for when all chunks are written."""
        rules = [
            {"id": rule, "title": info.title if info else ""}
            for rule, info in ((rule, catalogue().get(rule)) for rule in self._rules)
        ]
        names = band_names(RATE_EDGES, "%")
        return _pack(
            {"verdicts": list(VERDICTS.values()), "bands": names, "rules": rules, "units": self._units}
        )


def _pack_texts(details: Sequence[str]) -> str:
    text = f"[{','.join(details)}]"
    return base64.b64encode(gzip.compress(text.encode("utf-8", "replace"), 6, mtime=0)).decode()


def _unit(row: Row) -> list[Any]:
    return [
        row.key,
        row.who,
        row.path,
        row.year,
        row.form_set,
        _VERDICTS[row.verdict],
        [row.error, row.warning, row.info, row.undecided],
        [rounded(row.score), money(row.budget), money(row.executed), rounded(row.rate)],
        row.grade,
        band_of(row.rate, RATE_EDGES),
    ]


def _shown(digest: Digest, summary: Summary) -> dict[str, Any]:
    """What the template shows in so many words."""
    tallies = by_frequency(digest.rules.values())
    return {
        "scope": _scope(digest, summary),
        "lead": _lead(summary),
        "tiles": _tiles(digest, summary),
        "verdicts": charts.verdict_parts(summary),
        "rates": charts.band_columns(summary.rates),
        "scores": charts.band_columns(summary.scores),
        "project_rates": charts.band_columns(summary.project_rates),
        "project_totals": _totals(summary.projects),
        "frequent": charts.rule_bars(tallies, _TOP_RULES),
        "rate_curve": charts.rate_curve(digest.rows),
        "lowest": charts.lowest_bars(digest.rows, _TOP_LOWEST),
        "roster": _roster(digest),
        "shown_missing": _MOST_MISSING,
        "across": [_across(item) for item in _overview_findings(digest)],
        "across_count": len(digest.findings),
        "rules": [_rule(tally) for tally in tallies],
    }


def _scope(digest: Digest, summary: Summary) -> str:
    years = sorted({row.year for row in digest.rows if row.year})
    shown = f"{years[0]}～{years[-1]} 年度" if len(years) > 1 else f"{years[0]} 年度" if years else ""
    return "　".join(
        part for part in (shown, f"{summary.units} 个单位", f"{summary.returns} 份报送件") if part
    )


def _lead(summary: Summary) -> str:
    verdicts = summary.verdicts
    said = [
        (verdicts["rejected"], "须退回改正"),
        (verdicts["explain"], "须作核实说明"),
        (verdicts["accepted"], "通过"),
        (verdicts["unreadable"], "无法审核"),
    ]
    parts = "，".join(f"{count} 份{what}" for count, what in said if count)
    levels = summary.levels
    return (
        f"共审核 {summary.returns} 份报送件：{parts or '没有报送件'}。"
        f"查出错误 {levels['error']} 处，警告 {levels['warning']} 处，提示 {levels['info']} 处。"
    )


def _tiles(digest: Digest, summary: Summary) -> list[list[dict[str, str]]]:
    """How many returns of each verdict, and what the amounts come to."""
    counts = [_tile(VERDICTS[key], str(count), "份", key) for key, count in summary.verdicts.items()]
    found = present(digest)
    if found is not None:
        counts.append(_tile("缺报", str(len(found.missing)), "个", "missing"))
    totals = summary.totals
    # Only some returns state both amounts: then the rate is not the quotient of the two sums beside it.
    of = "" if totals.rated == totals.count else f"（{totals.rated} 份两数齐全的）"
    rate = _tile(f"总执行率{of}", rounded(totals.rate) or "—", "%" if totals.rate is not None else "")
    amounts = [
        _tile("预算数合计", money(totals.budget), "万元"),
        _tile("执行数合计", money(totals.executed), "万元"),
        rate,
    ]
    return [counts, amounts]


def _tile(name: str, value: str, unit: str, tone: str = "") -> dict[str, str]:
    return {"name": name, "value": value, "unit": unit, "tone": tone}


def _totals(totals: Totals) -> dict[str, str]:
    return {
        "count": str(totals.count),
        "budget": money(totals.budget),
        "executed": money(totals.executed),
        "rate": rounded(totals.rate),
    }


def _roster(digest: Digest) -> dict[str, Any] | None:
    found = present(digest)
    if found is None:
        return None
    missing = []
    for lacking in found.missing:
        remark = f"已收到 {lacking.files[0].path}，但无法审核" if lacking.files else ""
        if lacking.near is not None:
            remark = f"名册外有名称相近的“{lacking.near.unit}”"
        missing.append({"name": lacking.unit.name, "department": lacking.unit.department, "remark": remark})
    return {"missing": missing, "expected": len(missing) + len(found.returned)}


def _overview_findings(digest: Digest) -> list[RunFinding]:
    """The findings over several returns, gravest first; missing units have a list of their own."""
    return sorted(digest.findings, key=lambda item: item.finding.level.rank)[:_MOST_ACROSS]


def _across(item: RunFinding) -> dict[str, str]:
    finding = item.finding
    return {
        "level": finding.level.value,
        "chinese": finding.level.chinese,
        "rule": finding.rule,
        "key": item.row.key if item.row else "",
        "unit": item.unit,
        "message": finding.message.removeprefix(f"【{finding.form}】"),
    }


def _rule(tally: Any) -> dict[str, Any]:
    info = catalogue().get(tally.rule)
    level = info.level if info else Level.ERROR
    texts = {
        name: getattr(info, name, "") for name in ("title", "checks", "basis", "why", "fix", "tolerance")
    }
    return {
        "id": tally.rule,
        "level": level.value,
        "chinese": level.chinese,
        "returns": tally.returns,
        "count": tally.count,
        "examples": [{"key": row.key, "who": row.who, "message": text} for row, _, text in tally.examples],
        **texts,
    }
