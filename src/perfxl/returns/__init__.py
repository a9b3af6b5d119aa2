"""Which sheet is which form, aligned with its template; typed values that know their cell."""
