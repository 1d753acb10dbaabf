"""Mail: a letter to the protocol office, for a municipality that has nothing else.

SMTP knows no id by which a mail is taken once, so a lost answer leaves a question. The
proof of receipt is the server's yes to the whole mail. A copy goes to the kiosk's own
mailbox in the same breath, all or none; where that mailbox may be read (`inbox`), what may
have arrived is looked for there by its Message-ID before it is sent again. Where it may
not, an operator looks.

What is answered there is news. A letter that comes back undelivered was never received,
whatever the first server said: it is given back to the operator.
"""

import base64
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NoReturn

from kiosk.codes import grouped
from kiosk.config import Destination
from kiosk.errors import Misconfigured
from kiosk.outbox import News
from kiosk.submission import AttachmentId, Dispatch, Progress
from sync.call import IMAP, SMTP, Line, MailTrouble, Server
from sync.connector import Delivered, Earlier, Kind, Outcome, Piece, Trouble
from sync.endpoint import repeats
from sync.envelope import Enclosure, mail_of
from sync.imap import Mailbox
from sync.letter import WORDS, Letter, letter_of, message_id
from sync.plateia import written
from sync.press import Press
from sync.reply import OURS, Reply, read_reply
from sync.smtp import PostOffice

_TOO_LARGE: Final = re.compile(r"\b552\b|\btoo large\b")
_ADDRESS: Final = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_STEPS: Final = tuple(Progress)
_MOST_KEPT: Final = 5000  # mails whose answers are remembered


class Mail:
    """Carries submissions to one mailbox, each as a letter with all that belongs to it."""

    def __init__(self, to: Destination, press: Press) -> None:
        """Raises Misconfigured for an address that is none."""
        _check(to)
        login = to.login()
        _check_login(to, login)
        self._to = to
        self._press = press
        self._secrets = _secrets(login)
        self._line = Line(to.timeout_s)
        self._office = PostOffice(_server(to), login, self._line)
        box = _box(to)
        self._box = (
            Mailbox(box, login, self._line) if box is not None and login else None
        )
        self._replies: dict[str, Reply | None] = {}

    def carry(self, dispatch: Dispatch, earlier: Earlier | None) -> Outcome:
        """Send a letter with nothing else, unless it is there already."""
        return self.carry_whole(dispatch, (), earlier)

    def carry_whole(
        self, dispatch: Dispatch, pieces: Sequence[Piece], earlier: Earlier | None
    ) -> Outcome:
        """Look for it if it may be there, and send it if it is not."""
        name = message_id(dispatch)
        if earlier is not None and self._box is None:
            return _for_an_operator(grouped(dispatch.receipt, "-"))
        try:
            if earlier is not None and self._box is not None:
                if self._box.copies(name):
                    return Delivered(name, _ids(one for one in pieces if not one.most))
                if not earlier.settled:
                    return Trouble(Kind.UNSETTLED, "not found there yet")
            return self._sent(dispatch, [one for one in pieces if one.most])
        except MailTrouble as trouble:
            return self._told(trouble, dispatch)

    def news(self, remote_ids: Sequence[str]) -> Mapping[str, News] | Trouble:
        """Read what was answered, and what came back."""
        found = [OURS.fullmatch(one) for one in remote_ids]
        domains = sorted({one[1] for one in found if one is not None})
        if self._box is None or not domains:
            return {}
        try:
            for name, mail in self._box.new_about(domains, self._replies).items():
                self._replies[name] = read_reply(mail)
            told = self._heard(self._box, remote_ids)
        except MailTrouble as trouble:
            return self._told(trouble, None)
        while len(self._replies) > _MOST_KEPT:
            del self._replies[next(iter(self._replies))]
        return told

    def hang_up(self) -> None:
        """End the call being made, and make no more."""
        self._line.hang_up()

    def close(self) -> None:
        """Nothing to let go: a call ends with its mail."""

    def _letter(self, dispatch: Dispatch, pieces: Sequence[Piece]) -> Letter:
        enclosed = [one.attachment for one in pieces]
        return letter_of(dispatch, self._to.language, enclosed, self._box is not None)

    def _sent(self, dispatch: Dispatch, pieces: Sequence[Piece]) -> Delivered:
        """Send it with these, and where that is too large, without. Raises MailTrouble."""
        taken = {one.attachment.id for one in pieces}
        try:
            self._send(dispatch, pieces)
        except MailTrouble as trouble:
            if not pieces or not _TOO_LARGE.search(trouble.code):
                raise
            taken = set()
            self._send(dispatch, ())
        left = [one.id for one in dispatch.attachments if one.id not in taken]
        return Delivered(message_id(dispatch), tuple(left))

    def _send(self, dispatch: Dispatch, pieces: Sequence[Piece]) -> None:
        """Hand the letter in. Raises MailTrouble."""
        letter = self._letter(dispatch, pieces)
        ours = dispatch.service or dispatch.form
        data = written(dispatch, self._to.services.get(ours, dispatch.service))
        enclosures = [
            Enclosure(
                f"{letter.code}.pdf", "application/pdf", self._press.print(letter)
            ),
            Enclosure(f"{letter.code}.json", "application/json", data),
        ]
        for one in pieces:
            kept = one.attachment
            enclosures.append(Enclosure(kept.name, kept.media, one.content))
        mail = mail_of(letter, enclosures, self._to.sender, self._to.recipient)
        own = [] if self._box is None else [self._to.sender]
        self._office.hand_in(self._to.sender, [self._to.recipient, *own], mail)

    def _heard(self, box: Mailbox, remote_ids: Sequence[str]) -> dict[str, News]:
        """Put together what the mails in the box say. Raises MailTrouble."""
        told: dict[str, News] = {}
        returned: dict[str, int] = {}
        for reply in self._replies.values():
            if reply is None or reply.about not in remote_ids:
                continue
            if reply.news.progress is Progress.KEPT:
                returned[reply.about] = returned.get(reply.about, 0) + 1
            before = told.get(reply.about, reply.news)
            furthest = max(before.progress, reply.news.progress, key=_STEPS.index)
            latest = before if reply.news.progress is Progress.KEPT else reply.news
            told[reply.about] = News(furthest, latest.message, latest.updated)
        for about, times in returned.items():
            # Sent again after it came back, it has more copies here than returns.
            is_lost = told[about].progress is Progress.KEPT
            if is_lost and box.copies(about) > times:
                del told[about]
        return told

    def _told(self, trouble: MailTrouble, dispatch: Dispatch | None) -> Trouble:
        """Say it to the agent, without the citizen's words and our password."""
        is_safe = not any(repeats(trouble.said, one, dispatch) for one in self._secrets)
        # A server that says it has not taken a mail is asked whether that is so only
        # where asking is possible.
        believed = trouble.denies and self._box is None
        return Trouble(
            trouble.kind,
            trouble.code,
            trouble.said if is_safe else "",
            may_have_arrived=bool(trouble.left) and not believed,
        )


