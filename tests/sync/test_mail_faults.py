"""Every way a mail server can fail, and what is known of the mail after it."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from sync.connector import Delivered, Kind, Outcome, Trouble
from sync.connectors.mail import Mail
from tests.sync.conftest import ConnectMail
from tests.sync.contract import SETTLED, make_dispatch
from tests.sync.mail_server import (
    KIOSK,
    OFFICE,
    Deed,
    MailTown,
    Manners,
    Shouter,
    answer_to,
    piece,
)
from tests.sync.mailbox import CERTIFICATES, LOGIN

FIRST = "<00000000-0000-4000-8000-000000000001@plateia-square.internal>"
UP_TO_DATA = b"220 a\r\n250 a\r\n250 b\r\n250 c\r\n354 d\r\n"
"""All the answers that a mail without login gets before its text."""


def trouble(told: object) -> Trouble:
    assert isinstance(told, Trouble)
    return told


def summary(told: object) -> tuple[Kind, str, bool]:
    it = trouble(told)
    return it.kind, it.code, it.may_have_arrived


@pytest.fixture
def town_with(
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[..., MailTown]]:
    """Open a post office with some manners; the tests' authority is trusted."""
    made: list[MailTown] = []

    def town_with(trusted: str = "ca", **manners: Any) -> MailTown:
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATES / f"{trusted}.pem"))
        made.append(MailTown(Manners(**manners)).__enter__())
        return made[-1]

    yield town_with
    for one in made:
        one.__exit__(None, None, None)


@pytest.fixture
def call(mail_town: MailTown, connect_mail: ConnectMail) -> Callable[..., Outcome]:
    """Carry a letter to somebody who is no mail server."""

    def call(url: str, timeout_s: float = 5, **more: Any) -> Outcome:
        to = mail_town.destination(
            url=url, timeout_s=timeout_s, inbox="", username="", password=""
        )
        return connect_mail(to).carry_whole(
            make_dispatch(), more.get("with_", ()), None
        )

    return call


# What it answers before it has the mail


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("421 4.3.2 Shutting down", Kind.BUSY),
        ("450 4.2.1 Mailbox busy", Kind.BUSY),
        ("451 4.7.1 Greylisted, come back later", Kind.BUSY),
        ("452 4.2.2 Mailbox full", Kind.BUSY),
        ("500 5.5.2 Syntax", Kind.REFUSED),
        ("530 5.7.0 Must log in", Kind.LOCKED),
        ("535 5.7.8 Who are you", Kind.LOCKED),
        ("550 5.1.1 No such mailbox", Kind.REFUSED),
        ("552 5.2.2 Too large", Kind.REFUSED),
        ("553 5.1.3 Bad address", Kind.REFUSED),
        ("554 5.7.1 Spam", Kind.REFUSED),
    ],
)
@pytest.mark.parametrize("at", ["MAIL", OFFICE])
def test_a_no_before_the_mail_left_nothing(
    mail_town: MailTown, mail: Mail, at: str, answer: str, kind: Kind
) -> None:
    mail_town.manners.answers[at] = answer
    told = trouble(mail.carry(make_dispatch(), None))
    verb = "MAIL" if at == "MAIL" else "RCPT"
    assert (told.kind, told.may_have_arrived) == (kind, False)
    assert told.line == f"answered {answer[:3]} to {verb}: {answer[4:]}"
    assert mail_town.kept == []


@pytest.mark.parametrize(
    ("answer", "kind"), [("550 No", Kind.LOCKED), ("451 Wait", Kind.BUSY)]
)
def test_all_are_taken_or_nothing_is_sent(
    mail_town: MailTown, mail: Mail, answer: str, kind: Kind
) -> None:
    mail_town.manners.answers[KIOSK] = answer
    told = summary(mail.carry(make_dispatch(), None))
    assert told == (kind, f"answered {answer[:3]} to RCPT to itself", False)
    assert mail_town.kept == []


def test_what_is_too_large_is_not_sent(
    town_with: Callable[..., MailTown], connect_mail: ConnectMail
) -> None:
    town = town_with(largest=20_000)
    mail = connect_mail(town.destination())
    told = trouble(mail.carry_whole(make_dispatch(), [piece()], None))
    assert (told.kind, told.line) == (
        Kind.REFUSED,
        "too large there: at most 20000 bytes",
    )
    assert (town.kept, told.may_have_arrived) == ([], False)


# What it answers when it has the mail


@pytest.mark.parametrize(
    ("answer", "kind"),
    [("552 5.3.4 Too large", Kind.REFUSED), ("554 5.7.1 Spam", Kind.REFUSED)],
)
def test_a_no_to_the_mail_itself_left_nothing(
    mail_town: MailTown, mail: Mail, answer: str, kind: Kind
) -> None:
    mail_town.next(Deed(keeps=False, answer=answer))
    told = trouble(mail.carry(make_dispatch(), None))
    assert (told.kind, told.may_have_arrived) == (kind, False)


