"""Prints a letter: one page, A4, with room for the stamp of a protocol office.

The same letter always gives the same bytes. What does not fit on the page, or has no
letter in the typeface, is in the message, and the page says so.
"""

import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sync.letter import Letter

if TYPE_CHECKING:
    from fpdf import FPDF

_FACE = "letter"
_INK: Final = (26, 26, 26)
_GREY: Final = (96, 96, 96)
_RULE: Final = (150, 150, 150)

# All in millimetres, but letters in points.
_LEFT, _TOP, _WIDTH = 25, 20, 165
_LABEL = 42
_STAMP_WIDTH, _STAMP_HEIGHT = 74, 25
_FOOT = 279
_PT = 0.3528
_LEADING = 1.35

_SIZES: Final = (11.5, 10.5, 9.5, 8.5)
_LONGEST_TEXT = 8000  # characters; more never fits a page


class Press:
    """A typeface, and what is printed with it."""

    def __init__(self, regular: Path, bold: Path) -> None:
        """Take the files of the typeface; they are read when something is printed."""
        self._regular = regular
        self._bold = bold

    def print(self, letter: Letter) -> bytes:
        """Return the page as a PDF."""
        return _Page(self._blank(letter), letter).print()

    def _blank(self, letter: Letter) -> "FPDF":
        from fpdf import FPDF  # noqa: PLC0415 - 0.3 s and 37 MB that only letters pay

        pdf = FPDF(format="A4")
        pdf.set_creation_date(letter.confirmed)
        pdf.set_producer("Plateia")
        pdf.set_lang(letter.language)
        pdf.set_title(f"{letter.words.report} {letter.code}")
        pdf.add_font(_FACE, "", self._regular)
        pdf.add_font(_FACE, "B", self._bold)
        pdf.set_auto_page_break(False)
        pdf.add_page()
        return pdf


