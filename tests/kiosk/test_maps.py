"""A map is read where it lies; a spoilt one is as none, and harms nobody."""

import random
import sqlite3
from pathlib import Path

import pytest

import resources
from kiosk.ctl import main
from kiosk.errors import Damaged, Known, Misconfigured
from kiosk.maps import find_map, put_map, read_map
from kiosk.mercator import Bounds, tile_of
from kiosk.pmtiles import tile_id
from tests.kiosk.cartographer import Tiles, pmtiles, png, varints, write_mbtiles
from tests.kiosk.village import Kiosk

LEFKI = {"bounds": "21.8,38.2,21.9,38.3", "minzoom": "0", "maxzoom": "1"}
FOUR: Tiles = {(1, x, y): png(40 * x + 20 * y) for x in (0, 1) for y in (0, 1)}
OURS = resources.pack("patras") / "map.pmtiles"


def test_mbtiles_are_counted_from_the_south_and_we_from_the_north(
    tmp_path: Path,
) -> None:
    source = read_map(write_mbtiles(tmp_path / "a.mbtiles", FOUR, **LEFKI))
    assert {place: source.tile(*place) for place in FOUR} == FOUR
    assert source.sheet.bounds == Bounds(38.2, 21.8, 38.3, 21.9)
    assert (source.sheet.least_zoom, source.sheet.most_zoom) == (0, 1)
    for nowhere in ((1, 2, 0), (0, 0, 0), (-1, 0, 0), (99, 0, 0), (1, -1, 0)):
        assert source.tile(*nowhere) is None
    source.close()
    assert source.tile(1, 0, 0) is None


def test_a_map_that_names_no_zooms_shows_those_it_has(tmp_path: Path) -> None:
    source = read_map(write_mbtiles(tmp_path / "a.mbtiles", FOUR))
    assert (source.sheet.least_zoom, source.sheet.most_zoom) == (1, 1)
    assert source.sheet.bounds is None


def test_a_map_is_read_and_never_written(tmp_path: Path) -> None:
    path = write_mbtiles(tmp_path / "a.mbtiles", FOUR)
    before = path.read_bytes(), sorted(tmp_path.iterdir())
    path.chmod(0o400)
    read_map(path).tile(1, 0, 0)
    assert (path.read_bytes(), sorted(tmp_path.iterdir())) == before


@pytest.mark.parametrize(
    ("place", "number"),
    [
        # From the specification's own table.
        ((0, 0, 0), 0),
        ((1, 0, 0), 1),
        ((1, 0, 1), 2),
        ((1, 1, 1), 3),
        ((1, 1, 0), 4),
        ((2, 0, 0), 5),
        ((12, 3423, 1763), 19078479),
    ],
)
def test_a_tile_has_the_number_the_specification_gives_it(
    place: tuple[int, int, int], number: int
) -> None:
    assert tile_id(*place) == number


def test_a_map_that_another_program_wrote_is_read() -> None:
    source = read_map(OURS)
    assert source.sheet.attribution == "© OpenStreetMap"
    assert source.sheet.bounds is not None
    assert source.sheet.bounds.holds(38.28, 21.887)
    for zoom in range(8, 11):
        picture = source.tile(zoom, *tile_of(38.28, 21.887, zoom))
        assert picture is not None
        assert picture.startswith(b"\x89PNG")
    assert source.tile(10, 0, 0) is None
    assert source.tile(11, *tile_of(38.28, 21.887, 11)) is None


def test_a_run_of_equal_tiles_is_one(tmp_path: Path) -> None:
    path = tmp_path / "a.pmtiles"
    directory = varints(1, 1, 4, len(png()), 1)
    path.write_bytes(pmtiles(directory, png()))
    source = read_map(path)
    assert [source.tile(1, x, y) for x, y in ((0, 0), (1, 1))] == [png(), png()]
    assert source.tile(0, 0, 0) is None
    assert source.tile(2, 0, 0) is None
    assert source.sheet.attribution == "us"


def test_vector_tiles_are_refused_in_one_sentence(tmp_path: Path) -> None:
    named = write_mbtiles(tmp_path / "a.mbtiles", FOUR, format="pbf")
    packed = write_mbtiles(tmp_path / "b.mbtiles", {(0, 0, 0): b"\x1f\x8b\x08\x00"})
    other = tmp_path / "c.pmtiles"
    other.write_bytes(pmtiles(varints(0), b"", kind=1))
    for path in (named, packed, other):
        with pytest.raises(Misconfigured, match="has vector tiles"):
            read_map(path)


