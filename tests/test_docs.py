"""The documentation follows the program."""

from __future__ import annotations

import re
from pathlib import Path

from tools.build_docs import FOLDER, MODULES, modules, pages

from perfxl.formset.load import form_set_ids

ROOT = Path(__file__).resolve().parent.parent


def test_rule_pages_are_as_generated() -> None:
    written = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.md")}
    assert written == pages()


def test_the_list_of_modules_is_as_generated() -> None:
    assert MODULES.read_text("utf-8") == modules()


def test_links_in_the_documentation_lead_somewhere() -> None:
    broken = []
    for document in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\(([^)#]+)", document.read_text("utf-8")):
            if "://" not in target and not (document.parent / target).exists():
                broken.append((document.name, target))
    assert broken == []


def test_every_form_set_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [name for name in form_set_ids() if f"`{name}`" not in readme] == []


def test_no_module_is_above_400_lines() -> None:
    long = {
        path.name for path in (ROOT / "src").rglob("*.py") if len(path.read_text("utf-8").splitlines()) > 400
    }
    assert long == set()
