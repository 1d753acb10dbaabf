"""A village whose only line is a stick that travels."""

from pathlib import Path

from nacl.public import PrivateKey

from hub.sealed import make_key
from kiosk.config import Destination
from kiosk.submission import Dispatch
from kiosk.vault import Signer
from sync.connectors.folder import Folder
from tests.hub.clerk import decide
from tests.hub.running import run, running


class Village:
    """A stick, the kiosk that writes it, and the hub that reads it."""

    def __init__(self, folder: Path) -> None:
        self.stick = folder / "a stick"
        self.stick.mkdir()
        self.home = folder / "hub-home"
        self.device = PrivateKey.generate()
        self.key = make_key(self.home / "hub" / "municipality.key").hex()

    def to(self, **settings: object) -> Destination:
        told: dict[str, object] = {
            "url": f"file://{str(self.stick).replace(' ', '%20')}",
            "public_key": self.key,
        }
        return Destination(name="stick", type="folder", **(told | settings))  # type: ignore[arg-type] # settings are what a test says

    def connector(self, device: PrivateKey | None = None) -> Folder:
        return Folder(self.to(), Signer(device or self.device))

    def path(self, dispatch: Dispatch, suffix: str = "plateia") -> Path:
        return self.stick / f"{dispatch.id}.{suffix}"

    def goes_to_town(self) -> list[str]:
        """The stick is imported; what the program says."""
        code, lines, complaint = self.imported()
        assert (code, complaint) == (0, ""), (code, lines, complaint)
        return lines

    def imported(self, *arguments: str) -> tuple[int, list[str], str]:
        """The same, where something may not be taken: exit code, lines, complaint."""
        return run(self.home, "import", str(self.stick), *arguments)

    def decides(self, number: str, **more: str) -> None:
        """A clerk decides."""
        with running(self.home) as hub:
            decide(hub, number, **more)

    def filed(self) -> int:
        """How many requests the municipality has."""
        with running(self.home) as hub:
            return len(hub.json("requests"))
