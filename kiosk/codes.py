"""The receipt code: nine symbols a person can copy, say and mistype.

Crockford's base 32 (0-9 and A-Z without I, L, O, U). Eight symbols are chance (40 bits),
the ninth is a check symbol: a weighted sum over the field GF(32), with a different
weight for every place. One wrong symbol changes the sum because no weight is zero; two
symbols that changed places change it because no two weights are equal. So every single
error and every swap, of neighbours or not, is caught.
"""

from collections.abc import Callable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 9
_GROUP = 3

# What people write for a symbol: the letters Crockford left out, and the Greek capitals
# that look like Latin ones, because a Greek keyboard gives those.
_READ_AS = str.maketrans("OILΟΙΑΒΕΖΗΚΜΝΡΤΥΧ", "011" + "01ABEZHKMNPTYX")

_FIELD_POLYNOMIAL = 0b100101  # x^5 + x^2 + 1, primitive over GF(2)


def _times(a: int, b: int) -> int:
    """Multiply in GF(32)."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a <<= 1
        if a & 0b100000:
            a ^= _FIELD_POLYNOMIAL
        b >>= 1
    return product


def _weights() -> tuple[int, ...]:
    weights = [1]
    while len(weights) < LENGTH:
        weights.append(_times(weights[-1], 2))
    return tuple(weights)


# Each place's products; the check symbol has weight 1, the one before it 2, then 4 ...
_PRODUCTS = [[_times(value, weight) for value in range(32)] for weight in _weights()]


def _sum(values: list[int]) -> int:
    total = 0
    for value, products in zip(reversed(values), _PRODUCTS, strict=True):
        total ^= products[value]
    return total


def new_code(chance: Callable[[int], bytes]) -> str:
    """Draw a code; `chance(n)` gives n random bytes (`secrets.token_bytes`)."""
    number = int.from_bytes(chance(5))
    values = [number >> shift & 31 for shift in range(35, -1, -5)]
    check = _sum([*values, 0])
    return "".join(ALPHABET[value] for value in [*values, check])


def read_code(written: str) -> str | None:
    """Return the code a person wrote, in its one canonical form, or None if it is wrong.

    Spaces and hyphens do not count, nor does case; O is read as 0, I and L as 1.
    """
    symbols = read_beginning(written)
    if len(symbols) != LENGTH:
        return None
    return (
        symbols if _sum([ALPHABET.index(symbol) for symbol in symbols]) == 0 else None
    )


def read_beginning(written: str) -> str:
    """Return as much of a code as was written, in the same form; '' where no code begins
    so."""
    kept = (
        symbol for symbol in written.upper() if not (symbol.isspace() or symbol in "-·")
    )
    symbols = "".join(kept).translate(_READ_AS)
    fits = len(symbols) <= LENGTH and all(symbol in ALPHABET for symbol in symbols)
    return symbols if fits else ""


def grouped(code: str, gap: str = " ") -> str:
    """Return the code in threes, as it is printed: `KX7 4MQ 2PD`."""
    return gap.join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))
