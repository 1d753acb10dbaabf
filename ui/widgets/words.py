"""Words on a page: plain text by construction, broken into lines of even length.

Qt's labels guess whether a text is HTML. This one never does, and it breaks lines so that
none is left with one lonely word: "με αυτό / που είπα;" and not "με αυτό που / είπα;".
"""

import re
from typing import ClassVar, Final

import msgspec
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFontInfo,
    QPainter,
    QPaintEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

_SENTENCE_END: Final = re.compile(r"([.;?!·]) (?=\w)")

_LONGEST_WORD_EM: Final = 12
"""What is longer is an address or a joke, and may be broken: the longest Georgian word of
ours takes 11.7."""

_HIGHEST_LINE_EM: Final = 1.25
_HIGHEST_ARABIC_EM: Final = 1.33
"""Some fonts leave room for marks that nobody writes here: two thirds of it above."""
_ABOVE: Final = 0.65
_ARABIC_ABOVE: Final = 0.53
"""Little more than half of it: a hamza on an alef is whole so, and a bowl below."""
_ARABIC: Final = re.compile("[\u0600-\u06ff]")
_FROM_RIGHT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Letters of scripts that are written from the right."""


_ENDLESS: Final = 10_000  # pixels: no line is broken
_STEPS: Final = 7  # halvings of the search for the narrowest width with as few lines

_Lines = tuple[QTextLayout, float, float]


class _Kept(msgspec.Struct):
    """Lines and heights by width, of a text in a font."""

    of: tuple[object, ...] = ()
    longest: int = 0
    """Pixels of the longest word."""
    high: float = 0
    """Pixels of every line: as the highest script in it, wherever it is broken."""
    above: float = _ABOVE
    """How much of a font's room that nobody needs is above."""
    lines: dict[int, _Lines] = msgspec.field(default_factory=dict)
    heights: dict[int, int] = msgspec.field(default_factory=dict)


