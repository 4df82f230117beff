"""The groups of Belenios 2.0: the numbers modulo a prime p that a generator g makes, q of them.

Checking an election is almost nothing but powers in a group, so the powers are made cheap: powers of g and of the
election's key come from tables, and several powers of one base share their squarings.

Source: Belenios specification, section "Group parameters"; RFC 3526, group 14 (2048 bits). Tables and sliding windows:
A. J. Menezes, P. C. van Oorschot, S. A. Vanstone, Handbook of Applied Cryptography (1996), 14.6; one chain of squarings
for several exponents: A. C. Yao, On the evaluation of powers, SIAM Journal on Computing 5 (1976).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, cached_property

from waardeel.belenios.numbers import Number, invert, jacobi, number, power

#: Bits of an exponent that are looked up in a table at a time, for exponents of about 256 bits and for longer ones.
_WINDOW, _WINDOW_LONG = 8, 5
#: Bits of a sliding window where several powers of one base are made, and bits whose windows are looked up at once.
_SLIDING, _PIECE = 4, 12


class Group:
    """One group. `cofactor` is (p - 1) / q. Powers of `g` come from a table."""

    def __init__(self, name: str, p: int, q: int, g: int) -> None:
        self.name = name
        self.p, self.q, self.g = number(p), number(q), number(g)
        self.cofactor = (self.p - 1) // self.q

    def __repr__(self) -> str:
        return f"<Group {self.name}>"

    def __reduce__(self) -> tuple[object, ...]:
        return (group_named, (self.name,))  # tables are made anew in another process

    @cached_property
    def of_g(self) -> Table:
        """Powers of the generator."""
        return Table(self, self.g)

    def power(self, base: Number, exponent: Number) -> Number:
        """`base` to the power of `exponent`; where the base is the same again and again, `Table` is faster."""
        return power(base, exponent, self.p)

    def inverse(self, element: Number) -> Number:
        return invert(element, self.p)

    def contains(self, element: Number) -> bool:
        """Whether this number is an element: between 1 and p, and 1 when raised to q."""
        if not 0 < element < self.p:
            return False
        if self.cofactor == 2:  # then the elements are the squares
            return jacobi(element, self.p) == 1
        return power(element, self.q, self.p) == 1

    def powers(self, base: Number, exponents: Sequence[Number], *, known: bool = False) -> list[Number] | None:
        """Several powers of one base, or None when the base is no element of the group (`known`: it surely is)."""
        if not 0 < base < self.p:
            return None
        if known:
            return self._together(base, exponents)
        if self.cofactor == 2:
            return self._together(base, exponents) if jacobi(base, self.p) == 1 else None
        *found, one = self._together(base, [*exponents, self.q])
        return found if one == 1 else None

    def product(self, powers: Iterable[tuple[Number, Number]]) -> Number:
        """The product of bases, each to its own power (from 0): digit by digit, equal digits gathered in one heap.

        Source: N. Pippenger, On the evaluation of powers and monomials, SIAM Journal on Computing 9 (1980).
        """
        p, pairs = self.p, [(base, int(exponent)) for base, exponent in powers]
        window = max(2, min(10, len(pairs).bit_length() - 2))
        mask, longest = (1 << window) - 1, max((exponent.bit_length() for _, exponent in pairs), default=0)
        product: Number = number(1)
        for start in range((longest - 1) // window * window, -1, -window):
            for _ in range(window if product != 1 else 0):
                product = product * product % p
            heaps: list[Number | None] = [None] * (mask + 1)
            for base, exponent in pairs:
                digit = exponent >> start & mask
                if digit:
                    heap = heaps[digit]
                    heaps[digit] = base if heap is None else heap * base % p
            rising: Number | None = None
            for heap in reversed(heaps[1:]):
                if heap is not None:
                    rising = heap if rising is None else rising * heap % p
                if rising is not None:
                    product = product * rising % p
        return product

    def _together(self, base: Number, exponents: Sequence[Number]) -> list[Number]:
        """Yao's method: all exponents take from one chain of squarings, and gather by digit."""
        p, chain = self.p, [base]
        for _ in range(max(int(exponent).bit_length() for exponent in exponents) - 1):
            base = base * base % p
            chain.append(base)
        found = []
        for exponent in exponents:
            heaps: list[Number | None] = [None] * (1 << (_SLIDING - 1))
            exponent, start, windows, mask = int(exponent), 0, _windows(), (1 << _PIECE) - 1
            while exponent:
                for at, odd in windows[exponent & mask]:
                    heap = heaps[odd]
                    heaps[odd] = chain[start + at] if heap is None else heap * chain[start + at] % p
                exponent >>= _PIECE
                start += _PIECE
            found.append(_gathered(heaps, p))
        return found


