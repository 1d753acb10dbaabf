"""A printer of rolls that stands on the loopback, or at the end of a serial wire.

It keeps the protocol as Epson describes it: it prints what comes, in order; it answers
DLE EOT at once, also in the middle of a picture, and GS r when all before it is printed;
without paper or with its cover open it stops printing, and goes on answering.
"""

import os
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtGui import QColor, QImage


@dataclass
class Paper:
    """What came out: pictures, cut where it was cut."""

    pictures: list[QImage] = field(default_factory=list)
    cuts: int = 0

    @property
    def whole(self) -> QImage:
        """All that was printed, one under the other."""
        wide = max(one.width() for one in self.pictures)
        high = sum(one.height() for one in self.pictures)
        whole = QImage(wide + 80, high + 80, QImage.Format.Format_RGB32)
        whole.fill(QColor("white"))
        top = 40
        for one in self.pictures:
            for y in range(one.height()):
                for x in range(one.width()):
                    whole.setPixel(40 + x, top + y, one.pixel(x, y))
            top += one.height()
        return whole


class Mechanism:
    """The printer itself, whatever its wire is."""

    def __init__(self) -> None:
        self.paper = Paper()
        self.has_paper = True
        self.near_end = False
        self.cover_open = False
        self.switched_off_line = False
        self.jammed = False
        self.mute = False
        self.runs_out_after: int | None = None
        """So many pictures, and the paper is at its end."""
        self.got = b""
        self._rest = b""

    @property
    def stopped(self) -> bool:
        """Whether it prints nothing now."""
        return (
            not self.has_paper
            or self.cover_open
            or self.switched_off_line
            or self.jammed
        )

    def take(self, content: bytes, answer: Callable[[bytes], None]) -> None:
        """Take what came over the wire."""
        self.got += content
        self._rest += content
        while self._rest:
            used = self._obey(answer)
            if not used:
                return
            self._rest = self._rest[used:]

    def _obey(self, answer: Callable[[bytes], None]) -> int:
        """Obey the next order; return how long it was, 0 as long as it is not whole."""
        rest = self._rest
        if rest[:2] == b"\x10\x04":
            if len(rest) < 3:
                return 0
            self._tell(self._status(rest[2]), answer)
            return 3
        if rest[:3] == b"\x1dv0":
            return self._picture(answer)
        if rest[:2] == b"\x1dr":
            if len(rest) < 3 or self.stopped:
                return self._look_ahead(answer)
            self._tell(0x03 if self.near_end else 0x00, answer)
            return 3
        if rest[:2] == b"\x1dV":
            self.paper.cuts += not self.stopped
            return 4 if rest[2:3] in (b"A", b"B") else 3
        if rest[:2] == b"\x1bd":  # lines of white
            return 3
        if rest[:2] == b"\x1b@" or rest[:1] in (b"\x1b", b"\x1d"):
            return 2
        return 1

    def _picture(self, answer: Callable[[bytes], None]) -> int:
        rest = self._rest
        if len(rest) < 8:
            return 0
        across, high = (int.from_bytes(rest[at : at + 2], "little") for at in (4, 6))
        end = 8 + across * high
        if len(rest) < end:
            return 0
        content = rest[8:end]
        at = content.find(b"\x10\x04")
        if at >= 0:  # obeyed even here
            self._tell(self._status(content[at + 2]), answer)
        if not self.stopped:
            self.paper.pictures.append(_picture(across, high, content))
            if self.runs_out_after == len(self.paper.pictures):
                self.has_paper = False
        return end

    def _look_ahead(self, answer: Callable[[bytes], None]) -> int:
        """It has stopped before an order: only what is asked in real time is heard."""
        at = self._rest.find(b"\x10\x04", 3)
        if at < 0 or len(self._rest) < at + 3:
            return 0
        self._tell(self._status(self._rest[at + 2]), answer)
        self._rest = self._rest[:at] + self._rest[at + 3 :]
        return 0 if b"\x10\x04" not in self._rest[3:] else self._look_ahead(answer)

    def _status(self, number: int) -> int:
        bits = 0x12
        if number == 1:
            bits |= 0x08 * self.stopped
        elif number == 2:
            bits |= 0x04 * self.cover_open | 0x20 * (not self.has_paper)
            bits |= 0x40 * self.jammed
        elif number == 3:
            bits |= 0x08 * self.jammed
        elif number == 4:
            bits |= 0x0C * self.near_end | 0x60 * (not self.has_paper)
        return bits

    def _tell(self, byte: int, answer: Callable[[bytes], None]) -> None:
        if not self.mute:
            answer(bytes((byte,)))


class NetworkPrinter:
    """On the loopback, one caller at a time."""

    def __init__(self) -> None:
        self.mechanism = Mechanism()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.wire = f"tcp:127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Switch it off."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)

    def _serve(self) -> None:
        while True:
            try:
                caller, _ = self._listener.accept()
            except OSError:
                return
            with caller:
                self._hear(caller)

    def _hear(self, caller: socket.socket) -> None:
        caller.settimeout(30)
        try:
            while content := caller.recv(65_536):
                self.mechanism.take(content, caller.sendall)
        except OSError:
            return  # the caller went


class SerialPrinter:
    """At the end of a serial wire: a pseudo-terminal."""

    def __init__(self) -> None:
        self.mechanism = Mechanism()
        self._own, theirs = os.openpty()
        self._theirs = theirs
        self.wire = f"serial:{Path(os.ttyname(theirs))}:115200"
        self._thread = threading.Thread(target=self._hear, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Pull it out."""
        os.close(self._theirs)
        self._thread.join(10)
        os.close(self._own)

    def _hear(self) -> None:
        try:
            while content := os.read(self._own, 65_536):
                self.mechanism.take(content, lambda said: _write(self._own, said))
        except OSError:
            return  # nobody holds the other end any more


def _write(file: int, content: bytes) -> None:
    os.write(file, content)


def _picture(across: int, high: int, content: bytes) -> QImage:
    image = QImage(across * 8, high, QImage.Format.Format_RGB32)
    for at, byte in enumerate(content):
        y, left = at // across, at % across * 8
        for bit in range(8):
            black = byte >> (7 - bit) & 1
            image.setPixel(left + bit, y, 0xFF000000 if black else 0xFFFFFFFF)
    return image
