"""A recording of a voice, made again: one kind that every phone plays, and nothing else of the file.

Phones write into a recording where it was made: in coordinates, or in a title with the street's name. A copy
that a family hears must never carry that, so no byte of the file goes on: it is decoded and encoded anew.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import av
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

from webapp.documents.blocks import LARGEST_SOUND, MOST_SECONDS, Sound, Unreadable

# MP3 in one channel: a minute of speech is about 360 KB.
RATE, BITS_A_SECOND = 24_000, 48_000


def make_again(data: bytes, most_seconds: int = MOST_SECONDS) -> Sound:
    """The recording as MP3. Unreadable: not_a_sound, too_long, too_large, damaged."""
    if len(data) > LARGEST_SOUND:
        raise Unreadable("too_large")
    kind = _kind(data)
    if not kind:
        raise Unreadable("not_a_sound")
    try:
        found = _encoded(_frames(data, kind, most_seconds))
    except (av.error.FFmpegError, EOFError, ValueError, IndexError) as error:
        raise Unreadable("damaged") from error
    if not found.seconds:
        raise Unreadable("not_a_sound")
    return found


def _kind(data: bytes) -> str:
    """The container by its first bytes. Never left to the library to guess: some kinds open other files."""
    starts = {b"OggS": "ogg", b"\x1aE\xdf\xa3": "matroska", b"fLaC": "flac", b"ID3": "mp3", b"caff": "caf"}
    if data[4:8] == b"ftyp":
        return "mp4"
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "wav"
    if data[:5] == b"#!AMR":
        return "amr"
    if len(data) > 1 and data[0] == 0xFF and data[1] & 0xE0 == 0xE0:
        return "aac" if data[1] & 0xF6 == 0xF0 else "mp3"
    return next((kind for sign, kind in starts.items() if data.startswith(sign)), "")


def _frames(data: bytes, kind: str, most_seconds: int) -> Iterator[AudioFrame]:
    """The voice in one channel. Unreadable("too_long") once it is longer than it may be."""
    with av.open(io.BytesIO(data), "r", format=kind, metadata_errors="ignore") as container:
        if not container.streams.audio:
            raise Unreadable("not_a_sound")
        stream: Any = container.streams.audio[0]
        stream.thread_count = 1
        resampler = AudioResampler(format="s16p", layout="mono", rate=RATE)
        samples = 0
        for frame in container.decode(stream):
            for one in resampler.resample(frame):
                samples += one.samples
                if samples > most_seconds * RATE:
                    raise Unreadable("too_long")
                yield one
        yield from resampler.resample(None)


def _encoded(frames: Iterator[AudioFrame]) -> Sound:
    kept, samples = io.BytesIO(), 0
    # No tags of ours either: a tag would be the only thing in the file that is not the voice.
    with av.open(kept, "w", format="mp3", options={"id3v2_version": "0", "write_xing": "0"}) as container:
        stream = container.add_stream("libmp3lame", rate=RATE, layout="mono", bit_rate=BITS_A_SECOND)
        for frame in frames:
            frame.pts = samples
            samples += frame.samples
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return Sound(kept.getvalue(), samples / RATE)
