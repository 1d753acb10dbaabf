"""plateia-ctl as it is installed: the operator's tools, and what the program can say.

The tools are the core's, which knows neither words nor things: how many of the program's
sentences each language has, and where its packs stand, is told to them here. No Qt.
"""

import sys

import resources
from i18n import SOURCE, languages, standing
from kiosk import ctl
from kiosk.ctl import Program, Spoken


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    return ctl.main(arguments, Program(tuple(_spoken()), (resources.SHELF,)))


def _spoken() -> list[Spoken]:
    told = [(one, standing(one.code)) for one in languages()]
    most = max(there.sentences for _, there in told)
    return [
        Spoken(one.code, one.name, most, most, 0)
        if one.code == SOURCE
        else Spoken(one.code, one.name, most, there.said, there.unread)
        for one, there in told
    ]


if __name__ == "__main__":
    sys.exit(main())
