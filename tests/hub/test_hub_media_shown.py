"""Who sees photos and hears voice notes: whoever was told the id, the clerk on the case's
page, and a reader of GeoReport."""

from __future__ import annotations

from pathlib import Path

import requests

from tests.hub.album import Photo, bring, content, opened, sent
from tests.hub.clerk import Page
from tests.hub.post import dispatch, name, put, read
from tests.hub.running import PATIENCE, Hub, ended, running, write


def shown(hub: Hub, path: str) -> requests.Response:
    return requests.get(f"{hub.url}media/{path}", timeout=PATIENCE)


def test_what_is_whole_is_shown_as_what_it_is(hub: Hub, fresh: int) -> None:
    for more, (media, file) in enumerate(
        [
            ("image/jpeg", "photo-1.jpg"),
            ("audio/ogg", "voice-1.ogg"),
            ("audio/wav", "voice-1.wav"),
        ]
    ):
        photo = Photo(fresh + more * 1_000, content(5_000, media), "", file, media)
        bring(hub, photo)
        for answer in (
            shown(hub, photo.id),
            requests.head(f"{hub.url}media/{photo.id}", timeout=PATIENCE),
        ):
            assert answer.status_code == 200
            assert answer.headers["content-type"] == media
            assert answer.headers["content-length"] == "5000"
            assert answer.headers["x-content-type-options"] == "nosniff"
            told = answer.headers["content-disposition"]
            assert told == f'inline; filename="{file}"'
        assert shown(hub, photo.id).content == photo.content


def test_what_is_not_whole_may_be_asked_for_later(hub: Hub, fresh: int) -> None:
    photo = Photo(fresh)
    place = opened(hub, photo)
    sent(place, 0, photo.content[:9_000])
    for path in (photo.id, name(1), "none", "..%2fhub.db", photo.id + "%0a", "%00"):
        for ask in (requests.get, requests.head):
            answer = ask(f"{hub.url}media/{path}", timeout=PATIENCE)
            assert answer.status_code == 404, path
            if "%2f" not in path:
                assert int(answer.headers["retry-after"]) > 0
    for path in ("", photo.id[-2:], photo.submission, f"{photo.id[-2:]}/{photo.id}"):
        assert shown(hub, path).status_code == 404


def test_the_clerk_sees_photos_hears_notes_and_is_told_what_is_missing(
    hub: Hub, fresh: int
) -> None:
    photo = Photo(fresh)
    note = content(900, "audio/ogg")
    voice = Photo(fresh + 1_000, note, name(fresh), "voice-1.ogg", "audio/ogg")
    late = Photo(fresh + 2_000, content(seed=9), name(fresh), "photo-2.jpg")
    announced = [one.announced for one in (photo, voice, late)]
    told = read(put(hub, dispatch(fresh, attachments=announced)), 201)
    path = f"requests/{told['request']}"
    before = Page(hub.page(path).text)
    assert "photo-1.jpg, voice-1.ogg, photo-2.jpg" in before.words
    assert "img" not in before.tags
    for one in (photo, voice):
        bring(hub, one)
    place = opened(hub, late)
    sent(place, 0, late.content[:9_000])
    page = Page(hub.page(path).text)
    assert (page.tags.count("img"), page.tags.count("audio")) == (1, 1)
    sources = [value for key, value in page.attributes if key == "src"]
    assert sources == [f"/media/{photo.id}", f"/media/{voice.id}"]
    assert "γραμμή: photo-2.jpg" in page.words
    assert ("controls", None) in page.attributes
    assert any(key == "alt" and value for key, value in page.attributes)
    policy = hub.page(path).headers["content-security-policy"]
    assert "img-src 'self'; media-src 'self'" in policy
    sent(place, 9_000, late.content[9_000:])
    whole = Page(hub.page(path).text)
    assert whole.tags.count("img") == 2
    assert "γραμμή: " not in whole.words


def test_a_request_by_open311_shows_what_came_for_its_id(hub: Hub, fresh: int) -> None:
    photo = Photo(fresh)
    bring(hub, photo)
    number = hub.filed(("attribute[external_id]", photo.submission))
    page = Page(hub.page(f"requests/{number}").text)
    assert ("src", f"/media/{photo.id}") in page.attributes
    assert "img" not in Page(hub.page(f"requests/{hub.filed()}").text).tags


def test_georeport_names_the_first_photo_that_is_whole(hub: Hub, fresh: int) -> None:
    note = content(900, "audio/ogg")
    voice = Photo(fresh, note, name(fresh), "a-voice.ogg", "audio/ogg")
    second = Photo(fresh + 1_000, content(seed=2), name(fresh), "photo-2.jpg")
    first = Photo(fresh + 2_000, content(seed=3), name(fresh), "photo-1.jpg")
    number = read(put(hub, dispatch(fresh)), 201)["request"]

    def media_url() -> object:
        (told,) = hub.json(f"requests/{number}")
        by_list = hub.json("requests", service_request_id=number)
        assert by_list == [told]
        as_xml = hub.xml(f"requests/{number}").findtext("request/media_url")
        assert (as_xml or None) == told["media_url"]
        return told["media_url"]

    bring(hub, voice)
    opened(hub, first)
    assert media_url() is None
    bring(hub, second)
    assert media_url() == f"{hub.url}media/{second.id}"
    bring(hub, first)
    assert media_url() == f"{hub.url}media/{first.id}"
    answer = requests.get(str(media_url()), timeout=PATIENCE)
    assert answer.content == first.content


def test_what_a_caller_named_itself_stands_before_ours(hub: Hub, fresh: int) -> None:
    photo = Photo(fresh)
    bring(hub, photo)
    theirs = "https://elsewhere.example/a.jpg"
    external = ("attribute[external_id]", photo.submission)
    number = hub.filed(external, media_url=theirs)
    assert hub.json(f"requests/{number}")[0]["media_url"] == theirs


def test_a_hub_that_knows_its_address_tells_it(tmp_path: Path) -> None:
    write(tmp_path / "home", "hub.toml", "address = 'https://hub.example.gr/in/'")
    with running(tmp_path / "home") as hub:
        photo = Photo(1)
        bring(hub, photo)
        number = read(put(hub, dispatch(1)), 201)["request"]
        told = hub.json(f"requests/{number}")[0]["media_url"]
        assert told == f"https://hub.example.gr/in/media/{photo.id}"
        (endpoint,) = hub.json("discovery")["endpoints"]
        assert endpoint["url"] == "https://hub.example.gr/in/open311/v2"


def test_an_address_that_is_none_is_a_mistake(tmp_path: Path) -> None:
    for wrong in ("hub.example.gr", "ftp://x", "https://", "https://x?a=b"):
        write(tmp_path / "home", "hub.toml", f"address = '{wrong}'")
        code, complaint = ended(tmp_path / "home", "--port", "0")
        assert code == 2
        assert "$.address" in complaint


def test_its_files_lie_beside_the_database_under_their_ids(tmp_path: Path) -> None:
    with running(tmp_path / "home") as hub:
        photo = Photo(1)
        bring(hub, photo)
    folder = tmp_path / "home" / "hub"
    assert {one.name for one in folder.iterdir()} == {"hub.db", "media"}
    file = folder / "media" / photo.id[-2:] / photo.id
    assert [one for one in (folder / "media").rglob("*") if one.is_file()] == [file]
    assert file.read_bytes() == photo.content
    assert file.stat().st_mode & 0o077 == 0
