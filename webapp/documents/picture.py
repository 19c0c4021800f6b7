"""A photo made again: its colours alone, as one kind of file that every phone shows.

A phone writes into a photo where it was taken, when, and by which phone; a file may also hide a script, a
second file or a small copy of what was cut away. None of its bytes goes on: it is decoded and encoded anew.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib

import pillow_heif
from PIL import Image, ImageCms, ImageFile

from webapp.documents.blocks import LARGEST_PICTURE, Picture, Unreadable

# Before anything is decoded: a file of 12 KB can hold a picture of 10,000 by 10,000 (safety §3).
MOST_PIXELS = 25_000_000
# What decodes WebP holds four copies at a time.
MOST_PIXELS_OF = {"WEBP": 10_000_000}
LONGEST_SIDE = 1600
QUALITY = 82
LARGEST_PROFILE = 1024 * 1024
STRIP = 128
ORIENTATION = 0x0112
WHITE = (255, 255, 255)
STARTS = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG", b"GIF87a": "GIF", b"GIF89a": "GIF"}
# Still pictures of the kind that iPhones and newer Android phones take; a film has other brands.
HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"mif1")
# How a photo is turned to stand upright, by what the phone wrote (EXIF 2.32, tag Orientation).
TURNS = {
    2: (Image.Transpose.FLIP_LEFT_RIGHT,),
    3: (Image.Transpose.ROTATE_180,),
    4: (Image.Transpose.FLIP_TOP_BOTTOM,),
    5: (Image.Transpose.TRANSPOSE,),
    6: (Image.Transpose.ROTATE_270,),
    7: (Image.Transpose.TRANSVERSE,),
    8: (Image.Transpose.ROTATE_90,),
}
# What Pillow and the libraries under it raise over a broken file.
BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    IndexError,
    KeyError,
    TypeError,
    EOFError,
    RuntimeError,
    OverflowError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
pillow_heif.options.DECODE_THREADS = 1
pillow_heif.options.THUMBNAILS = pillow_heif.options.AUX_IMAGES = pillow_heif.options.DEPTH_IMAGES = False


def make_again(data: bytes, longest: int = LONGEST_SIDE) -> Picture:
    """The first picture in the file as JPEG, upright, in sRGB, its longest side at most `longest` pixels.

    Unreadable: not_a_picture, too_large, too_many_pixels, damaged.
    """
    if len(data) > LARGEST_PICTURE:
        raise Unreadable("too_large")
    kind = _kind(data)
    if not kind:
        raise Unreadable("not_a_picture")
    # Said each time: it is one switch for the whole process, and a library that makes PDFs turns it on.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    if kind == "HEIF":
        pillow_heif.register_heif_opener()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _encoded(_upright(data, kind, longest))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise Unreadable("too_many_pixels") from error
    except BROKEN as error:
        raise Unreadable("damaged") from error


def _kind(data: bytes) -> str:
    """By its first bytes, never by its name. Drawings made of code (SVG), papers and films have none."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp" and data[8:12] in HEIF_BRANDS:
        return "HEIF"
    return next((kind for sign, kind in STARTS.items() if data.startswith(sign)), "")


def _upright(data: bytes, kind: str, longest: int) -> Image.Image:
    """Decoded, made small before anything else is done with it, then turned."""
    with Image.open(io.BytesIO(data), formats=[kind]) as opened:
        if opened.width * opened.height > MOST_PIXELS_OF.get(kind, MOST_PIXELS):
            raise Unreadable("too_many_pixels")
        # A JPEG can be decoded at a half, a quarter or an eighth of its size.
        opened.draft(None, (longest, longest))
        profile = opened.info.get("icc_profile")
        turns = TURNS.get(_orientation(opened), ())
        found = _in_srgb(_small(opened, longest), profile)
    for turn in turns:
        found = found.transpose(turn)
    return found


def _orientation(opened: Image.Image) -> int:
    """1 (upright) where nothing is said, or nothing that can be read."""
    try:
        found = opened.getexif().get(ORIENTATION, 1)
    except BROKEN:
        return 1
    return found if isinstance(found, int) else 1


def _plain(opened: Image.Image) -> Image.Image:
    """With eight bits a colour: L, RGB or CMYK, or with what is seen through still in it (RGBA)."""
    if opened.mode in ("L", "RGB", "RGBA", "CMYK"):
        return opened
    if opened.mode.startswith("I") or opened.mode == "F":
        # Sixteen bits: Pillow would cut off all above 255.
        return opened.convert("I").point(lambda value: value / 256).convert("L")
    seen_through = opened.mode in ("LA", "La", "PA", "RGBa") or "transparency" in opened.info
    return opened.convert("RGBA" if seen_through else "RGB")


def _small(opened: Image.Image, longest: int) -> Image.Image:
    """Made small and plain a strip at a time: a second copy of a large picture would be too much memory."""
    factor = max(1, max(opened.size) // longest)
    step = STRIP * factor
    small: Image.Image | None = None
    for top in range(0, opened.height, step):
        strip = _plain(opened.crop((0, top, opened.width, min(top + step, opened.height)))).reduce(factor)
        small = small or Image.new(strip.mode, (strip.width, -(-opened.height // factor)))
        small.paste(strip, (0, top // factor))
    assert small is not None
    share = min(1.0, longest / max(opened.size))
    width, height = (max(1, round(side * share)) for side in opened.size)
    return small.resize((width, height), Image.Resampling.LANCZOS)


def _in_srgb(found: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB on white. A colour profile that cannot be read changes nothing."""
    if found.mode == "RGBA":
        paper = Image.new("RGB", found.size, WHITE)
        paper.paste(found, mask=found.getchannel("A"))
        found = paper
    if profile and len(profile) <= LARGEST_PROFILE:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(found, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (*BROKEN, ImageCms.PyCMSError):
            turned = None
        found = turned or found
    return found.convert("RGB")


def _encoded(found: Image.Image) -> Picture:
    """From the bare colours: what else the file said (comment, place, a small copy) is not in these."""
    bare = Image.frombytes("RGB", found.size, found.tobytes())
    kept = io.BytesIO()
    bare.save(kept, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return Picture(kept.getvalue(), bare.width, bare.height)
