"""Builds the package; all that is declared stands in setup.cfg. A built package starts quicker than a checkout: it
holds its definitions as JSON, its patterns compiled and its formulas parsed."""

import os
import runpy
import subprocess
import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

DEFINITIONS = runpy.run_path(str(Path(__file__).parent / "src" / "perfxl" / "definitions.py"))


class BuildPrepared(build_py):
    """Copies the package, writes a JSON file beside each YAML file of the copy, and lets the copy prepare itself."""

    def run(self) -> None:
        """Build; an editable install reads the YAML files themselves and compiles what it needs."""
        super().run()
        if not self.editable_mode:
            for path in sorted(Path(self.build_lib).rglob("*.yaml")):
                DEFINITIONS["make_json"](path)
            paths = [self.build_lib, *filter(None, [os.environ.get("PYTHONPATH")])]
            environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
            # -B: no bytecode among the files of the package.
            subprocess.run([sys.executable, "-B", "-m", "perfxl.preparing"], env=environment, check=True)


setup(cmdclass={"build_py": BuildPrepared})
