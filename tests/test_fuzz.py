"""Damaged workbooks by chance: whatever comes in, what comes out is a result that others can read."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hostile import HOSTILE, made
from mutations import mutated
from perfxl.checking import check_bytes
from perfxl.output import as_json

ROOT = Path(__file__).parents[1]
RETURNS = sorted((ROOT / "tests" / "returns").glob("*.xlsx"))
SCHEMA = json.loads((ROOT / "docs" / "findings.schema.json").read_text(encoding="utf-8"))
LARGE = ("million", "MB", "bomb", "thousand", "5,000", "500 ", "share", "blank")
SMALL = [name for name in HOSTILE if not any(word in name for word in LARGE)]


def sound(data: bytes) -> None:
    """Check the bytes: no exception, no failure inside, output that holds to its schema."""
    result = check_bytes(data, "x.xlsx")
    assert result.findings or result.ret is not None
    assert not result.failed_inside, [f.message for f in result.findings if f.rule == "WJ-09"]
    jsonschema.validate(json.loads(as_json([result])), SCHEMA)


@given(which=st.sampled_from(RETURNS), seed=st.integers(0, 2**32))
@settings(max_examples=80, deadline=None)
def test_damaged_returns(which: Path, seed: int) -> None:
    sound(mutated(which.read_bytes(), Random(seed)))  # noqa: S311


@given(which=st.sampled_from(SMALL), at=st.floats(0, 1, exclude_max=True), byte=st.integers(0, 255))
@settings(max_examples=50, deadline=None)
def test_damaged_hostile_files(which: str, at: float, byte: int) -> None:
    data = bytearray(made(which).data or b"P")
    data[int(len(data) * at)] = byte
    sound(bytes(data))


@given(
    data=st.binary(max_size=300), start=st.sampled_from([b"", b"PK\3\4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
)
def test_any_bytes(data: bytes, start: bytes) -> None:
    sound(start + data)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "tests" / "fuzz_corpus").glob("*")), ids=lambda path: path.name
)
def test_what_was_found_once(path: Path) -> None:
    sound(path.read_bytes())
