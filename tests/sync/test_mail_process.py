"""The real agent, with a mail destination in its settings."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from kiosk.config import Destination
from sync.connectors import CONNECTORS, PRINTING
from tests.kiosk.village import Kiosk
from tests.sync.mail_server import MailTown

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60

SETTINGS = """
key_folder = "{keys}"
[agent]
settle_s = 0.1
[[destination]]
name = "mail"
type = "mail"
url = "{to.url}"
sender = "{to.sender}"
recipient = "{to.recipient}"
username = "{to.username}"
password = "{to.password}"
inbox = "{to.inbox}"
timeout_s = 10
"""


def agent(kiosk: Kiosk, to: Destination, command: str) -> tuple[int, str, str]:
    keys = kiosk.config.key_folder
    kiosk.home.settings.write_text(SETTINGS.format(keys=keys, to=to), "utf-8")
    told = subprocess.run(
        [sys.executable, "-m", "sync", command, "--home", kiosk.home.folder],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    return told.returncode, told.stdout, told.stderr


def test_an_agent_carries_letters(
    mail_town: MailTown, make_kiosk: Callable[..., Kiosk]
) -> None:
    to = mail_town.destination()
    kiosk = make_kiosk(to)
    receipt = kiosk.confirm()
    assert agent(kiosk, to, "once") == (0, "mail: 1 delivered\n", "")
    (kept,) = mail_town.kept
    page, data = kept.message.iter_attachments()
    assert page.get_content().startswith(b"%PDF-")
    assert receipt.submission_id.encode() in data.get_content()
    log = (kiosk.home.logs / "agent.log").read_text("utf-8")
    assert f"{receipt.submission_id} delivered" in log
    assert receipt.code not in log


def test_a_probe_says_that_there_is_nobody_to_ask(
    mail_town: MailTown, make_kiosk: Callable[..., Kiosk]
) -> None:
    to = mail_town.destination()
    told = agent(make_kiosk(to), to, "probe")
    assert told == (0, "mail: is no web address; there is nobody to ask\n", "")


def test_only_who_sends_letters_loads_what_prints_them() -> None:
    assert "mail" in {*CONNECTORS, *PRINTING}
    told = subprocess.run(
        [sys.executable, "-c", "import sync.__main__, sys; print(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert "sync.press" in told
    assert {"fpdf", "PIL", "fontTools"}.isdisjoint(told)
