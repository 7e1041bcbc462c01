"""Text of studies and articles as LaTeX: nothing in it is a command, and every name of a macro is one LaTeX takes."""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

_ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "<": r"\textless{}", ">": r"\textgreater{}",
    "|": r"\textbar{}", '"': r"\textquotedbl{}", "`": r"\textasciigrave{}", "\u00a0": "~", "\u00ad": r"\-",
    "−": r"\ensuremath{-}", "×": r"\ensuremath{\times}", "≤": r"\ensuremath{\leq}", "≥": r"\ensuremath{\geq}",
    "≈": r"\ensuremath{\approx}", "±": r"\ensuremath{\pm}", "÷": r"\ensuremath{\div}", "²": r"\textsuperscript{2}",
    "³": r"\textsuperscript{3}", "¹": r"\textsuperscript{1}",
}  # fmt: skip
# What the T1 encoding and textcomp have: Latin-1, most of Latin Extended-A, and the marks of running text.
_HAS = frozenset(
    "".join(map(chr, range(0x20, 0x7F)))
    + "¡¢£¥§©ª«®°¶·º»¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ"
    + "ĂăĄąĆćČčĎďĐđĘęĚěĞğİıĹĺĽľŁłŃńŇňŊŋŐőŒœŔŕŘřŚśŞşŠšŢţŤťŮůŰűŸŹźŻżŽž"
    + "–—‘’‚“”„†‡•…‰‹›€™"
)
_DIGITS = ("Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


class Macro(NamedTuple):
    """A LaTeX command that stands for a piece of text, and where the text comes from."""

    name: str
    value: str
    source: str


def escape(text: object) -> str:
    r"""Text that LaTeX prints as it stands; a character that pdflatex lacks becomes its code, ``[U+0416]``.

    Examples
    --------
    >>> print(escape(r"50% of \input{x} & _#_"))
    50\% of \textbackslash{}input\{x\} \& \_\#\_
    >>> escape("Ж"), escape("ﬁn")
    ('[U+0416]', 'fin')
    """
    line = " ".join(unicodedata.normalize("NFC", str(text)).split(" ")).translate(_BLANKS)
    # Two of these in a row would be drawn as one other sign: -- as a dash, ,, and '' as quotation marks.
    return "".join(re.sub(r"([-',])(?=\1)", r"\1{}", "".join(map(_escaped, line))))


_BLANKS = {ord(blank): " " for blank in "\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029\u2009\u202f\u2003\u2002"}
_BLANKS |= {ord(nothing): "" for nothing in "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"}


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character in _HAS:
        return character
    plain = unicodedata.normalize("NFKC", character)
    if plain != character and all(one in _HAS for one in plain):
        return "".join(map(_escaped, plain))
    return f"[U+{ord(character):04X}]"


def macro_name(*parts: object) -> str:
    r"""The name of a macro for a cell: letters only, the same for the same parts.

    Digits are spelled out, accents left out, and letters that are not Latin given by their code in the letters A to P.

    Examples
    --------
    >>> macro_name("word-choice", "El País", "cease-fire 2")
    'flWordChoiceElPaisCeaseFireTwo'
    >>> macro_name("Ж")
    'flUAEBG'
    """
    return "fl" + "".join(_letters(str(part)) for part in parts)


def _letters(text: str) -> str:
    plain = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    pieces = re.findall(r"[A-Za-z]+|[0-9]|[^\W_]", plain)
    return "".join(_piece(piece) for piece in pieces) or "None"


def _piece(piece: str) -> str:
    if piece.isascii():
        return _DIGITS[int(piece)] if piece.isdigit() else piece[0].upper() + piece[1:]
    return "U" + "".join(chr(ord("A") + int(digit, 16)) for digit in f"{ord(piece):04x}")


def define(macros: Iterable[Macro]) -> str:
    r"""A ``\newcommand`` a line, each with its source as a comment; a name that is taken already gets ``Again``.

    Examples
    --------
    >>> print(define([Macro("flA", "3", "a.csv: k"), Macro("flA", "4", "b.csv: k")]), end="")
    \newcommand{\flA}{3}% a.csv: k
    \newcommand{\flAAgain}{4}% b.csv: k
    """
    lines, taken = [], set()
    for name, value, source in macros:
        while name in taken:
            name += "Again"
        taken.add(name)
        comment = re.sub(r"[^\S ]+", " ", source).encode("ascii", "backslashreplace").decode()
        lines.append(f"\\newcommand{{\\{name}}}{{{value}}}% {comment}\n")
    return "".join(lines)


def share(value: float) -> str:
    r"""A share as a percentage.

    Examples
    --------
    >>> share(0.456)
    '46\\%'
    """
    return rf"{100 * value:.0f}\%"


def signed(value: float) -> str:
    """A number with two decimals and a minus sign that is one.

    Examples
    --------
    >>> signed(-0.125), signed(0.5)
    ('$-0.12$', '0.50')
    """
    text = f"{value:.2f}"
    return f"${text}$" if text.startswith("-") and text.strip("-0.") else text.lstrip("-")
