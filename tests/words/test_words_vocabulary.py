"""The vocabulary holds together: words with one meaning, parts that exist, fields that some form set has."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from pathlib import Path

import yaml

import perfxl.words
from perfxl.formset.load import form_set_ids, load_form_set
from perfxl.words.document import Paragraph
from perfxl.words.text import half
from perfxl.words.tokens import Kind, sentences_of, tokens
from perfxl.words.vocabulary import vocabulary

DATA = yaml.safe_load((Path(perfxl.words.__file__).parent / "vocabulary.yaml").read_text("utf-8"))


def test_every_word_has_one_meaning() -> None:
    listed = [
        half(name) for entry in DATA["items"].values() for name in (*entry["names"], *entry.get("weak", ()))
    ]
    for entries in DATA["words"].values():
        listed += [
            half(name) for entry in entries for name in (entry if isinstance(entry, list) else [entry])
        ]
    assert [word for word, count in Counter(listed).items() if count > 1] == []


def test_parts_are_items() -> None:
    items = vocabulary().items
    named = chain.from_iterable((*chain.from_iterable(one.parts), *one.optional) for one in items.values())
    assert set(named) <= set(items)
    assert {name for one in items.values() for name in (one.within or {})} <= set(items)


def test_fields_are_those_of_a_form_set() -> None:
    known = {
        f"{form.id}.{name}"
        for form_set in map(load_form_set, form_set_ids())
        for form in form_set.forms.values()
        for name in form.names
    }
    used = {
        path
        for one in vocabulary().items.values()
        for path in (*one.actual, *one.budget, *one.last, *one.last_budget, *one.split)
    }
    assert used - known == set()


def test_every_name_is_one_token() -> None:
    broken = []
    for name in (name for entry in DATA["items"].values() for name in entry["names"]):
        found = list(tokens(half(name)))
        if [(one.kind, one.text) for one in found] != [(Kind.WORD, half(name))]:
            broken.append(name)
    assert broken == []


def test_sentences_end_outside_brackets_and_decimals() -> None:
    text = "支出3.5万元（其中。甲1万元。）余2.5万元。第二句！第三句.第四句"
    assert [one.text for one in sentences_of(Paragraph(1, text))] == [
        "支出3.5万元（其中。甲1万元。）余2.5万元", "第二句", "第三句", "第四句",
    ]  # fmt: skip
