"""What our own hub lists as open."""

from kiosk.config import Destination
from kiosk.notice import Stamp
from kiosk.others import MOST_REPORTS
from sync.connector import Kind, Trouble
from sync.feed import Listed, Unchanged, asking, stamp_of
from sync.georeport import is_page
from sync.http import Line, LineTrouble, Request, kind_of
from sync.plateia import OpenRequests, Unreadable, credentials, read
from sync.register import report_of


class HubRegister:
    """Reads the hub's list in one call, of which nothing comes when nothing is new."""

    def __init__(self, to: Destination) -> None:
        """Take up a line. Raises Misconfigured for an address or a key that is none."""
        self._line = Line(to)
        self._credentials = credentials(to.key())
        self._own = (
            [("jurisdiction_id", to.jurisdiction_id)] if to.jurisdiction_id else []
        )

    def fetch(self, stamp: Stamp) -> Listed | Unchanged | Trouble:
        """See `Reader`."""
        url = self._line.url(["open"], self._own)
        headers = {**self._credentials, **asking(stamp)}
        try:
            answer = self._line.ask(Request("GET", url, headers=headers))
        except LineTrouble as trouble:
            return Trouble(Kind.LINK, trouble.code)
        if answer.status == 304 and asking(stamp):
            return Unchanged()
        if answer.status != 200:
            code = f"answered {answer.status}"
            return Trouble(kind_of(answer.status), code, wait_s=answer.wait_s)
        try:
            rows = read(answer.body, OpenRequests).open[:MOST_REPORTS]
        except Unreadable:
            if is_page(answer.body):
                return Trouble(Kind.LINK, "answered with a web page")
            return Trouble(Kind.BUSY, "answered 200, not understood")
        found = (
            report_of(one.request, one.service, (one.lat, one.long), one.at)
            for one in rows
        )
        return Listed(tuple(one for one in found if one), stamp_of(answer))

    def hang_up(self) -> None:
        """End the call being made, and make no more."""
        self._line.hang_up()

    def close(self) -> None:
        """Let the line go."""
        self._line.close()
