"""Canonical JSON is that of RFC 8785, and nothing else is read.

Known answers: RFC 8785, 3.2.2, 3.2.3 and Appendix B, and the test data of its authors
(github.com/cyberphone/json-canonicalization, Apache-2.0).
"""

from __future__ import annotations

import json
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waardeel.canonical_json import MAX_DEPTH, NotCanonical, dumps, loads

NUMBERS = [
    (0x0000000000000000, "0"),
    (0x8000000000000000, "0"),
    (0x0000000000000001, "5e-324"),
    (0x8000000000000001, "-5e-324"),
    (0x7FEFFFFFFFFFFFFF, "1.7976931348623157e+308"),
    (0xFFEFFFFFFFFFFFFF, "-1.7976931348623157e+308"),
    (0x4340000000000000, "9007199254740992"),
    (0xC340000000000000, "-9007199254740992"),
    (0x4430000000000000, "295147905179352830000"),
    (0x44B52D02C7E14AF5, "9.999999999999997e+22"),
    (0x44B52D02C7E14AF6, "1e+23"),
    (0x44B52D02C7E14AF7, "1.0000000000000001e+23"),
    (0x444B1AE4D6E2EF4E, "999999999999999700000"),
    (0x444B1AE4D6E2EF4F, "999999999999999900000"),
    (0x444B1AE4D6E2EF50, "1e+21"),
    (0x3EB0C6F7A0B5ED8C, "9.999999999999997e-7"),
    (0x3EB0C6F7A0B5ED8D, "0.000001"),
    (0x41B3DE4355555553, "333333333.3333332"),
    (0x41B3DE4355555554, "333333333.33333325"),
    (0x41B3DE4355555555, "333333333.3333333"),
    (0x41B3DE4355555556, "333333333.3333334"),
    (0x41B3DE4355555557, "333333333.33333343"),
    (0xBECBF647612F3696, "-0.0000033333333333333333"),
    (0x43143FF3C1CB0959, "1424953923781206.2"),
]

DOCUMENTS = [
    (
        r"""{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
             "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}""",
        (
            r"""{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"""
            r""""string":"€$\u000f\nA'B\"\\\\\"/"}"""
        ),
    ),
    (
        r"""{"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh",
             "1": "One", "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control",
             "\u00f6": "Latin Small Letter O"}""",
        (
            '{"\\r":"Carriage Return","1":"One","\x80":"Control","ö":"Latin Small Letter O","€":"Euro Sign",'
            '"😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}'
        ),
    ),
    (
        r"""{"1": {"f": {"f": "hi","F": 5} ,"\n": 56.0}, "10": { }, "": "empty", "a": { },
             "111": [ { } ], "A": { }}""",
        r"""{"":"empty","1":{"\n":56,"f":{"F":5,"f":"hi"}},"10":{},"111":[{}],"A":{},"a":{}}""",
    ),
    (
        '{"peach": "This order", "péché": "is wrong according to French", "pêche": "but", "sin": "a"}',
        '{"peach":"This order","péché":"is wrong according to French","pêche":"but","sin":"a"}',
    ),
]

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=30,
)


@pytest.mark.parametrize(("bits", "text"), NUMBERS)
def test_numbers_are_written_as_in_the_appendix(bits, text):
    (value,) = struct.unpack(">d", bits.to_bytes(8))
    assert dumps(value) == text.encode()
    assert loads(text.encode()) == value


@pytest.mark.parametrize(("written", "canonical"), DOCUMENTS)
def test_documents_come_out_as_the_authors_have_them(written, canonical):
    assert dumps(json.loads(written)) == canonical.encode()


@given(values)
def test_what_is_written_reads_back_and_is_json_to_others(value):
    data = dumps(value)
    assert loads(data) == value
    assert json.loads(data, parse_int=float) == value
    assert dumps(loads(data)) == data


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_double_reads_back_as_the_same_double(value):
    assert float(dumps(value)) == value


@given(st.dictionaries(st.text(st.characters(min_codepoint=0xD000, codec="utf-8"), max_size=2), st.none(), max_size=6))
def test_keys_stand_in_the_order_of_their_utf_16_units(value):
    keys = list(json.loads(dumps(value)))
    assert keys == sorted(keys, key=lambda key: key.encode("utf-16-be"))


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (float("nan"), "value: JSON has no nan"),
        ({"a": [1, float("inf")]}, r"\['a'\]\[1\]: JSON has no inf"),
        ([2**53 + 1], r"\[0\]: a whole number beyond 2\*\*53"),
        (-(2**53) - 1, "a whole number beyond"),
        ({"a": {"b": "x\ud800"}}, r"\['a'\]\['b'\]: half a surrogate pair at character 1"),
        ({"\udfff": 1}, "half a surrogate pair"),
        ({1: "a"}, "a key of an object must be a string"),
        ({"a": {"b": b"bytes"}}, r"\['a'\]\['b'\]: JSON has no bytes"),
        ({"a": {1, 2}}, r"\['a'\]: JSON has no set"),
    ],
)
def test_what_json_cannot_hold_is_refused_with_its_place(value, reason):
    with pytest.raises(NotCanonical, match=reason):
        dumps(value)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"a":1,"a":2}', "byte 5: not in canonical form, expected '2}' and found '1,\"a\":2}'"),
        (b'{"b":1,"a":2}', "byte 2: not in canonical form"),
        (b'{"a": 1}', "byte 5: not in canonical form"),
        (b"[1]\n", "byte 3: not in canonical form, expected the end"),
        (b"1.0", "byte 1: not in canonical form"),
        (b"1e2", "byte 1: not in canonical form"),
        (b"-0", "byte 0: not in canonical form"),
        (b"9007199254740993", "byte 15: not in canonical form"),
        (b'"\\u0041"', "byte 1: not in canonical form"),
        (b'"\\/"', "byte 1: not in canonical form"),
        (b'"\\u000A"', "byte 2: not in canonical form"),
        (b'"\\ud800"', "half a surrogate pair"),
        (b'"\xe2\x82', "byte 1: not UTF-8"),
        (b'["\xe2\x82\xac",}', "byte 7: not JSON"),
        (b"\xef\xbb\xbf1", "not JSON"),
        (b"", "byte 0: not JSON"),
        (b"NaN", "JSON has no NaN"),
        (b"[-Infinity]", "JSON has no -Infinity"),
        (b"1" * 400, "JSON has no inf"),
        (b"1" * 5000, "JSON has no inf"),
        (b"[" * 65 + b"]" * 65, "nested more than 64 deep"),
        (b"[" * 100_000, "nested more than 64 deep"),
    ],
)
def test_any_other_text_is_refused_with_its_place(data, reason):
    with pytest.raises(NotCanonical) as caught:
        loads(data)
    assert reason in str(caught.value)


def test_the_deepest_value_allowed_is_read():
    data = b"[" * MAX_DEPTH + b"]" * MAX_DEPTH
    assert dumps(loads(data)) == data


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_arbitrary_bytes_are_read_only_when_canonical(data):
    try:
        value = loads(data)
    except NotCanonical:
        return
    assert dumps(value) == data
