"""perfxl as a library: the public names, and that the documented examples run."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

import perfxl
from perfxl.cli import app
from perfxl.workbook.read import read_book

ROOT = Path(__file__).parents[1]
RETURN = ROOT / "tests" / "returns" / "hengyang-2021.xlsx"
PAGE = (ROOT / "docs" / "library.md").read_text("utf-8")


def test_a_check_is_that_of_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    result = perfxl.check(RETURN)
    assert isinstance(result, perfxl.Checked)
    app.main(["check", str(RETURN), "--format", "json"], prog_name="perfxl", standalone_mode=False)
    [item] = json.loads(capsys.readouterr().out)["returns"]
    assert perfxl.as_data(result) == item
    assert result.counts[perfxl.Level.ERROR] == item["counts"]["error"] > 0


def test_a_finding_names_the_cell_and_the_figures() -> None:
    [found] = [
        one for one in perfxl.check(RETURN).findings if (one.rule, one.place.address) == ("BD-05", "C19")
    ]
    assert isinstance(found, perfxl.Finding)
    assert isinstance(found.place, perfxl.Place)
    assert (found.stated, found.computed, found.difference) == ("45.17", "42.92", Decimal("2.25"))


def test_what_cannot_be_read_is_a_finding(tmp_path: Path) -> None:
    assert perfxl.check(tmp_path / "none.xlsx").verdict == "unreadable"


def test_what_does_not_exist_is_an_error() -> None:
    with pytest.raises(perfxl.FormSetError, match="nowhere"):
        perfxl.check(RETURN, form_set="nowhere")


def test_options_are_those_of_the_command_line() -> None:
    with pytest.raises(ValueError, match="2000 到 2099"):
        perfxl.check(RETURN, year=3)
    sample = RETURN.with_name("mof-2020-sample.xlsx")
    one, listed = (perfxl.check(sample, parameters=given) for given in ("101号", ["101号"]))
    assert [item.fingerprint for item in one.findings] == [item.fingerprint for item in listed.findings]
    assert one.ret is not None
    assert one.ret.form_set.parameters["一级指标权重"].chosen == "101号"


def test_a_folder_comes_in_order_and_is_checked_apart(tmp_path: Path) -> None:
    for name in ("b.xlsx", "a.xlsx"):
        shutil.copy(RETURN, tmp_path / name)
    (tmp_path / "c.xlsx").write_bytes(b"PK")
    lines = list(perfxl.check_folder(tmp_path, jobs=2))
    assert [Path(line["return"]["path"]).name for line in lines] == ["a.xlsx", "b.xlsx", "c.xlsx"]
    assert [line["return"]["verdict"] for line in lines] == ["rejected", "rejected", "unreadable"]
    alone = perfxl.as_data(perfxl.check(tmp_path / "a.xlsx"))
    assert lines[0]["return"] == alone


def test_filling_writes_a_copy(tmp_path: Path) -> None:
    before, target = RETURN.read_bytes(), tmp_path / "filled.xlsx"
    withheld: list[perfxl.Withheld] = []
    changes = perfxl.fill_file(RETURN, target, tell=withheld.append)
    assert {(c.place.sheet, c.place.address): (c.before, c.after) for c in changes} == {
        ("附件2", "C19"): ("45.17", "42.92"),
        ("附件2", "D19"): ("45.17", "42.92"),
        ("附件3", "F6"): ("", "246.1"),
        ("附件4-1", "H23"): ("", "90"),
        ("附件4-2", "H23"): ("", "90"),
    }
    assert {(c.place.sheet, c.place.address): (c.before, c.computed) for c in withheld} == {
        ("附件4-1", "G23"): ("100", "90"),
        ("附件4-2", "G23"): ("100", "90"),
    }
    held = {sheet.name: sheet.cells for sheet in read_book(target.read_bytes()).sheets}
    for change in changes:
        assert held[change.place.sheet][change.place[1:]].text == str(change.content)
    assert RETURN.read_bytes() == before


def test_names_are_those_of_the_page() -> None:
    rows = re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE)
    documented = {name for row in rows for name in re.findall(r"`([A-Za-z_]+)[`(]", row)}
    assert documented == set(perfxl.__all__) - {"__version__"}
    assert not set(dir(perfxl)) & {"check_file", "Options"}


@pytest.mark.parametrize("name", perfxl.__all__)
def test_every_name_is_there(name: str) -> None:
    assert getattr(perfxl, name).__doc__ or name == "__version__"


def test_importing_costs_little() -> None:
    code = "import sys, perfxl; print([m for m in ('perfxl.api', 'pandas', 'openpyxl', 'rich', 'click') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing_like_it"):
        perfxl.nothing_like_it  # noqa: B018


def test_the_examples_of_the_page_run(tmp_path: Path) -> None:
    shutil.copy(RETURN, tmp_path / "某局.xlsx")
    (tmp_path / "报送件").mkdir()
    shutil.copy(RETURN, tmp_path / "报送件" / "a.xlsx")
    code = "\n".join(re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL))
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert done.stderr == ""
    assert "附件2 C19 45.17 42.92 2.25" in done.stdout
