"""Settings: what `plateia.toml` in the home folder may say. One field, one row in README."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec

from kiosk.errors import Misconfigured
from kiosk.hands import Input, Setting, Touch
from kiosk.home import Home
from kiosk.places import Id
from kiosk.tomlfile import lies_at, read_toml

ROLL: Final = (
    r"^$|^usb:[0-9a-f]{4}:[0-9a-f]{4}$|^serial:/[^:]+(:[0-9]{3,6})?$"
    r"|^tcp:[A-Za-z0-9.-]+(:[0-9]{1,5})?$"
)
"""How the wire of a printer of rolls is written."""


class Screen(Setting, frozen=True, kw_only=True):
    """The panel, as the installer measured it: pixels mean nothing to a finger."""

    mm_per_px: Annotated[float, msgspec.Meta(gt=0.02, lt=2)] | None = None
    """Millimetres a pixel; None is what most panels of so many pixels have."""
    viewing_mm: Annotated[int, msgspec.Meta(ge=250, le=1500)] = 500
    """Distance from eye to panel in millimetres (EN 301 549, 5.1.4)."""
    reach_mm: Annotated[int, msgspec.Meta(ge=300, le=2000)] = 450
    """How far up an upright panel somebody reaches who sits, in millimetres from its
    lower edge (EN 301 549, 8.3: 1220 mm from the floor at most)."""


class Idle(Setting, frozen=True, kw_only=True):
    """When nobody touches."""

    warn_after_s: Annotated[int, msgspec.Meta(ge=45, le=1800)] = 120
    """Seconds without a touch before the kiosk asks whether someone is there."""
    wipe_after_s: Annotated[int, msgspec.Meta(ge=20, le=120)] = 45
    """Seconds of that warning before everything said is wiped."""


class Voice(Setting, frozen=True, kw_only=True):
    """Speech."""

    enabled: bool = True
    """Whether the kiosk can speak at all."""
    words_per_minute: Annotated[int, msgspec.Meta(ge=60, le=300)] = 145
    """How fast it speaks."""
    piper: str = "piper"
    """The program of Piper's voices, by name or path."""
    models: Mapping[Id, str] = {}
    """Language -> Piper's voice file (`.onnx`, its `.onnx.json` beside it)."""
    headset: str = ""
    """The sound server's name of the output that is a headset; left out: found by its jack."""


class Office(Setting, frozen=True, kw_only=True):
    """The service desk (`plateia desk`)."""

    language: str = ""
    """What the staff read; left out: the municipality's own."""
    lock_after_s: Annotated[int, msgspec.Meta(ge=30, le=3600)] = 300
    """Seconds without a key or a touch before the desk locks itself."""
    undo_s: Annotated[int, msgspec.Meta(ge=0, le=3600)] = 600
    """Seconds during which what a clerk entered is not sent yet, and can be undone."""
    scans: str = ""
    """The folder in which the scanner puts what it has scanned; left out: there is none."""


class Printer(Setting, frozen=True, kw_only=True):
    """Paper to take away; where nothing is said there is none."""

    name: str = ""
    """The printer of whole pages, as CUPS knows it."""
    folder: str = ""
    """A folder in which each page is written as a PDF instead, for trying."""
    roll: Annotated[str, msgspec.Meta(pattern=ROLL)] = ""
    """The printer of receipts on a roll (ESC/POS), and its wire: `usb:04b8:0e28`,
    `serial:/dev/ttyUSB0` or `serial:/dev/ttyS0:19200`, `tcp:192.168.1.20:9100`."""
    roll_mm: Literal[58, 80] = 80
    """How wide the roll is, in millimetres."""

    @property
    def prints_receipts(self) -> bool:
        """Whether there is anything to print a receipt on."""
        return bool(self.roll) or self.prints_forms

    @property
    def prints_forms(self) -> bool:
        """Whether there is anything that prints whole pages."""
        return bool(self.name or self.folder)


class Format(StrEnum):
    """The two formats of GeoReport v2."""

    JSON = "json"
    XML = "xml"


Hours = Annotated[str, msgspec.Meta(pattern="^([01][0-9]|2[0-3])-([01][0-9]|2[0-4])$")]
"""`22-06`: from ten in the evening to six, by this machine's clock."""


class Budget(Setting, frozen=True, kw_only=True):
    """What attachments may cost of a destination's line. Text costs next to nothing and
    is never kept waiting."""

    mb_a_day: Annotated[float, msgspec.Meta(gt=0)] | None = None
    """Millions of bytes; left out: as many as there are."""
    mb_an_hour: Annotated[float, msgspec.Meta(gt=0)] | None = None
    hours: tuple[Hours, ...] = ()
    """When they may go; left out: always."""


