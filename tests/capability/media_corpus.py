"""Files that somebody might send as a photo or a voice: good ones, broken ones, and ones made to do harm.

Made here, small, the same each time (safety §3, "upload corpus"). What must never come out again is CANARY.
"""

from __future__ import annotations

import gzip
import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import av
import pillow_heif
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin
from PIL.TiffImagePlugin import IFDRational

from tests.unit.test_sound import tone
from webapp.media import LARGEST_PHOTO

CANARY = b"CANARY-11-Plane-Tree-Street"
SCRIPT = b"<script>alert('" + CANARY + b"')</script>"
WORDS = CANARY.decode()
# Any of these from `keep`: it was read. Else the code with which it must be refused.
READ, MAYBE = "read", "maybe"
SIDE = (240, 180)


@dataclass(frozen=True)
class Sent:
    """One file. `door`: photo or voice; `wanted`: READ, MAYBE (read or refused), or the refusal's code."""

    name: str
    door: str
    data: bytes
    wanted: str


def corpus() -> list[Sent]:
    """All of them; each has a name of its own."""
    found = [
        *_good_photos(),
        *_photos_that_say_too_much(),
        *_photos_with_something_behind(),
        *_not_photos(),
        *_broken_photos(),
        *_floods(),
        *_voices(),
        *_broken_voices(),
        *_not_voices(),
    ]
    assert len({one.name for one in found}) == len(found)
    return found