def _ids(pieces: Iterable[Piece]) -> tuple[AttachmentId, ...]:
    return tuple(one.attachment.id for one in pieces)


def _for_an_operator(code: str) -> Trouble:
    return Trouble(
        Kind.REFUSED,
        "may have arrived, and there is no inbox to look in",
        f"look for {code} in the mailbox of the municipality, then plateia-ctl settle,"
        " or resend --not-there",
    )


def _check(to: Destination) -> None:
    """Raises Misconfigured."""
    for setting, said in (("sender", to.sender), ("recipient", to.recipient)):
        if not _ADDRESS.fullmatch(said):
            _wrong(
                to,
                setting,
                f'"{said}" is no mail address' if said else "is missing",
                "write it like protokollo@example.gr",
            )
    if to.language not in WORDS:
        _wrong(
            to,
            "language",
            f'there are no letters in "{to.language}"',
            f"choose one of: {', '.join(sorted(WORDS))}",
        )


def _check_login(to: Destination, login: tuple[str, str] | None) -> None:
    """Raises Misconfigured."""
    if login is None and to.inbox:
        cure = "write the name and the password of the sender's mailbox"
        _wrong(to, "username", "is missing, and the inbox asks for it", cure)
    for setting, word in zip(
        ("username", "password"), login or ("-", "-"), strict=True
    ):
        if not re.fullmatch(r"[!-~]+", word):
            cure = "write it in Latin letters, digits and signs, without a space"
            _wrong(to, setting, "cannot be sent as it stands", cure)


def _secrets(login: tuple[str, str] | None) -> tuple[str, ...]:
    """What no log may hold: the password, also as AUTH writes it."""
    if login is None:
        return ("",)
    name, word = login
    said = (word, f"\0{name}\0{word}")
    return (word, *(base64.b64encode(one.encode()).decode() for one in said))


def _server(to: Destination) -> Server:
    """Raises Misconfigured."""
    server = Server.at(to.url, SMTP)
    if server is None:
        cure = "write it like smtps://mail.example.gr:465 or smtp://mail.example.gr:587"
        _wrong(to, "url", f'"{to.url}" is no mail server', cure)
    return server


def _box(to: Destination) -> Server | None:
    """Raises Misconfigured."""
    if not to.inbox:
        return None
    box = Server.at(to.inbox, IMAP)
    if box is None or not (box.is_secure or box.is_here):
        cure = "write it like imaps://mail.example.gr:993, or leave it out"
        _wrong(to, "inbox", f'"{to.inbox}" is no mailbox', cure)
    return box


def _wrong(to: Destination, setting: str, what: str, cure: str) -> NoReturn:
    raise Misconfigured(f'destination "{to.name}", {setting}', what, cure) from None
