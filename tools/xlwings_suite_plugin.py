"""Makes the engine on LibreOffice Calc the one on which xlwings' own tests run (a pytest plugin)."""

from __future__ import annotations

import calc_engine

calc_engine.register()
