"""The real agent, the real program of the municipality, and a stick between them."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.config import Destination
from kiosk.submission import Progress
from kiosk.vault import key_path
from tests.hub.running import ROOT
from tests.kiosk.village import Kiosk, SetClock
from tests.sync.stick import Village

PATIENCE_S = 30

SETTINGS = """
key_folder = "{keys}"
[[destination]]
name = "stick"
type = "folder"
url = "{url}"
public_key = "{key}"
workers = 8
"""


class Mountain:
    """A village with a kiosk, an agent and no line."""

    def __init__(self, folder: Path) -> None:
        self.village = Village(folder)
        self.to: Destination = self.village.to()
        self.kiosk = Kiosk(folder / "kiosk", (self.to,), SetClock())
        self.settings()

    def settings(self, key: str = "") -> None:
        """Write plateia.toml."""
        keys, url = self.kiosk.config.key_folder, self.to.url
        key = key or self.to.public_key
        told = SETTINGS.format(keys=keys, url=url, key=key)
        self.kiosk.home.settings.write_text(told, "utf-8")

    def agent(self, command: str = "once") -> tuple[int, str, str]:
        """What a command of the agent's says."""
        done = subprocess.run(
            [sys.executable, "-m", "sync", command, "--home", self.kiosk.home.folder],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
        assert "Traceback" not in done.stderr
        return done.returncode, done.stdout, done.stderr


@pytest.fixture
def mountain(tmp_path: Path) -> Iterator[Mountain]:
    mountain = Mountain(tmp_path)
    yield mountain
    mountain.kiosk.device.store.close()


def test_a_report_goes_to_town_on_a_stick_and_its_news_comes_back(
    mountain: Mountain,
) -> None:
    code = mountain.kiosk.confirm().code
    waits = "stick: 1 waiting (accepted, its number not known yet)\n"
    assert mountain.agent() == (0, waits, "")
    assert mountain.agent() == (0, waits, "")
    assert mountain.village.goes_to_town()[-1] == "1 taken, 0 already here, 0 not taken"
    assert mountain.agent() == (0, "stick: 1 delivered\n", "")
    assert [one.remote_id for one in mountain.kiosk.device.store.outbox()] == ["1"]
    case = mountain.kiosk.door.follow(code)
    assert case is not None
    assert case.progress is Progress.SENT
    mountain.village.decides("1", status="fixed", note="Έγινε.")
    mountain.village.goes_to_town()
    assert mountain.agent() == (0, "stick: nothing to carry\n", "")
    case = mountain.kiosk.door.follow(code)
    assert case is not None
    assert (case.progress, case.message) == (Progress.DONE, "Έγινε.")


def test_a_stick_that_is_away_is_waited_for(mountain: Mountain) -> None:
    mountain.kiosk.confirm()
    away = mountain.village.stick.rename(mountain.village.stick.with_name("away"))
    waits = "stick: 1 waiting (the folder is not there)\n"
    assert mountain.agent() == (0, waits, "")
    away.rename(mountain.village.stick)
    mountain.agent()
    mountain.village.goes_to_town()
    assert mountain.agent() == (0, "stick: 1 delivered\n", "")


def test_a_folder_is_no_web_address_to_probe(mountain: Mountain) -> None:
    told = "stick: is no web address; there is nobody to ask\n"
    assert mountain.agent("probe") == (0, told, "")


def test_a_wrong_key_of_the_municipalitys_is_one_sentence(mountain: Mountain) -> None:
    mountain.settings(key="00")
    assert mountain.agent() == (
        2,
        "",
        'plateia-agent: destination "stick", public_key: is not the municipality\'s key;'
        " write the 64 digits and letters that plateia-hub keygen prints\n",
    )


def test_a_device_whose_key_is_gone_signs_nothing(mountain: Mountain) -> None:
    device = mountain.kiosk.device
    key_path(mountain.kiosk.config.keys, device.public_key).unlink()
    code, told, complained = mountain.agent()
    assert (code, told) == (3, "")
    assert complained.count("\n") == 1
    assert "this device's key is gone" in complained