class Words(QLabel):
    """A text in one of the sheet's styles (`role`), wrapped in even lines."""

    even: ClassVar[bool] = True
    """Lines are evened out; a text that is still being written fills each line instead."""

    def __init__(
        self, text: str = "", role: str = "body", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("role", role)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._marked = (0, 0)
        self._kept = _Kept()
        self.setText(text)

    @property
    def marked(self) -> str:
        """What is marked of the text."""
        start, length = self._marked
        return self.text()[start : start + length]

    def mark(self, start: int, length: int) -> None:
        """Mark these characters as being said; a length of 0 marks nothing."""
        if self._marked != (start, length):
            self._marked = (start, length)
            self.update()

    def fits(self) -> bool:
        """Say whether every line is inside the widget, and no word is broken."""
        _, width, height = self._lay_out(self.width())
        widest = max(width, self._longest_word())
        return widest <= self.width() + 1 and height <= self.height() + 1

    def lines(self, width: int) -> list[str]:
        """Return the text in lines as long as this width allows."""
        self.ensurePolished()
        layout = self._set(self._paragraphs(), max(1, width), max(1, width))[0]
        units = layout.text().encode("utf-16-le")  # what Qt counts in
        lines = (layout.lineAt(at) for at in range(layout.lineCount()))
        return [
            units[2 * line.textStart() :][: 2 * line.textLength()].decode("utf-16-le")
            for line in lines
        ]

    # Qt

    def heightForWidth(self, width: int) -> int:
        # Lines are evened out, and not made more: their height is that of full ones.
        heights, full = self._memory().heights, max(1, width)
        if width not in heights:
            heights[width] = -int(-self._set(self._paragraphs(), full, full)[3] // 1)
        return heights[width]

    def hasHeightForWidth(self) -> bool:
        return self.wordWrap()

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        _, width, height = self._lay_out(_ENDLESS)
        return QSize(-int(-width // 1), -int(-height // 1))

    def minimumSizeHint(self) -> QSize:
        """As wide as the longest word: none is broken but what no language has."""
        self.ensurePolished()
        if not self.wordWrap():
            return self.sizeHint()
        widest = _LONGEST_WORD_EM * self.font().pixelSize()
        longest = min(self._longest_word() + 2, widest)
        return QSize(longest, self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        layout, _, height = self._lay_out(self.width())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        where = self.alignment()
        top = 0.0
        if where & Qt.AlignmentFlag.AlignVCenter:
            top = (self.height() - height) / 2
        elif where & Qt.AlignmentFlag.AlignBottom:
            top = self.height() - height
        text, (start, length) = self.text(), self._marked
        said = (text[:start], text[start : start + length])
        glass = QRectF(self.rect())
        formats = _marks(painter, layout, top, said, glass) if self.marked else []
        layout.draw(painter, QPointF(0, top), formats, glass)

    def _lay_out(self, width: int) -> _Lines:
        """Return the lines set for a width, the width they take, and their height."""
        lines = self._memory().lines
        if width not in lines:
            lines[width] = self._even_out(max(1, width))
        return lines[width]

    def _memory(self) -> _Kept:
        """Layouts ask again and again, and so does every painting: what was set is kept
        until anything it came of is another."""
        font, across = self.font().key(), self.alignment()
        of = (self.text(), font, across, self.wordWrap(), self.layoutDirection())
        if self._kept.of != of:
            self._kept = _Kept(of, *self._measured())
        return self._kept

    def _measured(self) -> tuple[int, float, float]:
        """Measure the longest word and the highest line as they are drawn: letters that
        join reach farther than they advance."""
        layout = QTextLayout("\u2028".join(self.text().split()), self.font())
        option = self._option()
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(option)
        layout.beginLayout()
        longest, high = 0.0, 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(_ENDLESS)
            longest = max(longest, line.naturalTextWidth())
            high = max(high, line.height())
        layout.endLayout()
        em, above = _HIGHEST_LINE_EM, _ABOVE
        if _ARABIC.search(self.text()):
            em, above = _HIGHEST_ARABIC_EM, _ARABIC_ABOVE
        highest = em * QFontInfo(self.font()).pixelSize()
        return -int(-longest // 1), min(high, highest), above

    def _even_out(self, widest: int) -> _Lines:
        text = self._paragraphs()
        layout, lines, taken, height = self._set(text, widest, widest)
        if lines == 1 or not self.even:
            return layout, taken, height
        evened = self._evened(text, widest, lines)
        # Each sentence begins on a line of its own if that takes no more lines, and leaves
        # no word alone.
        apart = _SENTENCE_END.sub("\\1\u2028", text)
        if apart != text and self._set(apart, widest, widest)[1] <= lines:
            other = self._evened(apart, widest, lines)
            if not _has_lonely_word(other[0]) or _has_lonely_word(evened[0]):
                return other
        return evened

    def _evened(self, text: str, widest: int, lines: int) -> _Lines:
        """Set a text as narrow as it goes with so many lines."""
        # No narrower than the longest word, or that would be broken to be even.
        low = min(float(widest), max(widest / lines, self._longest_word() + 1))
        high = float(widest)
        for _ in range(_STEPS):
            middle = (low + high) / 2
            _, count, reached, _ = self._set(text, middle, widest)
            if count > lines or reached > middle + 0.5:
                low = middle
            else:
                high = middle
        layout, _, taken, height = self._set(text, high, widest)
        return layout, taken, height

    def _paragraphs(self) -> str:
        return self.text().replace("\n", "\u2028")

    def _longest_word(self) -> int:
        return self._memory().longest

    def _option(self) -> QTextOption:
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        option.setTextDirection(_direction(self.text(), self.layoutDirection()))
        wrap = QTextOption.WrapMode
        option.setWrapMode(
            wrap.WrapAtWordBoundaryOrAnywhere if self.wordWrap() else wrap.NoWrap
        )
        option.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        return option

    def _set(
        self, text: str, line_width: float, box_width: int
    ) -> tuple[QTextLayout, int, float, float]:
        across = self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask
        centred = bool(across & Qt.AlignmentFlag.AlignHCenter)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        trailing = rtl != bool(across & Qt.AlignmentFlag.AlignRight)
        layout = QTextLayout(text, self.font())
        layout.setTextOption(self._option())
        layout.setCacheEnabled(True)
        layout.beginLayout()
        lines, top, taken, kept = 0, 0.0, 0.0, self._memory()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(line_width)
            used = line.naturalTextWidth()
            spare = max(0.0, box_width - used)
            left = spare / 2 if centred else spare if trailing else 0.0
            unused = line.height() - kept.high
            line.setPosition(QPointF(left, top - unused * kept.above))
            top += kept.high
            taken = max(taken, used)
            lines += 1
        layout.endLayout()
        return layout, lines, taken, top


def _marks(
    painter: QPainter,
    layout: QTextLayout,
    top: float,
    said: tuple[str, str],
    glass: QRectF,
) -> list[QTextLayout.FormatRange]:
    from ui.widgets.marking import draw_mark  # noqa: PLC0415 -- for those who listen

    return draw_mark(painter, layout, top, said, glass)


def _direction(text: str, page: Qt.LayoutDirection) -> Qt.LayoutDirection:
    """Return the page's direction, but a text's own where all of its letters are of the
    other one: a Greek sentence on an Arabic page ends in its stop on the right."""
    from_right = _FROM_RIGHT.search(text) is not None
    if page == Qt.LayoutDirection.RightToLeft:
        foreign = not from_right and any(map(str.isalpha, text))
        return Qt.LayoutDirection.LeftToRight if foreign else page
    foreign = from_right and not any(map(str.isalpha, _FROM_RIGHT.sub("", text)))
    return Qt.LayoutDirection.RightToLeft if foreign else page


def _has_lonely_word(layout: QTextLayout) -> bool:
    """Say whether a sentence of several lines ends in one that is a single word."""
    units = layout.text().encode("utf-16-le")  # what Qt counts in
    before = ""
    for at in range(layout.lineCount()):
        line = layout.lineAt(at)
        part = units[2 * line.textStart() :][: 2 * line.textLength()]
        words = part.decode("utf-16-le")
        if at and not before.endswith("\u2028") and len(words.split()) == 1:
            return True
        before = words
    return False
