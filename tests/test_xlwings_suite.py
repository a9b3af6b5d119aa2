"""The command that runs xlwings' own tests: what it takes, and what it makes of a report."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from tools.xlwings_suite import Result, copy_tests, read_report, summary

REPORT = """<testsuites><testsuite>
<testcase classname="tests.test_range.TestRange" name="test_one"/>
<testcase classname="tests.test_range.TestRange" name="test_two"><failure message="assert 1 == 2&#10;more">…</failure></testcase>
<testcase classname="tests.test_table.TestTable" name="test_three">
  <error message="failed on setup with &quot;NotImplementedError&quot;"/></testcase>
<testcase classname="tests.test_shape" name="test_four"><skipped message="matplotlib missing"/></testcase>
</testsuite></testsuites>"""


def test_a_report_becomes_numbers_and_reasons(tmp_path: Path) -> None:
    (tmp_path / "report.xml").write_text(REPORT, encoding="utf-8")
    results = list(read_report(tmp_path / "report.xml"))
    assert results[:2] == [
        Result("test_range.TestRange.test_one", "passed", ""),
        Result("test_range.TestRange.test_two", "failed", "assert 1 == 2"),
    ]
    assert summary(results).splitlines() == [
        "1 passed, 2 failed, 1 skipped",
        "of the failed, 1 need what the engine does not offer (NotImplementedError)",
        "failed: test_range.TestRange.test_two: assert 1 == 2",
        'failed: test_table.TestTable.test_three: failed on setup with "NotImplementedError"',
        "skipped: test_shape.test_four: matplotlib missing",
    ]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    tests = tmp_path / "xlwings-1.0" / "tests"
    tests.mkdir(parents=True)
    (tests / "test_range.py").write_text("x = 1\n")
    return tests.parent


def test_tests_are_found_in_a_checkout_and_in_an_archive(checkout: Path, tmp_path: Path) -> None:
    archive = tmp_path / "source.tar.gz"
    with tarfile.open(archive, "w:gz") as target:
        target.add(checkout, checkout.name)
    for number, source in enumerate((checkout, archive)):
        folder = tmp_path / f"work{number}"
        folder.mkdir()
        copied = copy_tests(source, folder)
        assert copied == folder / "run" / "tests"
        assert (copied / "test_range.py").read_text() == "x = 1\n"


def test_a_folder_without_the_tests_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no tests of xlwings"):
        copy_tests(tmp_path, tmp_path)
