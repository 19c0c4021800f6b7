"""A line's points in few characters, as the phone packs them: what makes 200 lines fit into 30 KB.

Each number is the step from the one two places before it (x from x, y from y; the first from 0), doubled and,
when negative, turned (zigzag), in groups of five bits, lowest first; a sixth bit says that more follow. One
character of base64url (RFC 4648 §5) a group. static/src/js/houses/points.ts is the other half.
"""

from __future__ import annotations

from webapp.core.parcels import Refused

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
VALUE_OF = {letter: value for value, letter in enumerate(ALPHABET)}
MORE = 32
# A step within the sheet needs three groups; more than four is no number of ours.
GROUPS_AT_MOST = 4


def unpack(packed: str) -> list[int]:
    """The numbers [x, y, x, y, …]. Refused("drawing") when it is not what the phone packs."""
    points: list[int] = []
    value = groups = 0
    for letter in packed:
        part = VALUE_OF.get(letter)
        if part is None or groups == GROUPS_AT_MOST:
            raise Refused("drawing")
        value |= (part & (MORE - 1)) << (5 * groups)
        groups += 1
        if part < MORE:
            step = (value >> 1) ^ -(value & 1)
            points.append(step + (points[-2] if len(points) > 1 else 0))
            value = groups = 0
    if groups:
        raise Refused("drawing")
    return points


def pack(points: list[int]) -> str:
    """`points` as the phone packs them."""
    letters: list[str] = []
    for at, number in enumerate(points):
        step = number - (points[at - 2] if at > 1 else 0)
        value = step << 1 if step >= 0 else ~(step << 1)
        while value >= MORE:
            letters.append(ALPHABET[value % MORE + MORE])
            value >>= 5
        letters.append(ALPHABET[value])
    return "".join(letters)
