"""What a letter says, how it is printed, and what is read out of answers: pure."""

import shutil
import subprocess
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import msgspec
import pytest

from kiosk.submission import Dispatch, Progress
from sync.envelope import Enclosure, mail_of
from sync.letter import WORDS, letter_of, message_id
from sync.press import Press
from sync.reply import OURS, Reply, read_reply
from tests.sync.contract import make_dispatch
from tests.sync.mail_server import KIOSK, OFFICE, answer_to, piece, returned

PDFTOTEXT = shutil.which("pdftotext")

SUMMER = datetime(2026, 7, 1, 21, 30, tzinfo=UTC)
FIRST = message_id(make_dispatch())

HOSTILE = (
    "a\r\nBcc: thief@example.com\r\n\r\nbody",
    "a\nSubject: another",
    "\r\n.\r\nMAIL FROM:<x@example.com>\r\n",
    "\u202egnirts\u2066 \u2029 \u0085 \x00\x1b[2J\x7f",
    "=?utf-8?q?=0D=0ABcc:_thief@example.com?=",
    '"<x@example.com>, y@example.com;',
    "Ω" * 10_000,
    "λέξη " * 2_000,
    "x" * 10_000,
    "\U0001f600\u0301" * 100,
    "",
)


def dispatch_of(**fields: object) -> Dispatch:
    return msgspec.structs.replace(make_dispatch(), confirmed=SUMMER, **fields)


def mailed(dispatch: Dispatch, *enclosures: Enclosure) -> bytes:
    return mail_of(letter_of(dispatch, "el", (), True), enclosures, KIOSK, OFFICE)