class EndpointType(StrEnum):
    """The two types of endpoint that an Open311 discovery document names."""

    PRODUCTION = "production"
    TEST = "test"


class Destination(Setting, frozen=True, kw_only=True):
    """Where submissions go: a municipality's system, by one connector."""

    name: Id
    type: str
    """The connector, by name."""
    url: str
    api_key: str = ""
    api_key_file: str = ""
    """A file that holds the key, read when the agent starts."""
    username: str = ""
    """Who the kiosk is to a destination that asks for a name and a password."""
    password: str = ""
    password_file: str = ""
    """A file that holds the password, read when the agent starts."""
    public_key: str = ""
    """The municipality's key, for which a folder's files are sealed; hexadecimal."""
    sender: str = ""
    """The kiosk's own mail address (`mail`)."""
    recipient: str = ""
    """The mail address of the municipality's protocol office (`mail`)."""
    inbox: str = ""
    """Where the sender's mailbox is read (`mail`); '' where nobody may read it."""
    language: str = "el"
    """The language of a letter's own few words (`mail`)."""
    jurisdiction_id: str = ""
    """Left out of requests when empty."""
    format: Format = Format.JSON
    forms: tuple[Id, ...] | None = None
    """Which forms go here; left out: all."""
    services: Mapping[Id, str] = {}
    """Our kind of service -> their service_code, or our form -> their form's id
    (OpenRosa), or their category and kind (sense.city); left out: the same."""
    media_to: Id | None = None
    """The destination that takes this one's photos and voice notes; left out: itself."""
    budget: Budget = Budget()
    """What photos and voice notes may cost of this destination's line."""
    resolutions: Mapping[str, str] = {}
    """What a citizen is told when a case ends with this code of theirs (sense.city), in
    the municipality's language; left out: nothing."""
    agreed: bool = False
    """Whether the municipality agreed to it, where nobody may send unasked (sense.city)."""
    endpoint_type: EndpointType = EndpointType.PRODUCTION
    """Which endpoint is meant, where `url` is a discovery document's (Open311)."""
    attributes: Mapping[Id, str | tuple[str, ...]] = {}
    """Our question -> the code, or codes, of the attribute it answers (Open311); a layer
    of the pack answers with the number of the lamp that was named."""
    values: Mapping[str, Mapping[str, str]] = {}
    """For an attribute's code: our option -> its key (Open311); left out: the same."""
    media_url: str = ""
    """Where whoever has an attachment's address finds it: this and its id; with its slash.
    Left out: no address is sent (Open311)."""
    timeout_s: Annotated[float, msgspec.Meta(gt=0, le=600)] = 30
    """Seconds to wait for the destination's answer."""
    workers: Annotated[int, msgspec.Meta(ge=1, le=64)] | None = None
    """How many submissions may be on their way at once; 1 keeps their order. Left out: 8
    where `url` is a web address, otherwise 1."""

    @property
    def media_taker(self) -> str:
        """The destination that takes its photos and voice notes."""
        return self.media_to or self.name

    @property
    def crew(self) -> int:
        """How many submissions may be on their way at once."""
        if self.workers is not None:
            return self.workers
        return 8 if self.is_on_the_web else 1

    @property
    def is_on_the_web(self) -> bool:
        """Whether it is reached at a web address."""
        return self.url.startswith(("http://", "https://"))

    def takes(self, form: str) -> bool:
        """Say whether submissions of this form go here."""
        return self.forms is None or form in self.forms

    def key(self) -> str:
        """Return the API key, from the setting or its file; '' when there is none.

        Raises Misconfigured when the file cannot be read.
        """
        return self._secret(self.api_key, self.api_key_file, "api_key_file")

    def login(self) -> tuple[str, str] | None:
        """Return name and password, from the settings or a file; None without a name.

        Raises Misconfigured when the file cannot be read.
        """
        if not self.username:
            return None
        word = self._secret(self.password, self.password_file, "password_file")
        return self.username, word

    def _secret(self, said: str, file: str, setting: str) -> str:
        if not file:
            return said
        try:
            return Path(file).expanduser().read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise Misconfigured(
                f'destination "{self.name}", {setting}',
                f"cannot be read ({error})",
                "name a text file the agent may read",
            ) from None


class Agent(Setting, frozen=True, kw_only=True):
    """The carrier."""

    news_every_s: Annotated[float, msgspec.Meta(ge=0.2)] = 900
    """Seconds between two questions about what became of what was sent."""
    settle_s: Annotated[float, msgspec.Meta(ge=0)] = 20
    """Seconds to wait after a lost answer before a report not found there is sent again."""
    others_every_s: Annotated[float, msgspec.Meta(ge=0)] = 3600
    """Seconds between two looks at what is open at a destination, so that citizens can say
    "me too"; 0: nobody looks."""
    spread_s: Annotated[float, msgspec.Meta(ge=0, le=600)] = 20
    """Seconds over which the kiosks of a valley spread, by chance, when its power or its
    line is back. A report filed while the line is well does not wait."""
    keep_days: Annotated[float, msgspec.Meta(gt=0, le=3650)] = 30
    """Days that the kiosk ran since the whole of a report was at the municipality, after
    which what was said is destroyed here."""


