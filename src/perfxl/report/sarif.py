"""SARIF 2.1.0: the findings for programs that show results of analyses. One run, written return by return."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import quote

from perfxl.atomic import replacing
from perfxl.finding import Level
from perfxl.output import finding_data
from perfxl.report.digest import Digest, outcomes, place_text
from perfxl.rules.pages import page
from perfxl.rules.registry import RuleInfo, catalogue
from perfxl.version import VERSION

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {
    Level.ERROR.value: "error",
    Level.WARNING.value: "warning",
    Level.INFO.value: "note",
    Level.UNDECIDED.value: "none",
}
_KINDS = {Level.UNDECIDED.value: "open"}
"""What could not be judged; everything else is a failed check."""


def write_sarif(digest: Digest, path: Path) -> None:
    """Write the file. Raises OSError where it cannot be written, ReportError for damaged lines."""
    used = {*digest.rules, *(item.finding.rule for item in digest.findings)}
    rules = [info for rule, info in catalogue().items() if rule in used]
    # Halves of characters, as in odd file names, become JSON's own escapes.
    with (
        replacing(path) as partial,
        partial.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file,
    ):
        file.write(f'{{"$schema":{_text(SCHEMA)},"version":"2.1.0","runs":[{{"tool":{_text(_tool(rules))},')
        file.write('"columnKind":"unicodeCodePoints","language":"zh-CN","results":[')
        _write_results(file, digest, {info.id: number for number, info in enumerate(rules)})
        file.write("]}]}\n")


def _text(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _write_results(file: TextIO, digest: Digest, numbers: Mapping[str, int]) -> None:
    for number, result in enumerate(_results(digest, numbers)):
        file.write(",\n" if number else "\n")
        file.write(_text(result))


def _results(digest: Digest, numbers: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    for outcome in outcomes(digest.lines):
        findings: Sequence[Mapping[str, Any]] = outcome.ret["findings"]
        for finding in findings:
            yield _result(finding, outcome.ret["path"], numbers)
    for item in digest.findings:
        yield _result(finding_data(item.finding), item.row.path if item.row else "", numbers)


def _tool(rules: Sequence[RuleInfo]) -> dict[str, Any]:
    return {
        "driver": {
            "name": "perfxl",
            "semanticVersion": VERSION,
            "language": "zh-CN",
            "rules": [_rule(info) for info in rules],
        }
    }


def _rule(info: RuleInfo) -> dict[str, Any]:
    return {
        "id": info.id,
        "shortDescription": {"text": info.title},
        "fullDescription": {"text": info.checks},
        "help": {"text": f"{info.checks}\n依据：{info.basis}\n怎么改：{info.fix}", "markdown": page(info)},
        "defaultConfiguration": {"level": _LEVELS[info.level.value]},
        "properties": {"category": info.category, "lifecycle": info.lifecycle},
    }


def _result(finding: Mapping[str, Any], path: str, numbers: Mapping[str, int]) -> dict[str, Any]:
    level = finding["level"]
    result: dict[str, Any] = {
        "ruleId": finding["rule"],
        **({"ruleIndex": numbers[finding["rule"]]} if finding["rule"] in numbers else {}),
        "kind": _KINDS.get(level, "fail"),
        "level": _LEVELS[level],
        "message": {"text": finding["message"]},
        "locations": _locations(path, finding, numbered=False),
        "partialFingerprints": {"perfxl/v1": finding["fingerprint"]},
        "properties": {
            name: finding[name]
            for name in ("form", "stated", "computed", "difference", "tolerance", "basis", "primary")
            if finding[name] is not None
        },
    }
    related = [
        location
        for number, place in enumerate(finding["related"])
        for location in _locations(path, place, numbered=True, number=number)
    ]
    if related:
        result["relatedLocations"] = related
    if "explanation" in finding:
        result["suppressions"] = [
            {"kind": "external", "status": "underReview", "justification": finding["explanation"]}
        ]
    return result


def _locations(
    path: str, place: Mapping[str, Any], *, numbered: bool, number: int = 0
) -> list[dict[str, Any]]:
    """Where something stands: the file, and sheet and cell as a logical location, as far as they are known."""
    location: dict[str, Any] = {"id": number} if numbered else {}
    if path:
        location["physicalLocation"] = {"artifactLocation": {"uri": file_uri(path)}}
    name = place_text(place)
    if name:
        kind = "element" if place["cell"] else "module"
        location["logicalLocations"] = [{"fullyQualifiedName": name, "kind": kind}]
    return [location] if location else []


def file_uri(path: str) -> str:
    """A path as a URI reference: relative where it is, backslashes turned, odd bytes kept by their escapes."""
    forward = path.replace("\\", "/")
    if "://" in forward:
        return quote(forward, safe="/:@?&=#%", errors="surrogatepass")
    drive = len(forward) > 1 and forward[1] == ":"
    prefix = "file:///" if drive else "file://" if forward.startswith("/") else ""
    return prefix + quote(forward, safe="/:" if drive else "/", errors="surrogatepass")
