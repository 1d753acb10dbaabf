"""Where the processes are born that will be killed.

`python -m tests.durability.nursery HOME PACK` imports what a kiosk needs once, and then
forks: a child is at work within milliseconds, so that hundreds can die in a minute. What a
child runs is what the programs run: the citizen's door of the core, and `main` of the agent.

It reads one command a line, `face`, `agent` or `kill PID`, and says `born PID`, `dead PID
CODE`; when nobody commands any more it kills all that live. A face says `promised CODE` as
soon as it holds a receipt; that line is in the pipe before the face can die.
"""

import os
import random
import secrets
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import sync.__main__
from kiosk.citizen import CitizenDoor
from kiosk.clock import SystemClock
from kiosk.config import load_config
from kiosk.device import open_device
from kiosk.home import Home
from kiosk.packs import Pack, load_pack

PACE_S = 0.04
"""The longest that a face waits from one report to the next."""


def tell(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def face(home: Home, pack: Pack) -> None:
    """File reports for ever, one citizen after the other."""
    config = load_config(home)
    door = CitizenDoor(home, config, pack, open_device(home, config), SystemClock())
    journey = door.begin(pack.forms[0])
    for answer in (("lighting",), ("broken-lamp",), ("ano", "square"), ("danger",)):
        journey = journey.answer(answer)
    while True:
        tell(f"promised {door.confirm(journey, 'en', secrets.token_bytes).code}")
        time.sleep(random.Random(secrets.randbits(32)).uniform(0, PACE_S))


def agent(home: Home) -> None:
    """Carry until stopped."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)  # its words are for an operator, and this pipe has a language
    sys.exit(sync.__main__.main(["run", "--home", str(home.folder)]))


def bear(life: Callable[[], None]) -> int:
    """Let a child live, and return its process id."""
    pid = os.fork()
    if pid:
        return pid
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # the commands are not for children
    life()
    os._exit(0)


def kill(pid: int) -> int:
    """Kill a child and return how it ended: somebody may have been quicker."""
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def main(folder: str, pack_folder: str) -> None:
    home, pack = Home(Path(folder)), load_pack(Path(pack_folder), icons=None)
    assert threading.active_count() == 1, "a fork would tear a thread"
    tell("ready")
    lives = {"face": partial(face, home, pack), "agent": partial(agent, home)}
    alive: set[int] = set()
    while command := sys.stdin.readline().split():
        if command[0] == "kill":
            pid = int(command[1])
            tell(f"dead {pid} {kill(pid)}")
            alive.remove(pid)
        else:
            pid = bear(lives[command[0]])
            alive.add(pid)
            tell(f"born {pid}")
    for pid in alive:
        kill(pid)


if __name__ == "__main__":
    main(*sys.argv[1:])
