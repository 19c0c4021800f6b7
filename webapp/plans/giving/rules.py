"""How a plan is given, and whose name stands under it. Pure."""

from __future__ import annotations

PHONE = "phone"
# On paper: into somebody's hands, or by post.
PAPER = ("by_hand", "post")
HOW = (PHONE, *PAPER)
# worker: published it; manager: "I have read this plan and agree it"; reader: "I have read it", no more.
NAMES = ("worker", "manager", "reader")
