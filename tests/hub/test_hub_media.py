"""Photos and voice notes: tus 1.0.0 as its specification has it, and the list of what is
here. Each section of the specification is named where it is tested."""

from __future__ import annotations

from pathlib import Path

import pytest
import requests

from tests.hub.album import (
    Photo,
    asked,
    bring,
    checksum,
    content,
    created,
    listed,
    offset,
    opened,
    sent,
    written,
)
from tests.hub.clerk import basic
from tests.hub.post import PROBLEM, name
from tests.hub.running import PATIENCE, Hub, running, write

LARGEST = 4_000_000

# Core protocol


def test_a_file_goes_in_pieces_and_is_listed_when_it_is_whole(
    hub: Hub, fresh: int
) -> None:
    photo = Photo(fresh)
    place = opened(hub, photo)
    for at in range(0, 20_000, 5_000):
        assert offset(place) == at
        assert listed(hub, photo.submission) == []
        answer = sent(place, at, photo.content[at : at + 5_000])
        assert (answer.status_code, answer.content) == (204, b"")
        assert answer.headers["upload-offset"] == str(at + 5_000)
    assert listed(hub, photo.submission) == [
        {key: value for key, value in photo.announced.items() if key != "question"}
    ]


def test_head_tells_offset_length_and_metadata_and_is_never_kept_by_a_cache(
    hub: Hub, fresh: int
) -> None:
    photo = Photo(fresh)
    place = opened(hub, photo)
    sent(place, 0, photo.content[:7_000])
    answer = asked(place)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["upload-offset"] == "7000"
    assert answer.headers["upload-length"] == "20000"
    assert answer.headers["upload-metadata"] == written(photo.told)
    assert answer.headers["cache-control"] == "no-store"


def test_head_of_what_is_not_there_has_no_offset(hub: Hub, fresh: int) -> None:
    photo = Photo(fresh)
    place = opened(hub, photo)
    elsewhere = place.replace(photo.submission, name(99_999))
    for there in (place.replace(photo.id, name(1)), elsewhere, place + "x"):
        answer = asked(there)
        assert answer.status_code == 404
        assert "upload-offset" not in answer.headers
        assert sent(there, 0, b"x").status_code == 404


def test_another_offset_is_a_conflict_and_changes_nothing(hub: Hub, fresh: int) -> None:
    photo = Photo(fresh)
    place = opened(hub, photo)
    sent(place, 0, photo.content[:7_000])
    for at in (0, 6_999, 7_001, 20_000):
        assert sent(place, at, photo.content[at : at + 10]).status_code == 409
    assert offset(place) == 7_000


def test_another_type_is_refused(hub: Hub, fresh: int) -> None:
    place = opened(hub, Photo(fresh))
    for media in ("application/octet-stream", "image/jpeg", "-"):
        assert sent(place, 0, b"\xff\xd8\xff", Content_Type=media).status_code == 415
    assert offset(place) == 0


def test_more_than_was_announced_is_refused(hub: Hub, fresh: int) -> None:
    photo = Photo(fresh)
    place = opened(hub, photo)
    assert sent(place, 0, photo.content + b"x").status_code == 413
    assert sent(place, 0, bytes(LARGEST + 1)).status_code == 413
    assert offset(place) == 0


def test_an_offset_that_is_no_number_is_refused(hub: Hub, fresh: int) -> None:
    place = opened(hub, Photo(fresh))
    for told in ("-", "-1", "x", "0x0", "1e3", "", "٣", "9" * 30):
        headers = {"Upload-Offset": told.encode().decode("latin-1")}
        assert sent(place, 0, b"x", **headers).status_code == 400


@pytest.mark.parametrize("version", ["-", "0.2.2", "1.0.1", "1.0", "x"])
def test_another_version_is_not_listened_to_and_is_told_ours(
    hub: Hub, fresh: int, version: str
) -> None:
    photo = Photo(fresh)
    place = opened(hub, photo)
    told = {} if version == "-" else {"Tus-Resumable": version}
    answers = [
        created(hub, photo, Tus_Resumable=version),
        sent(place, 0, photo.content, Tus_Resumable=version),
        requests.head(place, headers=told, timeout=PATIENCE),
    ]
    for answer in answers:
        assert answer.status_code == 412
        assert answer.headers["tus-version"] == "1.0.0"
        assert answer.headers["tus-resumable"] == "1.0.0"
    assert offset(place) == 0


def test_options_tells_what_is_offered_whatever_version_asks(
    hub: Hub, fresh: int
) -> None:
    place = opened(hub, Photo(fresh))
    for url in (f"{hub.url}plateia/v1/media", place.rpartition("/")[0], place):
        answer = requests.options(url, headers={"Tus-Resumable": "9"}, timeout=PATIENCE)
        assert answer.status_code == 204
        assert answer.headers["tus-version"] == "1.0.0"
        assert answer.headers["tus-extension"] == "creation,checksum,expiration"
        assert answer.headers["tus-checksum-algorithm"] == "sha1,sha256"
        assert answer.headers["tus-max-size"] == str(LARGEST)


def test_every_answer_names_the_version_whatever_goes_wrong(
    hub: Hub, fresh: int
) -> None:
    place = opened(hub, Photo(fresh))
    answers = [
        requests.delete(place, timeout=PATIENCE),
        requests.get(place + "/more", timeout=PATIENCE),
        requests.get(f"{hub.url}plateia/v1/media/none", timeout=PATIENCE),
        sent(place, 5, b""),
    ]
    assert [one.status_code for one in answers] == [405, 404, 422, 409]
    for answer in answers:
        assert answer.headers["tus-resumable"] == "1.0.0"
        assert answer.headers["content-type"] == PROBLEM


