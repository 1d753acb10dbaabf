"""Where photos and voice notes stand that came by hand: `media/ID/NAME` in the hub's
folder, by the submission's id and the name its sender gave each."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

from hub.dispatch import Attachment
from hub.sealed import sync_folder


class Drawer(Protocol):
    """What keeps attachments that came by hand."""

    def keep(self, submission: str, attachment: Attachment, content: bytes) -> bool:
        """Keeps the whole of one, which is on disk when this returns; says whether it was
        not there before. The same again is kept once. Raises OSError, and Declined for
        what it will not have."""


class Folders:
    """A drawer of plain files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, submission: str, attachment: Attachment, content: bytes) -> bool:
        """As `Drawer` says."""
        path = self._folder / submission / attachment.name
        if path.is_file() and path.read_bytes() == content:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f".{path.name}.new")
        with new.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
        for folder in (path.parent, self._folder, self._folder.parent):
            sync_folder(folder)
        return True
