"""What belongs to a report at an OpenRosa server: sent after it, once, and proved."""

from collections.abc import Callable, Iterator

import msgspec
import pytest

from kiosk.config import Destination
from kiosk.submission import Dispatch
from kiosk.xform import submission_xml
from sync.connector import Delivered, Follower, Haul, Kind, Piece, Trouble
from sync.connectors.openrosa import OpenRosa
from tests.sync.contract import GARBAGE, SETTLED
from tests.sync.openrosa_archive import Manners
from tests.sync.openrosa_server import (
    FIRST,
    PASSWORD,
    USER,
    Asks,
    OpenRosaServer,
    make_photos,
    make_report,
    read_parts,
    to,
)
from tests.sync.tricks import LOGIN, Manner, Trick

Connect = Callable[[Destination], OpenRosa]

CONTENTS = tuple(bytes([at]) * 300_000 for at in (1, 2, 3))
REPORT = make_photos(*CONTENTS)
LIST = f"/v1/projects/7/forms/problem/submissions/uuid%3A{REPORT.id}/attachments"
OF_LIST = f"GET {LIST}"
ARRIVED = Haul(Delivered(None), 300_000)


def piece(at: int, most: int = 1) -> Piece:
    """A photo by its place, with a budget for less than the whole of it."""
    return Piece(REPORT.attachments[at], CONTENTS[at], FIRST, most)


def trouble(haul: Haul) -> tuple[Kind, str]:
    assert isinstance(haul.outcome, Trouble)
    return haul.outcome.kind, haul.outcome.code


def parts(rosa: OpenRosaServer) -> list[list[str]]:
    """The names of what each POST held."""
    told = []
    for body in rosa.bodies:
        boundary = body[2 : body.index(b"\r\n")].decode()
        read = read_parts(body, f"multipart/form-data; boundary={boundary}")
        told.append([one.name for one in read])
    return told


def posted(rosa: OpenRosaServer) -> int:
    return len(rosa.bodies)


@pytest.fixture
def central() -> Iterator[OpenRosaServer]:
    """The only server that has a list; Kobo's is on another host, which is not ours."""
    with OpenRosaServer(Manners.CENTRAL) as server:
        server.asks = Asks.SILENTLY
        yield server


@pytest.fixture
def reader(central: OpenRosaServer, connect_rosa: Connect) -> OpenRosa:
    """A kiosk whose login may read."""
    return connect_rosa(to(central, login=(USER, PASSWORD)))


# What is sent


def test_it_follows_its_report(connect_rosa: Connect, rosa: OpenRosaServer) -> None:
    assert isinstance(connect_rosa(to(rosa)), Follower)


def test_the_report_goes_first_and_each_photo_after_it_beside_the_same_xml(
    rosa: OpenRosaServer, connect_rosa: Connect
) -> None:
    connector = connect_rosa(to(rosa))
    assert connector.carry(REPORT, None) == Delivered(FIRST)
    (kept,) = rosa.kept
    assert (kept.files, kept.is_whole) == ({}, False)
    for at in range(3):
        assert not kept.is_whole
        assert connector.carry_piece(REPORT, piece(at)) == ARRIVED
    assert parts(rosa) == [
        ["xml_submission_file", "*isIncomplete*"],
        ["xml_submission_file", "photo-1.jpg", "*isIncomplete*"],
        ["xml_submission_file", "photo-2.jpg", "*isIncomplete*"],
        ["xml_submission_file", "photo-3.jpg"],
    ]
    assert rosa.kept == [kept]
    assert (kept.xml, kept.is_whole) == (submission_xml(REPORT, "problem"), True)
    assert kept.files == {f"photo-{at}.jpg": CONTENTS[at - 1] for at in (1, 2, 3)}


def test_a_report_without_photos_is_whole_at_once(
    rosa: OpenRosaServer, connect_rosa: Connect
) -> None:
    connect_rosa(to(rosa)).carry(make_report(), None)
    assert parts(rosa) == [["xml_submission_file"]]


def test_a_photo_that_meets_no_report_brings_it(
    rosa: OpenRosaServer, connect_rosa: Connect
) -> None:
    assert connect_rosa(to(rosa)).carry_piece(REPORT, piece(1)) == ARRIVED
    assert connect_rosa(to(rosa)).carry(REPORT, SETTLED) == Delivered(FIRST)
    assert [list(one.files) for one in rosa.kept] == [["photo-2.jpg"]]


@pytest.mark.parametrize("commits", [True, False])
def test_a_photo_that_was_cut_off_is_there_once_after_the_next_try(
    rosa: OpenRosaServer, connect_rosa: Connect, commits: bool
) -> None:
    rosa.next_post(Trick(), Trick(commits=commits, manner=Manner.DROPPED))
    connect_rosa(to(rosa)).carry(REPORT, None)
    haul = connect_rosa(to(rosa)).carry_piece(REPORT, piece(0))
    assert isinstance(haul.outcome, Trouble)
    assert (haul.outcome.kind, haul.outcome.may_have_arrived) == (Kind.LINK, True)
    assert haul.sent == 300_000
    assert connect_rosa(to(rosa)).carry_piece(REPORT, piece(0)) == ARRIVED
    (kept,) = rosa.kept
    assert kept.files == {"photo-1.jpg": CONTENTS[0]}
    assert rosa.bodies[1] == rosa.bodies[2]


