"""A visit is over: nothing of it is left, in no file, no process and no object of ours."""

import gc
from collections.abc import Callable, Iterator
from io import RawIOBase
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QProcess
from pytestqt.qtbot import QtBot

from kiosk.journey import Journey
from tests.kiosk.every_kind import write_every_kind
from tests.ui.booth import Booth, Given
from tests.ui.captors import HandCamera, HandMicrophone, HandPlayer, HandPrinter, tone
from tests.ui.capturing import PHOTO_AND_VOICE, record, take_picture
from tests.ui.typing_hand import keys, write
from ui.capture import Recording
from ui.devices import Ear, Eye, Gramophone, Lab
from ui.leafing import Lectern
from ui.rendering import Line
from ui.satchel import Kit, Satchel
from ui.speech import Speaker

Stand = Callable[..., Booth]
WAIT_MS = 30_000
OWN = ("τριαντ", "αφυλλο")
"""In two, so that this list is not what is found."""
ASKS = (
    PHOTO_AND_VOICE
    + """
[[question]]
kind = "text"
id = "text"
title = { el = "Τι λέτε;", en = "What do you say?" }
[[question]]
kind = "yes-no"
id = "sure"
title = { el = "Σίγουρα;", en = "Sure?" }
"""
)


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every place where a program may leave something, on a machine without sound."""
    names = ("HOME", "TMPDIR", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")
    for name in (*names, "XDG_DATA_HOME", "XDG_STATE_HOME"):
        place = tmp_path / "rooms" / name
        place.mkdir(mode=0o700, parents=True)
        monkeypatch.setenv(name, str(place))
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/nobody")
    return tmp_path


def kit(parent: QObject) -> Kit:
    """Hands, but for the darkroom: that is a child, as it is at a kiosk."""
    lab = Lab(parent=parent)
    return Kit(
        HandMicrophone(parent),
        HandCamera(parent),
        lab,
        HandPlayer(parent),
        Satchel(lab, parent),
        Lectern(parent),
        HandPrinter(parent),
    )


def living(*owners: QObject) -> list[int]:
    return [
        process.processId()
        for owner in owners
        for process in owner.findChildren(QProcess)
        if process.state() != QProcess.ProcessState.NotRunning
    ]


def holds(pid: int, words: str) -> bool:
    """Say whether a process has these words in its memory; one that ends has none."""
    try:
        with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
            return any(
                words.encode() in content or words.encode("utf-16-le") in content
                for content in written(memory, Path(f"/proc/{pid}/maps").read_text())
            )
    except OSError:
        return False


def written(memory: RawIOBase, maps: str) -> Iterator[bytes]:
    """Yield what a process may have written, area by area."""
    for line in maps.splitlines():
        area, rights, *_ = line.split()
        if "rw" not in rights or "[v" in line:
            continue
        first, last = (int(one, 16) for one in area.split("-"))
        try:
            memory.seek(first)
            yield memory.read(last - first) or b""
        except (OSError, OverflowError):
            continue


def files(*folders: Path) -> Iterator[tuple[Path, bytes]]:
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file():
                yield path, path.read_bytes()


def remembered(words: str, of_others: list[Journey]) -> list[object]:
    """Everything Python keeps that has these words in it, or is a journey that no other
    test has left behind."""
    gc.collect()
    found: list[object] = []
    for one in gc.get_objects():
        if type(one) in (list, tuple, dict):
            inside = one.values() if isinstance(one, dict) else one
            found += [one for part in [*inside] if type(part) is str and words in part]
        elif type(one) is Journey and one.answers:
            found += [] if any(one is other for other in of_others) else [one]
    return found


def say_and_show_everything(booth: Booth) -> str:
    """Answer all that is asked, hear it, and return a word of it."""
    booth.come_in()
    booth.go("everything")
    take_picture(booth)
    booth.go("keep")
    record(booth)
    booth.go("action")
    if booth.has("write"):
        write(booth)
    keys(booth, *OWN[0], *OWN[1])
    booth.headset.put_on()  # it is rendered, and there is nothing to play it with
    booth.qtbot.waitUntil(lambda: not booth.stand.person.listens, timeout=WAIT_MS)
    booth.settle()
    booth.go("action", "yes", "back")
    return "".join(OWN)[1:]  # the keyboard begins with a capital


def a_child_knows(booth: Booth, own: str) -> bool:
    """Have it said, and look: what a child has rendered it may soon write over."""
    booth.speaker.say([Line(own, "el", True)])
    booth.qtbot.wait(20)
    return any(holds(one, own) for one in living(booth.speaker))


def test_nothing_of_a_visit_is_left_when_nobody_is_there(
    booths: Stand, rooms: Path
) -> None:
    shared = Path("/dev/shm")
    before = set(shared.iterdir())
    folder = write_every_kind(rooms / "pack")
    (folder / "forms" / "everything.toml").write_text(ASKS, "utf-8")
    booth = booths(Given(pack=folder, kit=kit, speaker=lambda at: Speaker(at, 300)))
    of_others = [one for one in gc.get_objects() if type(one) is Journey]
    own = say_and_show_everything(booth)
    children = booth.kit.darkroom, booth.speaker
    booth.qtbot.waitUntil(lambda: a_child_knows(booth, own), timeout=WAIT_MS)
    assert len(living(*children)) >= 2
    assert remembered(own, of_others)
    kept = booth.kit.satchel._kept.values()
    sights = [one.captured.content[-300:-200] for one in kept]
    assert len(sights) == 2
    booth.headset.take_off()  # else the next one is spoken to at once
    booth.idle.gone.emit()
    booth.wait_for("attract")
    booth.qtbot.waitUntil(lambda: not living(*children), timeout=WAIT_MS)
    assert booth.kit.satchel._kept == {}
    new = [one for one in shared.iterdir() if one not in before and one.is_dir()]
    for path, content in files(rooms, *new):
        assert own.encode() not in content, path
        assert not any(sight in content for sight in sights), path
    assert [one for one in (rooms / "rooms").rglob("*") if one.is_file()] == []
    assert remembered(own, of_others) == []


def test_a_voice_that_said_only_the_kiosks_own_words_stays(
    rooms: Path, qtbot: QtBot
) -> None:
    voice = Speaker(rooms / "voice", 300)
    for private, left in ((False, 1), (True, 0)):
        with qtbot.waitSignal(voice.unavailable, timeout=WAIT_MS):
            voice.say([Line(f"Καλώς ήρθατε {private}.", "el", private)])
        qtbot.waitUntil(lambda: len(living(voice)) == 1, timeout=WAIT_MS)
        voice.forget()
        qtbot.waitUntil(
            lambda left=left: len(living(voice)) == left,  # type: ignore[misc]
            timeout=WAIT_MS,
        )
    voice.close()


@pytest.mark.parametrize("device", [Ear, Eye, Lab, Gramophone])
def test_a_device_that_saw_or_heard_ends_with_the_visit(
    rooms: Path,
    qtbot: QtBot,
    device: type[Ear] | type[Eye] | type[Lab] | type[Gramophone],
) -> None:
    made = device()
    made._child.start()
    qtbot.waitUntil(lambda: bool(living(made)), timeout=WAIT_MS)
    made.forget()
    qtbot.waitUntil(lambda: not living(made), timeout=WAIT_MS)
    if isinstance(made, Lab):  # and the next one has another
        with qtbot.waitSignal(made.made, timeout=WAIT_MS):
            made.press(Recording(tone(0.2)).wav())
    made.close()
