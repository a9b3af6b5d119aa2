"""Definitions as JSON: what the YAML says, never an older state of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from perfxl import definitions
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
