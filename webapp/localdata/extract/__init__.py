"""The record-level extract: a private folder that the council's data team loads (local-data §1)."""

from __future__ import annotations

from webapp.localdata.extract.service import Report, extract

__all__ = ["Report", "extract"]
