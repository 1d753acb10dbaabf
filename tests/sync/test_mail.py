"""Mail against a post office that is not ours, and the kiosk's own mailbox."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from kiosk.config import Destination
from kiosk.errors import Misconfigured
from kiosk.submission import Dispatch, Progress
from sync.connector import (
    Connector,
    Delivered,
    Earlier,
    Kind,
    Trouble,
    Whole,
)
from sync.connectors.mail import Mail
from sync.letter import message_id
from sync.plateia import written
from tests.kiosk.village import Kiosk
from tests.sync.contract import (
    SETTLED,
    UNSETTLED,
    ConnectorContract,
    Far,
    make_dispatch,
)
from tests.sync.mail_server import (
    KIOSK,
    OFFICE,
    PHOTO,
    Deed,
    MailTown,
    answer_to,
    piece,
    returned,
)
from tests.sync.mailbox import LOGIN
from tests.sync.post import Post, case

Connect = Callable[[Destination], Mail]
FIRST = "<00000000-0000-4000-8000-000000000001@plateia-square.internal>"


class FarMail(Far):
    """The municipality's mail, as the contract sees it."""

    def __init__(self, town: MailTown) -> None:
        self.town = town

    def destination(self) -> Destination:
        return self.town.destination()

    def has(self, dispatch: Dispatch) -> int:
        name = message_id(dispatch)
        return sum(one.message["Message-ID"] == name for one in self.town.kept)

    def first_id(self) -> str:
        return FIRST

    def loses_the_next_answer(self) -> None:
        self.town.next(Deed(drops=True))

    def breaks_before_keeping(self) -> None:
        self.town.next(Deed(keeps=False, drops=True))

    def fails_after_keeping(self) -> None:
        self.town.next(Deed(answer="451 4.3.0 Error in processing"))

    def answers_with(self, body: bytes) -> None:
        self.town.next(Deed(keeps=False, raw=body + b"\r\n"))

    def refuses(self) -> None:
        self.town.manners.answers[OFFICE] = "550 5.1.1 No such mailbox"

    def locks_us_out(self) -> None:
        self.town.manners.password = "another"

    def shows_nothing(self) -> None:
        self.town.box.is_shut = True

    def finishes(self, message: str) -> None:
        self.town.box.put(answer_to(FIRST, message, subject="Ολοκληρώθηκε"))


class TestMailConnector(ConnectorContract):
    """The contract."""

    @pytest.fixture
    def connect(self, connect_mail: Connect) -> Connect:
        return connect_mail

    @pytest.fixture
    def far(self, mail_town: MailTown) -> Far:
        return FarMail(mail_town)

    @pytest.fixture
    def dead_url(self, dead_url: str) -> str:
        return dead_url.replace("http:", "smtp:")

    def test_nobody_at_home_is_a_dead_line_and_left_nothing(
        self, far: Far, connect: Callable[[Destination], Connector], dead_url: str
    ) -> None:
        there = msgspec.structs.replace(far.destination(), url=dead_url)
        told = connect(there).carry(make_dispatch(), None)
        assert told == Trouble(Kind.LINK, "no connection")


# What is sent


def test_a_letter_has_a_page_for_people_and_the_same_for_machines(
    mail_town: MailTown, mail: Mail
) -> None:
    dispatch = make_dispatch()
    assert mail.carry_whole(dispatch, [piece()], None) == Delivered(FIRST)
    (kept,) = mail_town.kept
    read = kept.message
    assert kept.recipients == (OFFICE, KIOSK)
    assert read["Subject"] == "Αίτημα KX7-4MQ-2PD: Καμένη λάμπα"
    assert (read["To"], read["Cc"], read["Bcc"]) == (OFFICE, None, None)
    assert read["From"].addresses[0].addr_spec == KIOSK
    assert read["Auto-Submitted"] == "auto-generated"
    assert read["Date"].datetime == dispatch.confirmed
    page, data, photo = read.iter_attachments()
    assert page.get_filename() == "KX7-4MQ-2PD.pdf"
    assert page.get_content().startswith(b"%PDF-")
    assert (data.get_filename(), data.get_content_type()) == (
        "KX7-4MQ-2PD.json",
        "application/json",
    )
    assert data.get_content() == written(dispatch, "broken-lamp")
    assert (photo.get_filename(), photo.get_content_type()) == (
        "photo-1.jpg",
        "image/jpeg",
    )
    assert photo.get_content() == PHOTO


