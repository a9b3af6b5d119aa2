"""Patterns compiled when used, and what a built package has prepared: just what would be compiled and parsed anyway."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.json import encode

import perfxl
from perfxl import patterns, prepared
from perfxl.formula import FormulaError, parse_relation, parse_tree
from perfxl.prepared import Prepared, prepared_formula, prepared_pattern
from perfxl.preparing import prepare

ROOT = Path(__file__).resolve().parent.parent
FORMULA = "项目支出 = SUM(项目) * 100"


@pytest.fixture(autouse=True)
def put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[bytes], None]]:
    """Puts the file in its place, instead of the one that the package under test may have."""
    path = tmp_path / "prepared.json"
    monkeypatch.setattr(prepared, "PREPARED", path)

    def put_file(content: bytes) -> None:
        path.write_bytes(content)
        prepared._prepared.cache_clear()

    prepared._prepared.cache_clear()
    yield put_file
    prepared._prepared.cache_clear()


def _all_sources() -> list[tuple[str | bytes, int]]:
    for package in ("formset", "returns", "rules", "workbook"):
        for module in pkgutil.iter_modules([str(Path(perfxl.__file__).parent / package)]):
            importlib.import_module(f"perfxl.{package}.{module.name}")
    return patterns.sources()


def test_a_pattern_is_compiled_once_and_behaves_as_one() -> None:
    word = patterns.pattern("[一二]+", re.ASCII)
    found = word.fullmatch("一二")
    assert found is not None
    assert found[0] == "一二"
    assert word.fullmatch is word.fullmatch
    assert word.sub("x", "三一") == "三x"
    with pytest.raises(AttributeError):
        word.no_such_method  # noqa: B018


def test_every_pattern_comes_out_as_if_compiled(put: Callable[[bytes], None]) -> None:
    sources = _all_sources()
    assert len(sources) > 100
    put(encode(prepare(sources, [])))
    for source, flags in sources:
        assert prepared_pattern(source, flags) == re.compile(source, flags)


@pytest.mark.parametrize(
    "source", ["(?P<数>[0-9]+)|(a)", b"<(?:c|row)[ />]", "(?i)[一-十]", "((a)|(?P<b>b))+"]
)
def test_a_prepared_pattern_knows_its_groups(source: str | bytes, put: Callable[[bytes], None]) -> None:
    put(encode(prepare([(source, re.MULTILINE)], [])))
    expected, found = re.compile(source, re.MULTILINE), prepared_pattern(source, re.MULTILINE)
    assert found is not None
    assert (found.groups, found.groupindex, found.flags) == (
        expected.groups,
        expected.groupindex,
        expected.flags,
    )
    assert found == expected
    assert prepared_pattern(source, 0) is None


def test_text_and_bytes_of_the_same_characters_are_two_patterns(put: Callable[[bytes], None]) -> None:
    put(encode(prepare([("ab", 0)], [])))
    assert prepared_pattern("ab", 0)
    assert prepared_pattern(b"ab", 0) is None


def test_preparing_leaves_the_compiler_as_it_was() -> None:
    with pytest.raises(re.error):
        prepare([("(", 0)], [])
    assert re.compile("a(b)").fullmatch("ab")
    assert prepare([("a", 0)], []).patterns


def test_the_tree_of_a_formula_is_the_one_that_is_parsed(put: Callable[[bytes], None]) -> None:
    put(encode(prepare([], [FORMULA])))
    assert prepared_formula(FORMULA) == parse_tree(FORMULA)
    assert prepared_formula(FORMULA + "0") is None


def test_a_formula_is_refused_with_and_without_the_file(put: Callable[[bytes], None]) -> None:
    text = "项目支出 + 1"
    put(encode(prepare([], [text])))
    with pytest.raises(FormulaError, match="应为"):
        parse_relation(text)


def test_what_another_python_compiled_is_passed_over(put: Callable[[bytes], None]) -> None:
    made = prepare([("a", 0)], [FORMULA])
    put(encode(Prepared("cpython-39 0 0 4", made.patterns, made.formulas)))
    assert prepared_pattern("a", 0) is None
    assert prepared_formula(FORMULA) == parse_tree(FORMULA)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"python": 1}', '{"patterns": []}', '"x"', "\xff"])
def test_a_file_that_is_something_else_is_passed_over(text: str, put: Callable[[bytes], None]) -> None:
    put(text.encode("latin-1"))
    assert prepared_pattern("a", 0) is None
    assert prepared_formula(FORMULA) is None


CHECK = """
import sys
from pathlib import Path
from perfxl import patterns, prepared
from perfxl.checking import Options, check_bytes
from perfxl.output import as_json

checked = check_bytes(Path(sys.argv[1]).read_bytes(), "a.xlsx", Options())
text = as_json([checked])
compiled = [key for key in map(prepared.pattern_key, *zip(*patterns.sources())) if key not in prepared._prepared().patterns]
print("formualizer" in sys.modules, "yaml" in sys.modules, compiled)
print(text)
"""


def _checked(path: Path) -> tuple[str, object]:
    run = subprocess.run(
        [sys.executable, "-c", CHECK, str(ROOT / "tests" / "returns" / "hengyang-2021.xlsx")],
        env={**os.environ, "PYTHONPATH": str(path)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    state, _, text = run.stdout.partition("\n")
    return state, json.loads(text)


def test_a_built_package_has_prepared_all_that_a_check_needs(tmp_path: Path) -> None:
    pytest.importorskip("setuptools")
    subprocess.run(
        [sys.executable, "setup.py", "-q", "build", "--build-base", str(tmp_path)],
        cwd=ROOT, capture_output=True, check=True,
    )  # fmt: skip
    state, found = _checked(tmp_path / "lib")
    assert state == "False False []"
    assert found == _checked(ROOT / "src")[1]
