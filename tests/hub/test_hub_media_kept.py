"""What was kept of a photo survives: kills at any moment, callers at once, lines that are
cut, disks that are full; and what nobody goes on with is swept."""

from __future__ import annotations

import random
import resource
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from hub.album import KEEPS, Album
from hub.dispatch import Attachment
from hub.engine import sqlite_url
from hub.errors import Declined
from hub.inventory import Inventory
from hub.ledger import open_ledger
from hub.shelf import Shelf
from tests.hub.album import (
    Photo,
    bring,
    checksum,
    content,
    listed,
    offset,
    opened,
    sent,
)
from tests.hub.post import name
from tests.hub.running import PATIENCE, Hub, running

MOST = 20


def begin(place: str, at: int, length: int, piece: bytes, **more: str) -> socket.socket:
    """A PATCH of which only `piece` is sent."""
    address = urlsplit(place)
    line = socket.create_connection((str(address.hostname), address.port), PATIENCE)
    headers = {
        "Host": address.netloc,
        "Tus-Resumable": "1.0.0",
        "Content-Type": "application/offset+octet-stream",
        "Content-Length": str(length),
        "Upload-Offset": str(at),
    } | {key.replace("_", "-"): value for key, value in more.items()}
    told = "".join(f"{key}: {value}\r\n" for key, value in headers.items())
    line.sendall(f"PATCH {address.path} HTTP/1.1\r\n{told}\r\n".encode() + piece)
    return line


# Lines that are cut


def cut(place: str, length: int, piece: bytes, **more: str) -> Iterator[int]:
    """Cuts a PATCH off behind `piece`, and says how much is kept then; again and again,
    each time leaving the hub longer to read what came."""
    for pause in (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4):
        line = begin(place, 0, length, piece, **more)
        time.sleep(pause)
        line.close()
        time.sleep(pause)
        yield offset(place)


def test_of_a_piece_that_was_cut_off_what_came_is_kept(hub: Hub, fresh: int) -> None:
    photo = Photo(fresh)
    place = opened(hub, photo)
    assert 8_000 in cut(place, 20_000, photo.content[:8_000])
    assert sent(place, 8_000, photo.content[8_000:]).status_code == 204
    assert len(listed(hub, photo.submission)) == 1


def test_of_a_piece_with_a_checksum_all_is_kept_or_nothing(
    hub: Hub, fresh: int
) -> None:
    photo = Photo(fresh)
    place = opened(hub, photo)
    summed = {"Upload_Checksum": checksum(photo.content)}
    kept = cut(place, 20_000, photo.content[:8_000], **summed)
    assert [next(kept) for _ in range(4)] == [0] * 4
    assert 8_000 in cut(place, 20_000, photo.content[:8_000])


# Callers at once


def test_of_many_pieces_at_one_offset_one_is_taken_and_none_is_mixed_in(
    hub: Hub, fresh: int
) -> None:
    size, step = 400_000, 50_000
    photo = Photo(fresh, content(size))
    place = opened(hub, photo)
    with ThreadPoolExecutor(8) as callers:
        for at in range(0, size, step):
            # Each of them sends a piece of another length: a mixture would show.
            tries = [
                callers.submit(sent, place, at, photo.content[at : at + step - less])
                for less in (0, 1, 2, 3, 0, 5, 6, 7)
            ]
            answers = [one.result().status_code for one in tries]
            assert sorted(answers) == [204] + [409] * 7
            taken = offset(place)
            assert sent(place, taken, photo.content[taken : at + step]).ok
    assert len(listed(hub, photo.submission)) == 1
    assert hub.page(f"media/{photo.id}").content == photo.content


def test_two_hubs_on_one_database_take_a_piece_once(tmp_path: Path) -> None:
    photo = Photo(1, content(200_000))
    home = tmp_path / "home"
    with running(home) as one, running(home) as other, ThreadPoolExecutor(6) as callers:
        places = [opened(one, photo), opened(other, photo)] * 3
        while (at := offset(places[0])) < 200_000:
            piece = photo.content[at : at + 20_000]
            tries = [callers.submit(sent, place, at, piece) for place in places]
            answers = [each.result().status_code for each in tries]
            assert sorted(answers) == [204] + [409] * 5
        assert len(listed(other, photo.submission)) == 1