SPOILT = {
    "empty": b"",
    "html": b"<!doctype html><title>Login</title>",
    "sqlite, cut": b"SQLite format 3\x00" + b"\x10\x00\x01\x01\x00" * 10,
    "pmtiles, cut": b"PMTiles\x03" + b"\x00" * 60,
    "pmtiles, of ones": b"PMTiles\x03" + b"\xff" * 200,
    "pmtiles, version 2": pmtiles(varints(0), b"", version=2),
    "pmtiles, too many": pmtiles(varints(1 << 40), b""),
    "pmtiles, torn": pmtiles(varints(5, 1, 1), b""),
    "pmtiles, no number": pmtiles(b"\xff" * 40, b""),
    "pmtiles, before the file": pmtiles(varints(1, 0, 1, 10, 0), b""),
    "pmtiles, of another kind": pmtiles(varints(0), b"", kind=77),
}


@pytest.mark.parametrize("content", SPOILT.values(), ids=SPOILT)
def test_a_spoilt_map_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.mbtiles"
    path.write_bytes(content)
    with pytest.raises((Damaged, Misconfigured)):
        read_map(path)


def test_a_directory_that_leads_to_itself_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.pmtiles"
    path.write_bytes(pmtiles(varints(1, 0, 0, 40, 1), b""))
    assert read_map(path).tile(0, 0, 0) is None


def test_no_byte_that_flips_makes_it_raise(tmp_path: Path) -> None:
    chance = random.Random(4)
    for whole in (
        OURS.read_bytes()[:4000],
        write_mbtiles(tmp_path / "whole", FOUR, **LEFKI).read_bytes(),
    ):
        for _ in range(150):
            spoilt = bytearray(whole)
            for _ in range(8):
                spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
            path = tmp_path / "spoilt"
            path.write_bytes(spoilt)
            try:
                source = read_map(path)
            except Known:
                continue
            for zoom in range(3):
                source.tile(zoom, 0, 0)
            source.close()


def test_a_query_without_end_is_broken_off(tmp_path: Path) -> None:
    path = tmp_path / "a.mbtiles"
    connection = sqlite3.connect(path)
    connection.executescript(
        "CREATE TABLE metadata (name, value);"
        "CREATE VIEW tiles AS WITH RECURSIVE n(i) AS"
        " (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
        " SELECT 0 zoom_level, 0 tile_column, 0 tile_row, x'00' tile_data FROM n"
        " WHERE i < 0;"
    )
    connection.close()
    with pytest.raises(Damaged):
        read_map(path)


def test_a_picture_that_is_none_is_not_shown(tmp_path: Path) -> None:
    tiles = {**FOUR, (1, 0, 0): b"<svg/>", (1, 1, 1): png() + b"\x00" * 2_000_000}
    source = read_map(
        write_mbtiles(tmp_path / "a.mbtiles", {(1, 0, 1): png(), **tiles})
    )
    assert source.tile(1, 0, 0) is None
    assert source.tile(1, 1, 1) is None
    assert source.tile(1, 0, 1) is not None


def test_an_administrators_map_comes_before_the_packs_own(tmp_path: Path) -> None:
    pack, maps = tmp_path / "pack", tmp_path / "maps"
    pack.mkdir()
    assert find_map("lefki", pack, maps) is None
    (pack / "map.pmtiles").write_bytes(OURS.read_bytes())
    own = find_map("lefki", pack, maps)
    assert own is not None
    assert own.sheet.most_zoom == 10
    put_map(write_mbtiles(tmp_path / "a", FOUR, **LEFKI), "lefki", maps)
    better = find_map("lefki", pack, maps)
    assert better is not None
    assert better.sheet.most_zoom == 1
    put_map(OURS, "lefki", maps)
    assert [one.name for one in maps.iterdir()] == ["lefki.pmtiles"]


def test_a_spoilt_map_leaves_the_kiosk_without_one(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "map.mbtiles").write_bytes(b"SQLite format 3\x00 and no more")
    assert find_map("lefki", tmp_path, tmp_path) is None
    assert "not a sound MBTiles file" in caplog.text


def test_one_command_gives_a_pack_its_map(
    kiosk: Kiosk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = ["--home", str(kiosk.home.folder)]
    told_of = LEFKI | {"bounds": "21.85,38.20,21.90,38.30", "attribution": "The town"}
    path = write_mbtiles(tmp_path / "a.mbtiles", FOUR, **told_of)
    assert main(["map", str(kiosk.pack.folder), str(path), *home]) == 0
    told = capsys.readouterr().out
    place = kiosk.home.maps / "lefki.mbtiles"
    assert f"{place}: zooms 0 to 1; shows 38.200 to 38.300 N" in told
    assert "which is not all of it" in told
    assert "shown with it: The town" in told
    assert place.read_bytes() == path.read_bytes()


def test_a_map_of_elsewhere_is_not_taken(
    kiosk: Kiosk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_mbtiles(tmp_path / "a", FOUR, bounds="10,50,11,51")
    home = ["--home", str(kiosk.home.folder)]
    assert main(["map", str(kiosk.pack.folder), str(path), *home]) == 2
    assert "choose a map of this municipality" in capsys.readouterr().err
    assert main(["map", str(kiosk.pack.folder), str(tmp_path / "none"), *home]) == 3
    assert [*kiosk.home.maps.glob("*")] == []
