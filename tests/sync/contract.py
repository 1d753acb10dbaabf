"""What every connector must do, against a real server that can fail in every way.

A connector's own test class inherits this and gives the fixture `far`: its server, with
the few verbs below. Nothing here knows a wire.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import UTC, datetime

import msgspec
import pytest

from kiosk.config import Destination
from kiosk.question import tidy
from kiosk.submission import Dispatch, Progress, SubmissionId
from sync.connector import Accepted, Connector, Delivered, Earlier, Kind, Trouble
from tests.hostile import NASTY

TODAY = datetime.now(UTC).replace(microsecond=0)

UNSETTLED = Earlier(token=None, settled=False)
SETTLED = Earlier(token=None, settled=True)

GARBAGE = (
    b"",
    b" ",
    b"null",
    b"true",
    b"[]",
    b"{}",
    b"[[[[]]]]",
    b'"ok"',
    b"[1, 2, 3]",
    b"OK",
    b"\x00\xff\xfe",
    b"{" * 5000,
    b"[" * 100_000,
    b"<a>" * 5000,
    b"<ok/>",
    b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
    '[{"ok": "Καταχωρίστηκε"}]'.encode("iso-8859-7"),
)


def make_dispatch(
    number: int = 1, *, description: str = "Τι συμβαίνει; Καμένη λάμπα"
) -> Dispatch:
    """A report of a broken lamp; another number is another report."""
    receipts = ("KX74MQ2PD", "0123456789"[:9], "ZZZZZZZZZ", "ABCDEFGHJ")
    return Dispatch(
        id=SubmissionId(f"00000000-0000-4000-8000-{number:012}"),
        receipt=receipts[number - 1],
        form="problem",
        service="broken-lamp",
        title="Καμένη λάμπα",
        description=description,
        address="Πλατεία, Άνω Λεύκη",
        latitude=38.2466395,
        longitude=21.734574,
        language="el",
        kiosk="square",
        confirmed=TODAY,
        answers={"what": ("broken-lamp",)},
    )


class Far(ABC):
    """The other end, as the contract sees it."""

    @abstractmethod
    def destination(self) -> Destination:
        """How to reach it."""

    @abstractmethod
    def has(self, dispatch: Dispatch) -> int:
        """How often it has a submission."""

    @abstractmethod
    def first_id(self) -> str:
        """The id it gives to the first submission, as text."""

    @abstractmethod
    def loses_the_next_answer(self) -> None:
        """Keep what is sent next, and close the line instead of answering."""

    @abstractmethod
    def breaks_before_keeping(self) -> None:
        """Close the line at what is sent next, having kept nothing."""

    @abstractmethod
    def fails_after_keeping(self) -> None:
        """Keep what is sent next, and answer 500."""

    @abstractmethod
    def answers_with(self, body: bytes) -> None:
        """Answer 200 and this to what is sent next, having kept nothing."""

    @abstractmethod
    def refuses(self) -> None:
        """Refuse everything for what it is."""

    @abstractmethod
    def locks_us_out(self) -> None:
        """Refuse everything for who we are."""

    @abstractmethod
    def shows_nothing(self) -> None:
        """Answer every question with 503."""

    @abstractmethod
    def finishes(self, message: str) -> None:
        """Close the first submission's case."""


