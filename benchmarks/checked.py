"""A bare window before which a kiosk's settings, pack and store are checked, as they must be
before anybody is asked anything. `python -m benchmarks.checked HOME`

It has none of our pages: what a kiosk that draws nothing would take.
"""

from ui import imports  # as `plateia` does: it makes all that follow quick

# isort: split

import sys
from pathlib import Path

import resources
from benchmarks.bare import main
from kiosk.citizen import CitizenDoor
from kiosk.clock import SystemClock
from kiosk.config import load_config
from kiosk.device import open_device
from kiosk.home import Home
from kiosk.packs import Pack, load_pack
from kiosk.standby import Shelves


def _load(folder: Path) -> Pack:
    return load_pack(folder, resources.icons())


def check(home: Home) -> CitizenDoor:
    """Check all of it; return what a face would stand on."""
    shelf = Shelves(home, [home.packs, resources.SHELF], _load)
    working = shelf.choose(load_config(home))
    device = open_device(home, working.config)
    return CitizenDoor(home, working.config, working.pack, device, SystemClock())


if __name__ == "__main__":
    imports.all_loaded()
    door = check(Home(Path(sys.argv[1])))
    sys.exit(main())
