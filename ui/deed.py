"""Doing by a key what a touch does, and what is to be heard of it."""

from collections.abc import Callable

from ui.cursor import Cursor
from ui.screen import Said
from ui.stand import Stand
from ui.told import Moment
from ui.walk import Stop


def done(
    stand: Stand, cursor: Cursor, stop: Stop, do: Callable[[], None]
) -> tuple[Said, ...]:
    """Do it; return what is to be said where the page stays. Another page is read aloud
    by itself."""
    page = stand.page
    if page is None:
        return ()
    before, echoes = Moment.of(page, stop), list[Said]()
    page.heard.connect(echoes.append)
    do()
    if stand.page is not page:
        return ()
    page.heard.disconnect(echoes.append)
    there, at = cursor.there()
    now = Moment.of(page, there[at])
    cursor.put(there, at)
    return (*echoes, *now.since(before)) or now.said