def test_every_try_sends_the_same_bytes(
    mail_town: MailTown, connect_mail: Connect
) -> None:
    dispatch = make_dispatch()
    for _ in range(2):  # each as after a restart
        connect_mail(mail_town.destination()).carry_whole(dispatch, [piece()], None)
    first, second = mail_town.kept
    assert first.content == second.content


def test_all_goes_in_one_mail(mail: Mail) -> None:
    assert isinstance(mail, Whole)


def test_the_service_is_said_in_the_towns_words(
    mail_town: MailTown, connect_mail: Connect
) -> None:
    to = mail_town.destination(services={"broken-lamp": "176"})
    connect_mail(to).carry(make_dispatch(), None)
    _, data = mail_town.kept[0].message.iter_attachments()
    assert json.loads(data.get_content())["service"] == "176"


def test_without_an_inbox_no_copy_goes_out(mail_town: MailTown, blind: Mail) -> None:
    assert blind.carry(make_dispatch(), None) == Delivered(FIRST)
    assert mail_town.kept[0].recipients == (OFFICE,)


# Once


def test_what_is_not_there_yet_is_waited_for(mail_town: MailTown, mail: Mail) -> None:
    mail_town.manners.copies = False
    mail_town.next(Deed(drops=True))
    mail.carry(make_dispatch(), None)
    told = mail.carry(make_dispatch(), UNSETTLED)
    assert told == Trouble(Kind.UNSETTLED, "not found there yet")
    assert len(mail_town.kept) == 1


@pytest.mark.parametrize("earlier", [UNSETTLED, SETTLED])
def test_without_an_inbox_what_may_have_arrived_is_an_operators(
    mail_town: MailTown, blind: Mail, earlier: Earlier
) -> None:
    mail_town.next(Deed(drops=True))
    lost = blind.carry(make_dispatch(), None)
    assert isinstance(lost, Trouble)
    assert (lost.kind, lost.may_have_arrived) == (Kind.LINK, True)
    told = blind.carry(make_dispatch(), earlier)
    assert isinstance(told, Trouble)
    assert told.kind is Kind.REFUSED
    assert "KX7-4MQ-2PD" in told.said
    assert "KX7" not in told.code
    assert len(mail_town.kept) == 1


def test_a_search_that_finds_everything_proves_nothing(
    mail_town: MailTown, mail: Mail
) -> None:
    mail_town.box.put(answer_to("<another@example.gr>", "Καλημέρα"))
    mail_town.box.finds = "1 99"
    assert mail.carry(make_dispatch(), SETTLED) == Delivered(FIRST)
    assert len(mail_town.kept) == 1


def test_the_mailbox_is_left_as_it_was(mail_town: MailTown, mail: Mail) -> None:
    mail.carry(make_dispatch(), SETTLED)
    mail_town.box.put(answer_to(FIRST, "Το είδαμε."))
    mail.news([FIRST])
    verbs = {" ".join(one.split()[:2]) for one in mail_town.box.commands}
    assert verbs == {
        "CAPABILITY",
        f"LOGIN {LOGIN[0]}",
        "EXAMINE INBOX",
        "UID SEARCH",
        "UID FETCH",
        "LOGOUT",
    }
    assert all("PEEK" in one for one in mail_town.box.commands if "FETCH" in one)


# News


def told(mail: Mail, *ids: str) -> dict[str, tuple[Progress, str]]:
    news = mail.news(ids or [FIRST])
    assert not isinstance(news, Trouble)
    return {one: (it.progress, it.message) for one, it in news.items()}


def test_an_answer_is_seen_and_a_later_one_done(
    mail_town: MailTown, mail: Mail
) -> None:
    assert told(mail) == {}
    mail_town.box.put(answer_to(FIRST, "Το είδαμε, θα έρθει συνεργείο.\n"))
    assert told(mail) == {FIRST: (Progress.SEEN, "Το είδαμε, θα έρθει συνεργείο.")}
    mail_town.box.put(answer_to(FIRST, "ΟΛΟΚΛΗΡΩΘΗΚΕ.\nΝέα λάμπα.\n"))
    assert told(mail) == {FIRST: (Progress.DONE, "ΟΛΟΚΛΗΡΩΘΗΚΕ. Νέα λάμπα.")}
    fetched = [one for one in mail_town.box.commands if "FETCH" in one]
    assert len(fetched) == 2  # each was read once


