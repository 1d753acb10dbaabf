"""A keypad, and somebody who goes by what they hear."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.booth import Booth
from tests.ui.fakes import HandVoice

K = Qt.Key


class Pad:
    """Presses plain keys, and knows nothing of the page but what is said."""

    def __init__(self, booth: Booth) -> None:
        self.booth = booth

    def press(self, *keys: Qt.Key) -> str:
        """Press one key after the other; return what is said after the last."""
        window = self.booth.shell.windowHandle()
        assert window is not None
        for key in keys:
            QTest.keyClick(window, key)
            self.booth.settle()
        return self.heard

    @property
    def heard(self) -> str:
        """What is being said, as one text."""
        voice = self.booth.speaker
        assert isinstance(voice, HandVoice)
        return " ".join(line.text for line in voice.lines) if voice.speaking else ""

    def come_to(self, words: str, key: Qt.Key = K.Key_Down) -> str:
        """Press a key until what is said begins with these words."""
        first = ""
        for _ in range(200):
            heard = self.press(key)
            if heard.startswith(words):
                return heard
            assert heard, "nothing is said"
            assert heard != first, f"“{words}” is nowhere to be heard"
            first = first or heard
        raise AssertionError(f"“{words}” is nowhere to be heard")

    def choose(self, words: str) -> None:
        """Come to what is said to be this, and press Enter; wait for the next page."""
        self.come_to(words)
        before = self.booth.page
        self.press(K.Key_Return)
        self.booth.wait_to_leave(before)
        self.listen()

    def listen(self) -> str:
        """Wait until a page that has come is read aloud."""
        self.booth.qtbot.waitUntil(lambda: bool(self.heard))
        return self.heard

    def come_in(self) -> None:
        """From the page at rest to the home page, in Greek."""
        self.press(K.Key_Down)
        self.listen()
        before = self.booth.page
        self.press(K.Key_Return)
        self.booth.wait_to_leave(before)
        self.listen()
        self.choose("Ελληνικά")

    def write(self, text: str) -> None:
        """Find each letter among the keys, row by row, and write it."""
        for letter in text:
            self.come_to_key(letter)
            self.press(K.Key_Return)

    def come_to_key(self, name: str) -> None:
        """Go through the row one is on, and through the next, once round."""
        begun: set[str] = set()
        heard = self.press(K.Key_Right) if self._on_a_key else self._first_key()
        while heard not in begun:
            begun.add(heard)
            first = heard
            for _key in range(40):
                if _is_key(heard, name):
                    return
                heard = self.press(K.Key_Right)
                if heard == first:
                    break
            heard = self.press(K.Key_Down)
            if not self._on_a_key:
                heard = self._first_key()
        raise AssertionError(f"there is no key “{name}” to be heard")

    def _first_key(self) -> str:
        heard = self.press(K.Key_Home)
        for _stop in range(40):
            if self._on_a_key:
                break
            heard = self.press(K.Key_Down)
        return heard

    @property
    def _on_a_key(self) -> bool:
        on = self.booth.guide.cursor.on
        return on is not None and on.is_key


def _is_key(said: str, name: str) -> bool:
    words = said.casefold().split()
    return name in (words[0], said.casefold()) or name in words[0].split("…")
