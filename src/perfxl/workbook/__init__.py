"""Read a workbook; write edits into a copy of it without losing anything."""