class Table:
    """Powers of one base that is used again and again, such as the key of an election."""

    def __init__(self, group: Group, base: Number) -> None:
        self.group, self.base, p = group, number(base), group.p
        self._window = _WINDOW if group.q.bit_length() <= 256 else _WINDOW_LONG
        self._rows: list[list[Number]] = []
        for _ in range(-(-group.q.bit_length() // self._window)):
            row = [number(1)]
            for _ in range((1 << self._window) - 1):
                row.append(row[-1] * base % p)
            self._rows.append(row)
            base = row[-1] * base % p

    def power(self, exponent: Number) -> Number:
        """The base to this power; the exponent is between 0 and q."""
        p, window, mask = self.group.p, self._window, (1 << self._window) - 1
        exponent, product, rows = int(exponent), None, iter(self._rows)
        while exponent:
            factor = next(rows)[exponent & mask]
            product = factor if product is None else product * factor % p
            exponent >>= window
        return number(1) if product is None else product


@cache
def _windows() -> list[tuple[tuple[int, int], ...]]:
    """Each number of _PIECE bits as a sum of (2 odd + 1) 2^at, as pairs (at, odd): sliding windows from the right."""
    found = []
    for piece in range(1 << _PIECE):
        pairs, at = [], 0
        while piece >> at:
            if piece >> at & 1:
                pairs.append((at, (piece >> at & ((1 << _SLIDING) - 1)) >> 1))
                at += _SLIDING
            else:
                at += 1
        found.append(tuple(pairs))
    return found


def _gathered(heaps: Sequence[Number | None], p: Number) -> Number:
    """The product of heaps[k] to the power 2k + 1: the square of the product of heaps[k]^k, times all of them."""
    rising: Number | None = None  # the product of the heaps from the last down to here
    weighed: Number | None = None
    for heap in reversed(heaps[1:]):
        if heap is not None:
            rising = heap if rising is None else rising * heap % p
        if rising is not None:
            weighed = rising if weighed is None else weighed * rising % p
    whole = number(1) if heaps[0] is None else heaps[0]
    if rising is not None and weighed is not None:
        whole = whole * rising % p * (weighed * weighed % p) % p
    return whole


BELENIOS_2048 = Group(
    "BELENIOS-2048",
    p=int(
        "2069478569142254640101364365750500806492298929575110409710088478705737421924271740192223725449768433"
        "8129066633138078958404960054389636289796393038773905722803605973749427671376777618898589872735865049"
        "0811670993105358677809800307904916540637771737641986785272734744763418356000356983051931442845617019"
        "1100078673730733356412397173289791324047457883446826065232797464795113767265869358218004631792207366"
        "8860052627186363386088796882120769432366149491002923444346373222145884100586421050242120365433561201"
        "3204811188524087310770141516662001623131771693721892480785077118278423174980732765988288251691831031"
        "25680162072880719"
    ),
    q=int("78571733251071885079927659812671450121821421258408794611510081919805623223441"),
    g=int(
        "2402352677501852209227687703532399932712287657378364916510075318787663274146353219320285676155269678"
        "7996946682987493890950838965734256019006010684771644917354741372831046104586813145117816467554005274"
        "0288984613986453266121505579709716201616827031288643245666383486363578210615491841998253431518974065"
        "8186868651151358576410138882215396016043228843603930989333662772848406593138406010231675095763777982"
        "6651036068224066350766977640253462537730851331734951942489677540525736590494924776314759915751987751"
        "7771148149092045660020547812705472823814097251863985833411570056835369555342378147558249189605029668"
        "0037745308460627"
    ),
)
_RFC_3526_P = int(
    "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404dd"
    "ef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed"
    "ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f"
    "83655d23dca3ad961c62f356208552bb9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b"
    "e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510"
    "15728e5a8aacaa68ffffffffffffffff",
    16,
)
RFC_3526_2048 = Group("RFC-3526-2048", p=_RFC_3526_P, q=(_RFC_3526_P - 1) // 2, g=2)

GROUPS = {group.name: group for group in (BELENIOS_2048, RFC_3526_2048)}


def group_named(name: str) -> Group:
    """The group of that name. Raises KeyError."""
    return GROUPS[name]
