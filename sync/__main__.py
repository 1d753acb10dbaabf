"""plateia-agent: carries what was kept to the municipality. The composition root.

Exit codes: 0 done or stopped, 2 a setting is wrong, 3 the disk, the store or the lock is,
4 (of `probe`) a destination needs somebody.
"""

import argparse
import fcntl
import logging
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache, partial
from logging.handlers import RotatingFileHandler
from typing import Final

import resources
from kiosk.bell import Listener, ring
from kiosk.clock import Clock, SystemClock
from kiosk.config import Config, Destination, Feed, load_config
from kiosk.device import Device, open_device
from kiosk.errors import CannotSave, Known, Misconfigured, Unavailable
from kiosk.home import Home
from kiosk.noticeboard import Noticeboard
from kiosk.outbox import Outbox
from kiosk.vault import load_opener, load_signer
from sync.agent import Agent, World
from sync.connector import Connector, Signed
from sync.connectors import CONNECTORS, PRINTING, SIGNING
from sync.feeds import READERS
from sync.herald import Systemd
from sync.link import Lookout, State, Watch, plain_sign
from sync.newsstand import Listing, Newsstand, Subscription
from sync.press import Press
from sync.registers import REGISTERS
from sync.road import Pass, Road
from sync.sealed import Hand

_LOG_BYTES: Final = 1_000_000
_LOG_FILES: Final = 4


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    asked = _parser().parse_args(arguments)
    work: Callable[[Home, ExitStack], int] = asked.work
    try:
        with ExitStack() as opened:
            return work(Home.find(asked.home), opened)
    except Known as error:
        print(f"plateia-agent: {error}", file=sys.stderr)
        return error.exit_code


@contextmanager
def alone(home: Home) -> Iterator[None]:
    """Be the only agent of a home. Raises Unavailable when there is one already."""
    path = home.folder / "agent.lock"
    try:
        lock = path.open("a", encoding="ascii")
    except OSError as error:
        raise CannotSave(
            str(path),
            f"cannot be written ({error.strerror})",
            "give this user the right to write it",
        ) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Unavailable(
                str(home.folder),
                "another agent is at work for this kiosk",
                "stop it first (systemctl stop plateia-agent)",
            ) from None
        yield


def _run(home: Home, opened: ExitStack) -> int:
    agent, _ = _agent(home, opened, alarms_aloud=True)
    with suppress(
        OSError
    ):  # where the kernel may not be asked, the agent looks himself
        opened.callback(Watch(agent.stir).close)
    agent.run()
    return 0


def _once(home: Home, opened: ExitStack) -> int:
    agent, newsstand = _agent(home, opened, alarms_aloud=False)
    passes, unrouted = agent.once()
    for one in passes:
        print(_told(one))
    for line in newsstand.once():
        print(line)
    if unrouted:
        print(f"no destination takes {unrouted} waiting: see plateia.toml")
    elif not passes:
        print("there is no destination in plateia.toml")
    return 0


def _probe(home: Home, opened: ExitStack) -> int:
    well = True
    config = load_config(home)
    hand = cache(lambda: _hand(config, _device(home, config, opened)))
    for to in config.destinations:
        _check_type(to)
        lookout = _road(to, opened, hand).lookout if to.is_on_the_web else None
        if lookout is None:
            print(f"{to.name}: is no web address; there is nobody to ask")
            continue
        found = lookout.look()
        well = well and found.state is State.WELL
        print(f"{to.name}: {found.line}")
    return 0 if well else 4


def _told(one: Pass) -> str:
    """Say in one line what a pass brought about."""
    counts = [
        (one.delivered, "delivered"),
        (one.attached, "photos and voice notes delivered"),
        (one.waiting, "waiting"),
        (one.held, "held"),
        (one.refused, "refused"),
    ]
    words = ", ".join(f"{count} {word}" for count, word in counts if count)
    why = f" ({one.why})" if one.why else ""
    return f"{one.destination}: {words or 'nothing to carry'}{why}"


def _agent(
    home: Home, opened: ExitStack, alarms_aloud: bool
) -> tuple[Agent, Newsstand]:
    """Put the agent together, ready to be stopped. Raises Known."""
    config = load_config(home)
    device = cache(lambda: _device(home, config, opened))
    hand = cache(lambda: _hand(config, device()))
    roads = [_road(to, opened, hand) for to in config.destinations]
    subscriptions = [_subscription(feed, opened) for feed in config.feeds]
    every_s = config.agent.others_every_s
    subscriptions += [
        _register(to, every_s, opened)
        for to in config.destinations
        if every_s and to.type in REGISTERS
    ]
    home.make()
    opened.enter_context(alone(home))
    world = World(
        SystemClock(),
        random.random,
        opened.enter_context(Listener(home.bell)),
        partial(ring, home.bell),
        _log(home, opened, alarms_aloud),
        Systemd(os.environ),
    )
    outbox = _outbox(device(), config, world.clock)
    newsstand = Newsstand(
        subscriptions, Noticeboard(device().store, world.clock), world
    )
    agent = Agent(outbox, roads, config.agent, world, newsstand)
    _stop_on_signals(agent, home)
    return agent, newsstand


