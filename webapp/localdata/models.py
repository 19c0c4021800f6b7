"""What local data keeps of its own: no person's words, and no answer."""

from __future__ import annotations
