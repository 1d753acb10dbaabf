"""The real program as a service: it tells how it is, stops when asked, and can be asked."""

import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from kiosk.bell import ring
from tests.sync.municipality import LOGIN, Manner, Municipality, Trick
from tests.sync.test_agent_process import PATIENCE_S, Village, stop, until


@pytest.fixture
def village(tmp_path: Path, town: Municipality) -> Iterator[Village]:
    village = Village(tmp_path / "village", town)
    yield village
    village.close()


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[socket.socket]:
    """Where systemd would listen."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(PATIENCE_S)
        yield manager


def hear_out(manager: socket.socket, seconds: float) -> set[bytes]:
    """Listen until nothing is said for so long; return what was said."""
    heard = set()
    manager.settimeout(seconds)
    with suppress(TimeoutError, BlockingIOError):
        while True:
            heard.add(manager.recv(100))
    manager.settimeout(PATIENCE_S)
    return heard


def test_it_says_that_it_is_ready_alive_and_about_to_end(
    village: Village, manager: socket.socket
) -> None:
    program = village.start(
        NOTIFY_SOCKET=str(manager.getsockname()), WATCHDOG_USEC="200000"
    )
    assert manager.recv(100) == b"READY=1"
    assert [manager.recv(100) for _ in range(5)] == [b"WATCHDOG=1"] * 5
    stop(program)
    while (said := manager.recv(100)) == b"WATCHDOG=1":
        pass
    assert said == b"STOPPING=1"


def test_it_lives_while_nobody_answers(
    town: Municipality, village: Village, manager: socket.socket
) -> None:
    """A held call is no reason to be thought dead: others wait for it, the loop does not."""
    town.next_post(Trick(manner=Manner.HELD))
    village.kiosk.confirm()
    program = village.start(
        NOTIFY_SOCKET=str(manager.getsockname()), WATCHDOG_USEC="200000"
    )
    until(town.received.is_set)
    hear_out(manager, 0)
    assert [manager.recv(100) for _ in range(5)] == [b"WATCHDOG=1"] * 5
    stop(program)


def test_a_frozen_one_is_not_alive(village: Village, manager: socket.socket) -> None:
    program = village.start(
        NOTIFY_SOCKET=str(manager.getsockname()), WATCHDOG_USEC="200000"
    )
    assert manager.recv(100) == b"READY=1"
    program.send_signal(signal.SIGSTOP)
    assert hear_out(manager, 1) <= {b"WATCHDOG=1"}  # ten times as long as it may take
    program.send_signal(signal.SIGCONT)
    stop(program)


def test_one_whose_loop_stands_still_is_not_alive(
    village: Village, manager: socket.socket
) -> None:
    """The process lives and its threads do; what counts is the loop."""
    program = village.start(
        NOTIFY_SOCKET=str(manager.getsockname()), WATCHDOG_USEC="200000"
    )
    assert manager.recv(100) == b"READY=1"
    until(village.kiosk.home.bell.exists)
    with village.kiosk.device.store.writing():  # nobody else may write now
        ring(village.kiosk.home.bell)
        hear_out(manager, 0.5)  # what was said before it came to stand
        assert hear_out(manager, 1) == set()
    assert manager.recv(100) == b"WATCHDOG=1"
    stop(program)


def test_a_watchdog_of_somebody_else_is_not_fed(
    village: Village, manager: socket.socket
) -> None:
    program = village.start(
        NOTIFY_SOCKET=str(manager.getsockname()),
        WATCHDOG_USEC="200000",
        WATCHDOG_PID="1",
    )
    assert manager.recv(100) == b"READY=1"
    stop(program)
    assert manager.recv(100) == b"STOPPING=1"


def test_a_manager_that_is_gone_stops_nothing(village: Village, tmp_path: Path) -> None:
    program = village.start(NOTIFY_SOCKET=str(tmp_path / "gone"), WATCHDOG_USEC="9000")
    village.kiosk.confirm()
    until(lambda: bool(village.sent()) and village.delivered())
    stop(program)


def test_it_stops_with_eight_calls_nobody_answers_and_loses_nothing(
    town: Municipality, village: Village
) -> None:
    village.settings(workers=8)
    village.kiosk.confirm()
    program = village.start()
    until(lambda: bool(village.sent()) and village.delivered())
    town.always["POST"] = Trick(manner=Manner.HELD)
    for _ in range(12):
        village.kiosk.confirm()
    until(lambda: len(town.posts) == 9)
    stop(program)
    states = [one.state.value for one in village.sent()]
    assert states.count("sent_unverified") == 8
    assert states.count("ready") == 4
    town.always.clear()
    assert village.once() == "town: 12 delivered\n"
    assert len(town.filed) == 13


@contextmanager
def nobody_picks_up() -> Iterator[int]:
    """A port where a call is never taken: its queue is full."""
    with ExitStack() as held:
        port = held.enter_context(socket.socket())
        port.bind(("127.0.0.1", 0))
        port.listen(0)
        for _ in range(3):
            waiting = held.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(port.getsockname())
        yield port.getsockname()[1]


def calls_to(program: subprocess.Popen[str], port: int) -> bool:
    """Whether a program has a call to a port under way that nobody took (SYN_SENT)."""
    table = Path(f"/proc/{program.pid}/net/tcp").read_text("ascii")
    mine = set()
    for one in Path(f"/proc/{program.pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # it was closed meanwhile
            mine.add(str(one.readlink()))
    rows = [row.split() for row in table.splitlines()[1:]]
    called = {(row[2], row[3]) for row in rows if f"socket:[{row[9]}]" in mine}
    return (f"0100007F:{port:04X}", "02") in called


def test_it_says_that_it_ends_and_ends_while_nobody_picks_up(
    village: Village, manager: socket.socket
) -> None:
    with nobody_picks_up() as port:
        settings = village.kiosk.home.settings
        told = settings.read_text("utf-8")
        there = f"http://127.0.0.1:{port}/v2"
        settings.write_text(told.replace(village.town.url, there), "utf-8")
        village.kiosk.confirm()
        program = village.start(NOTIFY_SOCKET=str(manager.getsockname()))
        assert manager.recv(100) == b"READY=1"
        until(lambda: calls_to(program, port))
        stop(program)
        assert manager.recv(100) == b"STOPPING=1"
    assert [one.state.value for one in village.sent()] == ["waiting"]


# plateia-agent probe


def probe(village: Village) -> tuple[int, str]:
    program: subprocess.Popen[str] = village.start("probe")
    told, complained = program.communicate(timeout=PATIENCE_S)
    assert complained == ""
    return program.returncode, told


def test_a_probe_says_that_all_is_well(town: Municipality, village: Village) -> None:
    assert probe(village) == (0, "town: well\n")
    assert town.posts == []


def test_a_probe_says_what_is_wrong_and_what_to_do(
    town: Municipality, village: Village
) -> None:
    town.next_get(Trick(body=LOGIN, media="text/html"))
    code, told = probe(village)
    assert code == 4
    assert told == (
        "town: somebody else answers in its place; log in to the network where it asks"
        " for that, or check the address in plateia.toml (answered 200)\n"
    )


def test_a_probe_may_be_made_while_the_agent_works(village: Village) -> None:
    program = village.start()
    until(village.kiosk.home.bell.exists)
    assert probe(village) == (0, "town: well\n")
    stop(program)