# What it means


def test_a_photo_that_is_too_large_is_refused_and_no_other(
    rosa: OpenRosaServer, connect_rosa: Connect
) -> None:
    connector = connect_rosa(to(rosa))
    connector.carry(REPORT, None)
    rosa.longest = 200_000
    assert trouble(connector.carry_piece(REPORT, piece(0))) == (
        Kind.REFUSED,
        "answered 413",
    )
    rosa.longest = None
    assert connector.carry_piece(REPORT, piece(1)) == ARRIVED


@pytest.mark.parametrize("body", [*GARBAGE, LOGIN], ids=lambda body: repr(body[:12]))
def test_a_photo_without_an_envelope_is_not_delivered(
    rosa: OpenRosaServer, connect_rosa: Connect, body: bytes
) -> None:
    rosa.next_post(Trick(commits=False, status=201, body=body))
    haul = connect_rosa(to(rosa)).carry_piece(REPORT, piece(0))
    assert isinstance(haul.outcome, Trouble)
    assert haul.outcome.kind is (Kind.LINK if body is LOGIN else Kind.BUSY)


def test_the_same_id_with_other_words_refuses_the_photo(
    rosa: OpenRosaServer, connect_rosa: Connect
) -> None:
    connect_rosa(to(rosa)).carry(make_report(), None)
    kind, _ = trouble(connect_rosa(to(rosa)).carry_piece(REPORT, piece(0)))
    assert kind is Kind.REFUSED
    assert rosa.kept[0].files == {}


def test_nobody_at_home_took_nothing(connect_rosa: Connect, dead_url: str) -> None:
    away = Destination(name="central", type="openrosa", url=dead_url)
    haul = connect_rosa(away).carry_piece(REPORT, piece(0))
    assert haul == Haul(Trouble(Kind.LINK, "no connection"), 0)


def test_what_never_left_is_not_counted(connect_rosa: Connect) -> None:
    """The server is gone between the report and its photo."""
    with OpenRosaServer() as server:
        connector = connect_rosa(to(server))
        assert connector.carry(REPORT, None) == Delivered(FIRST)
        server.hang_up_idle()
    haul = connector.carry_piece(REPORT, piece(0))
    assert haul == Haul(Trouble(Kind.LINK, "no connection"), 0)


def test_a_line_hung_up_carries_no_photo(
    rosa: OpenRosaServer, connect_rosa: Connect
) -> None:
    connector = connect_rosa(to(rosa))
    connector.hang_up()
    haul = connector.carry_piece(REPORT, piece(0))
    assert haul == Haul(Trouble(Kind.LINK, "stopped"), 0)


# The list of what is there (ODK Central)


def test_where_the_list_may_not_be_read_the_envelope_is_the_proof(
    rosa: OpenRosaServer, connect_rosa: Connect
) -> None:
    """The server says that it has them and keeps two: nobody here can know."""
    rosa.archive.most_files = 2
    connector = connect_rosa(to(rosa))
    connector.carry(REPORT, None)
    assert [connector.carry_piece(REPORT, piece(at)) for at in range(3)] == [
        ARRIVED
    ] * 3
    assert not any(one.startswith("GET") for one in rosa.calls)
    rosa.asks, rosa.may_read = Asks.SILENTLY, False
    login = (USER, PASSWORD)
    told = connect_rosa(to(rosa, login=login)).carry_piece(REPORT, piece(2))
    assert told == ARRIVED
    assert rosa.kept[0].files.keys() == {"photo-1.jpg", "photo-2.jpg"}


def test_a_photo_is_delivered_when_it_stands_in_the_list(
    central: OpenRosaServer, reader: OpenRosa
) -> None:
    reader.carry(REPORT, None)
    central.calls.clear()
    assert reader.carry_piece(REPORT, piece(0)) == ARRIVED
    calls = [one.partition("?")[0] for one in central.calls]
    assert calls == [OF_LIST, f"POST {central.manners.path}", OF_LIST]


def test_a_photo_that_was_not_kept_is_told_apart_and_sent_again(
    central: OpenRosaServer, reader: OpenRosa
) -> None:
    """Success is said, and three of three photos are not there (kobocat#432)."""
    central.archive.most_files = 2
    reader.carry(REPORT, None)
    assert [reader.carry_piece(REPORT, piece(at)) for at in (0, 1)] == [ARRIVED] * 2
    lost = reader.carry_piece(REPORT, piece(2))
    told = Trouble(Kind.BUSY, "kept without its attachment", may_have_arrived=True)
    assert lost == Haul(told, 300_000)
    central.archive.most_files = None
    assert reader.carry_piece(REPORT, piece(2)) == ARRIVED
    assert len(central.kept[0].files) == 3


