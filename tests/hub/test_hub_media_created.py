"""Uploads are created (tus 1.0.0, "Creation"): once, whoever asks how often, and never from
what was not read strictly."""

from __future__ import annotations

import pytest

from tests.hub.album import (
    Photo,
    asked,
    content,
    created,
    listed,
    offset,
    opened,
    sent,
    written,
)
from tests.hub.post import name
from tests.hub.running import Hub

LARGEST = 4_000_000


def test_the_same_creation_again_is_answered_the_same_however_far_it_came(
    hub: Hub, fresh: int
) -> None:
    photo = Photo(fresh)
    first = created(hub, photo)
    assert (first.status_code, first.content) == (201, b"")
    place = opened(hub, photo)
    for piece in (photo.content[:5_000], photo.content[5_000:]):
        sent(place, offset(place), piece)
        again = created(hub, photo)
        assert again.status_code == 201
        assert again.headers["location"] == first.headers["location"]
    assert offset(place) == 20_000


def test_another_attachment_under_the_same_id_is_a_conflict(
    hub: Hub, fresh: int
) -> None:
    photo = Photo(fresh)
    place = opened(hub, photo)
    sent(place, 0, photo.content[:5_000])
    others = [
        Photo(fresh, content=content(seed=2)),
        Photo(fresh, submission=name(88_888)),
        Photo(fresh, file="photo-2.jpg"),
        Photo(fresh, media="audio/ogg"),
    ]
    for other in others:
        assert created(hub, other).status_code == 409
    assert created(hub, photo, Upload_Length="19999").status_code == 409
    assert offset(place) == 5_000


def test_a_longer_upload_than_the_limit_is_refused(hub: Hub, fresh: int) -> None:
    photo = Photo(fresh)
    assert created(hub, photo, Upload_Length=str(LARGEST + 1)).status_code == 413
    assert created(hub, photo, Upload_Length=str(LARGEST)).status_code == 201


@pytest.mark.parametrize("told", ["-", "-1", "x", "", "1.5", "9" * 40])
def test_a_length_that_is_no_number_is_refused(hub: Hub, fresh: int, told: str) -> None:
    assert created(hub, Photo(fresh), Upload_Length=told).status_code == 400


def test_nothing_cannot_be_uploaded(hub: Hub, fresh: int) -> None:
    assert created(hub, Photo(fresh), Upload_Length="0").status_code == 422


@pytest.mark.parametrize(
    ("metadata", "status"),
    [
        ("-", 400),
        ("", 400),
        (",", 400),
        ("id", 415),
        ("id !!!", 400),
        ("id YQ==,id YQ==", 400),
        ("id gICA", 400),
        ("a b c", 400),
        ("x " + "A" * 3000, 400),
    ],
)
def test_metadata_that_is_none_is_refused(
    hub: Hub, fresh: int, metadata: str, status: int
) -> None:
    assert created(hub, Photo(fresh), Upload_Metadata=metadata).status_code == status


@pytest.mark.parametrize(
    "more",
    [
        {"id": "../../../etc/passwd"},
        {"id": ""},
        {"id": "AAAAAAAA-0000-4000-8000-000000000001"},
        {"id": "aaaaaaaa-0000-4000-8000-000000000001\n"},
        {"name": "../hub.db"},
        {"name": "a\r\nset-cookie: x.jpg"},
        {"name": 'a".jpg'},
        {"name": "φωτο.jpg"},
        {"name": "a" * 200 + ".jpg"},
        {"question": "what\x00"},
        {"question": "x" * 300},
        {"sha256": "0" * 63},
        {"sha256": "Z" * 64},
        {"media": "text/html"},
        {"media": "image/jpeg\n"},
        {"media": "image/svg+xml"},
    ],
)
def test_hostile_metadata_is_refused_and_touches_nothing(
    hub: Hub, fresh: int, more: dict[str, str]
) -> None:
    photo = Photo(fresh)
    told = written(photo.told | more)
    answer = created(hub, photo, Upload_Metadata=told)
    assert answer.status_code == (415 if "media" in more else 422)
    assert listed(hub, photo.submission) == []


def test_a_key_that_is_not_known_is_passed_over_and_told_back(
    hub: Hub, fresh: int
) -> None:
    photo = Photo(fresh)
    told = "later,cover bWF5YmU=," + written(photo.told)
    assert created(hub, photo, Upload_Metadata=told).status_code == 201
    assert asked(opened(hub, photo)).headers["upload-metadata"] == told


def test_a_submission_that_is_no_uuid_is_refused(hub: Hub, fresh: int) -> None:
    for name_ in ("x", "..", "%2e%2e%2fhub.db", "1", name(1).upper() + "A"):
        answer = created(hub, Photo(fresh, submission=name_))
        assert answer.status_code in {404, 405, 422}
