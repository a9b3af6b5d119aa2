"""Official forms in Word documents, brought into a workbook."""