class _Page:
    """A page being printed, from the top down."""

    def __init__(self, pdf: "FPDF", letter: Letter) -> None:
        self._pdf = pdf
        self._letter = letter
        self._has = frozenset(getattr(pdf.fonts[_FACE], "cmap", ()))
        self._lacks = False
        """Something could not be printed."""
        pdf.c_margin = 0

    def print(self) -> bytes:
        letter, words, pdf = self._letter, self._letter.words, self._pdf
        self._stamp(words.stamp)
        self._ink(_GREY)
        self._write(_TOP, [words.report], 11, bold=True)
        self._write(_TOP + 6, [self._fitting(letter.kiosk, 80, 10)], 10)
        self._ink(_INK)
        title = self._broken(letter.title, _WIDTH, 19, bold=True)[:3]
        y = self._write(_TOP + _STAMP_HEIGHT + 12, title, 19, bold=True) + 5
        for label, told in letter.rows:
            y = self._row(y, label, told)
        y += 4
        self._rule(y)
        foot = self._close()
        self._text(y + 5, foot - 4)
        return bytes(pdf.output())

    def _stamp(self, labels: Sequence[str]) -> None:
        """Leave room for the number and the date that the office gives."""
        pdf, x = self._pdf, _LEFT + _WIDTH - _STAMP_WIDTH
        pdf.set_draw_color(*_RULE)
        pdf.set_line_width(0.25)
        pdf.rect(x, _TOP - 3, _STAMP_WIDTH, _STAMP_HEIGHT)
        for number, label in enumerate(labels):
            y = _TOP + 1.5 + number * 11
            self._ink(_GREY)
            self._write(y, [label], 8.5, x=x + 4)
            pdf.set_dash_pattern(0.4, 0.8)
            pdf.line(x + 34, y + 4.2, x + _STAMP_WIDTH - 4, y + 4.2)
            pdf.set_dash_pattern()

    def _row(self, y: float, label: str, told: str) -> float:
        self._ink(_GREY)
        self._write(y + 0.4, [label], 9.5)
        self._ink(_INK)
        is_code = told == self._letter.code
        lines = self._broken(told, _WIDTH - _LABEL, 11, bold=is_code)[:2]
        return self._write(y, lines, 11, bold=is_code, x=_LEFT + _LABEL) + 1.4

    def _close(self) -> float:
        """Print the foot, and return where it begins."""
        lines = [
            line
            for one in self._letter.closing
            for line in self._broken(one, _WIDTH, 8.5)
        ]
        y = _FOOT - len(lines) * 8.5 * _PT * _LEADING
        self._ink(_GREY)
        self._write(y, lines, 8.5)
        self._rule(y - 3)
        return y - 3

    def _text(self, y: float, until: float) -> None:
        """Print what was said, as large as there is room; then what is enclosed."""
        letter, words = self._letter, self._letter.words
        named = ", ".join(letter.enclosed)
        below = self._broken(named, _WIDTH - _LABEL, 9.5)[:4] if named else []
        until -= (len(below) + 1) * 9.5 * _PT * _LEADING if below else 0.0
        self._ink(_GREY)
        y = self._write(y, [words.text], 9.5) + 1
        lines, size, is_whole = self._fitted(letter.text, until - y - 14)
        self._ink(_INK)
        y = self._write(y, lines, size) + 1.5
        self._ink(_GREY)
        notes = [] if is_whole else [words.goes_on]
        notes += [words.no_such_letter] if self._lacks else []
        for note in notes:
            y = self._write(y, self._broken(note, _WIDTH, 8.5), 8.5)
        y += 2.5
        if below:
            self._write(y, [words.enclosed], 9.5)
            self._ink(_INK)
            y = self._write(y, below, 9.5, x=_LEFT + _LABEL)

    def _fitted(self, text: str, height: float) -> tuple[list[str], float, bool]:
        """Break a text into lines, in the largest size in which it fits; say whether it
        does."""
        for size in _SIZES:
            lines = self._broken(text[:_LONGEST_TEXT], _WIDTH, size)
            most = max(0, int(height / (size * _PT * _LEADING)))
            if len(lines) <= most:
                break
        is_whole = len(lines) <= most and len(text) <= _LONGEST_TEXT
        return lines[:most], size, is_whole

    def _fitting(self, text: str, width: float, size: float) -> str:
        return (self._broken(text, width, size) or [""])[0]

    def _broken(
        self, text: str, width: float, size: float, bold: bool = False
    ) -> list[str]:
        """Break a text into lines of a width."""
        pdf = self._pdf
        pdf.set_font(_FACE, "B" if bold else "", size)
        told = pdf.multi_cell(
            width, 1, self._printable(text), align="L", dry_run=True, output="LINES"
        )
        return [str(line) for line in told] if isinstance(told, list) else []

    def _printable(self, text: str) -> str:
        """Return a text in letters that the typeface has: an old accent is left out, and
        what cannot be printed at all is a question mark."""
        kept = []
        for one in unicodedata.normalize("NFC", text):
            plain = unicodedata.normalize("NFD", one)[0]
            if ord(one) in self._has or one == "\n":
                kept.append(one)
            elif ord(plain) in self._has:
                kept.append(plain)
            elif unicodedata.category(one)[0] in "LNPS":
                kept.append("?")
                self._lacks = True
        return "".join(kept)

    def _write(
        self,
        y: float,
        lines: Sequence[str],
        size: float,
        bold: bool = False,
        x: float = _LEFT,
    ) -> float:
        """Print lines below each other, and return where the next one goes."""
        pdf, height = self._pdf, size * _PT * _LEADING
        pdf.set_font(_FACE, "B" if bold else "", size)
        for line in lines:
            pdf.set_xy(x, y)
            pdf.cell(0, height, self._printable(line))
            y += height
        return y

    def _rule(self, y: float) -> None:
        self._pdf.set_draw_color(*_RULE)
        self._pdf.line(_LEFT, y, _LEFT + _WIDTH, y)

    def _ink(self, colour: tuple[int, int, int]) -> None:
        self._pdf.set_text_color(*colour)
