"""Importing this module registers every rule that is checked by a function."""

from perfxl.rules import (
    base_data,
    common,
    cross_form,
    declaration_details,
    identity,
    indicators_set,
    indicators_value,
    misread,
    project,
    scores,
    self_evaluation,
    weights,
)

__all__ = [
    "base_data",
    "common",
    "cross_form",
    "declaration_details",
    "identity",
    "indicators_set",
    "indicators_value",
    "misread",
    "project",
    "scores",
    "self_evaluation",
    "weights",
]
