"""What was collected, as open data: counted, and nothing by which anybody is known.

A cell is a kind of service, a village and a month. A cell of fewer than five is left out
wholly: no row, no count, no total that it is part of. Rows of one cell differ in nothing
but what became of them, and stand in no order of time. Whole past months only: two
exports a day apart would differ by that day's citizens. What was forgotten is counted by
form and month alone, and in fives, so that no total tells what a small cell held.
`docs/decisions` has the argument.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Final

import msgspec

from kiosk.forms import Form, Role, say
from kiosk.packs import Pack
from kiosk.places import Text
from kiosk.submission import Progress

SMALLEST_CELL: Final = 5

COLUMNS: Final = (
    *("service_request_id", "requested_datetime", "updated_datetime", "closed_date"),
    *("status_description", "status_notes", "source", "service_name"),
    *("service_subtype", "description", "agency_responsible", "address"),
    *("lat", "long"),
)
"""Of Open311's bulk format; two of them are always empty: a citizen's words are no data."""

_LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
_MEDIA: Final = "http://www.iana.org/assignments/media-types/"
_AUTHORITY: Final = "http://publications.europa.eu/resource/authority/"


class Cell(msgspec.Struct, frozen=True, order=True):
    """What a citizen's act is counted as. '' is none, or not known any more."""

    month: str
    """`2026-10`."""
    form: str
    service: str
    village: str
    forgotten: bool = False


class Filed(msgspec.Struct, frozen=True):
    """One submission, as far as it may be told of."""

    cell: Cell
    progress: Progress
    updated: str
    """The month of the municipality's last news; '' when there was none."""


def shown(filed: Iterable[Filed]) -> dict[Cell, list[Filed]]:
    """Return the cells that may be shown, in order, with what is in them."""
    cells: dict[Cell, list[Filed]] = {}
    for one in filed:
        cells.setdefault(one.cell, []).append(one)
    kept: dict[Cell, list[Filed]] = {}
    for cell in sorted(cells):
        rows = sorted(cells[cell], key=lambda one: (one.progress, one.updated))
        if cell.forgotten:
            rows = [
                Filed(cell, Progress.KEPT, "")
                for _ in range(len(rows) - len(rows) % SMALLEST_CELL)
            ]
        if len(rows) >= SMALLEST_CELL:
            kept[cell] = rows
    return kept


# GeoJSON (RFC 7946): a point for each cell that is shown


class Point(msgspec.Struct, frozen=True, tag="Point"):
    """Where a village is; longitude first."""

    coordinates: tuple[float, float]


class Properties(msgspec.Struct, frozen=True, kw_only=True):
    """A cell and how many are in it."""

    month: str
    form: str
    service: str
    village: str
    forgotten: bool
    count: Annotated[int, msgspec.Meta(ge=SMALLEST_CELL)]
    form_name: Text
    service_name: Text
    village_name: Text


class Feature(msgspec.Struct, frozen=True, tag="Feature", kw_only=True):
    """A cell; without a place it has no geometry."""

    geometry: Point | None
    properties: Properties


class Collection(msgspec.Struct, frozen=True, tag="FeatureCollection"):
    """All cells that are shown."""

    features: tuple[Feature, ...]


def collection(cells: Mapping[Cell, Sequence[Filed]], pack: Pack) -> Collection:
    """Return the cells as GeoJSON."""
    features = []
    for cell, rows in cells.items():
        village = pack.places.village(cell.village)
        form = pack.form(cell.form)
        place = None
        if village is not None:
            place = Point((round(village.longitude, 5), round(village.latitude, 5)))
        told = Properties(
            month=cell.month,
            form=cell.form,
            service=cell.service,
            village=cell.village,
            forgotten=cell.forgotten,
            count=len(rows),
            form_name={} if form is None else form.title,
            service_name=_services(form).get(cell.service, {}),
            village_name={} if village is None else village.name,
        )
        features.append(Feature(geometry=place, properties=told))
    return Collection(tuple(features))


def known_service(form: Form | None, service: str | None) -> str:
    """Return the service, if the form of today has it; otherwise ''."""
    return service if service and service in _services(form) else ""


