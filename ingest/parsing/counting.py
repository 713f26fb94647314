"""Numbers, letters and roman numerals as United Nations documents count with them: 1, 2; a … z, aa, bb; i, ii, iii."""

from __future__ import annotations

import re

ROMAN = re.compile(r"(?=.)(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3})\Z")
"""1 to 89 in lower case."""
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50}
ORDINALS = {
    word: number
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], start=1
    )
}


def roman_value(token: str) -> int | None:
    """Return the value of a roman numeral of either case, None when it is not one.

    >>> roman_value("iv"), roman_value("XIX"), roman_value("iix"), roman_value("d")
    (4, 19, None, None)
    """
    token = token.lower()
    if not ROMAN.match(token):
        return None
    digits = [_VALUES[sign] for sign in token]
    pairs = zip(digits, [*digits[1:], 0], strict=True)
    return sum(-digit if digit < following else digit for digit, following in pairs)


def letter_value(token: str) -> int | None:
    """Return the place of a letter in the count a … z, aa, bb … zz, aaa; None when it is not in it.

    >>> letter_value("a"), letter_value("z"), letter_value("aa"), letter_value("bb"), letter_value("ab")
    (1, 26, 27, 28, None)
    """
    if not token or token != token[0] * len(token) or not "a" <= token[0] <= "z":
        return None
    return (len(token) - 1) * 26 + ord(token[0]) - ord("a") + 1


def letter_of(value: int) -> str:
    """Return the letter at a place of that count.

    >>> letter_of(5), letter_of(28)
    ('e', 'bb')
    """
    rounds, place = divmod(value - 1, 26)
    return chr(ord("a") + place) * (rounds + 1)


def roman_of(value: int) -> str:
    """Return the lower-case roman numeral of 1 to 89.

    >>> roman_of(4), roman_of(49)
    ('iv', 'xlix')
    """
    signs = (("l", 50), ("xl", 40), ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))
    numeral = ""
    for sign, worth in signs:
        count, value = divmod(value, worth)
        numeral += sign * count
    return numeral


def ordinal_value(token: str) -> int | None:
    """Return the value of what follows "Part", "Chapter", "Article": "3", "III", "three"."""
    if token.isdigit():
        return int(token)
    return ORDINALS.get(token.lower()) or roman_value(token)
