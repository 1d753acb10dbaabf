"""A pack in a language nobody speaks, three fifths longer than English and mirrored."""

import json
import shutil
from pathlib import Path

import resources
from i18n import Direction, Language
from i18n.pseudo import CODE, longer
from kiosk.packs import load_pack
from tests.resources.pack_contract import texts

PSEUDO = Language(
    code=CODE,
    name="Pseudo",
    touch=longer("Touch the screen"),
    direction=Direction.RIGHT_TO_LEFT,
    font="Commissioner",
    voice="",
)


def write_pseudo(folder: Path) -> Path:
    """Write the pack of Patras with that language added, and return its folder."""
    shutil.copytree(resources.pack("patras"), folder)
    told = folder / "pack.toml"
    spoken = told.read_text("utf-8")
    told.write_text(spoken.replace('"ur"]', f'"ur", "{CODE}"]'), "utf-8")
    said = {
        one["el"]: longer(one["en"]) for one in texts(load_pack(folder, None)) if one
    }
    lines = (f"{json.dumps(a)} = {json.dumps(b)}\n" for a, b in said.items())
    (folder / "languages" / f"{CODE}.toml").write_text("[unread]\n" + "".join(lines))
    return folder
