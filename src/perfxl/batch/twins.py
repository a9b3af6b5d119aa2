"""Word documents that say what a workbook of the run says already: the same forms, or its report with forms in it.

Judged by what is known of both, their results; neither is read again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from perfxl.batch.sources import is_word
from perfxl.batch.store import Known, Store
from perfxl.file_findings import IN_WORD, TWICE
from perfxl.formset.names import REPORT
from perfxl.pairing import Key


def word_twins(
    words: Sequence[str], files: Sequence[str], store: Store, known: Mapping[str, Known]
) -> tuple[dict[str, str], dict[str, str]]:
    """Of ``words``, Word documents with forms, those that are no returns of their own, each with the return it is of.

    First those with the same forms as a workbook among ``files``, then those that were checked as a return's report.
    Nothing is read where there are no ``words``.
    """
    keys, folders = {known[path].key for path in words}, set(map(_folder, words))
    same: dict[tuple[Key, Any], str] = {}
    said: dict[str, Any] = {}
    users: dict[str, list[str]] = {}
    near = [path for path in files if known[path].key in keys or _folder(path) in folders] if words else []
    wanted = set(words)
    for result in store.results(near, alone=True):
        data, key = json.loads(result.line), known[result.path].key
        users.setdefault(data["return"].get("report", ""), []).append(result.path)
        if result.path in wanted:
            said[result.path] = content_of(data)
        elif key in keys and key.unit and key.year is not None and not is_word(result.path):
            same.setdefault((key, content_of(data)), result.path)
    twins = {path: same[at] for path in words if said[path] and (at := (known[path].key, said[path])) in same}
    reports = {}
    for path in words:
        others = [user for user in users.get(path, ()) if user != path and user not in twins]
        if others and path not in twins:
            reports[path] = others[0]
    return twins, reports


def _folder(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[0]


def content_of(line: Mapping[str, Any]) -> tuple[Any, ...] | None:
    """What tells two returns of one unit and year apart: the forms they lack, their figures, all that is found in them.

    None where there is nothing to tell by. The marks of findings follow from labels and values, wherever these stand;
    what is found in the report beside a return is none of its own.
    """
    ret, figures, texts = line["return"], line.get("figures") or {}, _texts(line)
    others = (finding for finding in ret["findings"] if not _of_its_files(finding, ret))
    found = frozenset(finding.get("fingerprint") for finding in others if finding["form"] != REPORT)
    if not (found or texts or any(figures.values())):
        return None
    return ret.get("form_set"), found, json.dumps([figures, texts], sort_keys=True)


def _of_its_files(finding: Mapping[str, Any], ret: Mapping[str, Any]) -> bool:
    """Whether a finding tells in what files a return came: that forms are in Word, or in two files of a folder."""
    in_files = finding["rule"] == TWICE and "files" in ret and "/" not in finding["sheet"]
    return in_files or finding["rule"] == IN_WORD


def _texts(line: Mapping[str, Any]) -> list[list[str]]:
    said = line.get("wordings", ())
    return sorted([one["form"], one["label"], "".join(one["text"].split())] for one in said)
