"""CLABE, the key of a bank account: 3 digits of the bank, 3 of the place, 11 of the account, a check digit.

Source: Banco de México, Circular 14/2017 (reglas del SPEI), and its catalogue of participants. The first 17 digits are
multiplied by 3, 7, 1, 3, 7, 1… and added up; the check digit fills the sum to a multiple of ten. One number in ten has
it right by chance, so it alone proves little.

032180000118359719
"""

from __future__ import annotations

import re
from operator import mul

from tequio.tables.mexico.shape import compact

HEADER = r"\bclabes?\b|\bcuentas? (interbancarias?|clabe|bancarias?)\b|\bclave (bancaria|interbancaria)\b"
SHAPE = r"\b[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{11}[ -]?[0-9]\b"
_DIGITS = re.compile(r"[0-9]{18}")
_WEIGHTS = (3, 7, 1) * 6

# Banks, brokers and other participants of the SPEI that have given out accounts, those that closed among them.
_LISTED = """
    001 002 006 009 012 014 019 021 030 032 036 037 042 044 058 059 060 062 072 102 103 106 108 110 112 113 116 124
    126 127 128 129 130 131 132 133 134 135 136 137 138 139 140 141 143 145 147 148 149 150 151 152 154 155 156 157
    158 159 160 166 167 168 600 601 602 605 606 607 608 610 613 614 615 616 617 618 619 620 621 622 623 626 627 628
    629 630 631 632 633 634 636 637 638 640 642 646 647 648 649 651 652 653 655 656 659 661 670 674 677 679 680 683
    684 685 686 689 699 703 706 710 722 723 728 901 902 903
"""
PARTICIPANTS = frozenset(_LISTED.split())


def check_digit(first: str) -> str:
    """Return the check digit of a CLABE's first 17 digits."""
    return str(-sum(map(mul, map(int, first), _WEIGHTS)) % 10)


def is_valid(text: str) -> bool:
    """Tell whether a text is 18 digits of which the last is right; spaces and dashes do not matter."""
    key = compact(text)
    return _DIGITS.fullmatch(key) is not None and key[-1] == check_digit(key[:17])


def has_bank(text: str) -> bool:
    """Tell whether the first three digits are of a participant that is known here. New ones come every year."""
    return compact(text)[:3] in PARTICIPANTS
