"""Stories of others that no test of ours told yet: see docs/reliability.md."""

import secrets
import shutil
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kiosk.citizen import CitizenDoor
from kiosk.config import Destination
from kiosk.device import open_device
from kiosk.submission import Dispatch
from sync.connector import Earlier, Outcome
from tests.house.source import ROOT
from tests.kiosk.village import Kiosk
from tests.sync.post import Post, Postman, Silent, delivers

UNSHARE = shutil.which("unshare")
ALONE = [UNSHARE or "", "--user", "--map-root-user", "--net"]

THE_LINE_RETURNS = """
import os, socket, subprocess, sys, tempfile, threading
from pathlib import Path
from kiosk.clock import SystemClock
from kiosk.config import Destination
from tests.kiosk.village import Kiosk
from tests.sync.municipality import KEY, Municipality

def lo(state):
    subprocess.run(["ip", "link", "set", "lo", state], check=True)

lo("up")
folder = Path(tempfile.mkdtemp())
with Municipality() as town, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
    to = Destination(name="town", type="open311", url=town.url, api_key=KEY)
    manager.bind(str(folder / "notify"))
    manager.settimeout(20)
    with Kiosk(folder, (to,), SystemClock()) as kiosk:
        kiosk.home.settings.write_text(
            f'key_folder = "{kiosk.config.key_folder}"\\n[agent]\\nspread_s = 0\\n'
            f'[[destination]]\\nname = "town"\\ntype = "open311"\\n'
            f'url = "{town.url}"\\napi_key = "{KEY}"\\n'
        )
        kiosk.confirm()
        kiosk.outbox().rest(to, 8, 3600)
        kiosk.outbox().name_trouble(to, "no network", None)
    lo("down")
    arrived = threading.Event()
    town.after_answering = arrived.set
    command = [sys.executable, "-m", "sync", "run", "--home", str(kiosk.home.folder)]
    told = {**os.environ, "NOTIFY_SOCKET": str(folder / "notify")}
    with subprocess.Popen(command, env=told, stdout=subprocess.DEVNULL) as agent:
        assert manager.recv(100) == b"READY=1"
        assert not town.filed
        lo("up")
        print("carried" if arrived.wait(20) else "asleep")
        agent.terminate()
"""


def test_a_face_keeps_what_is_said_while_a_call_is_made(tmp_path: Path) -> None:
    """kolibri#10304: nobody holds the store while he waits for an answer."""
    to = Destination(name="town", type="open311", url="http://127.0.0.1:1")
    with Kiosk(tmp_path, (to,)) as kiosk:
        kiosk.confirm()
        kept: list[str] = []

        def tells(dispatch: Dispatch, earlier: Earlier | None) -> Outcome:
            if not kept:
                kept.append(said_to_another_program(kiosk))
            return delivers(dispatch, earlier)

        post = Post(kiosk, {"town": Postman(tells)})
        post.run(60)
        assert [one.receipt for one in post.sent()][1:] == kept
        assert post.states() == ["delivered"] * 2


@dataclass
class Listener(Silent):
    """Remembers on which thread each thing was said."""

    alive_on: list[int] = field(default_factory=list)

    def alive(self) -> None:
        self.alive_on.append(threading.get_ident())


def test_only_the_loop_itself_says_that_it_is_alive(tmp_path: Path) -> None:
    """kolibri#11469: a loop that hangs is silent, so that whoever started it ends it."""
    herald = Listener(every_s=10)
    with Kiosk(tmp_path) as kiosk:
        kiosk.confirm()
        post = Post(kiosk, {"town-hall": Postman()}, herald=herald)
        agent, bell = post.agent()
        bell.at, bell.then = kiosk.clock.seconds + 100, agent.stop
        agent.run()
    assert set(herald.alive_on) == {threading.get_ident()}
    assert len(herald.alive_on) >= len(bell.slept) >= 10


def said_to_another_program(kiosk: Kiosk) -> str:
    """File a report over a connection of its own, as a face does; return its number."""
    device = open_device(kiosk.home, kiosk.config)
    try:
        door = CitizenDoor(kiosk.home, kiosk.config, kiosk.pack, device, kiosk.clock)
        return door.confirm(kiosk.walked(), "en", secrets.token_bytes).code
    finally:
        device.store.close()


@pytest.mark.skipif(
    UNSHARE is None or shutil.which("ip") is None, reason="unshare or ip is missing"
)
def test_the_agent_that_rests_for_an_hour_carries_when_the_line_is_back() -> None:
    """collect#6120: the real program, when a cable is plugged in."""
    if subprocess.run([*ALONE, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine lends nobody a network of his own")
    done = subprocess.run(
        [*ALONE, sys.executable, "-c", THE_LINE_RETURNS],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("carried\n", "")
