"""Small photos and recordings for tests, drawn and sounded here; no file of anybody's."""

from __future__ import annotations

import io
import math
import struct
import wave
from functools import cache

from PIL import Image


@cache
def photo(shade: int = 90, side: int = 64) -> bytes:
    """A JPEG of one colour."""
    kept = io.BytesIO()
    Image.new("RGB", (side, side), (shade, 120, 60)).save(kept, "JPEG")
    return kept.getvalue()


@cache
def noise(side: int = 520) -> bytes:
    """A JPEG that does not pack well: more than one part."""
    kept = io.BytesIO()
    pixels = bytes((at * at // 7 + at // 3) % 256 for at in range(side * side * 3))
    Image.frombytes("RGB", (side, side), pixels).save(kept, "JPEG", quality=100, subsampling=0)
    return kept.getvalue()


@cache
def voice(seconds: float = 1.0, rate: int = 8000) -> bytes:
    """A WAV of one tone; 0.0 of it is silence."""
    kept = io.BytesIO()
    with wave.open(kept, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        samples = (int(8000 * math.sin(at / 4)) for at in range(int(seconds * rate)))
        file.writeframes(b"".join(struct.pack("<h", one) for one in samples))
    return kept.getvalue()


@cache
def silence(seconds: int, rate: int = 8000) -> bytes:
    """A WAV of nothing, one byte a sample."""
    kept = io.BytesIO()
    with wave.open(kept, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(rate)
        file.writeframes(b"\x80" * (seconds * rate))
    return kept.getvalue()


@cache
def photo_with_place(place: str) -> bytes:
    """A large JPEG whose EXIF says where it was taken: in words, and in coordinates."""
    kept, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = place
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 26.0), 3: "W", 4: (0.0, 7.0, 39.0)})
    Image.new("RGB", (2400, 1800), (90, 120, 60)).save(kept, "JPEG", exif=exif)
    return kept.getvalue()
