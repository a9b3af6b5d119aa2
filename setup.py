"""Builds the package; all that is declared stands in setup.cfg. A built package also holds its definitions as JSON."""

import runpy
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

DEFINITIONS = runpy.run_path(str(Path(__file__).parent / "src" / "perfxl" / "definitions.py"))


class BuildWithJson(build_py):
    """Copies the package and writes a JSON file beside each YAML file of the copy."""

    def run(self) -> None:
        """Build; an editable install reads the YAML files themselves."""
        super().run()
        if not self.editable_mode:
            for path in sorted(Path(self.build_lib).rglob("*.yaml")):
                DEFINITIONS["make_json"](path)


setup(cmdclass={"build_py": BuildWithJson})
