"""Run xlwings' own tests on the engine in tests/calc_engine: `python -m tools.xlwings_suite PATH`.

PATH is a checkout of xlwings, or an archive of its source. Nothing is fetched. The tests run on a copy, since
they write files. Printed are the numbers and each failure with its reason.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

PROJECT = Path(__file__).resolve().parents[1]

# The modules that drive a spreadsheet program through the interface open to every engine. The others test the
# PRO parts, worksheet functions on Windows, or engines of xlwings' own.
MODULES = (
    "active",
    "app",
    "book",
    "characters",
    "chunking",
    "conversion",
    "fileformats",
    "font",
    "names",
    "ndim",
    "range",
    "shape",
    "sheet",
    "table",
)

NOT_OFFERED = "NotImplementedError"


@dataclass(frozen=True)
class Result:
    """One test: its name as "module.Class.test", how it ended, and why if it did not pass."""

    name: str
    outcome: str
    reason: str


def main(arguments: list[str] | None = None) -> int:
    """Run the tests and print the result; 0 once they ran, whatever they found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, help="a checkout of xlwings, or an archive of its source")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="xlwings-suite-") as folder:
        tests = copy_tests(options.source, Path(folder))
        results = run(tests)
    print(summary(results))
    return 0


def copy_tests(source: Path, target: Path) -> Path:
    """The folder `tests` of a checkout or an archive, copied into `target`; SystemExit if there is none."""
    if source.is_file():
        with tarfile.open(source) as archive:
            archive.extractall(target / "source", filter="data")
        source = target / "source"
    found = next((p.parent for p in sorted(source.rglob("tests/test_range.py"))), None)
    if found is None:
        raise SystemExit(f"no tests of xlwings below {source}")
    return Path(shutil.copytree(found, target / "run" / "tests"))


def run(tests: Path) -> list[Result]:
    """Run the modules and give back what came of every test."""
    report = tests.parent / "report.xml"
    modules = [str(path) for path in (tests / f"test_{name}.py" for name in MODULES) if path.is_file()]
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(PROJECT), str(PROJECT / "tests")]),
        # The suite runs macros of its own workbooks.
        "CALC_ENGINE_MACROS": "1",
    }
    subprocess.run(  # noqa: S603
        [
            sys.executable,
            *(
                "-m",
                "pytest",
                "-q",
                "--continue-on-collection-errors",
                "-p",
                "tools.xlwings_suite_plugin",
                "-p",
                "no:cacheprovider",
            ),
            *("--rootdir", str(tests.parent), "-c", os.devnull, f"--junit-xml={report}"),
            *modules,
        ],
        cwd=tests,
        env=environment,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    return list(read_report(report))


def read_report(report: Path) -> Iterator[Result]:
    """The tests in a JUnit report."""
    for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314  (written by our own pytest)
        name = f"{case.get('classname', '')}.{case.get('name', '')}".removeprefix("tests.")
        trouble = next((child for child in case if child.tag in {"failure", "error", "skipped"}), None)
        if trouble is None:
            yield Result(name, "passed", "")
            continue
        outcome = "skipped" if trouble.tag == "skipped" else "failed"
        yield Result(name, outcome, (trouble.get("message") or "").strip().partition("\n")[0])


def summary(results: list[Result]) -> str:
    """The numbers, then failures and skips, each with its reason."""
    counted = Counter(result.outcome for result in results)
    lines = [f"{counted['passed']} passed, {counted['failed']} failed, {counted['skipped']} skipped"]
    not_offered = sum(r.outcome == "failed" and NOT_OFFERED in r.reason for r in results)
    lines.append(f"of the failed, {not_offered} need what the engine does not offer ({NOT_OFFERED})")
    for outcome in ("failed", "skipped"):
        lines += [f"{outcome}: {r.name}: {r.reason}" for r in results if r.outcome == outcome]
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
