"""汇总.json: the summary of a run and the findings over several returns (``docs/run.schema.json``)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from perfxl.atomic import write_atomically
from perfxl.output import SCHEMA, finding_data
from perfxl.report.across import present
from perfxl.report.digest import Digest
from perfxl.report.summary import Summary, as_data
from perfxl.version import VERSION


def write_run(digest: Digest, summary: Summary, path: Path) -> None:
    """Write the file. Raises OSError."""
    data = {"schema": SCHEMA, "perfxl": VERSION, "run": run_data(digest, summary)}
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    write_atomically(path, text.encode("utf-8", "backslashreplace"))


def run_data(digest: Digest, summary: Summary) -> dict[str, Any]:
    """A run as JSON-ready data: ``summary``, ``rules``, ``roster``, ``left_out``, ``findings``; decimals are strings."""
    return {
        "summary": as_data(summary),
        "rules": {
            rule: {
                "returns": tally.returns,
                **{level.value: count for level, count in tally.levels.items()},
            }
            for rule, tally in sorted(digest.rules.items())
        },
        "roster": _roster(digest),
        "left_out": [one.path for one in digest.left_out],
        "findings": [
            {
                "path": item.row.path if item.row else None,
                "unit": item.unit or None,
                **finding_data(item.finding),
            }
            for item in digest.findings
        ],
    }


def _roster(digest: Digest) -> dict[str, Any] | None:
    found = present(digest)
    if found is None or digest.roster is None:
        return None
    return {
        "name": digest.roster.name,
        "expected": len(found.returned) + len(found.missing),
        "missing": [
            {
                "unit": lacking.unit.name,
                "department": lacking.unit.department or None,
                "unreadable": [row.path for row in lacking.files],
                "received": [one.path for one in lacking.received],
                "near": lacking.near.unit if lacking.near else None,
            }
            for lacking in found.missing
        ],
    }