class ConnectorContract:
    """Inherit, and give the fixtures."""

    @pytest.fixture
    def connect(self) -> Callable[[Destination], Connector]:
        raise NotImplementedError

    @pytest.fixture
    def far(self) -> Far:
        raise NotImplementedError

    @pytest.fixture
    def connector(
        self, far: Far, connect: Callable[[Destination], Connector]
    ) -> Connector:
        return connect(far.destination())

    def test_what_is_carried_is_there_once(
        self, far: Far, connector: Connector
    ) -> None:
        assert connector.carry(make_dispatch(), None) == Delivered(far.first_id())
        assert far.has(make_dispatch()) == 1

    def test_whatever_was_written_arrives_once_and_is_found_again(
        self, far: Far, connector: Connector
    ) -> None:
        short = [one for one in NASTY.values() if len(one) < 1000]
        long = [one for one in NASTY.values() if len(one) >= 1000]
        written = ("\n".join(short), *long, NASTY["headers"])
        for number, one in enumerate(written, 1):
            said = tidy(one, 20_000)  # as every dispatch is
            line = " ".join(said.split())
            dispatch = msgspec.structs.replace(
                make_dispatch(number, description=said),
                title=line[:120].strip(),
                address=line[:240].strip(),
                name=line[:120].strip(),
                answers={"what": ("broken-lamp",), "said": (said,)},
            )
            told = connector.carry(dispatch, None)
            assert isinstance(told, Delivered), told
            assert connector.carry(dispatch, SETTLED) == told
            assert far.has(dispatch) == 1

    def test_a_lost_answer_is_no_delivery_and_is_not_sent_again(
        self, far: Far, connector: Connector
    ) -> None:
        far.loses_the_next_answer()
        lost = connector.carry(make_dispatch(), None)
        assert isinstance(lost, Trouble)
        assert (lost.kind, lost.may_have_arrived) == (Kind.LINK, True)
        for earlier in (UNSETTLED, SETTLED):
            assert connector.carry(make_dispatch(), earlier) == Delivered(
                far.first_id()
            )
        assert far.has(make_dispatch()) == 1

    def test_a_failure_after_keeping_is_not_sent_again(
        self, far: Far, connector: Connector
    ) -> None:
        far.fails_after_keeping()
        failed = connector.carry(make_dispatch(), None)
        assert isinstance(failed, Trouble)
        assert (failed.kind, failed.may_have_arrived) == (Kind.BUSY, True)
        assert isinstance(connector.carry(make_dispatch(), SETTLED), Delivered)
        assert far.has(make_dispatch()) == 1

    def test_what_never_arrived_is_sent_after_all(
        self, far: Far, connector: Connector
    ) -> None:
        far.breaks_before_keeping()
        assert isinstance(connector.carry(make_dispatch(), None), Trouble)
        assert isinstance(connector.carry(make_dispatch(), SETTLED), Delivered)
        assert far.has(make_dispatch()) == 1

    def test_one_submission_is_not_taken_for_another(
        self, far: Far, connector: Connector
    ) -> None:
        assert isinstance(connector.carry(make_dispatch(1), None), Delivered)
        assert isinstance(connector.carry(make_dispatch(2), SETTLED), Delivered)
        assert (far.has(make_dispatch(1)), far.has(make_dispatch(2))) == (1, 1)

    def test_a_refusal_has_a_reason_and_left_nothing(
        self, far: Far, connector: Connector
    ) -> None:
        far.refuses()
        told = connector.carry(make_dispatch(), None)
        assert isinstance(told, Trouble)
        assert (told.kind, told.may_have_arrived) == (Kind.REFUSED, False)
        assert len(told.line) > len(told.code)
        assert far.has(make_dispatch()) == 0

    def test_a_locked_door_is_told_from_a_refusal(
        self, far: Far, connector: Connector
    ) -> None:
        far.locks_us_out()
        told = connector.carry(make_dispatch(), None)
        assert isinstance(told, Trouble)
        assert (told.kind, told.may_have_arrived) == (Kind.LOCKED, False)

    @pytest.mark.parametrize("body", GARBAGE, ids=lambda body: repr(body[:12]))
    def test_garbage_is_survived_and_proves_nothing(
        self, far: Far, connector: Connector, body: bytes
    ) -> None:
        far.answers_with(body)
        told = connector.carry(make_dispatch(), None)
        assert isinstance(told, Trouble)
        assert (told.kind, told.may_have_arrived) == (Kind.BUSY, True)
        assert isinstance(connector.carry(make_dispatch(), SETTLED), Delivered)

    def test_a_login_page_is_a_dead_line(self, far: Far, connector: Connector) -> None:
        far.answers_with(b"<!DOCTYPE html><html><body>Log in<br></body></html>")
        told = connector.carry(make_dispatch(), None)
        assert isinstance(told, Trouble)
        assert told.kind is Kind.LINK
        assert far.has(make_dispatch()) == 0

    def test_nobody_at_home_is_a_dead_line_and_left_nothing(
        self, far: Far, connect: Callable[[Destination], Connector], dead_url: str
    ) -> None:
        away = msgspec.structs.replace(far.destination(), url=dead_url)
        told = connect(away).carry(make_dispatch(), None)
        assert told == Trouble(Kind.LINK, "no connection")

    def test_a_line_hung_up_carries_nothing_more(
        self, far: Far, connector: Connector
    ) -> None:
        connector.hang_up()
        assert connector.carry(make_dispatch(), None) == Trouble(Kind.LINK, "stopped")
        assert far.has(make_dispatch()) == 0

    def test_what_cannot_be_looked_up_is_not_sent(
        self, far: Far, connector: Connector
    ) -> None:
        far.loses_the_next_answer()
        connector.carry(make_dispatch(), None)
        far.shows_nothing()
        told = connector.carry(make_dispatch(), SETTLED)
        assert isinstance(told, Trouble | Accepted)
        assert far.has(make_dispatch()) == 1

    def test_news_of_a_closed_case_is_done(
        self, far: Far, connector: Connector
    ) -> None:
        connector.carry(make_dispatch(), None)
        far.finishes("Η λάμπα\nάλλαξε\x07.")
        told = connector.news([far.first_id(), "none-such"])
        assert not isinstance(told, Trouble)
        assert list(told) == [far.first_id()]
        news = told[far.first_id()]
        assert (news.progress, news.message) == (Progress.DONE, "Η λάμπα άλλαξε .")

    def test_no_news_is_a_trouble_not_an_end(
        self, far: Far, connector: Connector
    ) -> None:
        connector.carry(make_dispatch(), None)
        far.shows_nothing()
        assert isinstance(connector.news([far.first_id()]), Trouble)
