"""Reads a window through the accessibility bus, as a screen reader would, and says it as JSON.

A program of its own for the system's Python, which has the bus's own library (libatspi):
`bus_reader.py APPLICATION` tells all that shows there, in the order in which it is read;
`bus_reader.py APPLICATION ACTION NAME` does an action of the last thing that is called so.
Exit code 0 done, 1 there is no such application or thing, 3 there is no such library.
"""

import importlib
import json
import sys
import time
import warnings
from collections.abc import Iterator
from typing import Any

_WAIT_S = 20.0
"""Until an application that starts is on the bus, and a page that changes stands still."""


def library() -> tuple[Any, Any]:
    """Return libatspi, and the error it raises for a thing that is gone. Raises ImportError
    where it is not installed."""
    warnings.simplefilter("ignore")  # it calls its own interfaces old
    gi = importlib.import_module("gi")
    try:
        gi.require_version("Atspi", "2.0")
    except ValueError as error:
        raise ImportError from error
    gone = importlib.import_module("gi.repository.GLib").Error
    return importlib.import_module("gi.repository.Atspi"), gone


def read(name: str) -> list[tuple[Any, dict[str, Any]]]:
    """Return what shows of an application; nothing if there is none. Raises ImportError."""
    atspi, gone = library()
    atspi.init()
    until = time.monotonic() + _WAIT_S
    while time.monotonic() < until:
        try:
            for one in _children(atspi.get_desktop(0)):
                if one.get_name() == name:
                    return list(showing(one))
        except gone:  # the page went while it was read
            continue
        time.sleep(0.1)
    return []


def _children(one: Any) -> Iterator[Any]:
    for at in range(one.get_child_count()):
        child = one.get_child_at_index(at)
        if child is not None:  # it has gone meanwhile
            yield child


def showing(one: Any) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Yield what shows, from here down, each with all that is told of it."""
    states = sorted(state.value_nick for state in one.get_state_set().get_states())
    if "showing" not in states:
        return
    told = {"role": one.get_role_name(), "name": one.get_name(), "states": states}
    place = one.get_component_iface()
    if place is not None:
        box = place.get_extents(0)
        told["box"] = [box.x, box.y, box.width, box.height]
    yield one, told
    for child in _children(one):
        yield from showing(child)


def act(one: Any, action: str) -> bool:
    """Do an action of a thing, by its name; say whether it has it."""
    actions = one.get_action_iface()
    for at in range(actions.get_n_actions() if actions is not None else 0):
        if actions.get_action_name(at) == action:
            return bool(actions.do_action(at))
    return False


def main(arguments: list[str]) -> int:
    """Do what is asked, and return the exit code."""
    try:
        there = read(arguments[0])
    except ImportError:
        return 3
    if len(arguments) == 1:
        json.dump([told for _one, told in there], sys.stdout)
        return 0 if there else 1
    named = [one for one, told in there if told["name"] == arguments[2]]
    return 0 if any(act(one, arguments[1]) for one in reversed(named)) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
