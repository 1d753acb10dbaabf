"""The home folder: where a kiosk keeps what it knows."""

import os
import shutil
from pathlib import Path

import msgspec

from kiosk.errors import CannotSave


class Home(msgspec.Struct, frozen=True):
    """The one folder that holds a kiosk's state; two kiosks have two."""

    folder: Path

    @classmethod
    def find(cls, given: str | None) -> "Home":
        """Return the folder given, else PLATEIA_HOME, else the platform's place for data."""
        named = given or os.environ.get("PLATEIA_HOME")
        path = Path(named) if named else _usual()
        return cls(path.expanduser().absolute())

    def make(self) -> None:
        """Create the folders. Raises CannotSave when they cannot be written."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            for name in ("media", "packs", "maps", "voice", "logs"):
                (self.folder / name).mkdir(exist_ok=True)
        except OSError as error:
            raise CannotSave(
                str(self.folder),
                f"cannot be made ({error.strerror})",
                "choose a folder that may be written with --home or PLATEIA_HOME",
            ) from error
        if not os.access(self.folder, os.W_OK | os.X_OK):
            raise CannotSave(
                str(self.folder),
                "may not be written",
                "give this user the right to write it, or choose another with --home",
            )

    @property
    def free_bytes(self) -> int:
        """What is free on the disk."""
        return shutil.disk_usage(self.folder).free

    @property
    def settings(self) -> Path:
        return self.folder / "plateia.toml"

    @property
    def database(self) -> Path:
        return self.folder / "plateia.db"

    @property
    def packs(self) -> Path:
        return self.folder / "packs"

    @property
    def working(self) -> Path:
        """Where the pack that worked last is kept."""
        return self.folder / "working"

    @property
    def maps(self) -> Path:
        return self.folder / "maps"

    @property
    def voice(self) -> Path:
        return self.folder / "voice"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def bell(self) -> Path:
        """The named pipe by which a face wakes the agent."""
        return self.folder / "agent.bell"


def _usual() -> Path:
    import platformdirs  # noqa: PLC0415 -- a kiosk that was set up names its home

    return platformdirs.user_data_path("plateia", appauthor=False)
