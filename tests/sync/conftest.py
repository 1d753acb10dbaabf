"""What the agent's tests share."""

import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.clock import Clock
from kiosk.config import Destination
from sync.connectors.open311 import Open311
from sync.connectors.openrosa import OpenRosa
from tests.kiosk.village import Kiosk, SetClock
from tests.sync.municipality import KEY, Municipality
from tests.sync.openrosa_server import Manners, OpenRosaServer
from tests.sync.post import Post, destination

Connect = Callable[..., Open311]


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
