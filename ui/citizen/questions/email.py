"""An e-mail address: small Latin letters, no space, and the usual endings at a touch."""

from i18n import _
from kiosk.lexicon import Completion
from ui.citizen.questions.text import WritingScreen
from ui.widgets.layout import Layout, mail_layout
from ui.widgets.service import Purpose
from ui.widgets.writing import Task

_LONGEST = 254
"""Letters; RFC 5321 has no longer address."""


class EmailScreen(WritingScreen):
    """Before the @ its endings are whole; after it they go on from what is there."""

    name = "email"

    def _task(self) -> Task:
        name = self.scene.say(self._question.title)
        purpose = Purpose(spaces=False)
        return Task(name, _LONGEST, self._keys, purpose, lower=True)

    def _wrong(self) -> str:
        if not self._writing.text:
            return _("Write your e-mail address, please.")
        return _("An address is like maria@gmail.com. Look at each letter again.")

    def _offers(self) -> list[Completion]:
        keys = self._keys
        return list(endings(self._writing.text, keys.hosts, keys.domains))

    @property
    def _keys(self) -> Layout:
        return mail_layout(self.scene.language)


def endings(
    typed: str, hosts: tuple[str, ...], domains: tuple[str, ...]
) -> tuple[Completion, ...]:
    """Return how an address may end: `@gmail.com`, then `gmail.com`, else `.gr`."""
    _name, at, host = typed.partition("@")
    if not at:
        return tuple(Completion(0, f"@{one}") for one in hosts)
    begun = [one for one in hosts if one.startswith(host) and one != host]
    if begun:
        return tuple(Completion(len(host), one) for one in begun)
    if host in hosts or not host:
        return ()
    beginning, dot, ending = host.rpartition(".")
    if not dot or not beginning:
        return tuple(Completion(0, one) for one in domains) if not dot else ()
    return tuple(
        Completion(len(ending) + 1, one)
        for one in domains
        if one.startswith(f".{ending}") and one != f".{ending}"
    )