def test_a_patch_may_come_as_a_post_where_a_proxy_lets_no_patch_through(
    hub: Hub, fresh: int
) -> None:
    photo = Photo(fresh)
    place = opened(hub, photo)
    headers = {
        "Tus-Resumable": "1.0.0",
        "Content-Type": "application/offset+octet-stream",
        "Upload-Offset": "0",
    }
    plain = requests.post(place, photo.content, headers=headers, timeout=PATIENCE)
    assert plain.status_code == 405
    headers["X-HTTP-Method-Override"] = "PATCH"
    answer = requests.post(place, photo.content, headers=headers, timeout=PATIENCE)
    assert answer.status_code == 204
    assert len(listed(hub, photo.submission)) == 1


# Checksum


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_piece_that_is_not_what_its_checksum_says_is_thrown_away(
    hub: Hub, fresh: int, algorithm: str
) -> None:
    photo = Photo(fresh)
    place = opened(hub, photo)
    piece = photo.content[:5_000]
    wrong = sent(
        place, 0, piece[:-1] + b"x", Upload_Checksum=checksum(piece, algorithm)
    )
    assert wrong.status_code == 460
    assert offset(place) == 0
    right = sent(place, 0, piece, Upload_Checksum=checksum(piece, algorithm))
    assert right.status_code == 204
    assert offset(place) == 5_000


def test_an_algorithm_that_is_not_offered_is_refused(hub: Hub, fresh: int) -> None:
    place = opened(hub, Photo(fresh))
    for told in ("md5 YQ==", "sha256", "sha256 !", "SHA256 YQ==", ""):
        answer = sent(place, 0, b"\xff\xd8\xff", Upload_Checksum=told)
        assert answer.status_code in {400, 460}
    assert offset(place) == 0


# Expiration


def test_an_unfinished_upload_tells_until_when_it_is_kept(hub: Hub, fresh: int) -> None:
    photo = Photo(fresh)
    assert created(hub, photo).headers["upload-expires"].endswith(" GMT")
    place = opened(hub, photo)
    half = sent(place, 0, photo.content[:10_000])
    assert half.headers["upload-expires"].endswith(" GMT")
    assert "upload-expires" not in sent(place, 10_000, photo.content[10_000:]).headers


# The whole


def test_a_whole_that_is_not_what_was_announced_begins_again(
    hub: Hub, fresh: int
) -> None:
    photo = Photo(fresh)
    place = opened(hub, photo)
    sent(place, 0, photo.content[:10_000])
    answer = sent(place, 10_000, bytes(10_000))
    assert answer.status_code == 422
    assert answer.headers["upload-offset"] == "0"
    assert "sha256" in answer.json()["title"]
    assert offset(place) == 0
    assert listed(hub, photo.submission) == []
    assert sent(place, 0, photo.content).status_code == 204
    assert len(listed(hub, photo.submission)) == 1


@pytest.mark.parametrize(
    ("media", "file"),
    [
        ("image/jpeg", b"<!DOCTYPE html><script>alert(1)</script>"),
        ("image/jpeg", b"\x89PNG\r\n\x1a\n" + bytes(40)),
        ("audio/ogg", b"\xff\xd8\xff\xe0" + bytes(40)),
        ("audio/wav", b"RIFF\x00\x00\x00\x00AVI " + bytes(40)),
        ("audio/wav", b"RIFF"),
    ],
)
def test_a_file_that_is_of_another_type_than_it_says_is_refused(
    hub: Hub, fresh: int, media: str, file: bytes
) -> None:
    photo = Photo(fresh, content=file, media=media)
    place = opened(hub, photo)
    for piece in (file, file[:30]):
        assert sent(place, 0, piece).status_code == 415
        assert offset(place) == 0
    assert listed(hub, photo.submission) == []


def test_a_list_names_what_belongs_to_the_submission_and_nothing_else(
    hub: Hub, fresh: int
) -> None:
    ogg, wav = content(900, "audio/ogg"), content(900, "audio/wav")
    mine = [
        Photo(fresh),
        Photo(fresh + 1_000, ogg, name(fresh), "voice-1.ogg", "audio/ogg"),
        Photo(fresh + 2_000, wav, name(fresh), "voice-2.wav", "audio/wav"),
    ]
    for photo in (*mine, Photo(fresh + 3_000)):
        bring(hub, photo)
    opened(hub, Photo(fresh + 4_000, submission=name(fresh)))
    told = listed(hub, name(fresh))
    assert [one["id"] for one in told] == [photo.id for photo in mine]
    assert [one["sha256"] for one in told] == [photo.sha256 for photo in mine]


def test_without_the_key_nothing_is_taken_and_nothing_is_told(tmp_path: Path) -> None:
    write(tmp_path / "home", "hub.toml", "api_keys = ['κλειδί']")
    with running(tmp_path / "home") as hub:
        photo = Photo(1)
        place = f"{hub.url}plateia/v1/media/{photo.submission}/{photo.id}"
        answers = [
            created(hub, photo),
            asked(place),
            sent(place, 0, photo.content),
            requests.get(place.rpartition("/")[0], timeout=PATIENCE),
            requests.options(place, timeout=PATIENCE),
        ]
        assert [one.status_code for one in answers] == [401] * 5
        assert all(one.headers["tus-resumable"] == "1.0.0" for one in answers)
        key = basic("κλειδί")
        assert created(hub, photo, **key).status_code == 201
        assert sent(place, 0, photo.content, **key).status_code == 204
        assert len(listed(hub, photo.submission, "κλειδί")) == 1
        # Who was told the id needs no key to look.
        assert hub.page(f"media/{photo.id}").content == photo.content
