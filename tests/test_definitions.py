"""Definitions as JSON: what the YAML says, never an older state of it; patterns that are compiled when used."""

from __future__ import annotations

import importlib
import pkgutil
import re
import shutil
from pathlib import Path

import pytest

import perfxl
from perfxl import definitions, patterns
from perfxl.definitions import DefinitionError, make_json, read_definition, read_made
from perfxl.formset import listed
from perfxl.formset.load import DEFINITION, form_set_ids, load_form_set, templates_folder
from perfxl.rules.registry import CATALOGUE

FILES = [*sorted(CATALOGUE.glob("*.yaml")), *sorted(templates_folder().glob(f"*/{DEFINITION}"))]


@pytest.mark.parametrize("source", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_json_of_every_definition_says_what_its_yaml_says(source: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(source, tmp_path))
    expected = read_definition(path)
    assert read_made(path) is None
    assert make_json(path)
    assert read_made(path) == expected == read_definition(path)


def test_json_is_read_without_reading_the_yaml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path(shutil.copy(FILES[0], tmp_path))
    make_json(path)
    monkeypatch.setattr(definitions, "_read_yaml", lambda source: pytest.fail("the YAML was read"))
    assert read_definition(path)


def test_an_edited_yaml_counts_and_not_its_older_json(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("分值: 10\n", "utf-8")
    make_json(path)
    path.write_text("分值: 20\n", "utf-8")
    assert read_definition(path) == {"分值": 20}


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"made_from": 1, "says": {}}', "{", '"x"', "\xff"])
def test_a_json_file_that_is_something_else_is_passed_over(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("分值: 10\n", "utf-8")
    path.with_suffix(".json").write_text(text, "latin-1")
    assert read_definition(path) == {"分值": 10}


@pytest.mark.parametrize("text", ["起: 2020-01-01\n", "1: 一\n"])
def test_what_json_cannot_say_stays_yaml(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text, "utf-8")
    assert not make_json(path)
    assert not path.with_suffix(".json").exists()


def test_no_yaml_is_an_error_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("甲: [1,\n", "utf-8")
    with pytest.raises(DefinitionError, match="line 2"):
        read_definition(path)


@pytest.mark.parametrize("form_set_id", form_set_ids())
def test_titles_come_out_the_same_from_json(
    form_set_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / form_set_id
    folder.mkdir()
    make_json(Path(shutil.copy(templates_folder() / form_set_id / DEFINITION, folder)))
    monkeypatch.setattr(listed, "templates_folder", lambda: tmp_path)
    found = listed.listed.__wrapped__(form_set_id)
    assert found.titles == listed.titles_of(load_form_set(form_set_id))


def test_every_pattern_that_is_compiled_later_can_be_compiled() -> None:
    seen = 0
    for package in ("formset", "returns", "rules"):
        for module in pkgutil.iter_modules([str(Path(perfxl.__file__).parent / package)]):
            names = vars(importlib.import_module(f"perfxl.{package}.{module.name}"))
            for value in names.values():
                if isinstance(value, patterns._Uncompiled):
                    re.compile(value._source, value._flags)
                    seen += 1
    assert seen > 50


def test_a_pattern_is_compiled_once_and_behaves_as_one() -> None:
    word = patterns.pattern("[一二]+", re.ASCII)
    found = word.fullmatch("一二")
    assert found is not None
    assert found[0] == "一二"
    assert word.fullmatch is word.fullmatch
    assert word.sub("x", "三一") == "三x"
    with pytest.raises(AttributeError):
        word.no_such_method  # noqa: B018
