"""Recorded sentences of a pack: `voice/CODE/list.toml` says which file says what."""

from pathlib import Path

from kiosk.errors import Misconfigured
from kiosk.tomlfile import read_toml

LIST = "list.toml"
KINDS = (".ogg", ".wav")


def read_spoken(folder: Path) -> dict[str, Path]:
    """Return each sentence and the file that says it; none where there is no list.

    Raises Misconfigured.
    """
    path = folder / LIST
    if not path.exists():
        return {}
    spoken = {}
    for sentence, name in read_toml(path, dict[str, str]).items():
        file = folder / name
        if file.parent != folder or file.suffix not in KINDS or not file.is_file():
            raise Misconfigured(
                f'{path}, "{sentence}"',
                f"there is no sound file {name} beside it",
                f"save it there, as {' or '.join(KINDS)}, or remove the line",
            )
        spoken[sentence] = file
    return spoken
