"""Where rendered sentences lie: the kiosk's own on disk, a citizen's own in memory.

The kiosk's sentences never change, so they are kept by content and found again. What is
said of a citizen's own goes to a folder on a file system in memory, and is gone after it
was said. A kiosk that was switched off in between left nothing; one that crashed is swept
when the next one starts.
"""

import contextlib
import fcntl
import os
import shutil
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from kiosk.sums import sha256

PREFIX = "plateia-said-"
_ENGINES = ("pyttsx3", "espeakng-loader")
_RENDERING = 2  # counted up when ui.voice makes other files of the same text


def in_memory() -> Path:
    """Return a folder whose files are forgotten when the machine is switched off.

    A system that has none gives the one for temporary files.
    """
    for folder in (os.environ.get("XDG_RUNTIME_DIR", ""), "/dev/shm"):
        if folder and os.access(folder, os.W_OK | os.X_OK):
            return Path(folder)
    import tempfile  # noqa: PLC0415 -- hardly any system lacks both

    return Path(tempfile.gettempdir())


class Clips:
    """The files of sentences. No Qt: everything here is a few small file operations."""

    def __init__(
        self,
        folder: Path,
        memory: Path,
        most_bytes: int,
        mark: Callable[[str], str] = lambda _: "",
    ) -> None:
        """Keep at most about `most_bytes` in `folder`; private files go to `memory`. Under
        another `mark` of a voice its sentences lie elsewhere."""
        self._folder = folder.absolute()
        self._memory = memory
        self._most_bytes = most_bytes
        self._mark = mark
        self._marks: dict[str, str] = {}
        self._private: Path | None = None
        self._lock = -1
        self._count = 0
        self._bytes: int | None = None
        _sweep(memory)

    def mark_by(self, mark: Callable[[str], str]) -> None:
        """There are other voices now."""
        self._mark, self._marks = mark, {}

    def kept(self, text: str, voice: str, words_per_minute: int) -> Path:
        """Return where the kiosk's own sentence lies, or will lie."""
        if voice not in self._marks:
            self._marks[voice] = self._mark(voice)
        made = [self._maker, self._marks[voice], voice, str(words_per_minute)]
        saying = "\0".join([*made, text])
        name = sha256(saying.encode("utf-8", "replace")).hex()
        return self._folder / f"{name}.wav"

    def private(self) -> Path:
        """Return a new place in memory.

        A place that cannot be made is returned all the same: then rendering fails there.
        """
        self._count += 1
        try:
            folder = self._private or self._open_private()
        except OSError:
            return self._memory / PREFIX / f"{self._count}.wav"
        return folder / f"{self._count}.wav"

    def ready(self, path: Path) -> bool:
        """Whether there is something at this place; if so, it counts as used now."""
        # A power cut can leave a name without content.
        if _size(path) == 0:
            return False
        with contextlib.suppress(OSError):  # a disk that only lets itself be read
            os.utime(path)
        return True

    @property
    def nowhere(self) -> Path:
        """Where nothing lies."""
        return self._folder

    @property
    def share(self) -> float:
        """How much of the room for kept sentences is taken."""
        if self._bytes is None:
            self._bytes = sum(size for _, size, _ in self._by_use())
        return self._bytes / self._most_bytes

    def count_in(self, path: Path) -> None:
        """Take notice of a new file, and throw out the longest unused if it is too much."""
        if path.parent != self._folder:
            return
        if self._bytes is None:
            self._bytes = sum(size for _, size, _ in self._by_use())
        else:
            self._bytes += _size(path)
        if self._bytes > self._most_bytes:
            self._bytes = self._throw_out()

    def drop(self, path: Path) -> None:
        """Remove one file, if it lets itself be removed."""
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)

    def forget(self) -> None:
        """Remove everything private, now.

        The folder itself goes, so that a rendering still under way has nowhere to put
        its file.
        """
        folder, self._private = self._private, None
        if folder is None:
            return
        for _ in range(10):  # a file may arrive between the sweep and the rmdir
            shutil.rmtree(folder, ignore_errors=True)
            if not folder.exists():
                break
        os.close(self._lock)

    def make_folder(self) -> bool:
        """Make the folder for the kiosk's own sentences; say whether it is there."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            return False
        for part in self._folder.glob("*.*.part"):
            process = part.name.split(".")[1]
            if not Path("/proc", process).exists():  # a voice that was killed
                self.drop(part)
        return True

    @cached_property
    def _maker(self) -> str:
        return " ".join([str(_RENDERING), *map(_version, _ENGINES)])

    def _by_use(self) -> list[tuple[int, int, Path]]:
        """Return last use, size and place of every kept file, longest unused first."""
        found = []
        for path in self._folder.glob("*.wav"):
            try:
                seen = path.stat()
            except OSError:
                continue
            found.append((seen.st_mtime_ns, seen.st_size, path))
        return sorted(found)

    def _throw_out(self) -> int:
        """Make room until a tenth is free; return what is left, in bytes."""
        found = self._by_use()
        left = sum(size for _, size, _ in found)
        for _, size, path in found:
            if left <= self._most_bytes * 9 // 10:
                break
            self.drop(path)
            left -= size
        return left

    def _open_private(self) -> Path:
        import tempfile  # noqa: PLC0415 -- not needed before something is private

        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=self._memory))
        self._lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        # The lock goes when this process goes: that is how a sweeper knows.
        fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self._private = folder
        return folder


def _version(engine: str) -> str:
    from importlib.metadata import (  # noqa: PLC0415 -- heavy, and asked when it speaks
        PackageNotFoundError,
        version,
    )

    try:
        return version(engine)
    except PackageNotFoundError:  # then the voice says so, not we
        return "absent"


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _sweep(memory: Path) -> None:
    """Remove what a face that crashed left in memory, and leave what a living one holds."""
    for folder in memory.glob(f"{PREFIX}*"):
        try:
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError:
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            continue
        else:
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(lock)
