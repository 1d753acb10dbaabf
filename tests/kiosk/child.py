"""A kiosk in a process of its own, to be killed, starved and raced.

python -m tests.kiosk.child FOLDER open      open the home when told to, print the key
python -m tests.kiosk.child FOLDER confirm N confirm N reports, print each receipt
python -m tests.kiosk.child FOLDER full      confirm into a disk that fills up
"""

import resource
import signal
import sys
from pathlib import Path

from kiosk.errors import CannotSave
from tests.kiosk.village import Kiosk

FOREVER = 1_000_000


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def opening(folder: Path) -> None:
    tell("ready")
    sys.stdin.readline()
    with Kiosk(folder) as kiosk:
        tell(kiosk.device.public_key.hex())


def confirming(folder: Path, count: int) -> None:
    with Kiosk(folder) as kiosk:
        for _ in range(count):
            tell(kiosk.confirm().code)
        if count == 1:
            signal.pause()


def filling(folder: Path) -> None:
    """Let files grow a little more, until a report is refused; then let them grow again."""
    with Kiosk(folder) as kiosk:
        tell(kiosk.confirm().code)
        biggest = max(
            path.stat().st_size for path in kiosk.home.folder.glob("plateia.db*")
        )
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (biggest + 40_000, most))
        try:
            while True:
                tell(kiosk.confirm().code)
        except CannotSave as error:
            tell(f"refused: {error}")
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        tell(kiosk.confirm().code)


def main(folder: str, action: str, count: str = "0") -> None:
    if action == "open":
        opening(Path(folder))
    elif action == "confirm":
        confirming(Path(folder), int(count))
    else:
        filling(Path(folder))


if __name__ == "__main__":
    main(*sys.argv[1:])
