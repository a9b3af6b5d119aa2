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
from perfxl.batch.left_out import left_out_text
from perfxl.finding import Finding, Level
from perfxl.output import finding_data
from perfxl.report import charts, first_page
from perfxl.report.across import present
from perfxl.report.book import body, by_frequency
from perfxl.report.counted import counted
from perfxl.report.digest import VERDICTS, Digest, Row, RunFinding, outcomes, place_text
from perfxl.report.summary import RATE_EDGES, Summary, band_names, band_of, money, rounded
from perfxl.rules.registry import catalogue
from perfxl.version import VERSION

if TYPE_CHECKING:
    from perfxl.batch.outcome import Outcome

TEMPLATES = Path(__file__).parent / "templates"
_CHUNK = 600_000
"""Characters of JSON that are packed together: unpacked in a few milliseconds, and still packed well."""
_MOST_RELATED, _MOST_ACROSS, _MOST_MISSING = 12, 100, 300
_TOP_RULES, _TOP_LOWEST, _MOST_LEFT_OUT = 16, 8, 20
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
    tallies, units, years = by_frequency(digest.rules.values()), counted(digest).units, len(summary.years)
    return {
        "scope": first_page.scope(digest, summary),
        "lead": first_page.lead(summary),
        "tiles": first_page.tiles(digest, summary),
        "verdicts": charts.verdict_parts(summary),
        "rates": charts.band_columns(summary.rates),
        "scores": charts.band_columns(summary.scores),
        "project_rates": charts.band_columns(summary.project_rates),
        "counted_as": "单位数" if years < 2 else "份数，每个单位每年一份",
        "aside": first_page.aside_text(summary.aside),
        "project_totals": first_page.project_totals(summary),
        "frequent": charts.rule_bars(tallies, _TOP_RULES),
        "rate_curve": charts.rate_curve(units, years),
        "lowest": charts.lowest_bars(units, years, _TOP_LOWEST),
        "roster": _roster(digest),
        "shown_missing": _MOST_MISSING,
        "left_out": left_out_text(digest.left_out, _MOST_LEFT_OUT),
        "across": [_across(item) for item in _overview_findings(digest)],
        "across_count": len(digest.findings),
        "rules": [_rule(tally) for tally in tallies],
    }


def _roster(digest: Digest) -> dict[str, Any] | None:
    found = present(digest)
    if found is None:
        return None
    missing = []
    for lacking in found.missing:
        remark = "" if lacking.state == "未收到" else lacking.state
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
