"""The part of the audit that walks with keys and listens."""

import re
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.view import View, called
from ui.reader import said_on
from ui.widgets.button import Touchable
from ui.widgets.keypad import Keypad
from ui.widgets.words import Words


def walk(view: View) -> Iterator[str]:
    """The tabulator visits everything once, as one reads, and comes round (16)."""
    stops = [one for one in view.live if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    if len(stops) < len(view.live):
        yield f"{len(view.live) - len(stops)} things cannot be reached with keys"
    ahead = _in_reading_order(view, stops)
    ahead[0].setFocus(Qt.FocusReason.TabFocusReason)
    for expected in [*ahead[1:], ahead[0]]:
        QTest.keyClick(view.shell.focusWidget(), Qt.Key.Key_Tab)
        if view.shell.focusWidget() is not expected:
            there = called(view.shell.focusWidget())
            yield f"the keys go to {there} where {called(expected)} is next"
            return
    for expected in reversed(ahead):
        QTest.keyClick(view.shell.focusWidget(), Qt.Key.Key_Backtab)
        if view.shell.focusWidget() is not expected:
            yield f"the keys do not go back to {called(expected)}"
            return


def _in_reading_order(view: View, things: list[Touchable]) -> list[Touchable]:
    """Line by line from the top, each line as the language is written; digits never turn."""
    left = sorted(things, key=lambda one: view.place(one).top())
    order: list[Touchable] = []
    while left:
        # A map is as high as three lines of the buttons beside it: the lowest counts.
        first = view.place(left[0])
        near = [one for one in left if view.place(one).top() < first.center().y()]
        middle = first.top() + min(view.place(one).height() for one in near) / 2
        line = [one for one in near if view.place(one).top() < middle]
        left = [one for one in left if one not in line]
        digits = all(isinstance(one.parentWidget(), Keypad) for one in line)
        line.sort(
            key=lambda one: view.place(one).left(),
            reverse=view.mirrored and not digits,
        )
        order += line
    return order


def spoken(view: View) -> Iterator[str]:
    """Whatever can be read can be heard (25). The strips' own buttons and the keys do not
    speak with the page: they are the same each time, and have names."""
    parts = said_on(view.page, view.shell.frame)
    said = " ".join(" ".join(one.text) if one.spelt else one.text for one in parts)
    heard = set(_tokens(said))
    spelt = "".join(one for one in _tokens(said) if len(one) == 1)
    for one in view.words:
        if not _speaks_for_itself(one):
            missing = [
                token
                for token in _tokens(one.text())
                if token not in heard and token not in spelt
            ]
            if missing:
                yield f"{called(one)} is shown and not said: {' '.join(missing)}"


def _speaks_for_itself(words: Words) -> bool:
    if words.property("role") == "letter":
        return True
    parent = words.parentWidget()
    while parent is not None:
        if parent.property("kind") in ("bar", "key"):
            return True
        if parent.objectName() in ("top", "banner"):
            return True
        parent = parent.parentWidget()
    return False


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
