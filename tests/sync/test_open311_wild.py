"""Servers as they are: other codes, other roots, other types, and pictures by address."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from kiosk.config import Format
from kiosk.errors import Misconfigured
from kiosk.submission import Attachment, AttachmentId, Dispatch, Progress
from sync.catalogue import read_definition, read_services
from sync.connector import Delivered, Kind, Trouble
from sync.connectors.open311 import Open311
from sync.georeport import LONGEST_DESCRIPTION
from tests.sync.contract import SETTLED, make_dispatch
from tests.sync.municipality import Asked, Municipality, Trick
from tests.sync.municipality import Kind as Service

Connect = Callable[..., Open311]
MEDIA = "https://hub.example.gr/media/"


def with_photos(count: int, **more: Any) -> Dispatch:
    """A report with so many photos."""
    photos = [
        Attachment(
            id=AttachmentId(f"00000000-0000-4000-9000-{number:012}"),
            name=f"photo-{number}.jpg",
            question="photo",
            media="image/jpeg",
            size=3,
            sha256="0" * 64,
        )
        for number in range(1, count + 1)
    ]
    return msgspec.structs.replace(make_dispatch(), attachments=tuple(photos), **more)


def works_throughout(town: Municipality, connector: Open311) -> None:
    """Send, look up, and ask for news."""
    assert connector.carry(make_dispatch(), None) == Delivered("0")
    assert connector.carry(make_dispatch(), SETTLED) == Delivered("0")
    town.filed[0].status = "closed"
    told = connector.news(["0"])
    assert not isinstance(told, Trouble)
    assert told["0"].progress is Progress.DONE
    assert len(town.filed) == 1


# What servers write


@pytest.mark.parametrize("status", [200, 201])
def test_a_request_that_is_taken_may_be_answered_200_or_201(
    town: Municipality, to_town: Connect, status: int
) -> None:
    town.ways.status = status
    assert to_town().carry(make_dispatch(), None) == Delivered("0")


@pytest.mark.parametrize("status", [202, 203, 206])
def test_any_other_success_is_looked_up(
    town: Municipality, to_town: Connect, status: int
) -> None:
    town.next_post(Trick(status=status))
    connector = to_town()
    told = connector.carry(make_dispatch(), None)
    assert isinstance(told, Trouble)
    assert told.may_have_arrived
    assert connector.carry(make_dispatch(), SETTLED) == Delivered("0")
    assert len(town.filed) == 1


@pytest.mark.parametrize("root", ["requests", "request_list", "ServiceRequests"])
def test_a_root_may_have_another_name(
    town: Municipality, to_town: Connect, root: str
) -> None:
    town.ways.root = root
    works_throughout(town, to_town(format=Format.XML))


@pytest.mark.parametrize(
    "media",
    [
        *("text/html", "text/plain; charset=utf-8", "application/octet-stream"),
        *("application/xml", "application/json", "text/json", "nonsense"),
    ],
)
@pytest.mark.parametrize("format_", list(Format), ids=str)
def test_the_content_type_is_not_what_tells_the_format(
    town: Municipality, to_town: Connect, media: str, format_: Format
) -> None:
    town.ways.media = media
    works_throughout(town, to_town(format=format_))


@pytest.mark.parametrize("booleans", [("false", "true"), ("0", "1"), ("No", "Yes")])
@pytest.mark.parametrize("format_", list(Format), ids=str)
def test_booleans_may_be_text(
    town: Municipality,
    to_town: Connect,
    booleans: tuple[str, str],
    format_: Format,
) -> None:
    town.ways.booleans = booleans
    town.services["broken-lamp"] = Service(
        "broken-lamp",
        attributes=(Asked("kiosk", required=True), Asked("note", variable=False)),
    )
    assert to_town(format=format_).carry(make_dispatch(), None) == Delivered("0")
    assert town.posts[0]["attribute[kiosk]"] == "square"
    town.services["broken-lamp"] = Service("broken-lamp")
    town.gets.clear()
    to_town(format=format_).carry(make_dispatch(2), None)
    assert not any("/services/" in one for one in town.gets)


def test_every_id_is_text() -> None:
    (service,) = read_services(b'[{"service_code": 0, "metadata": 1}]').values()
    assert (service.code, service.has_definition) == ("0", True)
    (one,) = read_definition(b'{"attributes": [{"code": 0, "values": [{"key": 0}]}]}')
    assert (one.code, one.keys) == ("0", ("0",))


def test_a_service_without_metadata_is_asked_for_no_definition(
    town: Municipality, to_town: Connect
) -> None:
    to_town().carry(make_dispatch(), None)
    assert not any("/services/" in one for one in town.gets)


def test_the_key_goes_with_what_is_sent_and_with_nothing_else(
    town: Municipality, to_town: Connect
) -> None:
    connector = to_town(api_key="wrong")
    told = connector.carry(make_dispatch(), None)
    assert isinstance(told, Trouble)
    assert told.kind is Kind.LOCKED
    works_throughout(town, to_town())
    assert not any("key" in one for one in town.gets)


# Pictures by their address


def test_the_first_picture_goes_as_an_address_and_the_others_in_words(
    town: Municipality, to_town: Connect
) -> None:
    dispatch = with_photos(3)
    to_town(media_url=MEDIA).carry(dispatch, None)
    first, second, third = (f"{MEDIA}{one.id}" for one in dispatch.attachments)
    assert town.posts[0]["media_url"] == first
    assert town.posts[0]["description"] == (
        f"{dispatch.description}\n\n{second}\n{third}\n\nRef: KX7-4MQ-2PD"
    )
    assert to_town().carry(dispatch, SETTLED) == Delivered("0")


def test_one_picture_leaves_the_words_as_they_are(
    town: Municipality, to_town: Connect
) -> None:
    dispatch = with_photos(1)
    to_town(media_url=MEDIA).carry(dispatch, None)
    assert town.posts[0]["media_url"] == f"{MEDIA}{dispatch.attachments[0].id}"
    assert MEDIA not in town.posts[0]["description"]


@pytest.mark.parametrize(
    ("dispatch", "media_url"), [(with_photos(2), ""), (make_dispatch(), MEDIA)]
)
def test_without_the_setting_or_without_pictures_no_address_is_sent(
    town: Municipality, to_town: Connect, dispatch: Dispatch, media_url: str
) -> None:
    to_town(media_url=media_url).carry(dispatch, None)
    assert "media_url" not in town.posts[0]
    assert "media" not in town.posts[0]["description"]


@pytest.mark.parametrize("count", [5, 200])
def test_long_words_make_room_for_addresses_and_the_code(
    town: Municipality, to_town: Connect, count: int
) -> None:
    dispatch = with_photos(count, description="ά" * 5000)
    assert to_town(media_url=MEDIA).carry(dispatch, None) == Delivered("0")
    told = town.posts[0]["description"]
    named = [one for one in told.splitlines() if one.startswith(MEDIA)]
    ids = [f"{MEDIA}{one.id}" for one in dispatch.attachments[1:]]
    assert named == ids[: len(named)]
    assert len(named) == min(count - 1, 30)
    assert told.endswith("\n\nRef: KX7-4MQ-2PD")
    assert len(told) == LONGEST_DESCRIPTION
    assert told.count("ά") > LONGEST_DESCRIPTION // 3


@pytest.mark.parametrize("url", ["hub.example.gr/", "file:///media/", MEDIA[:-1]])
def test_a_place_for_pictures_that_is_none_is_caught_at_once(
    to_town: Connect, url: str
) -> None:
    with pytest.raises(Misconfigured, match='destination "town", media_url'):
        to_town(media_url=url)
