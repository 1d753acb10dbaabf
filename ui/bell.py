"""Sounds of our own: a bell, made of one sine that fades."""

import array
import math
from functools import cache

from ui.capture import Recording
from ui.senses import RATE


@cache
def chime(rings: int = 1) -> bytes:
    """Return a short, low bell, a WAV file: for a code that was found, or, twice and
    higher, for somebody who calls."""
    length = RATE * 3 // 10
    samples = array.array("h")
    for ring in range(rings):
        pitch = 660 if ring == 0 else 880
        for at in range(length):
            fade = (1 - at / length) ** 2
            swing = math.sin(2 * math.pi * pitch * at / RATE)
            samples.append(round(9_000 * fade * swing))
    return Recording(samples.tobytes()).wav()
