"""Two kinds of trouble.

    Known                     the world's fault: says what, where, and what to do
     +-- Misconfigured        a setting or a pack is wrong            (exit 2)
     +-- CannotSave           the disk is full, read-only or missing  (exit 3)
     +-- Unavailable          a port, a lock or a program is not there (exit 3)
     +-- Damaged              the store or a key does not fit         (exit 3)

Everything else is a Bug, ours: it is not caught here, the border that sees it shows a
calm screen, writes a log with a reference number, and goes on or exits with 1.
"""

from typing import ClassVar


class Known(Exception):
    """A trouble that is the world's fault, told in one sentence with its cure."""

    exit_code: ClassVar[int] = 3

    def __init__(self, where: str, what: str, cure: str) -> None:
        super().__init__(where, what, cure)
        self.where = where
        self.what = what
        self.cure = cure

    def __str__(self) -> str:
        return _one_line(f"{self.where}: {self.what}; {self.cure}")


class Misconfigured(Known):
    """A setting or a content pack says something the program cannot follow."""

    exit_code = 2


class CannotSave(Known):
    """Nothing can be kept now, so nothing may be asked."""


class Unavailable(Known):
    """Something the program needs is in use or absent."""


class Damaged(Known):
    """What was kept does not open: a wrong engine, a foreign key, a torn file."""


def _one_line(words: str) -> str:
    """Show what a terminal would obey, or a log take for a new line, instead of doing it:
    the words may quote a file that anybody wrote."""
    return "".join(
        one if one.isprintable() else one.encode("unicode_escape").decode("ascii")
        for one in words
    )
