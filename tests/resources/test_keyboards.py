"""The layouts of keyboards: every letter of a language, once on a layer, and in the fonts."""

import unicodedata

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

import resources
from i18n import languages
from ui.widgets.layout import Layer, Layout, layout, mail_layout
from ui.widgets.spelling import accented, added

LANGUAGES = ("el", "en", "sq", "ar", "uk", "ru", "bg", "ro", "tr", "ka", "fa", "ur")

LETTERS = {
    "el": "α ά β γ δ ε έ ζ η ή θ ι ί ϊ ΐ κ λ μ ν ξ ο ό π ρ σ ς τ υ ύ ϋ ΰ φ χ ψ ω ώ",
    "en": "a b c d e f g h i j k l m n o p q r s t u v w x y z",
    "sq": "a b c ç d e ë f g h i j k l m n o p q r s t u v x y z",
    "ar": "ء آ أ ؤ إ ئ ا ب ة ت ث ج ح خ د ذ ر ز س ش ص ض ط ظ ع غ ف ق ك ل م ن ه و ي ى",
    "uk": "а б в г ґ д е є ж з и і ї й к л м н о п р с т у ф х ц ч ш щ ь ю я ʼ",
    "ru": "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я",
    "bg": "а б в г д е ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ь ю я",
    "ro": "a ă â b c d e f g h i î j k l m n o p q r s ș t ț u v w x y z",
    "tr": "a b c ç d e f g ğ h ı i j k l m n o ö p r s ş t u ü v y z",
    "ka": "ა ბ გ დ ე ვ ზ თ ი კ ლ მ ნ ო პ ჟ რ ს ტ უ ფ ქ ღ ყ შ ჩ ც ძ წ ჭ ხ ჯ ჰ",
    "fa": "آ ا ء أ ؤ ئ ب پ ت ث ج چ ح خ د ذ ر ز ژ س ش ص ض ط ظ ع غ ف ق ک گ ل م ن و ه ة ی",
    "ur": (
        "ا آ ب پ ت ٹ ث ج چ ح خ د ڈ ذ ر ڑ ز ژ س ش ص ض ط ظ ع غ ف ق ک گ ل م ن ں و ؤ ہ ھ ء"
        " ئ ی ے"
    ),
}
"""The exemplar characters of the CLDR (main set), without marks nobody types alone."""

CAPITALS = {"tr": ("iı", "İI"), "el": ("ας", "Ας"), "uk": ("ґї", "ҐЇ")}


def keys_of(keys: Layout, layer: Layer) -> str:
    return "".join(keys.rows(layer))


def reached(keys: Layout, layer: Layer) -> set[str]:
    """Every letter that can be written from a layer: by its key, the shift key, the
    accent key, and at the end of a word."""
    found = set(keys_of(keys, layer))
    if not keys.cased:
        found |= {keys.capital(one, layer) for one in found}
    for letter in sorted(found):
        form = accented(letter, keys)
        while form not in found:
            found.add(form)
            form = accented(form, keys)
        found.add(added("α" if keys.final else "", letter, keys)[-1])
    return found


def glyphs() -> set[str]:
    """What every weight of at least one bundled family can draw."""
    families: dict[str, set[str]] = {}
    for path in resources.fonts():
        family = path.stem.split("-")[0]
        with TTFont(path) as font:
            drawn = set(map(chr, font.getBestCmap()))
        families[family] = families.get(family, drawn) & drawn
    return set().union(*families.values())


def test_there_is_a_layout_for_every_language_and_one_for_mail() -> None:
    assert set(resources.keyboards()) == {*LANGUAGES, "mail"}
    assert {one.code for one in languages()} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("layer", [Layer.ALPHABET, Layer.USUAL])
def test_every_letter_can_be_written_from_either_order(
    language: str, layer: Layer
) -> None:
    keys = layout(language)
    assert set(LETTERS[language].split()) - reached(keys, layer) == set()


@pytest.mark.parametrize("language", [*LANGUAGES, "mail"])
def test_no_letter_stands_twice_on_a_layer(language: str) -> None:
    keys = layout(language)
    for layer in keys.layers:
        row = keys_of(keys, layer)
        assert sorted(set(row)) == sorted(row)
        assert not set(keys.marks) & set(row) or layer is Layer.SIGNS


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_two_orders_have_the_same_letters(language: str) -> None:
    keys = layout(language)
    usual, alphabet = (reached(keys, one) for one in (Layer.USUAL, Layer.ALPHABET))
    assert usual == alphabet


@pytest.mark.parametrize("language", [*LANGUAGES, "mail"])
def test_whatever_stands_on_a_key_is_in_the_fonts(language: str) -> None:
    keys = layout(language)
    shown = {*keys.marks, *keys.accent, *keys.ends}
    for layer in keys.layers:
        row = keys_of(keys, layer)
        shown |= {*row, *(keys.capital(one, layer) for one in row)}
        shown |= reached(keys, layer)
    assert {one for sign in shown for one in sign} - glyphs() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_are_composed_and_capitals_are_one_sign(language: str) -> None:
    keys = layout(language)
    for layer in keys.layers:
        for letter in keys_of(keys, layer):
            assert unicodedata.normalize("NFC", letter) == letter
            assert len(keys.capital(letter, layer)) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_row_is_longer_than_twelve_fingers(language: str) -> None:
    keys = layout(language)
    for layer in (Layer.USUAL, Layer.SIGNS):
        assert len(keys.rows(layer)) <= 3
        assert all(len(row) <= 12 for row in keys.rows(layer))


@pytest.mark.parametrize("language", CAPITALS)
def test_capitals_are_those_of_the_language(language: str) -> None:
    small, capital = CAPITALS[language]
    keys = layout(language)
    assert "".join(keys.capital(one, Layer.USUAL) for one in small) == capital


@pytest.mark.parametrize("language", LANGUAGES)
def test_scripts_without_capitals_have_none_on_the_alphabet(language: str) -> None:
    keys = layout(language)
    letters = keys_of(keys, Layer.ALPHABET)
    changed = [one for one in letters if keys.capital(one, Layer.ALPHABET) != one]
    assert bool(changed) == keys.cased


def test_arabic_stands_as_on_its_machines_and_latin_letters_never_turn() -> None:
    keys = layout("ar")
    assert keys.rows(Layer.USUAL)[0][::-1].startswith("ضصث")
    assert [keys.runs(one) for one in (Layer.ALPHABET, Layer.USUAL)] == ["rtl", "rtl"]
    assert [keys.runs(one) for one in (Layer.LATIN, Layer.SIGNS)] == ["ltr", "ltr"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_three_endings_for_an_address(language: str) -> None:
    keys = mail_layout(language)
    assert len(keys.hosts) == len(keys.domains) == 3
    assert all("." in host and host == host.lower() for host in keys.hosts)
    assert all(domain.startswith(".") for domain in keys.domains)
    assert set("@.-_") <= set(keys.marks)


def test_a_language_without_a_layout_has_the_english_one() -> None:
    assert layout("xx") == layout("en")
