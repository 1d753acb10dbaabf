"""The keys tried out: each says what it does, and does nothing (rule 14 of the certified
kiosk)."""

from typing import Final

from i18n import _
from ui.keys import Ask
from ui.person import Control
from ui.screen import Said

# Looked up when they are said, in the language being spoken.
_JOBS: Final = {
    Ask.UP: lambda: _("Down: the next thing. Up: the one before."),
    Ask.DOWN: lambda: _("Down: the next thing. Up: the one before."),
    Ask.TABULATOR: lambda: _("Down: the next thing. Up: the one before."),
    Ask.ACT: lambda: _("Enter: do what you heard."),
    Ask.SWITCH: lambda: _("Enter: do what you heard."),
    Ask.WHERE: lambda: _("Home: where you are."),
    Ask.LANGUAGE: lambda: _("One key leads to the other languages."),
    Ask.PAUSE: lambda: _("One key makes it pause, and one says it again."),
    Ask.REPEAT: lambda: _("One key makes it pause, and one says it again."),
    Control.SOFTER: lambda: _("Quieter"),
    Control.LOUDER: lambda: _("Louder"),
    Control.SLOWER: lambda: _("Slower"),
    Control.FASTER: lambda: _("Faster"),
}


class Practice:
    """Whether somebody tries the keys, which the help key begins and ends."""

    def __init__(self) -> None:
        self.on = False
        self._explained = False
        """The help key was pressed just now, and said what Enter does here."""

    def is_wanted(self, asked: Ask) -> bool:
        """Say whether this key is the help key for the second time."""
        again, self._explained = self._explained, asked is Ask.EXPLAIN
        return again and self._explained

    def begin(self, rtl: bool) -> tuple[Said, ...]:
        """Say that the keys may be tried, and what all of them do."""
        self.on = True
        said = (
            _("Try the keys now: each says what it does, and does nothing."),
            _("The help key leads back."),
            _("Down: the next thing. Up: the one before."),
            _sideways(rtl),
            _("Enter: do what you heard."),
            _("Home: where you are."),
            _("Two keys make it louder and softer, two faster and slower."),
            _("One key makes it pause, and one says it again."),
            _("One key leads to the other languages."),
            _("Nothing is sent before you choose “Send it” and press Enter."),
        )
        return tuple(Said(one) for one in said)

    def tell(self, asked: Ask | Control, rtl: bool) -> tuple[Said, ...]:
        """Say what this key does when it is not being tried; the help key ends it."""
        if asked is Ask.EXPLAIN:
            self.on = False
            return (Said(_("The keys work again.")),)
        if asked in (Ask.LEFT, Ask.RIGHT):
            return (Said(_sideways(rtl)),)
        return (Said(_JOBS[asked]()),)


def _sideways(rtl: bool) -> str:
    """Say what the arrows to the sides do, where one reads from the right or the left."""
    return _("Left: go on. Right: back.") if rtl else _("Right: go on. Left: back.")
