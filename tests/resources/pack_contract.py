"""What every pack we ship keeps: a test class for each pack inherits it."""

import re
from collections.abc import Iterator
from itertools import chain

import resources
from i18n import languages
from kiosk.forms import (
    Choice,
    Consent,
    Form,
    Kind,
    Phone,
    Photo,
    Place,
    Statement,
    Voice,
    Words,
)
from kiosk.packs import Pack
from kiosk.places import Text
from tests.resources.walks import plain, touches, walks

LANGUAGES = tuple(one.code for one in languages())
ASKED = {"el": ";", "ar": "؟", "fa": "؟", "ur": "؟"}
"""How a question ends; elsewhere with "?"."""
FORMS = {
    *("problem", "idea", "opinion", "support", "appointment", "satisfaction"),
    *("ombudsman", "reopen"),
}
ESCAPES = {"something-else", "person", "check"}
"""Pictures of a choice for whoever does not know, or would rather not say."""
_SUM_OR_ADDRESS = r"300[.,’  ٬،]?000|(?<!\d)108(?!\d)"
"""The sum of a budget, and the number of the town hall of Patras in its street."""
EMERGENCY = ("112", "199", "100", "166")
ONE_PAGE = 8
"""Choices that fit on a page of the usual panel."""

VOWELS = "αεηιουωάέήίόύώϊϋΐΰ"
ACCENTED = set("άέήίόύώΐΰ")


def words(text: str) -> list[str]:
    joined = text.replace("\u200c", "")  # within a word of Persian or Urdu
    return re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", joined)


def asked(pack: Pack) -> Iterator[tuple[Form, Kind]]:
    for form in pack.forms:
        for question in form.questions:
            yield form, question


def texts(pack: Pack) -> Iterator[Text]:
    """Everything a citizen can read."""
    town = pack.municipality
    yield from (town.name, town.welcome, town.contact.hours, town.contact.address)
    yield from town.terms.values()
    for village in pack.places.villages:
        yield from (village.name, *(one.name for one in village.landmarks))
    for form in pack.forms:
        yield from (form.title, form.hint)
    for _, question in asked(pack):
        yield from (question.title, question.hint)
        yield from (text for _, text, _ in question.texts())
        for option in question.choices():
            yield from (option.label, option.hint)


def length(language: str, *said: Text) -> int:
    return len(words(" ".join(one.get(language, "") for one in said)))


