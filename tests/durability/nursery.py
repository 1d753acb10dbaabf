"""Where the processes are born that will be killed.

`python -m tests.durability.nursery HOME PACK` imports what a kiosk needs once, and then
forks: a child is at work within milliseconds, so that hundreds can die in a minute. What a
child runs is what the programs run: the citizen's door of the core, and `main` of the agent.

It reads one command a line, `face`, `agent` or `kill PID`, and says `born PID`, `dead PID
CODE`. A face says `promised CODE` as soon as it holds a receipt; that line is in the pipe
before the face can die.
"""

import os
import random
import secrets
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import sync.__main__
from kiosk.citizen import CitizenDoor
from kiosk.clock import SystemClock
from kiosk.config import Home, load_config
from kiosk.device import open_device
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


def bear(life: Callable[[], None]) -> None:
    pid = os.fork()
    if pid:
        tell(f"born {pid}")
        return
    os.close(0)
    life()
    os._exit(0)


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    tell(f"dead {pid} {os.waitstatus_to_exitcode(status)}")


def main(folder: str, pack_folder: str) -> None:
    home, pack = Home(Path(folder)), load_pack(Path(pack_folder), icons=None)
    assert threading.active_count() == 1, "a fork would tear a thread"
    tell("ready")
    while command := sys.stdin.readline().split():
        if command[0] == "face":
            bear(lambda: face(home, pack))
        elif command[0] == "agent":
            bear(lambda: agent(home))
        else:
            kill(int(command[1]))


if __name__ == "__main__":
    main(*sys.argv[1:])
