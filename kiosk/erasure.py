"""What it means for a report that its citizen wishes it erased, said to an operator."""

from kiosk.errors import Misconfigured
from kiosk.rows import Erased
from kiosk.submission import State


def outcome(named: str, found: Erased, is_taken_back: bool) -> str:
    """Say what the wish brought about. Raises Misconfigured when it brought about nothing."""
    if found.is_on_its_way:
        raise Misconfigured(named, "is being carried now", "try again in a minute")
    if found.state is State.CLOSED:
        return f"{named}: {_ERASED} It was closed here: the municipality never had it."
    if not found.is_unsent:
        return f"{named}: {_ERASED} {_there(found)}"
    if found.state in {State.DELIVERED, State.PURGED}:
        now = "its words are delivered, and a photo or voice note of it is not"
        then = f"What was not sent yet never will be. {_there(found)}"
    elif found.may_have_arrived:
        now = "it may have arrived, which nobody knows yet"
        then = "It is not sent again. It may have arrived: ask the municipality, too."
    else:
        now = "it is not sent yet, and the municipality would never know of it"
        then = "It is not sent, and the municipality does not know of it."
    if not is_taken_back:
        raise Misconfigured(
            named, now, "wait until it is delivered, or erase it with --take-back"
        )
    return f"{named}: {_ERASED} {then}"


_ERASED = (
    "what was said is erased here, with its photos and voice notes; its number, form and"
    " day stay, and tell what became of it."
)


def _there(found: Erased) -> str:
    name = f" as {found.remote_id}" if found.remote_id else ""
    return f"The municipality has it{name}: ask there, too."