def test_news_says_when(mail_town: MailTown, mail: Mail) -> None:
    mail_town.box.put(answer_to(FIRST, "Το είδαμε."))
    news = mail.news([FIRST])
    assert not isinstance(news, Trouble)
    assert news[FIRST].updated == datetime(2026, 11, 26, 8, tzinfo=UTC)


def test_without_an_inbox_there_is_no_news(mail_town: MailTown, blind: Mail) -> None:
    mail_town.box.put(answer_to(FIRST, "Το είδαμε."))
    assert blind.news([FIRST]) == {}
    assert mail_town.box.commands == []


def test_what_an_operator_settled_is_not_asked_about(
    mail_town: MailTown, mail: Mail
) -> None:
    assert mail.news(["Α.Π. 1234/2026"]) == {}
    assert mail_town.box.commands == []


def test_a_letter_that_comes_back_is_at_the_kiosk_again(
    mail_town: MailTown, mail: Mail
) -> None:
    mail.carry(make_dispatch(), None)
    mail_town.box.put(returned(FIRST))
    assert told(mail) == {FIRST: (Progress.KEPT, "came back undelivered (5.1.1)")}
    mail.carry(make_dispatch(), None)  # an operator has put it right, and sent it again
    assert told(mail) == {}


def test_an_operator_sees_what_came_back_and_can_send_it_again(
    mail_town: MailTown, connect_mail: Connect, make_kiosk: Callable[..., Kiosk]
) -> None:
    to = mail_town.destination(workers=1)
    kiosk = make_kiosk(to)

    def post() -> Post:  # a new agent's life
        return Post(kiosk, {"mail": connect_mail(to)})

    receipt = kiosk.confirm()
    post().run(60)
    assert post().states() == ["delivered"]
    assert case(kiosk, receipt.code).progress is Progress.SENT
    mail_town.box.put(returned(str(mail_town.kept[0].message["Message-ID"])))
    second = post()
    second.run(60)
    (sent,) = second.sent()
    why = "came back undelivered (5.1.1)"
    assert (sent.state.value, sent.last_error) == ("refused", why)
    assert case(kiosk, receipt.code).progress is Progress.KEPT
    assert any("WARNING" in one and why in one for one in second.log.lines)
    assert kiosk.device.store.resend(receipt.code, "again")
    post().run(60)
    assert post().states() == ["delivered"]
    assert len(mail_town.kept) == 2


# Settings


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (
            {"url": "https://mail.example.gr"},
            'url: "https://mail.example.gr" is no mail',
        ),
        ({"url": "smtp://"}, "url: "),
        ({"url": f"smtp://{'a' * 70}.gr"}, "url: "),
        ({"url": "smtp://mail.example.gr:0x1"}, "url: "),
        ({"url": "smtp://name:word@mail.example.gr"}, "url: "),
        ({"sender": ""}, "sender: is missing"),
        ({"recipient": "protokollo"}, 'recipient: "protokollo" is no mail address'),
        ({"recipient": "a@b.gr\r\nBcc: c@d.gr"}, "recipient: "),
        ({"language": "sq"}, 'language: there are no letters in "sq"'),
        ({"inbox": "imap://mail.example.gr"}, "inbox: "),
        ({"inbox": "https://mail.example.gr"}, "inbox: "),
        ({"username": ""}, "username: is missing, and the inbox asks for it"),
        ({"password": "κωδικός"}, "password: cannot be sent as it stands"),
        ({"username": "a b"}, "username: cannot be sent as it stands"),
    ],
)
def test_a_wrong_setting_is_one_sentence(
    mail_town: MailTown,
    connect_mail: Connect,
    settings: dict[str, Any],
    sentence: str,
) -> None:
    with pytest.raises(Misconfigured) as caught:
        connect_mail(mail_town.destination(**settings))
    assert f'destination "mail", {sentence}' in str(caught.value)
    assert "κωδικός" not in str(caught.value)
