"""What the agent's tests share."""

import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

import resources
from kiosk.clock import Clock
from kiosk.config import Destination
from sync.connectors.mail import Mail
from sync.connectors.open311 import Open311
from sync.connectors.openrosa import OpenRosa
from sync.connectors.sensecity import SenseCity
from sync.press import Press
from tests.kiosk.village import Kiosk, SetClock
from tests.sync.mail_server import MailTown
from tests.sync.municipality import KEY, Municipality
from tests.sync.openrosa_archive import Manners
from tests.sync.openrosa_server import OpenRosaServer
from tests.sync.post import Post, destination
from tests.sync.sense_city import SenseCityServer
from tests.sync.sense_city import destination as city_destination

Connect = Callable[..., Open311]
ConnectMail = Callable[[Destination], Mail]


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loopback is reached directly, whatever the machine's own settings say."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")


@pytest.fixture
def town() -> Iterator[Municipality]:
    with Municipality() as town:
        yield town


@pytest.fixture
def dead_url() -> Iterator[str]:
    """An address where nobody listens: its port is taken, so that nobody can."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture
def make_kiosk(tmp_path: Path) -> Iterator[Callable[..., Kiosk]]:
    made: list[Kiosk] = []

    def make(*destinations: Destination) -> Kiosk:
        clock = SetClock(wall=datetime.now(UTC))
        made.append(Kiosk(tmp_path / "kiosk", destinations or (destination(),), clock))
        return made[-1]

    yield make
    for one in made:
        one.device.store.close()


@pytest.fixture
def kiosk(make_kiosk: Callable[..., Kiosk]) -> Kiosk:
    return make_kiosk()


@pytest.fixture
def real(
    town: Municipality, make_kiosk: Callable[..., Kiosk]
) -> Iterator[Callable[[], Post]]:
    """A kiosk that sends to the town over Open311; each call is a new agent's."""
    to = Destination(
        name="town", type="open311", url=town.url, api_key=KEY, timeout_s=5, workers=1
    )
    kiosk = make_kiosk(to)
    made: list[Open311] = []

    def post() -> Post:
        made.append(Open311(to))
        return Post(kiosk, {"town": made[-1]})

    yield post
    for one in made:
        one.close()


@pytest.fixture
def connect() -> Iterator[Connect]:
    """Make connectors that are closed at the end."""
    made: list[Open311] = []

    def connect(to: Destination, *clock: Clock) -> Open311:
        made.append(Open311(to, *clock))
        return made[-1]

    yield connect
    for one in made:
        one.close()


@pytest.fixture
def to_town(town: Municipality, connect: Connect) -> Connect:
    """Connect to the town, with some settings changed."""

    def to_town(*clock: Clock, **settings: object) -> Open311:
        told: dict[str, object] = {"url": town.url, "api_key": KEY, "timeout_s": 5}
        to = Destination(name="town", type="open311", **(told | settings))  # type: ignore[arg-type] # settings are what a test says
        return connect(to, *clock)

    return to_town


@pytest.fixture(params=list(Manners), ids=lambda one: one.name.lower())
def rosa(request: pytest.FixtureRequest) -> Iterator[OpenRosaServer]:
    """An OpenRosa server, with either manners."""
    with OpenRosaServer(request.param) as server:
        yield server


@pytest.fixture
def connect_rosa() -> Iterator[Callable[[Destination], OpenRosa]]:
    """Make OpenRosa connectors that are closed at the end."""
    made: list[OpenRosa] = []

    def connect(to: Destination) -> OpenRosa:
        made.append(OpenRosa(to))
        return made[-1]

    yield connect
    for one in made:
        one.close()


@pytest.fixture
def sense_city() -> Iterator[SenseCityServer]:
    with SenseCityServer() as server:
        yield server


@pytest.fixture
def connect_city() -> Iterator[Callable[[Destination], SenseCity]]:
    """Make sense.city connectors that are closed at the end."""
    made: list[SenseCity] = []

    def connect(to: Destination) -> SenseCity:
        made.append(SenseCity(to))
        return made[-1]

    yield connect
    for one in made:
        one.close()


@pytest.fixture
def to_city(
    sense_city: SenseCityServer, connect_city: Callable[[Destination], SenseCity]
) -> Callable[..., SenseCity]:
    """Connect to a city that has agreed, with some settings changed."""

    def to_city(**settings: object) -> SenseCity:
        to = city_destination(sense_city)
        return connect_city(msgspec.structs.replace(to, **settings))

    return to_city


@pytest.fixture(scope="session")
def press() -> Press:
    typeface = {path.stem: path for path in resources.fonts()}
    return Press(typeface["Commissioner-Regular"], typeface["Commissioner-SemiBold"])


@pytest.fixture
def mail_town() -> Iterator[MailTown]:
    with MailTown() as town:
        yield town


@pytest.fixture
def connect_mail(press: Press) -> ConnectMail:
    return lambda to: Mail(to, press)


@pytest.fixture
def mail(mail_town: MailTown, connect_mail: ConnectMail) -> Mail:
    return connect_mail(mail_town.destination())


@pytest.fixture
def blind(mail_town: MailTown, connect_mail: ConnectMail) -> Mail:
    """A kiosk whose mailbox nobody may read."""
    return connect_mail(mail_town.destination(inbox=""))