def read(mail: bytes) -> EmailMessage:
    message = message_from_bytes(mail, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def body_of(mail: bytes) -> str:
    part = read(mail).get_body()
    assert part is not None
    return str(part.get_content())


# What it says


def test_a_letter_says_all_that_a_clerk_must_know() -> None:
    text = letter_of(dispatch_of(), "el", [piece().attachment], True).body
    assert text.splitlines()[:8] == [
        "Καμένη λάμπα",
        "",
        "Αριθμός απόδειξης: KX7-4MQ-2PD",
        "Υποβλήθηκε: 02/07/2026, ώρα 00:30",  # it is tomorrow in Greece
        "Θέση: Πλατεία, Άνω Λεύκη",
        "Συντεταγμένες: 38.246640, 21.734574",
        "Σημείο υποβολής: square",
        "geo:38.246640,21.734574",
    ]
    assert "Τι συμβαίνει; Καμένη λάμπα" in text
    assert "Συνημμένα: photo-1.jpg" in text
    assert "Ολοκληρώθηκε" in text


def test_a_clerk_is_asked_to_answer_only_where_it_is_read() -> None:
    unread = letter_of(dispatch_of(), "el", (), False).body
    assert "Ολοκληρώθηκε" not in unread
    assert "Μην απαντήσετε" in unread


def test_what_is_not_known_has_no_line() -> None:
    letter = letter_of(dispatch_of(latitude=None, address=""), "en", (), False)
    assert [label for label, _ in letter.rows] == [
        "Receipt number",
        "Filed",
        "Filed at kiosk",
    ]
    assert letter.geo == ""


def test_the_word_that_ends_a_case_is_one_that_is_understood() -> None:
    for words in WORDS.values():
        asked = words.answer.rsplit(" ", 1)[1]
        reply = read_reply(answer_to(FIRST, asked))
        assert reply is not None
        assert reply.news.progress is Progress.DONE


# The envelope


def test_a_letters_name_is_of_the_submission_alone() -> None:
    name = message_id(dispatch_of(kiosk="Πλατεία\r\n> square", title="b"))
    assert OURS.fullmatch(name)
    assert name == FIRST


@pytest.mark.parametrize(
    "field", ["title", "description", "address", "kiosk", "receipt"]
)
@pytest.mark.parametrize("said", HOSTILE, ids=lambda one: repr(one)[:20])
def test_nothing_that_was_said_makes_a_header(field: str, said: str) -> None:
    mail = mailed(dispatch_of(**{field: said}), Enclosure(said, said, b"content"))
    assert mail == mailed(
        dispatch_of(**{field: said}), Enclosure(said, said, b"content")
    )
    assert mail.isascii()
    assert max(map(len, mail.split(b"\r\n"))) <= 998  # RFC 5322, 2.1.1
    assert b"\n" not in mail.replace(b"\r\n", b"")
    message = read(mail)
    assert message.keys() == read(mailed(dispatch_of())).keys()
    assert (message["To"], message.defects) == (OFFICE, [])
    assert len(message["From"].addresses) == 1
    assert message["From"].addresses[0].addr_spec == KIOSK
    assert len(message["Subject"]) <= 120
    assert not set(str(message["Subject"])) & set("\r\n\x00\x1b\u202e\u2066\u2029")
    assert not set(body_of(mail).replace("\r\n", "")) & set(
        "\r\x00\x1b\u202e\u2066\u2029"
    )
    (enclosure,) = message.iter_attachments()
    assert (enclosure.get_content(), enclosure.get_content_type()) == (
        b"content",
        "application/octet-stream",
    )
    assert "/" not in str(enclosure.get_filename())


def test_greek_is_read_back_as_it_was_written() -> None:
    title = "Χάλασε η βρύση, ρέει νερό εδώ και τρεις ημέρες μπροστά στο σχολείο"
    assert read(mailed(dispatch_of(title=title)))["Subject"].endswith(title)


# The page


@pytest.mark.parametrize("said", HOSTILE, ids=lambda one: repr(one)[:20])
def test_a_letter_is_one_page_whatever_was_said(
    press: Press, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    dispatch = dispatch_of(
        title=said, description=f"{said}\n" * 50, address=said, kiosk=said
    )
    many = [piece().attachment] * 60
    page = press.print(letter_of(dispatch, "el", many, True))
    assert page == press.print(letter_of(dispatch, "el", many, True))
    assert page.count(b"/Type /Page\n") == 1
    if PDFTOTEXT is not None:
        told = printed(page)
        for words in ("KX7-4MQ-2PD", "πρωτοκόλλου", "photo-1.jpg", "Ολοκληρώθηκε"):
            assert words in told
    assert caplog.records == []  # no library tells what letters it lacks


@pytest.mark.skipif(PDFTOTEXT is None, reason="there is no pdftotext here")
def test_what_cannot_be_printed_is_told(press: Press) -> None:
    def page(text: str) -> str:
        return printed(
            press.print(letter_of(dispatch_of(description=text), "en", (), False))
        )

    assert "is not printed here" not in page("Ἡ λάμπα; ἄνθρωπος")
    assert "Η λάμπα; ανθρωπος" in page("Ἡ λάμπα; ἄνθρωπος")
    assert "is not printed here" in page("λάμπα \u0645\u0631\u062d")
    assert "goes on in the message" not in page("λάμπα")
    assert "goes on in the message" in page("λάμπα " * 3000)


def printed(page: bytes) -> str:
    assert PDFTOTEXT is not None
    return subprocess.run(
        [PDFTOTEXT, "-layout", "-", "-"], input=page, capture_output=True, check=True
    ).stdout.decode()


# What comes back


@pytest.mark.parametrize(
    ("subject", "text", "progress", "message"),
    [
        ("Re: Αίτημα", "Το είδαμε.", Progress.SEEN, "Το είδαμε."),
        ("Re: Αίτημα", "Ολοκληρώθηκε", Progress.DONE, "Ολοκληρώθηκε"),
        ("Re: Αίτημα", "\n\nΟΛΟΚΛΗΡΩΘΗΚΕ στις 5/7.", Progress.DONE, None),
        ("Re: Αίτημα", "Ολοκληρωθηκε!\nΕυχαριστούμε", Progress.DONE, None),
        ("Re: Report", "Done.", Progress.DONE, "Done."),
        ("Re: Report", "DONE\nA new lamp.", Progress.DONE, "DONE A new lamp."),
        ("RE: ΑΠ: Ολοκληρώθηκε - Αίτημα", "", Progress.DONE, ""),
        ("Re: Αίτημα", "Δεν ολοκληρώθηκε ακόμη.", Progress.SEEN, None),
        ("Re: Αίτημα", "Ολοκληρώθηκε;", Progress.SEEN, None),
        ("Re: Report", "Done nothing yet", Progress.SEEN, None),
        ("Re: Done yet? A lamp", "We look.", Progress.SEEN, "We look."),
        ("Re: Αίτημα", "Ναι.\nΟλοκληρώθηκε", Progress.SEEN, None),
        ("Re: A", "Yes\n\nOn Mon, 5 Jul 2026 A wrote:\n> Done", Progress.SEEN, "Yes"),
        ("Re: A", "Ναι\nΣτις 5/7/2026 το Α έγραψε:\n> x", Progress.SEEN, "Ναι"),
        ("Re: A", "Ναι\n-----Original Message-----\nx", Progress.SEEN, "Ναι"),
        ("Re: A", "Ναι\n________________\nΑπό: Α", Progress.SEEN, "Ναι"),
        ("Re: A", "Ναι\n-- \nΓραφείο 5", Progress.SEEN, "Ναι"),
        ("Re: A", "> Ολοκληρώθηκε\nΝαι", Progress.SEEN, ""),
        ("Re: A", "x\u202ey\x1b[2J", Progress.SEEN, "xy [2J"),
    ],
)
def test_an_answer_is_read(
    subject: str, text: str, progress: Progress, message: str | None
) -> None:
    reply = read_reply(answer_to(FIRST, text, subject))
    assert reply is not None
    assert (reply.about, reply.news.progress) == (FIRST, progress)
    assert message is None or reply.news.message == message


def test_an_endless_answer_is_bounded() -> None:
    reply = read_reply(answer_to(FIRST, "ναι " * 50_000))
    assert reply is not None
    assert len(reply.news.message) <= 500


@pytest.mark.parametrize(
    "mail",
    [
        answer_to("<another@example.gr>", "Ολοκληρώθηκε"),
        answer_to(FIRST, "Λείπω σε άδεια.", Auto_Submitted="auto-replied"),
        answer_to(FIRST, "Λείπω σε άδεια.", Precedence="bulk"),
        returned(FIRST, action="delayed"),
        returned("<another@example.gr>"),
        mailed(dispatch_of()),
        b"",
        b"\x00\xff" * 5000,
    ],
    ids=[
        "another",
        "absent",
        "bulk",
        "delayed",
        "not-ours",
        "our-copy",
        "empty",
        "noise",
    ],
)
def test_what_nobody_wrote_to_us_is_no_news(mail: bytes) -> None:
    assert read_reply(mail) is None


def test_a_return_is_told_from_an_answer() -> None:
    reply = read_reply(returned(FIRST))
    assert isinstance(reply, Reply)
    assert reply.news.progress is Progress.KEPT
    assert reply.news.message == "came back undelivered (5.1.1)"
