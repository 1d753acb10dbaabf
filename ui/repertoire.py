"""All that a kiosk says the same each time: its own sentences and the pack's."""

from collections.abc import Iterator, Sequence

import i18n
from i18n import Language
from kiosk.forms import say
from kiosk.packs import Pack
from kiosk.places import Text
from ui.rendering import Line


def repertoire(pack: Pack, languages: Sequence[Language]) -> Iterator[Line]:
    """Yield it in each language, the kiosk's own first.

    What has figures in it is left out: how they are said depends on the language being
    spoken while it is made ready.
    """
    codes = [one.code for one in languages]
    for language in languages:
        spoken = (language.code, *codes)
        texts = [say(one, spoken) for one in _written(pack)]
        texts += [_tile(say(a, spoken), say(b, spoken)) for a, b in _tiles(pack)]
        texts += i18n.sentences(language.code)
        texts += (language.name, language.touch)
        for text in dict.fromkeys(texts):
            if text and not any(one.isdigit() or one in "@{" for one in text):
                yield Line(text, language.voice)


def _tile(words: str, hint: str) -> str:
    return f"{words}. {hint}" if hint else words


def _written(pack: Pack) -> Iterator[Text]:
    for form in pack.forms:
        yield form.title  # where many stand together, none has its hint
        for question in form.questions:
            yield question.title
            yield question.hint
            for _, text, _ in question.texts():
                yield text
    for village in pack.places.villages:
        yield village.name
        for landmark in village.landmarks:
            yield landmark.name


def _tiles(pack: Pack) -> Iterator[tuple[Text, Text]]:
    for form in pack.forms:
        yield form.title, form.hint
        for question in form.questions:
            for option in question.choices():
                yield option.label, option.hint