def _subscription(feed: Feed, opened: ExitStack) -> Subscription:
    reader = READERS[feed.type](feed)
    opened.callback(reader.close)
    return Subscription(feed, reader)


def _register(to: Destination, every_s: float, opened: ExitStack) -> Subscription:
    reader = REGISTERS[to.type](to)
    opened.callback(reader.close)
    return Subscription(Listing(to.name, every_s), reader)


def _road(to: Destination, opened: ExitStack, hand: Callable[[], Hand]) -> Road:
    """Take up the lines to a destination; only what travels by hand is signed. Raises
    Known."""
    _check_type(to)
    connectors = _connectors(to, hand)
    for one in connectors:
        opened.callback(one.close)
    if not to.is_on_the_web:
        return Road(to, connectors)
    first = connectors[0]
    sign = first.sign() if isinstance(first, Signed) else plain_sign(to)
    lookout = Lookout(to, sign, SystemClock())
    opened.callback(lookout.close)
    return Road(to, connectors, lookout)


def _connectors(to: Destination, hand: Callable[[], Hand]) -> list[Connector]:
    """Give each worker what it carries with. Raises Known."""
    if to.type in SIGNING:  # nobody waits for a line there
        return [SIGNING[to.type](to, hand())]
    if to.type in PRINTING:
        typeface = {path.stem: path for path in resources.fonts()}
        regular, bold = "Commissioner-Regular", "Commissioner-SemiBold"
        press = Press(typeface[regular], typeface[bold])
        return [PRINTING[to.type](to, press) for _ in range(to.crew)]
    return [CONNECTORS[to.type](to) for _ in range(to.crew)]


def _check_type(to: Destination) -> None:
    known = sorted({*CONNECTORS, *PRINTING, *SIGNING})
    if to.type not in known:
        raise Misconfigured(
            f'destination "{to.name}", type',
            f'there is no connector "{to.type}"',
            f"choose one of: {', '.join(known)}",
        )


def _device(home: Home, config: Config, opened: ExitStack) -> Device:
    device = open_device(home, config)
    opened.callback(device.store.close)
    return device


def _hand(config: Config, device: Device) -> Hand:
    return load_signer(config.keys, device.public_key)


def _outbox(device: Device, config: Config, clock: Clock) -> Outbox:
    return Outbox(device.store, load_opener(config.keys, device.public_key), clock)


def _log(home: Home, opened: ExitStack, alarms_aloud: bool) -> logging.Logger:
    """Log to the home's folder, and what an operator must know to standard output too."""
    log = logging.Logger("plateia-agent", logging.INFO)
    try:
        file = RotatingFileHandler(
            home.logs / "agent.log", "a", _LOG_BYTES, _LOG_FILES, encoding="utf-8"
        )
    except OSError as error:
        raise CannotSave(
            str(home.logs),
            f"cannot be written ({error.strerror})",
            "give this user the right to write it",
        ) from None
    opened.callback(file.close)
    form = logging.Formatter("%(asctime)sZ %(levelname)s %(message)s")
    form.converter = time.gmtime
    file.setFormatter(form)
    log.addHandler(file)
    if alarms_aloud:
        screen = logging.StreamHandler(sys.stdout)
        screen.setLevel(logging.WARNING)
        log.addHandler(screen)
    return log


def _stop_on_signals(agent: Agent, home: Home) -> None:
    def stop(_signal: int, _frame: object) -> None:
        agent.stop()
        ring(home.bell)

    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, stop)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="plateia-agent",
        description="Carries what a Plateia kiosk kept to the municipality.",
    )
    home = argparse.ArgumentParser(add_help=False)
    home.add_argument("--home", metavar="DIR", help="the kiosk's folder")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    run = commands.add_parser("run", parents=[home], help="carry until stopped")
    run.set_defaults(work=_run)
    once = commands.add_parser(
        "once", parents=[home], help="try everything that waits, once, and tell"
    )
    once.set_defaults(work=_once)
    probe = commands.add_parser(
        "probe", parents=[home], help="ask each destination whether it is there"
    )
    probe.set_defaults(work=_probe)
    return parser


if __name__ == "__main__":
    sys.exit(main())
