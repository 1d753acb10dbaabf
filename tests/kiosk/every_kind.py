"""A pack with a form that asks in every way there is, and an answer to each."""

import json
from pathlib import Path

from kiosk.forms import Answer
from tests.kiosk.village import PACK, PLACES, write_pack

TERMS = """
[terms]
yes = { el = "Ναι", en = "Yes" }
no = { el = "Όχι", en = "No" }
agree = { el = "Συμφωνώ", en = "I agree" }
disagree = { el = "Δεν συμφωνώ", en = "I do not agree" }
very-bad = { el = "Πολύ άσχημα", en = "Very bad" }
bad = { el = "Άσχημα", en = "Bad" }
so-so = { el = "Έτσι κι έτσι", en = "So-so" }
good = { el = "Καλά", en = "Good" }
very-good = { el = "Πολύ καλά", en = "Very good" }
near = { el = "κοντά: {place}", en = "near: {place}" }
on-the-map = { el = "Σημείο στον χάρτη", en = "Point on the map" }
"""

OPTIONS = """
    [[question.option]]
    id = "lamp"
    label = { el = "Λάμπα", en = "Lamp" }
    icon = "street-lamp"
    cost = 300
    [[question.option]]
    id = "bench"
    label = { el = "Παγκάκι", en = "Bench" }
    icon = "bench-broken"
    cost = 500
    [[question.option]]
    id = "tree"
    label = { el = "Δέντρο", en = "Tree" }
    icon = "tree"
    cost = 400
"""

LAYER = """
[[layer]]
id = "lamps"
name = { el = "Κολόνα", en = "Lamp post" }
icon = "street-lamp"
"""

LAMPS = {
    "L-0147": (38.2712, 21.8608),
    "L-0148": (38.27125, 21.86085),
    "L-0149": (38.2702, 21.8622),
    "K-0149": (38.2502, 21.8502),
}
"""By number: latitude and longitude."""


def lamps() -> str:
    """The layer's GeoJSON."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
            "properties": {"number": number},
        }
        for number, (latitude, longitude) in LAMPS.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def _asks(kind: str, more: str = "") -> str:
    title = '{ el = "Τι λέτε;", en = "What do you say?" }'
    return f'[[question]]\nkind = "{kind}"\nid = "{kind}"\ntitle = {title}\n{more}\n'


FREE = OPTIONS.replace("    cost = 300\n", "").replace("    cost = 500\n", "")
FREE = FREE.replace("    cost = 400\n", "")

FORM = (
    """
id = "everything"
version = "1"
icon = "problem"
colour = "sea"
title = { el = "Όλα", en = "Everything" }
"""
    + _asks("statement", 'text = [{ el = "Διαβάστε το.", en = "Read this." }]')
    + _asks("choice", FREE)
    + _asks("several", "most = 2" + FREE)
    + _asks("yes-no")
    + _asks("rating")
    + _asks("ranking", "most = 2" + FREE)
    + _asks("budget", "total = 900" + OPTIONS)
    + _asks("place")
    + _asks("text", 'longest = 40\nsuggestions = [{ el = "Εδώ και μέρες" }]')
    + _asks("number", 'least = 1\nmost = 300\nunit = { el = "μέτρα", en = "metres" }')
    + _asks("date", "days_back = 30")
    + _asks("photo", "most = 2")
    + _asks("voice")
    + _asks("phone", 'role = "phone"\noptional = true')
    + _asks("email", 'role = "email"\noptional = true')
    + _asks("consent", 'explains = { el = "Για να σας βρούμε.", en = "To find you." }')
)

PHOTO = "00000000-0000-4000-8000-000000000001"
VOICE = "00000000-0000-4000-8000-000000000002"

ANSWERS: dict[str, Answer] = {
    "statement": ("read",),
    "choice": ("bench",),
    "several": ("lamp", "tree"),
    "yes-no": ("yes",),
    "rating": ("4",),
    "ranking": ("tree", "lamp"),
    "budget": ("lamp", "bench"),
    "place": ("ano", "square"),
    "text": ("Κάτω από το γεφύρι",),
    "number": ("12",),
    "date": ("2026-05-03",),
    "photo": (PHOTO,),
    "voice": (VOICE,),
    "phone": ("2610123456",),
    "email": ("maria@example.gr",),
    "consent": ("yes",),
}


def write_every_kind(folder: Path) -> Path:
    """Write the pack and return its folder."""
    write_pack(folder)
    pack = PACK.replace('forms = ["problem"]', 'forms = ["problem", "everything"]')
    (folder / "pack.toml").write_text(pack + TERMS, "utf-8")
    (folder / "words.txt").write_text("λακκούβα\nλάμπα\nλάμπες\n", "utf-8")
    (folder / "places.toml").write_text(PLACES + LAYER, "utf-8")
    (folder / "layers").mkdir()
    (folder / "layers" / "lamps.geojson").write_text(lamps(), "utf-8")
    (folder / "forms" / "everything.toml").write_text(FORM, "utf-8")
    return folder
