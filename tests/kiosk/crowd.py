"""A store in which many people have told many things, each sealed as it would be."""

import hashlib
import random
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

from kiosk.codes import new_code
from kiosk.parcel import ANSWERS, DISPATCH
from kiosk.rows import Frozen, Kept
from kiosk.submission import Dispatch, Submission, SubmissionId
from kiosk.vault import new_key, seal
from tests.kiosk.village import Kiosk

FIRST: Final = (
    *("Μαρία", "Ελένη", "Κατερίνα", "Βασιλική", "Σοφία", "Αγγελική", "Γεωργία"),
    *("Γιώργος", "Δημήτρης", "Κώστας", "Γιάννης", "Νίκος", "Παναγιώτης", "Χρήστος"),
)
LAST: Final = (
    *("Παπαδοπούλου", "Οικονόμου", "Γεωργίου", "Δημητρίου", "Νικολάου", "Χατζή"),
    *("Καραγιάννης", "Μακρής", "Βλάχος", "Αντωνίου", "Ψαρράς", "Ξενάκης", "Θωμάς"),
)
WHAT: Final = (
    *("Σβηστή λάμπα", "Λακκούβα", "Σκουπίδια", "Διαρροή νερού", "Σπασμένο πεζοδρόμιο"),
    *("Πεσμένο δέντρο", "Αδέσποτα", "Βουλωμένο φρεάτιο", "Θόρυβος", "Πινακίδα"),
)
_SAID: Final = (
    "στον στην μπροστά από το σχολείο πλατεία εκκλησία δρόμο κάθε βράδυ εδώ και μέρες"
    " είναι επικίνδυνο για τα παιδιά δεν ανάβει τρέχει μυρίζει έσπασε κανείς ήρθε γωνία"
    " γέφυρα ποτάμι κοντά στο καφενείο δίπλα φαρμακείο στάση λεωφορείο αυλή γείτονας"
    " παλιά καινούργια μεγάλη μικρή τρύπα καλώδιο κολόνα κάδος σωλήνας βροχή χειμώνα"
)
WORDS: Final = tuple(_SAID.split())


def tellings(count: int, chance: random.Random) -> Iterator[Dispatch]:
    """Yield what people tell; every word of theirs is as common as words are."""
    for number in range(count):
        told = [chance.choice(WORDS) for _ in range(25)]
        yield Dispatch(
            id=SubmissionId(str(uuid.UUID(int=chance.getrandbits(128), version=4))),
            receipt=new_code(chance.randbytes),
            form="problem",
            service="broken-lamp",
            title=chance.choice(WHAT),
            description=f"{' '.join(told)} αριθμός{number}",
            address=f"{chance.choice(('Άνω', 'Κάτω'))} Λευκή, Πλατεία",
            latitude=None,
            longitude=None,
            language="el",
            kiosk="plateia",
            confirmed=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=number),
            answers={},
            name=f"{chance.choice(FIRST)} {chance.choice(LAST)}",
            phone=f"69{chance.randrange(10**8):08}",
        )


def keep(kiosk: Kiosk, told: Dispatch) -> None:
    """Keep one as a kiosk does."""
    assert kiosk.device.store.keep(kept(kiosk, told))


def kept(kiosk: Kiosk, told: Dispatch) -> Kept:
    """Seal one."""
    said = Submission(
        id=told.id, form=told.form, form_version="1", language="el", answers={}
    )
    parts = {ANSWERS: msgspec.json.encode(said), DISPATCH: msgspec.json.encode(told)}
    sealed = seal(new_key(kiosk.device.public_key), told.id, parts)
    return Kept(
        id=told.id,
        receipt=told.receipt,
        form=told.form,
        confirmed=told.confirmed.isoformat(),
        sealed=sealed.parts[ANSWERS],
        key_wrapped=sealed.key_wrapped,
        destination="town-hall",
        dispatch=Frozen(sealed.parts[DISPATCH], _sha256(sealed.parts[DISPATCH])),
    )


def _sha256(body: bytes) -> bytes:
    return hashlib.sha256(body).digest()


def fill(kiosk: Kiosk, count: int, seed: int = 20) -> list[Dispatch]:
    """Keep so many, fast: nobody pulls the plug of a test."""
    connection = kiosk.device.store._connection
    connection.execute("PRAGMA synchronous = OFF")
    told = list(tellings(count, random.Random(seed)))
    for one in told:
        keep(kiosk, one)
    connection.execute("PRAGMA synchronous = FULL")
    return told