def test_a_mail_put_off_is_looked_for_where_that_is_possible(
    mail_town: MailTown, mail: Mail, blind: Mail
) -> None:
    greylisted = Deed(keeps=False, answer="451 4.7.1 Greylisted")
    mail_town.next(greylisted, greylisted)
    code = "answered 451 to the mail"
    assert summary(mail.carry(make_dispatch(), None)) == (Kind.BUSY, code, True)
    assert summary(blind.carry(make_dispatch(), None)) == (Kind.BUSY, code, False)


def test_a_yes_that_is_none_proves_nothing(mail_town: MailTown, mail: Mail) -> None:
    mail_town.next(Deed(keeps=False, answer="221 Goodbye"))
    told = summary(mail.carry(make_dispatch(), None))
    assert told == (Kind.BUSY, "answered 221 to the mail", True)


# Who is there


@pytest.mark.parametrize(
    ("says", "kind", "code"),
    [
        (b"SSH-2.0-OpenSSH_9.2\r\n", Kind.LINK, "no mail server answers there"),
        (b"\x00\xff\xfe\r\n", Kind.LINK, "no mail server answers there"),
        (b"x" * 100_000, Kind.LINK, "no mail server answers there"),
        (b"220-on and on\r\n" * 5000, Kind.LINK, "no mail server answers there"),
        (b"<!DOCTYPE html><html>\r\n", Kind.LINK, "answered with a web page"),
        (b"421 4.3.2 Busy\r\n", Kind.BUSY, "answered 421 to greeting"),
        (b"554 5.7.1 Not you\r\n", Kind.LOCKED, "answered 554 to greeting"),
        (b"220 a\r\n550 Not you\r\n", Kind.LOCKED, "answered 550 to EHLO"),
        (b"220 a\r\nwhat?\r\n", Kind.BUSY, "answer not understood"),
        (b"220 a\r\n999 b\r\n", Kind.BUSY, "answer not understood"),
    ],
    ids=lambda one: repr(one)[:24],
)
def test_a_strange_greeting_is_survived(
    call: Callable[..., Outcome], says: bytes, kind: Kind, code: str
) -> None:
    with Shouter(says) as shouter:
        assert summary(call(shouter.url)) == (kind, code, False)


def test_silence_ends(call: Callable[..., Outcome]) -> None:
    silent = (Kind.LINK, "no answer in time", False)
    with Shouter(b"") as shouter:
        assert summary(call(shouter.url, 0.3)) == silent


def test_a_greeting_that_drips_ends(call: Callable[..., Outcome]) -> None:
    with Shouter(b"", drips=True) as shouter:
        assert summary(call(shouter.url, 0.3)) == (
            Kind.LINK,
            "no answer in time",
            False,
        )


def test_silence_after_the_last_dot_may_have_arrived(
    call: Callable[..., Outcome],
) -> None:
    with Shouter(UP_TO_DATA) as shouter:
        assert summary(call(shouter.url, 0.3)) == (Kind.LINK, "no answer in time", True)


def test_a_mail_cut_off_before_its_last_dot_has_not_arrived(
    call: Callable[..., Outcome],
) -> None:
    large = piece(content=bytes(12_000_000))  # more than the kernel takes in
    with Shouter(UP_TO_DATA) as shouter:
        told = call(shouter.url, 0.5, with_=[large])
        assert trouble(told).kind is Kind.LINK
        assert not trouble(told).may_have_arrived


def test_a_host_without_a_name_is_a_dead_line(call: Callable[..., Outcome]) -> None:
    told = call("smtps://no.such.host.invalid")
    assert (trouble(told).kind, trouble(told).may_have_arrived) == (Kind.LINK, False)


def test_hanging_up_ends_a_call(mail_town: MailTown, mail: Mail) -> None:
    mail_town.next(Deed(keeps=False, holds=True))
    told: list[Outcome] = []
    at_work = threading.Thread(
        target=lambda: told.append(mail.carry(make_dispatch(), None))
    )
    at_work.start()
    assert mail_town.came.wait(10)
    mail.hang_up()
    at_work.join(10)
    assert summary(told[0]) == (Kind.LINK, "stopped", True)
    assert summary(mail.carry(make_dispatch(), None)) == (Kind.LINK, "stopped", False)
    assert summary(mail.news([FIRST])) == (Kind.LINK, "stopped", False)


# Who it proves to be


@pytest.mark.parametrize(
    ("certificate", "kind", "code"),
    [
        ("expired", Kind.CERTIFICATE, "certificate not valid any more"),
        ("early", Kind.CLOCK, "certificate not valid yet"),
        ("stranger", Kind.CERTIFICATE, "certificate not trusted"),
    ],
)
def test_a_wrong_certificate_gets_nothing(
    town_with: Callable[..., MailTown],
    connect_mail: ConnectMail,
    certificate: str,
    kind: Kind,
    code: str,
) -> None:
    town = town_with(is_secure=True, certificate=certificate)
    told = summary(connect_mail(town.destination()).carry(make_dispatch(), None))
    assert told == (kind, code, False)
    assert (town.kept, town.logins) == ([], 0)


