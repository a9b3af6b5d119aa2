"""Look for workbooks that perfxl cannot cope with, for as long as wanted.

    python -m tools.fuzz [SECONDS]

Damages the sample returns at random, checks each, and keeps what fails or takes long in ``tests/fuzz_corpus``, where the
tests look at it from then on.
"""

from __future__ import annotations

import sys
import time
from hashlib import sha256
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]
CORPUS = ROOT / "tests" / "fuzz_corpus"
TOO_LONG = 2.0
"""Seconds of processor time, many times what a return takes."""


def complaint(data: bytes) -> str:
    """What is wrong with the check of these bytes, or nothing."""
    from perfxl.checking import check_bytes

    begin = time.process_time()
    try:
        result = check_bytes(data, "x.xlsx")
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    if result.failed_inside:
        return next(finding.message for finding in result.findings if finding.rule == "WJ-09")
    used = time.process_time() - begin
    return f"{used:.1f} s" if used > TOO_LONG else ""


def main() -> None:
    """Run for the time given and say how many were tried and what was found."""
    from mutations import mutated

    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    returns = [path.read_bytes() for path in sorted((ROOT / "tests" / "returns").glob("*.xlsx"))]
    seed = first = time.time_ns()
    while time.time_ns() - first < seconds * 1e9:
        seed += 1
        random = Random(seed)  # noqa: S311
        data = mutated(random.choice(returns), random)
        if wrong := complaint(data):
            CORPUS.mkdir(exist_ok=True)
            path = CORPUS / sha256(data).hexdigest()[:16]
            path.write_bytes(data)
            print(f"{path.name}: {wrong}", flush=True)
    print(f"{seed - first} workbooks tried")


if __name__ == "__main__":
    main()
