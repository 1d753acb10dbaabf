"""The receipt code: what a person mistypes is never another person's report."""

import random
import secrets
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.codes import ALPHABET, LENGTH, grouped, new_code, read_code

random_bytes = st.binary(min_size=5, max_size=5)


def code_of(chance: bytes) -> str:
    return new_code(lambda count: chance[:count])


FEW = [
    code_of(bytes(5)),
    code_of(b"\xff" * 5),
    code_of(b"Patra"),
    code_of(b"\x01\x9aKz\0"),
]


@pytest.mark.parametrize("code", FEW)
def test_every_wrong_symbol_in_every_place_is_caught(code: str) -> None:
    for place in range(LENGTH):
        for symbol in ALPHABET:
            mistyped = code[:place] + symbol + code[place + 1 :]
            assert (read_code(mistyped) == code) is (symbol == code[place])
            assert read_code(mistyped) in {code, None}


@pytest.mark.parametrize("code", FEW)
def test_every_two_symbols_that_changed_places_are_caught(code: str) -> None:
    for one, other in combinations(range(LENGTH), 2):
        symbols = list(code)
        symbols[one], symbols[other] = symbols[other], symbols[one]
        swapped = "".join(symbols)
        assert read_code(swapped) == (code if swapped == code else None)


@given(random_bytes, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_a_wrong_symbol_is_caught_in_any_code(
    chance: bytes, place: int, symbol: str
) -> None:
    code = code_of(chance)
    mistyped = code[:place] + symbol + code[place + 1 :]
    assert read_code(mistyped) == (code if mistyped == code else None)


@given(random_bytes)
def test_a_code_reads_back_as_it_was_printed(chance: bytes) -> None:
    code = code_of(chance)
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    assert read_code(code) == code
    assert read_code(grouped(code)) == code
    assert read_code(grouped(code.lower(), "-")) == code
    assert read_code(f"  {code[:4]}\u00a0{code[4:]}·") == code


@given(random_bytes, st.randoms(use_true_random=False))
def test_look_alike_letters_are_read_as_they_were_meant(
    chance: bytes, dice: random.Random
) -> None:
    alike = {"0": "OoΟο", "1": "IiLlΙι", "A": "ΑαAa", "B": "ΒB", "E": "ΕE", "H": "ΗH"}
    alike |= {"K": "ΚκK", "M": "ΜM", "N": "ΝN", "P": "ΡP", "T": "ΤτT", "X": "ΧχX"}
    alike |= {"Z": "ΖZ", "Y": "ΥY"}
    code = code_of(chance)
    written = "".join(dice.choice(alike.get(symbol, symbol)) for symbol in code)
    assert read_code(written) == code


@given(st.text(max_size=30))
def test_anything_a_person_writes_is_a_code_or_is_not(written: str) -> None:
    code = read_code(written)
    assert code is None or (len(code) == LENGTH and set(code) <= set(ALPHABET))


@pytest.mark.parametrize("written", ["", "123", "UUUUUUUUU", FEW[1] + "0", FEW[1][:8]])
def test_what_is_no_code_is_none(written: str) -> None:
    assert read_code(written) is None


def test_codes_use_all_the_chance_they_are_given() -> None:
    drawn = {new_code(secrets.token_bytes) for _ in range(2000)}
    assert len(drawn) == 2000
    assert code_of(bytes(5)) == "000000000"
    assert code_of(b"\0\0\0\0\1")[:8] == "00000001"
    assert code_of(b"\x80\0\0\0\0")[:8] == "G0000000"


def test_a_code_is_printed_in_threes() -> None:
    assert grouped("KX74MQ2PD") == "KX7 4MQ 2PD"