def test_tls_from_the_first_byte(
    town_with: Callable[..., MailTown], connect_mail: ConnectMail
) -> None:
    town = town_with(is_secure=True)
    town.box.secure("well")
    town.next(Deed(drops=True))
    mail = connect_mail(town.destination())
    assert summary(mail.carry(make_dispatch(), None))[2]
    assert mail.carry(make_dispatch(), SETTLED) == Delivered(FIRST)
    assert len(town.kept) == 1


def test_the_mailbox_too_must_prove_who_it_is(
    town_with: Callable[..., MailTown], connect_mail: ConnectMail
) -> None:
    town = town_with()
    town.box.secure("stranger")
    told = summary(connect_mail(town.destination()).carry(make_dispatch(), SETTLED))
    assert told == (Kind.CERTIFICATE, "certificate not trusted", False)
    assert (town.kept, town.box.commands) == ([], [])


def test_who_does_not_speak_tls_where_he_should_gets_nothing(
    call: Callable[..., Outcome],
) -> None:
    with Shouter(b"220 plain words\r\n") as shouter:
        told = call(shouter.url.replace("smtp:", "smtps:"))
    assert summary(told) == (
        Kind.CERTIFICATE,
        "does not speak TLS as it should",
        False,
    )


@pytest.mark.parametrize(
    ("offered", "outcome"),
    [
        (None, (Kind.CERTIFICATE, "offers no TLS (STARTTLS)", False)),
        ("well", (Kind.CERTIFICATE, "certificate not trusted", False)),
        ("anywhere", None),
    ],
)
def test_elsewhere_nothing_is_said_without_tls(
    town_with: Callable[..., MailTown],
    connect_mail: ConnectMail,
    offered: str | None,
    outcome: tuple[Kind, str, bool] | None,
) -> None:
    town = town_with(trusted="anywhere", serves_tls=offered)
    elsewhere = town.url.replace("127.0.0.1", "0.0.0.0")
    mail = connect_mail(town.destination(url=elsewhere))
    told = mail.carry(make_dispatch(), None)
    if outcome is None:
        assert told == Delivered(FIRST)
        assert town.logins == 1
    else:
        assert summary(told) == outcome
        assert (town.kept, town.logins) == ([], 0)


# The mailbox


@pytest.mark.parametrize(
    "says",
    [
        b"",
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"* BYE too many\r\n",
        b"<html>\r\n" * 3,
        b"* OK hi\r\n* X {99999999999}\r\n",
        b"\xff\xfe\x00\r\n",
        b"* OK " + b"x" * 2_000_000,
    ],
    ids=lambda one: repr(one)[:20],
)
def test_a_mailbox_that_is_none_proves_nothing(
    mail_town: MailTown, connect_mail: ConnectMail, says: bytes
) -> None:
    mail_town.box.says = says
    mail = connect_mail(mail_town.destination(timeout_s=1))
    for told in (mail.carry(make_dispatch(), SETTLED), mail.news([FIRST])):
        assert trouble(told).kind in {Kind.LINK, Kind.BUSY}
    assert mail_town.kept == []


def test_a_mailbox_that_lets_nobody_in_needs_an_operator(
    mail_town: MailTown, mail: Mail
) -> None:
    mail_town.box.password = "another"
    told = summary(mail.carry(make_dispatch(), SETTLED))
    assert told == (Kind.LOCKED, "the mailbox lets nobody in", False)


def test_nobody_at_the_mailbox_is_a_dead_line(
    mail_town: MailTown, connect_mail: ConnectMail, dead_url: str
) -> None:
    away = mail_town.destination(inbox=dead_url.replace("http:", "imap:"))
    told = connect_mail(away).news([FIRST])
    assert told == Trouble(Kind.LINK, "no connection")


def test_mails_that_nobody_can_read_are_no_news(
    mail_town: MailTown, mail: Mail
) -> None:
    whole = answer_to(FIRST, "Το είδαμε.")
    for broken in (
        whole.replace(b"utf-8", b"no-such-letters"),
        whole.replace(b"base64", b"x-who-knows"),
        whole.replace(b"text/plain", b"multipart/mixed"),
        b"In-Reply-To: " + FIRST.encode() + b"\r\n" + b"\xff" * 1000,
        b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\n\x00",
    ):
        mail_town.box.put(broken)
    assert not isinstance(mail.news([FIRST]), Trouble)


# What may not be told


def test_a_no_that_repeats_the_password_is_not_told(
    mail_town: MailTown, mail: Mail
) -> None:
    mail_town.manners.password = "another"
    mail_town.manners.locked = f"535 5.7.8 wrong password {LOGIN[1]}"
    told = trouble(mail.carry(make_dispatch(), None))
    assert (told.kind, told.line) == (Kind.LOCKED, "answered 535 to AUTH")


def test_a_no_that_repeats_a_citizens_words_is_not_told(
    mail_town: MailTown, mail: Mail
) -> None:
    dispatch = msgspec.structs.replace(make_dispatch(), description="my own very words")
    mail_town.next(Deed(keeps=False, answer="554 spam: my own very words"))
    told = trouble(mail.carry(dispatch, None))
    assert (told.kind, told.line) == (Kind.REFUSED, "answered 554 to the mail")
