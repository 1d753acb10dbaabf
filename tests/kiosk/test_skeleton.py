"""Greek typed with Latin letters, with the wrong layout, without accents: found all the
same."""

import pytest

import resources
from kiosk.office.taxonomy import Taxonomy
from kiosk.packs import load_pack
from kiosk.skeleton import Sign, find, skeleton

SPELT = (
    "λάμπα lampa laba ΛΑΜΠΑ Λάμπα lαmpα",
    "χαλασμένη xalasmenh xalasmeni halasmeni chalasmeni",
    "θάλασσα thalassa 8alassa 9alassa thalasa",
    "ξύλο xylo ksilo ksylo 3ulo 3ylo",
    "σκουπίδια skoupidia skupidia skoypidia skoypidhia",
    "φρεάτιο freatio freatyo",
    "αυτοκίνητο autokinito aftokinito aytokinhto avtokinito",
    "τηλέφωνο tilefono thlefwno tilefwno",
    "σταθμός stathmos sta8mos",
    "κήπος khpos kipos",
    "πλατεία plateia platia plathia",
    "δέντρα dentra dendra",
    "παγκάκι pagkaki pagaki pangaki",
    "ντουλάπα ntoulapa doulapa",
    "εκκλησία ekklisia eklisia ekklhsia",
    "ψυγείο psugeio psigio 4ugeio",
    "λεωφορείο lewforeio leoforio lewforio",
    "ξενοδοχείο ksenodoxeio xenodoxio 3enodoxeio",
    "χιόνι hioni xioni chioni",
    "μπάζα mpaza baza mbaza",
    "βρόμικος vromikos bromikos",
    "της ths tis tys",
    "αι ai e",
)


@pytest.mark.parametrize("spelt", SPELT)
def test_what_is_spelt_in_many_ways_comes_to_the_same(spelt: str) -> None:
    greek, *others = spelt.split()
    assert {skeleton(one) for one in others} == {skeleton(greek)}


@pytest.mark.parametrize("spelt", SPELT)
def test_it_is_found_while_it_is_being_typed(spelt: str) -> None:
    greek, *others = spelt.split()
    signs = [Sign(greek, (greek,))]
    for one in (greek, *others):
        for letters in range(min(2, len(one)), len(one) + 1):
            assert find(signs, one[:letters], 1) == (greek,), one[:letters]


def test_other_words_stay_others() -> None:
    words = [
        "λάμπα",
        "κάδος",
        "νερό",
        "δρόμος",
        "δέντρο",
        "πλατεία",
        "πεζοδρόμιο",
        "παγκάκι",
        "κλαδιά",
    ]
    assert len({skeleton(one) for one in words}) == len(words)
    signs = [Sign(one, (one,)) for one in words]
    for one in words:
        assert find(signs, one, 9) == (one,)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("vuhsh", "ώθηση"), ("ua;lassa", "θάλασσα"), ("jylo", "ξύλο"), ("cvmi;", "ψωμί")],
)
def test_a_keyboard_left_in_latin_is_understood(typed: str, meant: str) -> None:
    assert find([Sign(meant, (meant,))], typed, 1) == (meant,)


def test_a_number_is_that_number() -> None:
    signs = [Sign(one, (f"λάμπα {one}",)) for one in ("38", "83", "380")]
    assert find(signs, "lampa 38", 9) == ("38", "380")
    assert find(signs, "83", 9) == ("83",)


def test_what_fits_best_comes_first() -> None:
    signs = [
        Sign("also", ("δρόμος",), ("λάμπα",)),
        Sign("sounds", ("laba",)),
        Sign("named", ("Καμένη λάμπα",)),
        Sign("neither", ("κάδος",)),
    ]
    assert find(signs, "λαμπ", 9) == ("named", "sounds", "also")
    assert find(signs, "λαμπ", 1) == ("named",)


def test_where_nothing_has_all_words_the_last_ones_count_most() -> None:
    signs = [Sign("bin", ("Χαλασμένος κάδος",)), Sign("lamp", ("Καμένη λάμπα",))]
    assert find(signs, "xalasmeni lampa", 9) == ("lamp", "bin")
    assert find(signs, "kamenh lampa", 9) == ("lamp",)
    assert find(signs, "η λάμπα", 9) == ("lamp",)


@pytest.mark.parametrize(
    "typed", ["", "  ", "…", "'; DROP TABLE", "💡", "ι", "x" * 5000]
)
def test_what_says_nothing_finds_nothing(typed: str) -> None:
    assert find([Sign("lamp", ("Καμένη λάμπα",))], typed, 9) == ()


TAXONOMY = Taxonomy(load_pack(resources.pack("patras"), None), ("el", "en"))


@pytest.mark.parametrize(
    ("typed", "service"),
    [
        *(("λαμπ", "broken-lamp"), ("lampa", "broken-lamp"), ("lam", "broken-lamp")),
        *(("xalasmeni lampa", "broken-lamp"), ("dead lamp", "broken-lamp")),
        *(("kados", "broken-bin"), ("lakouva", "pothole"), ("mpaza", "rubble")),
        *(
            ("pontikia", "rodents"),
            ("klado", "cut-branches"),
            ("swlhnas", "water-leak"),
        ),
    ],
)
def test_a_service_is_found_by_a_few_letters(typed: str, service: str) -> None:
    subject = TAXONOMY.subjects(typed)[0]
    assert subject.form.id == "problem"
    assert (service,) in subject.answers.values()


def test_having_found_it_answers_what_leads_there() -> None:
    lamp = TAXONOMY.subjects("λάμπα")[0]
    assert lamp.answers == {"category": ("lighting",), "lighting": ("broken-lamp",)}
    assert [one["en"] for one in lamp.path] == ["Street light", "Dead lamp"]
    ways = [one.answers["category"] for one in TAXONOMY.subjects("ζημιά κακοκαιρία")]
    assert ways[:2] == [("danger",), ("protection-policy",)]


def test_a_form_is_found_by_its_own_name() -> None:
    subject = TAXONOMY.subjects("rantevou")[0]
    assert subject.form.id == "appointment"
    assert subject.answers == {}


def test_an_option_is_found_where_it_says_what_a_form_is_about() -> None:
    assert TAXONOMY.subjects("γιατρ")[0].answers == {"what": ("doctor",)}
    assert [one.answers for one in TAXONOMY.subjects("γνώμη")] == [{}]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("sel", ("sella",)),
        ("plateia sella", ("sella", "square")),
        ("σελλα εκκλ", ("sella", "church")),
        ("ano kastr", ("ano-kastritsi",)),
    ],
)
def test_a_place_is_found_by_a_few_letters(typed: str, answer: tuple[str, ...]) -> None:
    assert TAXONOMY.places(typed)[0].answer == answer


def test_a_lamp_is_found_by_its_number() -> None:
    for typed in ("Λ-102", "λ 102", "l102", "kolona 102"):
        assert TAXONOMY.places(typed)[0].answer[1] == "lamps:Λ-102", typed
