"""How long to wait: pure."""

from collections.abc import Callable
from typing import Final

from kiosk.outbox import REFUSED_AGAIN_S
from sync.connector import LINE, Kind, Trouble

Chance = Callable[[], float]
"""Gives a number from 0 to 1, 1 excluded: `random.random`."""

BASE_S: Final = 30.0

DESTINATION_CAP_S: Final = 300.0
"""The longest a destination is left alone: a line may be back at any time."""

HICCUP_S: Final = 5.0
"""The longest it is left alone for one broken call, when the line proves to be well."""

SUBMISSION_CAP_S: Final = 6 * 3600.0
"""The longest a submission waits whose destination answered that it cannot take it."""

TOKEN_S: Final = 5.0
"""The span of the first wait for the id behind a token."""

SHORTEST_S: Final = 1.0

_MOST_DOUBLINGS = 20  # far past every cap; more would only overflow


def full_jitter(
    doublings: int, cap_s: float, chance: Chance, base_s: float = BASE_S
) -> float:
    """Draw a wait from 0 to `base * 2^doublings` seconds, at most the cap.

    Drawn over the whole span, so that a valley of kiosks whose power returns at once does
    not call at once (Brooker, Exponential Backoff and Jitter, 2015).
    """
    span = min(cap_s, base_s * 2.0 ** min(max(doublings, 0), _MOST_DOUBLINGS))
    return max(SHORTEST_S, span * chance())


def rest_s(rests: int, asked_s: float, chance: Chance) -> float:
    """How long to leave a destination alone that has rested so often in vain.

    `asked_s` is what it asks for itself (Retry-After).
    """
    drawn_s = full_jitter(rests, DESTINATION_CAP_S, chance)
    return max(drawn_s, min(asked_s, SUBMISSION_CAP_S))


def wait_s(trouble: Trouble, attempts: int, resting_s: float, chance: Chance) -> float:
    """How long a submission waits after a trouble; `attempts` counts this one.

    A dead line is nobody's answer: the destination rests, the submission is due when the
    line is back. A refusal is asked for once more, when it has lasted long enough to be
    believed.
    """
    if trouble.kind is Kind.REFUSED:
        return REFUSED_AGAIN_S + full_jitter(0, BASE_S, chance)
    if trouble.kind in LINE:
        return 0.0
    if trouble.kind is Kind.UNFINISHED:  # nothing of it went: as with a token
        return max(token_s(attempts, chance), trouble.wait_s)
    return max(full_jitter(attempts - 1, SUBMISSION_CAP_S, chance), resting_s)


def token_s(attempts: int, chance: Chance) -> float:
    """How long to wait before a token's id is asked for once more."""
    return full_jitter(attempts - 1, SUBMISSION_CAP_S, chance, TOKEN_S)
