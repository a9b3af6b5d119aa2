"""Write the rules' pages (``docs/rules``) from the catalogue, and the list of modules (``docs/modules.md``) from their
docstrings: ``python -m tools.build_docs``.
"""

from __future__ import annotations

import argparse
import ast
from pathlib import Path

from perfxl.rules.export import FAMILIES
from perfxl.rules.pages import page
from perfxl.rules.registry import RuleInfo, catalogue

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "rules"
MODULES = ROOT / "docs" / "modules.md"
SOURCE = ROOT / "src" / "perfxl"
_MODULES_HEAD = """# Modules

What each module of `src/perfxl` is for; how they go together is told in [architecture.md](architecture.md).
Made from the docstrings by `python -m tools.build_docs`.
"""


def pages() -> dict[str, str]:
    """Every page by its file name, the index included."""
    rules = catalogue()
    found = {f"{info.id}.md": page(info) for info in rules.values()}
    found["README.md"] = index(list(rules.values()))
    return found


def index(rules: list[RuleInfo]) -> str:
    """The list of all rules by family."""
    lines = ["# 审核规则", "", "级别：错误＝必须改正，警告＝须作说明，提示＝请留意。", ""]
    lines += ["状态：试行＝新近加入，照常审核、照常计级，口径还会按试用情况调整；正式＝口径已定。", ""]
    for family, name in FAMILIES.items():
        lines += [f"## {family} {name}", "", "| 编号 | 规则 | 级别 | 状态 |", "|---|---|---|---|"]
        for info in rules:
            if info.id.startswith(family):
                lines.append(
                    f"| [{info.id}]({info.id}.md) | {info.title} | {info.level.chinese} | {info.lifecycle} |"
                )
        lines.append("")
    return "\n".join(lines)


def modules() -> str:
    """The page of modules: one table a package, each module with the first paragraph of its docstring."""
    lines = [_MODULES_HEAD]
    for package in sorted({path.parent for path in SOURCE.rglob("*.py")}):
        lines += [f"## {package.relative_to(SOURCE.parent).as_posix()}", ""]
        lines += [_purpose(package / "__init__.py"), "", "| module | |", "|---|---|"]
        found = sorted(path for path in package.glob("*.py") if path.name != "__init__.py")
        lines += [f"| `{path.name}` | {_purpose(path).replace('|', chr(92) + '|')} |" for path in found]
        lines.append("")
    return "\n".join(lines)


def _purpose(path: Path) -> str:
    """The first paragraph of a module's docstring, in one line."""
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    return " ".join((docstring or "").split("\n\n")[0].split())


def main() -> None:
    """Write the pages and remove those of rules that no longer exist."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    wanted = pages()
    for stale in {path.name for path in FOLDER.glob("*.md")} - set(wanted):
        (FOLDER / stale).unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, "utf-8")
    MODULES.write_text(modules(), "utf-8")


if __name__ == "__main__":
    main()