def test_many_kiosks_bring_photos_at_once(hub: Hub, fresh: int) -> None:
    photos = [Photo(fresh * 100 + at, content(50_000, seed=at)) for at in range(24)]
    with ThreadPoolExecutor(12) as kiosks:
        list(kiosks.map(lambda photo: bring(hub, photo), photos))
    for photo in photos:
        assert hub.page(f"media/{photo.id}").content == photo.content


# Kills


def test_a_hub_killed_at_any_moment_has_every_byte_it_said_it_had(
    tmp_path: Path,
) -> None:
    home, chance = tmp_path / "home", random.Random(3)
    photo = Photo(1, content(1_500_000))
    said = lost = 0
    for _ in range(7):
        with running(home) as hub:
            place = opened(hub, photo)
            at = offset(place)
            assert at >= said, "a hub forgot what it had said"
            file = home / "hub" / "media" / photo.id[-2:] / photo.id
            if at:
                assert file.read_bytes()[:at] == photo.content[:at]
            ends = time.monotonic() + chance.uniform(0.02, 0.15)
            with ThreadPoolExecutor(1) as killer:
                killer.submit(_kill_at, hub, ends)
                try:
                    while at < len(photo.content) - 1:
                        size = chance.randint(1_000, 9_000)
                        piece = photo.content[at : min(at + size, 1_499_999)]
                        answer = sent(place, at, piece)
                        assert answer.status_code == 204
                        said = at = int(answer.headers["upload-offset"])
                except requests.ConnectionError:
                    lost += 1
    assert lost, "nothing was ever cut: this shows nothing"
    with running(home) as hub:
        place = opened(hub, photo)
        at = offset(place)
        assert said <= at
        assert sent(place, at, photo.content[at:]).status_code == 204
        assert len(listed(hub, photo.submission)) == 1


def _kill_at(hub: Hub, moment: float) -> None:
    time.sleep(max(0.0, moment - time.monotonic()))
    hub.process.kill()


def test_a_hub_killed_in_the_middle_of_a_piece_goes_on_before_it(
    tmp_path: Path,
) -> None:
    photo = Photo(1, content(300_000))
    with running(tmp_path / "home") as hub:
        place = opened(hub, photo)
        sent(place, 0, photo.content[:100_000])
        line = begin(place, 100_000, 200_000, photo.content[100_000:250_000])
        hub.process.kill()
        line.close()
    with running(tmp_path / "home") as hub:
        place = opened(hub, photo)
        assert offset(place) == 100_000
        assert sent(place, 100_000, photo.content[100_000:]).status_code == 204
        assert hub.page(f"media/{photo.id}").content == photo.content


# The album alone, on a real shelf and a real database; only its clock is ours


class Corridor(Shelf):
    """A shelf on the way to which somebody may come first."""

    first: Callable[[], object] | None = None

    @contextmanager
    def turn(self, name: str) -> Iterator[None]:
        meanwhile, self.first = self.first, None
        if meanwhile is not None:
            meanwhile()
        with super().turn(name):
            yield


class Town:
    """An album, and a clock that stands where it is put."""

    def __init__(self, folder: Path, inventory: Inventory) -> None:
        self.now = datetime(2026, 6, 1, tzinfo=UTC)
        self.folder = folder
        self.shelf = Corridor(folder / "media")
        self.album = Album(inventory, self.shelf, lambda: self.now, MOST)
        self._numbers = count(1)

    def begin(self, kept: int = 100, size: int = 1_000) -> Photo:
        """An upload of which so much is here."""
        photo = Photo(next(self._numbers), content(size))
        self.open(photo)
        if kept:
            self.album.add(photo.submission, photo.id, 0, photo.content[:kept])
        return photo

    def open(self, photo: Photo) -> None:
        told = {**photo.told, "size": len(photo.content)}
        self.album.create(photo.submission, Attachment(**told), "")  # type: ignore[arg-type] # as a photo tells of itself

    def kept(self, photo: Photo) -> int | None:
        with suppress(Declined):
            return self.album.find(photo.submission, photo.id).kept
        return None

    def files(self) -> int:
        return sum(one.is_file() for one in (self.folder / "media").rglob("*"))


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with open_ledger(sqlite_url(tmp_path / "hub.db")) as ledger:
        yield Town(tmp_path, ledger.inventory)


