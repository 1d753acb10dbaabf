"""pack: loading the largest pack and checking all of it."""

import shutil
import tomllib
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

import resources
from benchmarks.measured import Act, Place, Row, grows, in_turns, timed
from kiosk.config import Config
from kiosk.home import Home
from tests.kiosk.village import write_pack
from ui.face import shelves, sound_pack

_ROUNDS = 15
_OPTIONS = (10, 100, 1_000)
_LANGUAGES = (1, 3, 10)

_PEER = "parsing the same files with tomllib alone"


def pack(place: Place) -> Iterator[Row]:
    """Load and check it as it lies there, and as a kiosk does that has loaded it before."""
    folder = _largest()
    config = Config(pack=folder.name, key_folder=str(place.folder / "keys"))
    choose = partial(shelves(Home(place.folder / "home")).choose, config)
    choose()
    took = in_turns(
        {
            "fresh": timed(partial(sound_pack, folder)),
            "before": timed(choose),
            "bare": timed(partial(_parse, folder)),
        },
        _ROUNDS,
    )
    what = f"the largest pack ({folder.name}), loaded and checked"
    yield Row(what, took["fresh"], _PEER, took["bare"], 2.0)
    yield Row(f"{what}: as a kiosk starts", took["before"], _PEER, took["bare"], 1.0)
    if place.scale:
        yield from _by_options(place.folder)
        yield from _by_languages(place.folder, folder)


def _largest() -> Path:
    found = [path.parent for path in resources.SHELF.glob("*/pack.toml")]
    return max(found, key=lambda one: sum(map(_size, one.rglob("*.toml"))))


def _size(path: Path) -> int:
    return path.stat().st_size


def _parse(folder: Path) -> None:
    for path in folder.rglob("*.toml"):
        tomllib.loads(path.read_text("utf-8"))


def _by_options(folder: Path) -> Iterator[Row]:
    loads: dict[str, Act] = {}
    for count in _OPTIONS:
        place = write_pack(folder / f"options-{count}")
        form = place / "forms" / "problem.toml"
        more = "".join(map(_option, range(count)))
        form.write_text(form.read_text("utf-8") + more, "utf-8")
        loads[str(count)] = timed(partial(sound_pack, place))
    took = in_turns(loads, _ROUNDS)
    yield from grows("a pack, by options", _OPTIONS, list(took.values()), 1.1)


def _option(number: int) -> str:
    return (
        f'    [[question.option]]\n    id = "more-{number}"\n'
        f'    label = {{ el = "Άλλο {number}", en = "Other {number}" }}\n'
        '    icon = "something-else"\n'
    )


def _by_languages(folder: Path, whole: Path) -> Iterator[Row]:
    loads: dict[str, Act] = {}
    every = tomllib.loads((whole / "pack.toml").read_text("utf-8"))["languages"]
    for count in _LANGUAGES:
        place = folder / f"languages-{count}"
        shutil.copytree(whole, place)
        _speak(place, every[:count], dict.fromkeys(every[count:]))
        loads[str(count)] = timed(partial(sound_pack, place))
    took = in_turns(loads, _ROUNDS)
    yield from grows("a pack, by languages", _LANGUAGES, list(took.values()), 1.1)


def _speak(place: Path, kept: list[str], dropped: Mapping[str, object]) -> None:
    told = place / "pack.toml"
    lines = told.read_text("utf-8").splitlines()
    spoken = ", ".join(f'"{code}"' for code in kept)
    lines = [
        f"languages = [{spoken}]" if line.startswith("languages =") else line
        for line in lines
    ]
    told.write_text("\n".join(lines), "utf-8")
    for code in dropped:
        (place / "languages" / f"{code}.toml").unlink(missing_ok=True)