def _services(form: Form | None) -> Mapping[str, Text]:
    if form is None:
        return {}
    return {
        option.id: option.label
        for question in form.questions
        if question.role is Role.SERVICE
        for option in question.choices()
    }


# CSV


def table(cells: Mapping[Cell, Sequence[Filed]], pack: Pack, kiosk: str) -> bytes:
    """Return one row a submission, in UTF-8 with the mark by which a spreadsheet knows it."""
    written = io.StringIO(newline="")
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    count: Counter[str] = Counter()
    features = collection(cells, pack).features
    for feature, filed in zip(features, cells.values(), strict=True):
        for one in filed:
            count[one.cell.month] += 1
            number = f"{kiosk}-{one.cell.month}-{count[one.cell.month]:05}"
            rows.writerow(_row(one, feature, pack, number))
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def _row(filed: Filed, feature: Feature, pack: Pack, number: str) -> Iterator[str]:
    languages, told = pack.municipality.languages, feature.properties
    closed = filed.progress in {Progress.DONE, Progress.CLOSED}
    place = feature.geometry
    cells = {
        "service_request_id": number,
        "requested_datetime": told.month,
        "updated_datetime": filed.updated,
        "closed_date": filed.updated if closed else "",
        "status_description": "closed" if closed else "open",
        "source": "Kiosk",
        "service_name": say(told.form_name, languages) or told.form,
        "service_subtype": say(told.service_name, languages),
        "agency_responsible": say(pack.municipality.name, languages),
        "address": say(told.village_name, languages),
    }
    for column in COLUMNS:
        if column in {"lat", "long"}:
            at = 1 if column == "lat" else 0
            yield "" if place is None else f"{place.coordinates[at]:.5f}"
        else:
            yield harmless(cells.get(column, ""))


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, on one line."""
    line = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    return f"'{line}" if line[:1] in {"=", "+", "-", "@"} else line


# DCAT-AP (JSON-LD)


def description(
    pack: Pack, kiosk: str, months: tuple[str, str] | None, files: Mapping[str, int]
) -> dict[str, object]:
    """Describe the files, by their size in bytes, for a catalogue of open data."""
    town = pack.municipality

    def texts(text: Text) -> list[dict[str, str]]:
        return [{"@language": code, "@value": said} for code, said in text.items()]

    period = {} if months is None else {"dct:temporal": _period(*months)}
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": f"urn:plateia:{town.id}:{kiosk}",
        "@type": "dcat:Dataset",
        "dct:title": texts(town.name),
        "dct:description": {
            "@language": "en",
            "@value": "What citizens told their municipality at a kiosk, by kind, village"
            f" and month. Groups of fewer than {SMALLEST_CELL} are left out, and are in no"
            " total. Dates are months. There is no citizen's word in it.",
        },
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": texts(town.name)},
        "dct:accrualPeriodicity": {"@id": f"{_AUTHORITY}frequency/MONTHLY"},
        "dcat:theme": {"@id": f"{_AUTHORITY}data-theme/GOVE"},
        **period,
        "dcat:distribution": [_distribution(*one) for one in files.items()],
    }


CSV: Final = "reports.csv"
GEOJSON: Final = "reports.geojson"
DCAT: Final = "dcat.jsonld"

_MEDIA_TYPES: Final = {CSV: "text/csv", GEOJSON: "application/geo+json"}


def _distribution(name: str, size: int) -> dict[str, object]:
    return {
        "@type": "dcat:Distribution",
        "dct:title": name,
        "dcat:accessURL": {"@id": name},
        "dcat:downloadURL": {"@id": name},
        "dcat:mediaType": {"@id": f"{_MEDIA}{_MEDIA_TYPES[name]}"},
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(size)},
        "dct:license": {"@id": _LICENCE},
    }


def _period(first: str, last: str) -> dict[str, object]:
    return {
        "@type": "dct:PeriodOfTime",
        "dcat:startDate": {"@type": "xsd:gYearMonth", "@value": first},
        "dcat:endDate": {"@type": "xsd:gYearMonth", "@value": last},
    }


def month_of(day: date) -> str:
    """Return the month of a day, `2026-10`."""
    return f"{day:%Y-%m}"