def test_what_nobody_goes_on_with_is_swept_and_what_is_whole_stays(town: Town) -> None:
    whole, left, tended = town.begin(1_000), town.begin(), town.begin()
    town.now += KEEPS - timedelta(days=1)
    town.album.add(tended.submission, tended.id, 100, tended.content[100:200])
    town.now += timedelta(days=2)
    town.begin(0)
    assert (town.kept(whole), town.kept(left), town.kept(tended)) == (1_000, None, 200)
    assert town.files() == 2
    town.open(left)
    assert town.kept(left) == 0


def test_what_somebody_goes_on_with_in_that_very_moment_is_not_swept(
    town: Town,
) -> None:
    photo = town.begin()
    town.now += KEEPS + timedelta(days=1)
    rest = photo.content[100:]
    town.shelf.first = lambda: town.album.add(photo.submission, photo.id, 100, rest)
    town.album.sweep()
    assert [one.id for one in town.album.whole(photo.submission)] == [photo.id]


def test_no_more_than_so_many_are_under_way(town: Town) -> None:
    first = town.begin()
    for _ in range(MOST):
        town.now += timedelta(seconds=1)
        town.begin(0)
    town.now += timedelta(seconds=1)
    last = town.begin()
    assert town.kept(first) is None
    assert town.kept(last) == 100
    assert town.files() == 1


def test_a_file_that_is_gone_or_shorter_is_asked_for_again(town: Town) -> None:
    for whole, rest in ((1_000, 0), (1_000, 500), (600, 300)):
        photo = town.begin(whole)
        file = town.folder / "media" / photo.id[-2:] / photo.id
        file.write_bytes(photo.content[:rest])
        assert town.kept(photo) == 0
        assert town.album.whole(photo.submission) == []
        assert town.album.show(photo.id) is None
        town.album.add(photo.submission, photo.id, 0, photo.content)
        assert [one.id for one in town.album.whole(photo.submission)] == [photo.id]


def test_bytes_that_are_on_disk_but_were_not_said_to_be_are_written_over(
    town: Town,
) -> None:
    photo = town.begin(500)
    file = town.folder / "media" / photo.id[-2:] / photo.id
    file.write_bytes(photo.content[:500] + b"torn" * 500)
    assert town.kept(photo) == 500
    town.album.add(photo.submission, photo.id, 500, photo.content[500:])
    picture = town.album.show(photo.id)
    assert picture is not None
    assert picture.content == photo.content


def test_a_full_disk_is_told_and_costs_nothing_that_was_kept(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    photo = town.begin(100, size=900_000)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, hard))
    try:
        with pytest.raises(Declined) as told:
            town.album.add(photo.submission, photo.id, 100, photo.content[100:])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert told.value.status == 507
    assert "retry-after" in told.value.headers
    assert "media cannot be kept" in caplog.text
    assert town.kept(photo) == 100
    town.album.add(photo.submission, photo.id, 100, photo.content[100:])
    assert len(town.album.whole(photo.submission)) == 1


def test_a_link_that_somebody_laid_is_not_followed(town: Town, tmp_path: Path) -> None:
    photo = town.begin(0)
    target = tmp_path / "precious"
    target.write_bytes(b"precious")
    place = town.folder / "media" / photo.id[-2:]
    place.mkdir(parents=True)
    (place / photo.id).symlink_to(target)
    with pytest.raises(Declined) as told:
        town.album.add(photo.submission, photo.id, 0, photo.content)
    assert told.value.status == 507
    assert target.read_bytes() == b"precious"


def test_what_is_at_hand_as_a_whole_is_kept_once_and_goes_on_where_a_line_ended(
    town: Town,
) -> None:
    for photo in (town.begin(0), town.begin(400)):
        told = Attachment(**{**photo.told, "size": 1_000})  # type: ignore[arg-type] # as a photo tells of itself
        assert town.album.keep(photo.submission, told, photo.content)
        assert not town.album.keep(photo.submission, told, photo.content)
        assert town.album.whole(photo.submission) == [told]
        with pytest.raises(Declined):
            town.album.keep(name(777), told, photo.content)
    wrong = town.begin(0)
    told = Attachment(**{**wrong.told, "size": 1_000})  # type: ignore[arg-type] # the same
    with pytest.raises(Declined):
        town.album.keep(wrong.submission, told, wrong.content[:-1] + b"x")
    assert town.album.whole(wrong.submission) == []


def test_an_id_used_elsewhere_belongs_to_its_own_submission(town: Town) -> None:
    photo = town.begin(1_000)
    assert town.album.whole(name(777)) == []
    with pytest.raises(Declined):
        town.album.find(name(777), photo.id)
