"""Settings for the hands that use a kiosk, and what every table of settings is."""

from typing import Annotated

import msgspec


class Setting(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of plateia.toml."""


class Touch(Setting, frozen=True, kw_only=True):
    """What a trembling finger is forgiven."""

    hold_ms: Annotated[int, msgspec.Meta(ge=0, le=2000)] = 50
    """Milliseconds a finger must stay for a touch to count."""
    double_strike_ms: Annotated[int, msgspec.Meta(ge=0, le=2000)] = 150
    """Milliseconds after a touch in which a second one there does not count."""
    drag_mm: Annotated[float, msgspec.Meta(ge=0, le=30)] = 6
    """Millimetres a finger may slide and still have stood still."""


class Input(Setting, frozen=True, kw_only=True):
    """Keys that can be felt; any USB keypad will do."""

    switch: bool = False
    """Whether the kiosk is for somebody who has one key: space is always that key."""
    step_s: Annotated[float, msgspec.Meta(ge=0.3, le=10)] = 1.5
    """Seconds from one thing to the next, for one key."""