class FeedType(StrEnum):
    """What the agent can read for citizens."""

    DIAVGEIA = "diavgeia"
    """Decisions of an organisation."""
    CAP = "cap"
    """Emergency notices."""
    NEWS = "news"
    """News of a site: its posts (WordPress), or RSS or Atom."""


class Feed(Setting, frozen=True, kw_only=True):
    """Something to read that comes from outside; the agent fetches it."""

    name: Id
    type: FeedType
    url: str
    organisation: str = ""
    """The organisation's uid (`diavgeia`)."""
    unit: str = ""
    """The uid of one of its units (`diavgeia`); left out: all of them."""
    language: str = "el"
    """What it is written in, where it does not say."""
    every_s: Annotated[float, msgspec.Meta(ge=60)] | None = None
    """Seconds between two looks; left out: 300 for `cap`, 3600 for the others."""
    most: Annotated[int, msgspec.Meta(ge=1, le=50)] = 20
    """How many notices are kept."""
    documents: Annotated[int, msgspec.Meta(ge=0, le=50)] = 5
    """How many of the newest decisions are kept with all their pages (`diavgeia`)."""
    budget: Budget = Budget(mb_a_day=20)
    """What these pages may cost of the line."""
    timeout_s: Annotated[float, msgspec.Meta(gt=0, le=600)] = 30
    """Seconds to wait for its answer."""

    @property
    def pause_s(self) -> float:
        """Seconds between two looks."""
        return self.every_s or (300.0 if self.type is FeedType.CAP else 3600.0)


class Demo(Setting, frozen=True, kw_only=True):
    """A whole village on one machine, for trying."""

    hub_port: Annotated[int, msgspec.Meta(ge=1, le=65535)] | None = None
    """The loopback port of a hub to run beside the kiosk; left out: none."""


class Config(Setting, frozen=True, kw_only=True):
    """All of plateia.toml."""

    kiosk: Id = "kiosk"
    """This kiosk's name; the municipality sees it on each report."""
    pack: Id = "patras"
    """The content pack."""
    village: Id | None = None
    """Where this kiosk stands; left out: the pack's home village."""
    place: str = ""
    """Where in the village, as people say it; shown beside the village's name."""
    key_folder: str = ""
    """Where this device's key lies, outside the home folder; '' is the platform's place."""
    desk: bool = False
    """Whether people at a desk of the same store answer those who call from here."""
    screen: Screen = Screen()
    idle: Idle = Idle()
    voice: Voice = Voice()
    input: Input = Input()
    touch: Touch = Touch()
    printer: Printer = Printer()
    office: Office = Office()
    agent: Agent = Agent()
    demo: Demo = Demo()
    destinations: tuple[Destination, ...] = msgspec.field(
        default=(), name="destination"
    )
    feeds: tuple[Feed, ...] = msgspec.field(default=(), name="feed")

    @property
    def keys(self) -> Path:
        """The folder of device keys."""
        if self.key_folder:
            return Path(self.key_folder).expanduser()
        import platformdirs  # noqa: PLC0415 -- a kiosk that was set up names its folder

        return platformdirs.user_config_path("plateia", appauthor=False) / "keys"

    def destinations_of(self, form: str) -> tuple[Destination, ...]:
        """Return where submissions of a form go."""
        return tuple(one for one in self.destinations if one.takes(form))


def load_config(home: Home) -> Config:
    """Read plateia.toml; without one, everything has its default.

    Raises Misconfigured.
    """
    if not lies_at(home.settings):
        return Config()
    config = read_toml(home.settings, Config)
    names = [one.name for one in config.destinations]
    _check_names(f"{home.settings}, destination", names)
    _check_names(f"{home.settings}, feed", [one.name for one in config.feeds])
    for one in config.destinations:
        if one.media_taker not in names:
            raise Misconfigured(
                f'{home.settings}, destination "{one.name}", media_to',
                f'there is no destination "{one.media_to}"',
                "write the name of one of those in the file",
            )
    if config.key_folder and config.keys.resolve().is_relative_to(
        home.folder.resolve()
    ):
        raise Misconfigured(
            f"{home.settings}, key_folder",
            "lies inside the home folder, where a thief would look",
            "choose a folder outside it",
        )
    return config


def _check_names(place: str, names: Sequence[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise Misconfigured(
                f'{place} "{name}"', "stands twice", "rename one of them"
            )
