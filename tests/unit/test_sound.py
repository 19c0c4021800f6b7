"""A recording made again: the voice alone goes on, in one kind that every phone plays."""

from __future__ import annotations

import io
import math
from fractions import Fraction
from typing import Any

import av
import pytest
from av.audio.frame import AudioFrame

from webapp import documents
from webapp.documents import Unreadable
from webapp.documents.blocks import MOST_SECONDS
from webapp.documents.sound import make_again

KINDS = {
    "mp4": "aac",
    "webm": "libopus",
    "ogg": "libopus",
    "mp3": "libmp3lame",
    "wav": "pcm_s16le",
    "adts": "aac",
}
STREET = "11 Plane Tree Street"


def tone(kind: str, seconds: float = 1.0, *, title: str = "", rate: int = 48_000) -> bytes:
    """A made-up voice: a tone of so many seconds in this kind of file."""
    kept = io.BytesIO()
    with av.open(kept, "w", format=kind) as container:
        if title:
            container.metadata["title"] = title
            container.metadata["location"] = "+53.8008-001.5491/"
        stream: Any = container.add_stream(KINDS[kind], rate=rate, layout="mono")
        for number in range(int(seconds * rate) // 960):
            samples = bytearray()
            for one in range(960):
                value = int(9000 * math.sin((number * 960 + one) * 2 * math.pi * 220 / rate))
                samples += value.to_bytes(2, "little", signed=True)
            frame = AudioFrame(format="s16", layout="mono", samples=960)
            frame.planes[0].update(bytes(samples))
            frame.sample_rate, frame.pts, frame.time_base = rate, number * 960, Fraction(1, rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return kept.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_phone_becomes_the_same_kind_of_file(kind: str) -> None:
    found = make_again(tone(kind))
    assert abs(found.seconds - 1.0) < 0.1
    with av.open(io.BytesIO(found.data), "r") as container:
        assert container.format.name == "mp3"
        stream = container.streams.audio[0]
        assert (stream.codec_context.sample_rate, stream.codec_context.channels) == (24_000, 1)
        heard = sum(frame.samples for frame in container.decode(stream)) / 24_000
    assert abs(heard - 1.0) < 0.2
    assert len(found.data) < 8_000


@pytest.mark.parametrize("kind", ["mp4", "mp3", "ogg", "webm"])
def test_where_a_recording_was_made_does_not_go_on(kind: str) -> None:
    """iPhones call a recording after the street it was made in: a father must not hear it from the file."""
    told = tone(kind, title=STREET)
    assert STREET.encode() in told
    found = make_again(told).data
    assert STREET.encode() not in found
    assert b"53.8008" not in found
    with av.open(io.BytesIO(found), "r") as container:
        assert not container.metadata


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_a_sound"),
        (b"%PDF-1.7 a plan", "not_a_sound"),
        (b"#EXTM3U\n#EXT-X-TARGETDURATION:1\nfile:///etc/passwd\n", "not_a_sound"),
        (b"ffconcat version 1.0\nfile /etc/passwd\n", "not_a_sound"),
        (b"OggS" + b"\x00" * 500, "damaged"),
        (b"\x00\x00\x00\x18ftypM4A " + b"\xff" * 500, "damaged"),
        (b"ID3" + b"<html>" * 200, "damaged"),
    ],
)
def test_what_is_not_a_recording_is_refused_by_name(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        make_again(data)
    assert refused.value.code == code


def played(data: bytes) -> float | str:
    """Seconds, or why not."""
    try:
        return make_again(data).seconds
    except Unreadable as refused:
        return refused.code


def test_a_recording_cut_short_plays_as_far_as_it_goes_or_is_refused() -> None:
    whole = tone("ogg", 3)
    found = [played(whole[: len(whole) * share // 10]) for share in range(1, 10)]
    seconds = [one for one in found if isinstance(one, float)]
    assert set(found) - set(seconds) <= {"damaged", "not_a_sound"}
    assert seconds
    assert max(seconds) <= 3.1


def test_five_minutes_is_the_most() -> None:
    with pytest.raises(Unreadable) as refused:
        make_again(tone("wav", MOST_SECONDS + 1, rate=8_000))
    assert refused.value.code == "too_long"


def test_it_is_made_in_a_process_apart() -> None:
    found = documents.make_sound(tone("mp4"))
    assert abs(found.seconds - 1.0) < 0.1
    assert found.data[:1] == b"\xff"
    with pytest.raises(Unreadable) as refused:
        documents.make_sound(b"not a sound")
    assert refused.value.code == "not_a_sound"
    with pytest.raises(Unreadable) as refused:
        documents.make_sound(b"OggS" + b"\0" * documents.LARGEST_SOUND)
    assert refused.value.code == "too_large"
