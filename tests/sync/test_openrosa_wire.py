"""The wire of OpenRosa, without a line: how a submission is divided, and what is read."""

from contextlib import suppress

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.georeport import Unreadable
from sync.openrosa import Envelope, File, Post, read_envelope, read_files
from tests.sync.contract import GARBAGE
from tests.sync.openrosa_server import read_parts
from tests.sync.tricks import LOGIN

XML = b'<report id="problem"><meta><instanceID>uuid:1</instanceID></meta></report>'

FILES = st.builds(
    File,
    name=st.text(min_size=1, max_size=12),
    media=st.sampled_from(["image/jpeg", "audio/ogg"]),
    content=st.binary(max_size=600),
)


@given(st.none() | FILES, st.booleans())
def test_a_post_is_the_xml_a_file_and_whether_more_will_come(
    file: File | None, is_last: bool
) -> None:
    post = Post(XML, file, is_last)
    assert post.body() == post.body()
    first, *others = read_parts(*post.body())
    assert (first.name, first.content) == ("xml_submission_file", XML)
    if not is_last:
        more = others.pop()
        assert (more.name, more.content) == ("*isIncomplete*", b"yes")
    told = [(one.media, one.content) for one in others]
    assert told == ([] if file is None else [(file.media, file.content)])


def test_a_name_cannot_break_out_of_its_header() -> None:
    name = 'a"; filename="b\r\nX: y'
    body, media = Post(XML, File(name, "image/jpeg", b"x"), is_last=True).body()
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


def test_the_list_of_files_is_read_whatever_else_it_tells() -> None:
    told = [
        {"name": "a.jpg", "exists": True},
        {"name": "ά.ogg", "exists": False, "x": 1},
    ]
    assert read_files(msgspec.json.encode(told)) == {"a.jpg": True, "ά.ogg": False}
    assert read_files(b"[]") == {}


@pytest.mark.parametrize(
    "body",
    [
        *(one for one in GARBAGE if one != b"[]"),
        LOGIN,
        b'[{"name": "a.jpg", "exists": "yes"}]',
        b'[{"name": 7, "exists": true}]',
        b'{"name": "a.jpg", "exists": true}',
    ],
    ids=lambda body: repr(body[:12]),
)
def test_what_is_no_list_of_files_is_not_taken_for_one(body: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        read_files(body)
    assert caught.value.page is (body is LOGIN)
