"""The package's modules need each other in one direction only, imports within functions included."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import perfxl

ROOT = Path(perfxl.__file__).parent
MODULES = {
    ".".join(("perfxl", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in ROOT.rglob("*.py")
}


def needed(node: ast.AST) -> Iterator[str]:
    """The modules of the package that a piece of code imports when it runs: not what it imports for types alone."""
    for child in ast.iter_child_nodes(node):
        if (
            isinstance(child, ast.If)
            and isinstance(child.test, ast.Name)
            and child.test.id == "TYPE_CHECKING"
        ):
            continue
        if isinstance(child, ast.ImportFrom) and child.module in MODULES:
            for name in child.names:
                module = f"{child.module}.{name.name}"
                yield module if module in MODULES else child.module
        elif isinstance(child, ast.Import):
            yield from (name.name for name in child.names if name.name in MODULES)
        else:
            yield from needed(child)


def test_no_module_needs_one_that_needs_it() -> None:
    """``TopologicalSorter`` raises ``CycleError``, which names the circle."""
    graph = {
        module: set(needed(ast.parse(path.read_text(encoding="utf-8")))) for module, path in MODULES.items()
    }
    graph["perfxl"] = (
        set()
    )  # what ``import perfxl`` offers stands above all its modules, which all import it first
    order = list(TopologicalSorter(graph).static_order())
    assert set(order) == set(MODULES)
    assert order.index("perfxl.checking") < order.index("perfxl.cli.check")