@cache
def drawn(mode: str = "RGB", size: tuple[int, int] = SIDE) -> Image.Image:
    """A house under a sky: a picture with edges, so that turning it shows."""
    made = Image.new("RGB", size, (150, 200, 255))
    pen = ImageDraw.Draw(made)
    wide, high = size
    pen.rectangle((wide // 4, high // 2, 3 * wide // 4, high - 1), fill=(200, 80, 40))
    pen.rectangle((0, 0, wide // 8, high // 8), fill=(255, 220, 0))
    if mode in ("RGBA", "LA"):
        made = made.convert("RGBA")
        made.putalpha(Image.linear_gradient("L").resize(size))
    if mode == "I;16":
        return made.convert("L").convert("I").point(lambda value: value * 256).convert(mode)
    return made.convert(mode)


def saved(kind: str, made: Image.Image | None = None, **options: object) -> bytes:
    kept = io.BytesIO()
    if kind == "HEIF":
        pillow_heif.register_heif_opener()
    (made or drawn()).save(kept, kind, **options)
    return kept.getvalue()


KINDS = ("JPEG", "PNG", "WEBP", "GIF", "HEIF")


def _good_photos() -> Iterator[Sent]:
    frames = [Image.new("RGB", (40, 30), (number * 5, 250 - number * 5, 90)) for number in range(50)]
    made = {kind.lower(): saved(kind) for kind in KINDS}
    for mode in ("1", "L", "LA", "P", "RGBA", "I;16"):
        made[f"png-{mode}"] = saved("PNG", drawn(mode))
    made |= {
        "jpeg-cmyk": saved("JPEG", drawn("CMYK")),
        "jpeg-grey": saved("JPEG", drawn("L")),
        "jpeg-progressive": saved("JPEG", progressive=True),
        "webp-lossless": saved("WEBP", drawn("RGBA"), lossless=True),
        "gif-seen-through": saved("GIF", drawn("P"), transparency=0),
        "heif-seen-through": saved("HEIF", drawn("RGBA")),
        "gif-50-frames": saved("GIF", frames[0], save_all=True, append_images=frames[1:]),
        "png-50-frames": saved("PNG", frames[0], save_all=True, append_images=frames[1:]),
        "webp-10000-frames": _long_film(saved("WEBP", frames[0], save_all=True, append_images=frames[1:3])),
        "png-one-pixel": saved("PNG", drawn("RGB", (1, 1))),
        "png-a-line": saved("PNG", drawn("RGB", (4000, 1))),
        "jpeg-large": saved("JPEG", drawn("RGB", (4000, 3000))),
        "jpeg-a-profile": saved("JPEG", icc_profile=_profile("sRGB")),
        "jpeg-lab-profile": saved("JPEG", icc_profile=_profile("LAB")),
        "jpeg-a-broken-profile": saved("JPEG", icc_profile=b"\0" * 200 + CANARY),
    }
    for name, data in made.items():
        yield Sent(name, "photo", data, READ)


def _profile(name: str) -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(name)).tobytes()  # type: ignore[arg-type]


def _long_film(film: bytes) -> bytes:
    """An animated WebP with its last frame ten thousand times."""
    start = film.rindex(b"ANMF")
    whole = film[:start] + film[start:] * 10_000
    return whole[:4] + struct.pack("<I", len(whole) - 8) + whole[8:]


def _exif(orientation: int = 1) -> Image.Exif:
    """What a phone writes: where, when, which phone, a comment."""
    found = Image.Exif()
    found[0x0112] = orientation
    found[0x010E] = found[0x0110] = found[0x8298] = WORDS
    found.get_ifd(0x8769)[0x9286] = CANARY
    where = found.get_ifd(0x8825)
    where[1], where[2] = "N", tuple(IFDRational(one) for one in (53, 48, 3))
    where[29] = WORDS
    return found


def _photos_that_say_too_much() -> Iterator[Sent]:
    for turned in range(1, 9):
        yield Sent(f"jpeg-turned-{turned}", "photo", saved("JPEG", exif=_exif(turned)), READ)
    for kind in ("PNG", "WEBP", "HEIF"):
        yield Sent(f"{kind.lower()}-where", "photo", saved(kind, exif=_exif(6)), READ)
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SCRIPT + b"</x:xmpmeta>"
    for kind in ("JPEG", "WEBP", "HEIF"):
        yield Sent(f"{kind.lower()}-xmp", "photo", saved(kind, xmp=xmp), READ)
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", WORDS)
    text.add_text("Place", WORDS, zip=True)
    text.add_itxt("XML:com.adobe.xmp", xmp.decode())
    yield Sent("png-text", "photo", saved("PNG", pnginfo=text), READ)
    yield Sent("jpeg-comment", "photo", saved("JPEG", comment=SCRIPT), READ)
    yield Sent("gif-comment", "photo", saved("GIF", comment=SCRIPT), READ)
    yield Sent(
        "jpeg-small-copy", "photo", _with_marker(0xE1, b"Exif\0\0MM\0*" + saved("JPEG") + CANARY), READ
    )
    yield Sent("jpeg-other-marker", "photo", _with_marker(0xED, b"Photoshop 3.0\0" + SCRIPT), READ)
    yield Sent(
        "jpeg-broken-exif", "photo", _with_marker(0xE1, b"Exif\0\0II*\0\xff\xff\xff\xff" + CANARY), READ
    )
    yield Sent(
        "jpeg-endless-exif", "photo", _with_marker(0xE1, b"Exif\0\0II*\0\x08\0\0\0" + b"\xff" * 400), READ
    )


def _with_marker(number: int, body: bytes) -> bytes:
    plain = saved("JPEG")
    return plain[:2] + bytes((0xFF, number)) + struct.pack(">H", len(body) + 2) + body + plain[2:]


def _zip() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr(WORDS, SCRIPT)
    return kept.getvalue()


PDF = b"%PDF-1.7\n1 0 obj<</S/JavaScript/JS(app.alert('" + CANARY + b"'))>>endobj\ntrailer<<>>\n%%EOF"


def _photos_with_something_behind() -> Iterator[Sent]:
    behind = {"script": SCRIPT, "zip": _zip(), "pdf": PDF, "photo": saved("JPEG", comment=CANARY)}
    for kind in KINDS:
        for name, tail in behind.items():
            yield Sent(f"{kind.lower()}-then-{name}", "photo", saved(kind) + tail, READ)
    # A picture that is a program too: what stands in its header opens a comment that its tail closes.
    gif = saved("GIF")
    yield Sent("gif-and-js", "photo", gif[:6] + b"/*" + gif[8:] + b"*/=1;" + SCRIPT, MAYBE)
    yield Sent("png-and-chunk", "photo", _with_chunk(b"jsCr", SCRIPT), READ)


def _with_chunk(name: bytes, body: bytes) -> bytes:
    plain = saved("PNG")
    return plain[:33] + _chunk(name, body) + plain[33:]


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _not_photos() -> Iterator[Sent]:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"
    film = _film(with_sound=False)
    made = {
        "svg": svg,
        "svg-with-a-prolog": b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        + svg,
        "svg-zipped": gzip.compress(svg),
        "html": b"<!doctype html>" + SCRIPT,
        "html-with-a-sign-of-gif": b"<!--GIF89a-->" + SCRIPT,
        "pdf": PDF,
        "pdf-and-html": PDF + SCRIPT,
        "script": b"#!/bin/sh\necho " + CANARY,
        "program": b"MZ\x90\0" + bytes(200),
        "zip": _zip(),
        "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(%pipe%id) (w) file\n",
        "bmp": saved("BMP"),
        "tiff": saved("TIFF"),
        "ico": saved("ICO"),
        "ppm": saved("PPM"),
        "avif": saved("AVIF"),
        "jpeg2000": saved("JPEG2000"),
        "film-mp4": film,
        "film-named-heic": film[:8] + b"heic" + film[12:],
        "sound-wav": tone("wav", 0.1),
        "sound-mp3": tone("mp3", 0.2),
        "nothing": b"",
        "one-byte": b"\xff",
        "words": "A photo of my house".encode("utf-16"),
    }
    for name, data in made.items():
        wanted = "damaged" if name == "film-named-heic" else "not_a_picture"
        yield Sent(f"photo-{name}", "photo", data, wanted)
    yield Sent("photo-one-byte-too-much", "photo", saved("JPEG").ljust(LARGEST_PHOTO + 1, b"\0"), "too_large")
    yield Sent("photo-as-large-as-may-be", "photo", saved("JPEG").ljust(LARGEST_PHOTO, b"\0"), READ)


@cache
def _film(*, with_sound: bool) -> bytes:
    kept = io.BytesIO()
    with av.open(kept, "w", format="mp4") as container:
        pictures = container.add_stream("mpeg4", rate=5)
        pictures.width, pictures.height = 64, 48
        sound = container.add_stream("aac", rate=48_000, layout="mono") if with_sound else None
        container.metadata["title"] = WORDS
        for _number in range(5):
            frame = av.VideoFrame.from_image(drawn("RGB", (64, 48)))  # type: ignore[no-untyped-call]
            container.mux(pictures.encode(frame))
        container.mux(pictures.encode(None))
        if sound is not None:
            with av.open(io.BytesIO(tone("wav", 1)), "r") as voice:
                for one in voice.decode(audio=0):
                    container.mux(sound.encode(one))
            container.mux(sound.encode(None))
    return kept.getvalue()


def _broken_photos() -> Iterator[Sent]:
    chance = random.Random(20)
    for kind in KINDS:
        whole = saved(kind, exif=_exif()) if kind != "GIF" else saved(kind)
        cuts = sorted(chance.sample(range(12, len(whole) - 12), 20 if kind == "JPEG" else 5))
        for number, cut in enumerate(cuts):
            yield Sent(f"{kind.lower()}-cut-{number}", "photo", whole[:cut], MAYBE)
        for number in range(3):
            bent = bytearray(whole)
            for place in chance.sample(range(12, len(whole)), 8):
                bent[place] ^= chance.randrange(1, 256)
            yield Sent(f"{kind.lower()}-bent-{number}", "photo", bytes(bent), MAYBE)
    for sign in (
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        b"RIFF\0\0\0\0WEBP",
        b"\0\0\0\x18ftypheic",
    ):
        data = sign + chance.randbytes(3000)
        yield Sent(f"photo-sign-and-noise-{sign[:4].hex()}", "photo", data, MAYBE)


def _floods() -> Iterator[Sent]:
    flood = saved("PNG", Image.new("1", (10_000, 10_000)))
    assert len(flood) < 13_000
    yield Sent("flood-png", "photo", flood, "too_many_pixels")
    yield Sent("flood-gif", "photo", _gif_of(65_535), "too_many_pixels")
    yield Sent("flood-png-header", "photo", _png_of(2**31 - 1, 2**31 - 1), "too_many_pixels")
    yield Sent(
        "flood-webp", "photo", saved("WEBP", Image.new("L", (16_000, 1600)), lossless=True), "too_many_pixels"
    )
    yield Sent("flood-heic", "photo", _heic_of(30_000), MAYBE)
    yield Sent("flood-jpeg", "photo", _jpeg_of(65_000), "too_many_pixels")
    yield Sent("png-larger-than-its-data", "photo", _png_of(4_000, 4_000), "damaged")
    bomb = b"x\0\0" + zlib.compress(bytes(60_000_000), 9)
    yield Sent("flood-png-profile", "photo", _with_chunk(b"iCCP", bomb), MAYBE)
    yield Sent("flood-png-text", "photo", _with_chunk(b"zTXt", bomb), MAYBE)


def _gif_of(side: int) -> bytes:
    plain = bytearray(saved("GIF"))
    plain[6:10] = struct.pack("<HH", side, side)
    return bytes(plain)


def _png_of(wide: int, high: int) -> bytes:
    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    body = _chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + body + _chunk(b"IEND", b"")


def _jpeg_of(side: int) -> bytes:
    plain = bytearray(saved("JPEG"))
    place = plain.index(b"\xff\xc0") + 5
    plain[place : place + 4] = struct.pack(">HH", side, side)
    return bytes(plain)


def _heic_of(side: int) -> bytes:
    plain = bytearray(saved("HEIF"))
    place = plain.index(b"ispe") + 8
    plain[place : place + 8] = struct.pack(">II", side, side)
    return bytes(plain)


def _voices() -> Iterator[Sent]:
    for kind in ("mp4", "webm", "ogg", "mp3", "wav", "adts"):
        yield Sent(f"voice-{kind}", "voice", tone(kind, 0.5), READ)
    for kind in ("mp4", "webm", "ogg", "mp3"):
        yield Sent(f"voice-{kind}-title", "voice", tone(kind, 0.3, title=WORDS), READ)
    plain = tone("mp3", 0.5)
    yield Sent(
        "mp3-with-a-cover", "voice", _id3(b"APIC", b"\0image/png\0\3\0" + saved("PNG") + CANARY) + plain, READ
    )
    yield Sent("mp3-with-a-script", "voice", _id3(b"WXXX", b"\0\0javascript:" + SCRIPT) + plain, READ)
    yield Sent("mp3-then-script", "voice", plain + SCRIPT, MAYBE)
    yield Sent("mp3-then-zip", "voice", plain + _zip(), MAYBE)
    yield Sent("mp3-id3-at-the-end", "voice", plain + b"TAG" + CANARY.ljust(125, b"\0"), READ)
    yield Sent("film-with-sound", "voice", _film(with_sound=True), READ)
    yield Sent("voice-of-100-seconds", "voice", _wav(100, 8_000), READ)
    yield Sent("voice-of-2-hours", "voice", _wav(7_200, 400), "too_long")


def _id3(frame: bytes, body: bytes) -> bytes:
    tag = frame + struct.pack(">I", len(body)) + b"\0\0" + body
    size = len(tag)
    safe = bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\0\0" + safe + tag


def _wav(seconds: int, per_second: int, **changes: int) -> bytes:
    """Silence of eight bits; its header says what `changes` say, true or not."""
    data = b"\x80" * (seconds * per_second)
    head = {"channels": 1, "rate": per_second, "each": per_second, "align": 1, "bits": 8}
    head |= {"size": len(data)} | changes
    form = struct.pack("<HHIIHH", 1, *(head[key] for key in ("channels", "rate", "each", "align", "bits")))
    body = b"WAVEfmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", head["size"]) + data
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _broken_voices() -> Iterator[Sent]:
    chance = random.Random(21)
    lies = {
        "no-channels": {"channels": 0},
        "many-channels": {"channels": 60_000},
        "no-rate": {"rate": 0},
        "great-rate": {"rate": 2**32 - 1},
        "no-bits": {"bits": 0},
        "odd-bits": {"bits": 13},
        "no-align": {"align": 0},
        "great-size": {"size": 2**32 - 1},
        "no-size": {"size": 0},
    }
    for name, lie in lies.items():
        yield Sent(f"wav-{name}", "voice", _wav(1, 8_000, **lie), MAYBE)
    for kind in ("mp4", "webm", "ogg", "mp3"):
        whole = tone(kind, 0.5)
        for number, cut in enumerate(sorted(chance.sample(range(12, len(whole)), 5))):
            yield Sent(f"voice-{kind}-cut-{number}", "voice", whole[:cut], MAYBE)
        bent = bytearray(whole)
        for place in chance.sample(range(12, len(whole)), 12):
            bent[place] ^= chance.randrange(1, 256)
        yield Sent(f"voice-{kind}-bent", "voice", bytes(bent), MAYBE)


def _not_voices() -> Iterator[Sent]:
    made = {
        "jpeg": saved("JPEG"),
        "png": saved("PNG"),
        "pdf": PDF,
        "html": b"<!doctype html>" + SCRIPT,
        "playlist": b"#EXTM3U\n#EXT-X-TARGETDURATION:1\nfile:///etc/passwd\n",
        "list-of-files": b"ffconcat version 1.0\nfile /etc/passwd\n",
        "midi": b"MThd\0\0\0\x06\0\0\0\x01\0\x60",
        "nothing": b"",
        "film-without-sound": _film(with_sound=False),
    }
    for name, data in made.items():
        yield Sent(f"voice-{name}", "voice", data, "not_a_sound")
    for sign in (
        b"OggS",
        b"\x1aE\xdf\xa3",
        b"fLaC",
        b"ID3",
        b"caff",
        b"#!AMR\n",
        b"\xff\xf1",
        b"\0\0\0\x18ftypM4A ",
    ):
        data = sign + random.Random(22).randbytes(2000)
        yield Sent(f"voice-sign-and-noise-{sign[:4].hex()}", "voice", data, MAYBE)