def test_a_photo_that_is_there_is_not_sent_again(
    central: OpenRosaServer, reader: OpenRosa, connect_rosa: Connect
) -> None:
    central.next_post(Trick(manner=Manner.DROPPED), Trick(manner=Manner.DROPPED))
    assert isinstance(reader.carry_piece(REPORT, piece(0)).outcome, Trouble)
    sent = posted(central)
    again = connect_rosa(to(central, login=(USER, PASSWORD)))
    assert again.carry_piece(REPORT, piece(0)) == Haul(Delivered(None), 0)
    assert posted(central) == sent


def test_a_photo_that_the_form_there_has_no_question_for_is_refused_unsent(
    central: OpenRosaServer, reader: OpenRosa
) -> None:
    central.archive.asks_for_files = {"voice"}
    reader.carry(REPORT, None)
    sent = posted(central)
    haul = reader.carry_piece(REPORT, piece(0))
    assert trouble(haul) == (Kind.REFUSED, "the form there has no question for it")
    assert (haul.sent, posted(central)) == (0, sent)


def test_the_list_is_asked_by_the_name_the_form_has_there(
    central: OpenRosaServer, reader: OpenRosa, connect_rosa: Connect
) -> None:
    central.archive.forms = {"δρόμοι": {"1"}}
    there = to(central, services={"problem": "δρόμοι"}, login=(USER, PASSWORD))
    assert connect_rosa(there).carry_piece(REPORT, piece(0)) == ARRIVED
    assert central.kept[0].files.keys() == {"photo-1.jpg"}


@pytest.mark.parametrize(
    ("trick", "kind"),
    [
        (Trick(status=429), Kind.BUSY),
        (Trick(status=503), Kind.BUSY),
        (Trick(status=511), Kind.LINK),
        (Trick(status=302), Kind.LINK),
        (Trick(manner=Manner.DROPPED), Kind.LINK),
        (Trick(manner=Manner.TRUNCATED), Kind.LINK),
        (Trick(body=LOGIN), Kind.LINK),
        (Trick(body=b" " * 5_000_001), Kind.LINK),
        *((Trick(body=body), Kind.BUSY) for body in GARBAGE if body != b"[]"),
    ],
    ids=lambda one: repr(one)[:12] if isinstance(one, Kind) else None,
)
def test_a_list_that_cannot_be_read_now_proves_nothing(
    central: OpenRosaServer, reader: OpenRosa, trick: Trick, kind: Kind
) -> None:
    reader.carry(REPORT, None)
    sent = posted(central)
    central.next_get(trick)
    before = reader.carry_piece(REPORT, piece(0))
    assert isinstance(before.outcome, Trouble)
    assert (before.outcome.kind, before.outcome.may_have_arrived) == (kind, False)
    assert (before.sent, posted(central)) == (0, sent)
    central.next_get(Trick(), trick)
    after = reader.carry_piece(REPORT, piece(0))
    assert isinstance(after.outcome, Trouble)
    assert (after.outcome.kind, after.outcome.may_have_arrived) == (kind, True)
    assert (after.sent, posted(central)) == (300_000, sent + 1)
    assert reader.carry_piece(REPORT, piece(0)) == Haul(Delivered(None), 0)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 410])
def test_a_list_that_is_not_for_us_leaves_the_envelope_as_the_proof(
    central: OpenRosaServer, reader: OpenRosa, status: int
) -> None:
    reader.carry(REPORT, None)
    central.always["/attachments"] = Trick(status=status)
    assert reader.carry_piece(REPORT, piece(0)) == ARRIVED


def test_an_app_user_is_not_asked_to_read(
    rosa: OpenRosaServer, connect_rosa: Connect
) -> None:
    """Its key is in its address; it may send and nothing else."""
    told = msgspec.structs.replace(
        to(rosa, login=(USER, PASSWORD)),
        url=f"http://{rosa.host}/v1/key/abc/projects/7",
    )
    connect_rosa(told).carry_piece(REPORT, piece(0))
    assert not any(one.startswith("GET") for one in rosa.calls)


def unlisted() -> Dispatch:
    return make_photos(b"1")


def test_nothing_of_a_photo_is_said_in_a_trouble(
    central: OpenRosaServer, reader: OpenRosa
) -> None:
    spoken = msgspec.structs.replace(unlisted(), description="bad: Plατεία here")
    said = b'{"message": "bad: Pl\xce\xb1\xcf\x84\xce\xb5\xce\xaf\xce\xb1 here"}'
    central.next_post(Trick(commits=False, status=400, body=said))
    sent = Piece(spoken.attachments[0], b"1", FIRST, 1)
    assert reader.carry_piece(spoken, sent).outcome == Trouble(
        Kind.REFUSED, "answered 400"
    )
