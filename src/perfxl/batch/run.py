"""A run over many files: each is checked alone, then those of one unit beside each other; results in a fixed order."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from msgspec import Struct, field
from msgspec.structs import asdict, replace

from perfxl.atomic import replacing
from perfxl.batch.apart import folders_in_parts
from perfxl.batch.messages import Job, Partner, Report, Settings
from perfxl.batch.progress import Progress
from perfxl.batch.sources import hash_of, is_word
from perfxl.batch.store import Known, Result, Store, partners_changed
from perfxl.batch.twins import word_twins
from perfxl.formset.common_names import COMMON_NAMES
from perfxl.formset.load import DEFINITION, form_set_ids, templates_folder
from perfxl.pairing import Choice, choose, told_twice
from perfxl.paths import real
from perfxl.rules.registry import CATALOGUE
from perfxl.version import VERSION

LINES = "审核结果.jsonl"
STORE = "审核进度.sqlite"


class Executor(Protocol):
    """What checks files: processes here, or a cluster."""

    def run(self, jobs: Sequence[Job]) -> Iterator[Report]:
        """Check files; one report a job, in any order."""


class Totals(Struct):
    """What a run came to."""

    verdicts: Counter[str] = field(default_factory=Counter)
    failed_inside: bool = False
    failed_copies: int = 0
    errors_across: int = 0
    """Errors over several returns: units of the roster that did not return, totals that do not add up."""

    def add(self, result: Result) -> None:
        """Count one result."""
        self.verdicts[result.verdict] += 1
        self.failed_inside |= result.failed_inside
        self.failed_copies += result.failed_copy


class Batch(Struct):
    """Files to check, how, and where what is found is kept. ``copies`` says where marked copies go, by path.

    ``named`` are the paths that the user named: a Word document that is none of them was found in a folder, and is a
    return only where it holds forms. ``twins`` are those whose forms a workbook of the run holds as well, each with it.
    """

    files: Sequence[str]
    settings: Settings
    store: Store
    copies: Mapping[str, str] = field(default_factory=dict)
    named: Collection[str] = ()
    twins: Mapping[str, str] = field(default_factory=dict)
    counted: int = 0
    """How many returns there are, when the run is over."""
    _reports: Mapping[str, str] = field(default_factory=dict)

    def run(self, executor: Executor, progress: Progress) -> dict[str, tuple[str, ...]]:
        """Check everything that is not yet checked. What should be said of the choice of partners, by path."""
        known = self.store.known(with_unreadable=self.settings.options.password is None)
        settled = {path: found.identity for path, found in known.items() if found.settled}
        self._check(
            [self._job(path, settled.get(path, "")) for path in self.files], executor, progress, "审核"
        )
        known = self.store.known()
        here = [path for path in self.files if path in known and known[path].verdict]
        self.twins, self._reports = self._found_twice(here, known)
        here = [path for path in here if self._counts(path)]
        self.counted = len(here)
        named = [(_name(path), known[path].key) for path in here]
        choices = choose(named)
        if self.settings.last:
            for choice in choices:
                choice.notes.clear()  # the user has named what to compare with
        for number, at in told_twice(named).items():
            choices[number].notes.append(
                f"与 {here[at]} 同名，单位和年度也相同，可能是它的标注件或副本：两份都审核了，请只留一份"
            )
        wanted = {
            path: partners
            for path, choice in zip(here, choices, strict=True)
            if (partners := _partners(choice, here, known, known[path]))
        }
        self._compare(wanted, known, executor, progress)
        notes = {path: choice.notes for path, choice in zip(here, choices, strict=True)}
        for report, path in self._reports.items():
            notes[path].append(f"{_name(report)} 作为它的自评报告核对，报告中的绩效表没有另算一份报送件")
        return {path: tuple(said) for path, said in notes.items() if said}

    def _job(self, path: str, known: str = "") -> Job:
        return Job(path, known=known, copy=self.copies.get(path, ""), found=self._was_found(path))

    def _was_found(self, path: str) -> bool:
        """Whether it is a Word document that was found in a folder."""
        return is_word(path) and path not in self.named

    def _found_twice(
        self, here: Sequence[str], known: Mapping[str, Known]
    ) -> tuple[dict[str, str], dict[str, str]]:
        """The Word documents found in folders that are no returns of their own, see :func:`word_twins`."""
        return word_twins([path for path in here if self._was_found(path)], here, self.store, known)

    def _counts(self, path: str) -> bool:
        return path not in self.twins and path not in self._reports

    def _compare(
        self,
        wanted: Mapping[str, tuple[Partner, ...]],
        known: Mapping[str, Known],
        executor: Executor,
        progress: Progress,
    ) -> None:
        """Check files beside their partners; those that have none any more are as they are alone."""
        alone = [path for path in self.store.compared_paths() if path not in wanted]
        self.store.drop_comparisons(alone)
        again = [self._job(path) for path in alone if path in self.copies]
        jobs = [
            replace(self._job(path), partners=partners)
            for path, partners in wanted.items()
            if partners_changed(self.store.compared(path), known[path].identity, partners)
        ]
        self._check([*again, *jobs], executor, progress, "对比同一单位的报送件")

    def _check(self, jobs: Sequence[Job], executor: Executor, progress: Progress, what: str) -> None:
        if not jobs:
            return
        with progress.over(len(jobs), what) as advance:
            for report in executor.run(jobs):
                self.store.add(report)
                advance()
        self.store.flush()

    def in_parts(self) -> list[str]:
        """The folders in which one return lies in several files that were checked each on its own."""
        known = self.store.known()
        here = [path for path in self.files if path in known and known[path].verdict and self._counts(path)]
        return folders_in_parts(here, self.store, known)

    def results(self) -> Iterator[Result]:
        """What is known of the files that are returns, in their order."""
        return self.store.results([path for path in self.files if self._counts(path)])


def _name(path: str) -> str:
    """The name of a file, as messages call it."""
    return path.replace(os.sep, "/").rpartition("/")[2]


def _partners(
    choice: Choice, paths: Sequence[str], known: Mapping[str, Known], this: Known
) -> tuple[Partner, ...]:
    return tuple(
        Partner(link.value, paths[at], known[paths[at]].sha256)
        for link, at in choice.partners
        if link.value not in this.given
    )


def write_lines(results: Iterator[Result], target: Path) -> Totals:
    """Write the outcomes, one a line; the file is there whole or not at all. Raises OSError."""
    totals = Totals()
    with replacing(target) as partial, partial.open("wb") as file:
        for result in results:
            file.write(result.line)
            totals.add(result)
    return totals


def setup_of(settings: Settings, copies: Path | None) -> dict[str, str]:
    """What results depend on beside the files: version, form sets, rules and options. The password is not in it."""
    options = {**asdict(settings.options), "password": settings.options.password is not None}
    return {
        "perfxl": VERSION,
        "form sets": definitions(),
        "options": json.dumps(options, sort_keys=True),
        "limits": json.dumps([settings.timeout, settings.memory]),
        "last": json.dumps([hash_of(path) for path in settings.last]),
        "copies": "" if copies is None else str(real(copies)),
        "text": json.dumps([settings.detail, settings.every]),
    }


@lru_cache(maxsize=1)
def definitions() -> str:
    """The hash of everything that form sets and rules say."""
    digest = hashlib.sha256()
    definitions = [templates_folder() / form_set_id / DEFINITION for form_set_id in form_set_ids()]
    for path in (templates_folder() / COMMON_NAMES, *definitions, *sorted(CATALOGUE.glob("*.yaml"))):
        digest.update(f"{path.parent.name}/{path.name}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