class PackContract:
    """The promises, for the pack of the fixture `pack`, which is called `name`."""

    name: str
    form_ids: frozenset[str] = frozenset(FORMS)

    def test_it_says_that_it_is_a_sample(self, pack: Pack) -> None:
        assert pack.municipality.sample
        assert self.name in resources.packs()

    def test_it_has_every_service_and_problems_come_first(self, pack: Pack) -> None:
        assert {form.id for form in pack.forms} == self.form_ids
        assert pack.forms[0].id == "problem"
        assert len(pack.forms) <= 9
        files = {one.stem for one in pack.folder.glob("forms/*.toml")}
        assert files == self.form_ids

    # Numbers

    def test_no_telephone_is_told_that_nobody_checked(self, pack: Pack) -> None:
        assert pack.municipality.contact.phone == ""
        for text in texts(pack):
            for said in text.values():
                plain_words = re.sub(_SUM_OR_ADDRESS, "", said)
                assert set(re.findall(r"\d{3,}", plain_words)) <= set(EMERGENCY), said

    def test_danger_comes_first_and_its_numbers_at_once(self, pack: Pack) -> None:
        first, second, *_ = pack.forms[0].questions
        assert first.choices()[0].id == "danger"
        assert isinstance(second, Statement)
        assert second.when == {first.id: "danger"}
        for language in LANGUAGES:
            assert all(one in second.text[0][language] for one in EMERGENCY)

    # Ways

    def test_every_way_through_every_form_reaches_the_review(self, pack: Pack) -> None:
        for form in pack.forms:
            met: set[str] = set()
            for walk in walks(pack, form):
                assert walk.complete
                met |= {one.id for one in walk.asked}
            assert met == {one.id for one in form.questions}, form.id

    def test_nothing_is_asked_twice(self, pack: Pack) -> None:
        for form in pack.forms:
            for walk in walks(pack, form):
                titles = [one.title["el"] for one in walk.asked]
                assert len(set(titles)) == len(titles), (form.id, titles)
                kinds = [type(one) for one in walk.asked]
                assert all(kinds.count(one) <= 1 for one in (Place, Phone, Voice))

    def test_a_report_takes_six_touches_at_most(self, pack: Pack) -> None:
        assert max(touches(one) for one in plain(pack, pack.forms[0])) <= 6

    def test_a_proposal_by_voice_takes_eight_touches_at_most(self, pack: Pack) -> None:
        idea = pack.form("idea")
        assert idea is not None
        spoken = [one for one in plain(pack, idea) if "voice" in one.told]
        assert spoken
        assert max(touches(one) for one in spoken) <= 8

    def test_nothing_must_be_typed_recorded_or_shown(self, pack: Pack) -> None:
        for form, question in asked(pack):
            if isinstance(question, Words | Phone | Photo | Voice):
                assert question.optional, (form.id, question.id)
                assert question.when, (form.id, question.id)

    def test_a_telephone_is_asked_for_only_after_a_yes(self, pack: Pack) -> None:
        for form, question in asked(pack):
            if isinstance(question, Phone):
                (consent,) = question.when
                assert question.when[consent] == "yes"
                asks = form.question(consent)
                assert isinstance(asks, Consent)
                assert asks.explains
                assert asks.hint["en"] == "You can go on without it"

    def test_no_question_holds_whoever_does_not_know(self, pack: Pack) -> None:
        for form, question in asked(pack):
            if isinstance(question, Choice):
                icons = {one.icon for one in question.choices()}
                assert icons & ESCAPES, (form.id, question.id)

    # Words

    def test_a_question_is_short_and_ends_as_one(self, pack: Pack) -> None:
        for form, question in asked(pack):
            for language in LANGUAGES:
                where = (form.id, question.id, language)
                end = ASKED.get(language, "?")
                assert question.title[language].endswith(end), where
                assert length(language, question.title) <= 12, where

    def test_a_screen_has_sixty_words_at_most(self, pack: Pack) -> None:
        for form, question in asked(pack):
            assert len(question.choices()) <= ONE_PAGE, (form.id, question.id)
            shown = [question.title, question.hint]
            for option in question.choices():
                shown += [option.label, option.hint]
            if isinstance(question, Consent):
                shown.append(question.explains)
            pages = question.text if isinstance(question, Statement) else ({},)
            for page, language in ((a, b) for a in pages for b in LANGUAGES):
                where = (form.id, question.id, language)
                assert length(language, *shown, page) <= 60, where

    def test_a_choice_is_four_words_at_most_and_a_hint_eight(self, pack: Pack) -> None:
        for form, question in asked(pack):
            for option in question.choices():
                for language in LANGUAGES:
                    where = (form.id, question.id, option.id, language)
                    assert length(language, option.label) <= 4, where
                    assert length(language, option.hint) <= 8, where

    def test_no_two_choices_have_one_picture_or_one_name(self, pack: Pack) -> None:
        for form, question in asked(pack):
            shown = question.choices()
            where = (form.id, question.id)
            assert len({one.icon for one in shown}) == len(shown), where
            for language in LANGUAGES:
                names = {one.label[language] for one in shown}
                assert len(names) == len(shown), where

    def test_everything_is_said_in_every_language_in_short_words(
        self, pack: Pack
    ) -> None:
        for text in texts(pack):
            assert set(text) in (set(), set(LANGUAGES)), text
            for language, said in text.items():
                assert said == said.strip()
                begins = said[0]
                assert begins == begins.upper() or language == "ka" or "{" in said, said
                assert all(len(word) <= 20 for word in words(said)), (language, said)

    def test_every_greek_word_bears_its_accent_and_its_final_sigma(
        self, pack: Pack
    ) -> None:
        said = chain.from_iterable(words(one.get("el", "")) for one in texts(pack))
        for word in (one for one in said if not one.isupper() and not one.isascii()):
            _check_spelling(word.lower())


def _check_spelling(word: str) -> None:
    syllables = re.findall(f"[{VOWELS}]+", word)
    accents = [letter for letter in word if letter in ACCENTED]
    assert len(accents) <= 2, word  # two before “σας”: το τηλέφωνό σας
    assert accents or len(syllables) < 2, word
    assert not word.endswith("σ"), word
    assert "ς" not in word[:-1], word
    assert re.fullmatch(f"[{VOWELS}βγδζθκλμνξπρσςτφχψ]+", word), word
