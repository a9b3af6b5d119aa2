"""Definitions that people write in YAML (form sets, the catalogue of rules) and that a built package also holds as JSON.

Reading JSON takes a tenth of the time. A JSON file stands beside its YAML file and names its checksum: it counts only
while the YAML file is what it was made from, so an edited definition is never overlooked.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

SUFFIX = ".json"


class DefinitionError(ValueError):
    """A file that is no YAML; ``str()`` says where."""


def read_definition(path: Path) -> Any:
    """What a YAML file says. Raises DefinitionError, OSError or UnicodeDecodeError."""
    source = path.read_bytes()
    made = _made_from(path, source)
    return _read_yaml(source) if made is None else made


def read_made(path: Path) -> Any | None:
    """What a YAML file says if its JSON file stands beside it, else None. Raises OSError."""
    return _made_from(path, path.read_bytes())


def make_json(path: Path) -> bool:
    """Write the JSON file of a YAML file; False for one that JSON cannot say exactly, such as a date."""
    import json

    source = path.read_bytes()
    data = _read_yaml(source)
    try:
        text = json.dumps({"made_from": _checksum(source), "says": data}, ensure_ascii=False)
    except TypeError:
        return False
    if json.loads(text)["says"] != data:
        return False
    path.with_suffix(SUFFIX).write_text(text, "utf-8")
    return True


def _made_from(path: Path, source: bytes) -> Any | None:
    from msgspec.json import decode  # not needed where the package is built

    try:
        made = decode(path.with_suffix(SUFFIX).read_bytes())
        return made["says"] if made["made_from"] == _checksum(source) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _checksum(source: bytes) -> str:
    return hashlib.sha256(source).hexdigest()


def _read_yaml(source: bytes) -> Any:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(source.decode("utf-8"), Loader=loader)  # noqa: S506  # a safe loader
    except yaml.YAMLError as error:
        raise DefinitionError(str(error)) from error
