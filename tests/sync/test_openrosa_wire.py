"""The wire of OpenRosa, without a line: how a submission is divided, and what is read."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.georeport import Unreadable
from sync.openrosa import (
    MOST_AT_ONCE,
    Attachment,
    Envelope,
    Post,
    posts,
    read_envelope,
    read_limit,
)
from tests.sync.contract import GARBAGE
from tests.sync.openrosa_server import Archive, Kept, Manners, read_parts
from tests.sync.tricks import LOGIN

XML = b'<report id="problem"><meta><instanceID>uuid:1</instanceID></meta></report>'

PHOTO = Attachment("1.jpg", "image/jpeg", b"\xff\xd8" + b"x" * 1000)

ATTACHMENTS = st.lists(
    st.builds(
        Attachment,
        name=st.text(min_size=1, max_size=12),
        media=st.sampled_from(["image/jpeg", "audio/ogg"]),
        content=st.binary(max_size=600),
    ),
    max_size=6,
    unique_by=lambda one: one.name,
)


def taken(sent: list[Post]) -> Kept:
    """What a server has after these POSTs."""
    archive = Archive(Manners.CENTRAL)
    for one in sent:
        assert archive.take(read_parts(*one.body()), "device")[0] == 201
    (kept,) = archive.kept
    return kept


def test_a_submission_alone_is_one_post_and_the_last() -> None:
    assert posts(XML, (), MOST_AT_ONCE) == [Post(XML, (), is_last=True)]
    assert posts(XML, (), 1) == [Post(XML, (), is_last=True)]


def test_what_fits_goes_at_once() -> None:
    (one,) = posts(XML, (PHOTO,) * 3, MOST_AT_ONCE)
    assert (len(one.attachments), one.is_last) == (3, True)


def test_what_does_not_fit_goes_in_several_and_only_the_last_is_the_end() -> None:
    photos = [Attachment(f"{at}.jpg", "image/jpeg", b"x" * 1000) for at in range(5)]
    sent = posts(XML, photos, 3000)
    assert [len(one.attachments) for one in sent] == [2, 2, 1]
    assert [one.is_last for one in sent] == [False, False, True]
    for one in sent:
        parts = read_parts(*one.body())
        assert (parts[0].name, parts[0].content) == ("xml_submission_file", XML)
        said = [part.content for part in parts if part.name == "*isIncomplete*"]
        assert said == ([] if one.is_last else [b"yes"])


def test_an_attachment_that_is_too_large_goes_alone() -> None:
    large = Attachment("large.jpg", "image/jpeg", b"x" * 9000)
    sent = posts(XML, (PHOTO, large, PHOTO), 3000)
    assert [one.attachments for one in sent] == [(PHOTO,), (large,), (PHOTO,)]


def test_twins_are_divided_too() -> None:
    """Two that are equal are two all the same, and the last is the last."""
    sent = posts(XML, (PHOTO, PHOTO), 1)
    assert [one.is_last for one in sent] == [False, True]


@given(ATTACHMENTS, st.integers(1, 3000))
def test_nothing_is_lost_or_changed_however_it_is_divided(
    attachments: list[Attachment], most: int
) -> None:
    sent = posts(XML, attachments, most)
    assert [one.is_last for one in sent] == [False] * (len(sent) - 1) + [True]
    assert [one for post in sent for one in post.attachments] == attachments
    for one in sent:
        assert len(one.body()[0]) <= most or len(one.attachments) <= 1
        assert one.body() == one.body()


@given(st.lists(st.binary(max_size=600), max_size=6), st.integers(1, 3000))
def test_a_server_puts_together_what_was_divided(
    contents: list[bytes], most: int
) -> None:
    attachments = [
        Attachment(f"{at}.jpg", "image/jpeg", content)
        for at, content in enumerate(contents)
    ]
    kept = taken(posts(XML, attachments, most))
    assert (kept.xml, kept.is_whole) == (XML, True)
    assert kept.files == {one.name: one.content for one in attachments}


@given(ATTACHMENTS, st.booleans())
def test_halves_hold_what_the_whole_held(
    attachments: list[Attachment], is_last: bool
) -> None:
    whole = Post(XML, tuple(attachments), is_last)
    halves = whole.halves()
    assert bool(halves) == (len(attachments) > 1)
    if halves:
        first, second = halves
        assert first.attachments + second.attachments == whole.attachments
        assert (first.is_last, second.is_last) == (False, is_last)
        assert first.attachments
        assert second.attachments


def test_a_name_cannot_break_out_of_its_header() -> None:
    name = 'a"; filename="b\r\nX: y'
    body, media = Post(XML, (Attachment(name, "image/jpeg", b"x"),), True).body()
    assert b"\r\nX: y" not in body
    assert len(read_parts(body, media)) == 2


# What is read


def test_an_envelope_is_read_with_and_without_its_dress() -> None:
    space = "xmlns='http://openrosa.org/http/response'"
    for written in (
        f"\n  <OpenRosaResponse {space} items='0'>\n<message nature=''>Ok\nthen"
        "</message></OpenRosaResponse>",
        f"<?xml version='1.0' encoding='UTF-8' ?>\n<OpenRosaResponse {space}>"
        "<message>Ok <b>then</b></message><more/></OpenRosaResponse>\n",
        "<OpenRosaResponse><message>Ok then</message></OpenRosaResponse>",
    ):
        assert read_envelope(written.encode()) == Envelope("Ok then", is_error=False)
    assert read_envelope(b"<OpenRosaResponse/>") == Envelope("", is_error=False)


@pytest.mark.parametrize("nature", ["error", "submit_error", "ERROR"])
def test_an_error_is_seen_by_its_nature(nature: str) -> None:
    written = f"<OpenRosaResponse><message nature='{nature}'>no</message>"
    told = read_envelope(f"{written}</OpenRosaResponse>".encode())
    assert told == Envelope("no", is_error=True)


@pytest.mark.parametrize("body", GARBAGE, ids=lambda body: repr(body[:12]))
def test_garbage_is_no_envelope_and_no_page(body: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        read_envelope(body)
    assert not caught.value.page


@pytest.mark.parametrize("body", [LOGIN, b"<html/>", b"<?xml version='1.0'?><html/>"])
def test_a_page_is_told_from_garbage(body: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        read_envelope(body)
    assert caught.value.page


@given(st.binary(max_size=300))
def test_whatever_comes_is_an_envelope_or_unreadable(body: bytes) -> None:
    with suppress(Unreadable):
        assert not read_envelope(body).is_error


@pytest.mark.parametrize(
    ("announced", "most"),
    [
        ("1000000", 1_000_000),
        (" 10 ", 10),
        ("100000000", MOST_AT_ONCE),
        ("9" * 400, MOST_AT_ONCE),
        ("0", MOST_AT_ONCE),
        ("-5", MOST_AT_ONCE),
        ("١٠", MOST_AT_ONCE),
        ("much", MOST_AT_ONCE),
        ("", MOST_AT_ONCE),
        (None, MOST_AT_ONCE),
    ],
)
def test_the_servers_limit_is_kept_below_ours(announced: str | None, most: int) -> None:
    assert read_limit(announced) == most
