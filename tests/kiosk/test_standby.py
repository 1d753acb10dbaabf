"""A pack with a mistake never takes a working kiosk down: the last good one stays."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from kiosk.clock import SystemClock
from kiosk.config import Config
from kiosk.device import open_device
from kiosk.doctor import examine
from kiosk.errors import Misconfigured
from kiosk.home import Home
from kiosk.packs import Pack, load_pack
from kiosk.standby import Shelves, Working, mistake_in
from tests.kiosk.test_packs import ICONS
from tests.kiosk.village import write_pack

NOBODY = 65_534


def write(name: str, content: bytes) -> Callable[[Path], None]:
    def damage(pack: Path) -> None:
        (pack / name).write_bytes(content)

    return damage


def replace(name: str, before: str, after: str) -> Callable[[Path], None]:
    def damage(pack: Path) -> None:
        text = (pack / name).read_text("utf-8")
        assert before in text
        (pack / name).write_text(text.replace(before, after), "utf-8")

    return damage


def instead(name: str, put: Callable[[Path], object]) -> Callable[[Path], None]:
    """Something else under the name of a file."""

    def damage(pack: Path) -> None:
        (pack / name).unlink(missing_ok=True)
        put(pack / name)

    return damage


def encode(name: str, encoding: str) -> Callable[[Path], None]:
    def damage(pack: Path) -> None:
        (pack / name).write_bytes((pack / name).read_text("utf-8").encode(encoding))

    return damage


def fifty_megabytes(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b"# \n")
        file.truncate(50_000_000)


def round_and_round(path: Path) -> None:
    path.symlink_to(path)


def loop_of_folders(pack: Path) -> None:
    shutil.rmtree(pack)
    pack.symlink_to(pack)


def an_empty_folder(pack: Path) -> None:
    shutil.rmtree(pack)
    pack.mkdir()


def a_file(pack: Path) -> None:
    shutil.rmtree(pack)
    pack.write_text("x")


DAMAGES: dict[str, Callable[[Path], None]] = {
    "a mistake": replace("forms/problem.toml", 'kind = "choice"', 'kind = "choise"'),
    "a line cut in the middle": write("pack.toml", b'id = "lefki"\nversion = "'),
    "nothing in a file": write("pack.toml", b""),
    "a form that is not there yet": instead("forms/problem.toml", lambda _: None),
    "no pack.toml yet": instead("pack.toml", lambda _: None),
    "no folder": shutil.rmtree,
    "a folder and nothing in it": an_empty_folder,
    "a file where the folder was": a_file,
    "a folder where a file was": instead("places.toml", Path.mkdir),
    "a pipe that nobody writes into": instead("places.toml", os.mkfifo),
    "a device that never ends": instead(
        "words.txt", lambda path: path.symlink_to("/dev/zero")
    ),
    "a picture that is not there": replace(
        "forms/problem.toml", '"street-lamp"', '"lamp-post"'
    ),
    "another encoding": encode("places.toml", "iso-8859-7"),
    "two bytes a letter": encode("pack.toml", "utf-16"),
    "fifty megabytes": instead("news.toml", fifty_megabytes),
    "fifty megabytes of words": instead("words.txt", fifty_megabytes),
    "a link to itself": instead("pack.toml", round_and_round),
    "a link to itself that may be left out": instead("news.toml", round_and_round),
    "a pack that is a link to itself": loop_of_folders,
    "lists within lists": write("works.toml", b"a = " + b"[" * 20_000),
    "a number without end": write("numbers.toml", b"a = " + b"9" * 10_000),
    "the village of this kiosk is gone": replace("places.toml", '"kato"', '"mesa"'),
    "zeros": write("places.toml", bytes(4096)),
}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.make()
    return home


@pytest.fixture
def source(home: Home) -> Path:
    return write_pack(home.packs / "lefki")


NAMED = Config(pack="lefki", village="kato")


def shelves(home: Home) -> Shelves:
    return Shelves(home, [home.packs], lambda folder: load_pack(folder, ICONS))


def asked(working: Working) -> object:
    pack = working.pack
    return pack.municipality, pack.places, pack.forms, working.config.village


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_whatever_becomes_of_a_pack_the_one_that_worked_stays(
    home: Home, source: Path, damage: Callable[[Path], None]
) -> None:
    good = shelves(home).choose(NAMED)
    assert good.mistake is None
    damage(source)
    for _ in range(2):  # and at the next start
        stays = shelves(home).choose(NAMED)
        assert stays.mistake is not None
        assert asked(stays) == asked(good)
        assert mistake_in(home) == str(stays.mistake)
    shutil.rmtree(home.working)
    with pytest.raises(Misconfigured) as caught:  # a kiosk that never had a good one
        shelves(home).choose(NAMED)
    told = str(caught.value)
    assert told == str(stays.mistake)
    assert told.isprintable()
    assert len(told) < 400
    assert mistake_in(home) == ""


@pytest.mark.parametrize("what", ["pack", "pack/forms", "pack/pack.toml"])
def test_what_may_not_be_read_changes_nothing(what: str) -> None:
    place = Path(tempfile.mkdtemp(prefix="plateia-nobody-"))
    home = Home(place / "home")
    home.make()
    source = write_pack(home.packs / "lefki")
    closed = source.parent / what.replace("pack", "lefki", 1)
    for one in (place, *place.rglob("*")):
        os.chown(one, NOBODY, -1) if os.geteuid() == 0 else None
    me = os.geteuid()
    try:
        if me == 0:  # who may read everything
            os.seteuid(NOBODY)
        good = shelves(home).choose(NAMED)
        closed.chmod(0)
        stays = shelves(home).choose(NAMED)
    finally:
        os.seteuid(me)
        closed.chmod(0o700)
        shutil.rmtree(place)
    assert "Permission denied" in str(stays.mistake)
    assert asked(stays) == asked(good)


def test_a_pack_that_is_mended_is_taken_again(home: Home, source: Path) -> None:
    shelves(home).choose(NAMED)
    form = source / "forms" / "problem.toml"
    text = form.read_text("utf-8")
    form.write_text("?", "utf-8")
    assert shelves(home).choose(NAMED).mistake is not None
    form.write_text(text.replace("Τι συμβαίνει;", "Τι έγινε;"), "utf-8")
    working = shelves(home).choose(NAMED)
    assert working.mistake is None
    assert working.pack.forms[0].questions[0].title["el"] == "Τι έγινε;"
    assert mistake_in(home) == ""


def test_another_pack_with_a_mistake_leaves_the_one_that_worked(
    home: Home, source: Path
) -> None:
    good = shelves(home).choose(NAMED)
    other = write_pack(home.packs / "mavri")
    (other / "places.toml").write_text("?", "utf-8")
    for named in ("mavri", "nowhere"):
        stays = shelves(home).choose(Config(pack=named, village="pano"))
        assert named in str(stays.mistake)
        assert asked(stays) == asked(good)


def test_a_kiosk_asks_from_its_copy_and_not_from_what_is_being_written(
    home: Home, source: Path
) -> None:
    (source / "icons").mkdir()
    (source / "icons" / "square.svg").write_text("<svg/>", "utf-8")
    working = shelves(home).choose(NAMED)
    shutil.rmtree(source)
    assert (working.pack.folder / "icons" / "square.svg").read_text("utf-8") == "<svg/>"
    assert working.pack.folder.is_relative_to(home.working)


def test_a_pack_of_the_municipality_is_not_passed_over_for_a_sample(
    home: Home, source: Path, tmp_path: Path
) -> None:
    (source / "pack.toml").unlink()
    sample = write_pack(tmp_path / "shelf" / "lefki")
    packs = Shelves(
        home, [home.packs, sample.parent], lambda folder: load_pack(folder, ICONS)
    )
    with pytest.raises(Misconfigured, match="no such file"):
        packs.choose(NAMED)


def test_a_copy_that_was_torn_is_made_again(home: Home, source: Path) -> None:
    copy = shelves(home).choose(NAMED).pack.folder
    (copy / "places.toml").write_bytes(b"")
    again = shelves(home).choose(NAMED)
    assert again.mistake is None
    assert (again.pack.folder / "places.toml").stat().st_size > 0
    (home.working / "now.json").write_bytes(b"\0" * 100)
    assert shelves(home).choose(NAMED).mistake is None


def test_copies_do_not_pile_up(home: Home, source: Path) -> None:
    for number in range(5):
        (source / "words.txt").write_text("λάμπα\n" * (number + 1), "utf-8")
        shelves(home).choose(NAMED)
    assert len([one for one in home.working.iterdir() if one.is_dir()]) == 2
    assert len(list(home.working.glob("*.checked"))) == 2


def test_a_disk_without_room_for_a_copy_darkens_no_kiosk(
    home: Home, source: Path
) -> None:
    home.working.write_text("a file stands where the folder should")
    working = shelves(home).choose(NAMED)
    assert working.mistake is None
    assert working.pack.folder == source


def test_the_doctor_tells_of_it(home: Home, source: Path, tmp_path: Path) -> None:
    config = msgspec.structs.replace(NAMED, key_folder=str(tmp_path / "keys"))
    open_device(home, config).store.close()
    shelves(home).choose(config)
    (source / "places.toml").write_text("?", "utf-8")
    shelves(home).choose(config)
    told = examine(home, config, SystemClock()).troubles
    assert any("the one that worked last stays" in one for one in told)
    assert any("places.toml" in one for one in told)


@pytest.fixture(autouse=True)
def left_nothing_open() -> Iterator[None]:
    before = len([*Path("/proc/self/fd").iterdir()])
    yield
    assert len([*Path("/proc/self/fd").iterdir()]) <= before


# In one piece


def counted(home: Home, program: str = "") -> tuple[Shelves, list[Path]]:
    """Shelves that note each folder they check."""
    checked: list[Path] = []

    def check(folder: Path) -> Pack:
        checked.append(folder)
        return load_pack(folder, ICONS)

    return Shelves(home, [home.packs], check, program), checked


def test_what_was_checked_is_not_checked_again(home: Home, source: Path) -> None:
    first, checked = counted(home)
    good = first.choose(NAMED)
    assert len(checked) == 2  # the source, then the copy
    again, checked = counted(home)
    assert asked(again.choose(NAMED)) == asked(good)
    assert checked == []


def test_another_program_checks_it_again(home: Home, source: Path) -> None:
    shelves(home).choose(NAMED)
    for expected in (1, 0):  # once
        newer, checked = counted(home, "newer")
        assert newer.choose(NAMED).mistake is None
        assert len(checked) == expected


@pytest.mark.parametrize("at", [0, 31, 32, 100, -1])
def test_a_piece_with_one_wrong_byte_is_made_again(
    home: Home, source: Path, at: int
) -> None:
    good = shelves(home).choose(NAMED)
    (piece,) = home.working.glob("*.checked")
    content = bytearray(piece.read_bytes())
    content[at] ^= 1
    for torn in (bytes(content), bytes(content[: len(content) // 2]), b""):
        piece.write_bytes(torn)
        again, checked = counted(home)
        assert asked(again.choose(NAMED)) == asked(good)
        assert checked == [good.pack.folder]
        assert piece.read_bytes() not in (torn, b"")


def test_a_home_that_was_moved_asks_from_where_it_is(
    home: Home, source: Path, tmp_path: Path
) -> None:
    shelves(home).choose(NAMED)
    shutil.copytree(home.folder, tmp_path / "moved")
    moved = Home(tmp_path / "moved")
    working = shelves(moved).choose(NAMED)
    assert working.pack.folder.is_relative_to(moved.working)
