"""The picture of the month, for the square's screen: people would rather look than read.

It is drawn from what `plateia-ctl export` wrote and from nothing else: what may not be
published is not in there.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec

from i18n import _
from kiosk.errors import CannotSave, Misconfigured
from kiosk.opendata import GEOJSON, Collection, Feature
from kiosk.packs import Pack
from ui.figures import locale_of
from ui.poster import Bar, Dot, Poster, draw_poster
from ui.screen import Scene


def read_export(folder: Path) -> Collection:
    """Read what may be shown. Raises Misconfigured."""
    path = folder / GEOJSON
    try:
        return msgspec.json.decode(path.read_bytes(), type=Collection)
    except OSError as error:
        what = f"cannot be read ({error.strerror})"
    except msgspec.MsgspecError:
        what = "is not what plateia-ctl export writes"
    raise Misconfigured(str(path), what, "name the folder of an export with --from")


class Month(msgspec.Struct, frozen=True):
    """What may be shown of one month."""

    name: str
    """`2026-10`."""
    features: tuple[Feature, ...]

    @classmethod
    def of(cls, told: Collection, wanted: str | None, folder: Path) -> "Month":
        """Take a month out of an export; the last one, if none is named.

        Raises Misconfigured when it has none such.
        """
        there = sorted({one.properties.month for one in told.features})
        name = wanted or (there[-1] if there else "")
        if name not in there:
            raise Misconfigured(
                str(folder),
                f"has nothing that may be shown of {name or 'any month'}",
                f"choose one of: {', '.join(there) or 'none, it is too early'}",
            )
        of_it = tuple(one for one in told.features if one.properties.month == name)
        return cls(name, of_it)


def draw_month(month: Month, pack: Pack, scene: Scene, out: Path) -> None:
    """Draw it as a PNG of the panel's size. Raises CannotSave."""
    image = draw_poster(_poster(month, pack, scene), scene.theme)
    new = out.with_name(f".{out.name}.new")
    if not image.save(str(new), "PNG"):  # type: ignore[call-overload] # the stub wants bytes
        raise CannotSave(str(out), "cannot be written", "name another file with --out")
    new.replace(out)


def _poster(month: Month, pack: Pack, scene: Scene) -> Poster:
    year, number = (int(part) for part in month.name.split("-"))
    when = f"{locale_of(scene.language).standaloneMonthName(number)} {year}"
    total = sum(one.properties.count for one in month.features)
    return Poster(
        town=scene.say(pack.municipality.name),
        title=_("What you told the municipality"),
        when=when,
        total=_("{count} in all").format(count=total),
        note=_("Where fewer than five spoke of the same, nothing is shown."),
        bars=_bars(month.features, pack, scene),
        dots=_dots(month.features, pack, scene),
    )


def _bars(features: Sequence[Feature], pack: Pack, scene: Scene) -> tuple[Bar, ...]:
    counts: Counter[tuple[str, str]] = Counter()
    names: dict[tuple[str, str], str] = {}
    for one in features:
        told = one.properties
        key = (told.form, told.service)
        counts[key] += told.count
        names[key] = scene.say(told.service_name or told.form_name) or told.form
    return tuple(
        Bar(names[key], count, scene.picture(_icon(key, pack)))
        for key, count in counts.most_common()
    )


def _icon(key: tuple[str, str], pack: Pack) -> str:
    form = pack.form(key[0])
    if form is None:
        return "something-else"
    options = (option for one in form.questions for option in one.choices())
    return next((one.icon for one in options if one.id == key[1]), form.icon)


def _dots(features: Sequence[Feature], pack: Pack, scene: Scene) -> tuple[Dot, ...]:
    counts: Counter[str] = Counter()
    for one in features:
        counts[one.properties.village] += one.properties.count
    return tuple(
        Dot(scene.say(one.name), one.longitude, one.latitude, counts[one.id])
        for one in pack.places.villages
    )
