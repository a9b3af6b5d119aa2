"""Builds the blank official forms under ``templates_xlsx/``.

The forms are drawn in code, so that a changed line of a form is a readable change of text and the workbook
can be rebuilt to the same bytes. ``python -m tools.build_templates`` from the checkout writes them.
"""
