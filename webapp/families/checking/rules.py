"""What kind of change asks for everything to be checked again (practice §3)."""

from __future__ import annotations

CHANGES = ("move", "new_adult", "violence", "order", "enquiry")
CARD, PHONE, SAFE_WAY, CONTACT = "card", "phone", "safe_way", "contact"
# In the order in which they are shown: what opens something first.
KINDS = (CARD, PHONE, SAFE_WAY, CONTACT)
SAFE, STOPPED, CHANGED = "safe", "stopped", "changed"
