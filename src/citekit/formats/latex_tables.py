"""What LaTeX and CSL call the same things."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

Argument = Callable[[str], str]
"""What becomes of one argument of a command."""

# CSL's inline markup (CSL 1.0.2, rich text) and its commands; a face's first one is written.
FACES: Final = (
    ("<i>", "</i>", "emph"),
    ("<b>", "</b>", "textbf"),
    ("<sup>", "</sup>", "textsuperscript"),
    ("<sub>", "</sub>", "textsubscript"),
    ('<span style="font-variant:small-caps">', "</span>", "textsc"),
    ("<i>", "</i>", "textit"),
    ("<i>", "</i>", "textsl"),
    ("<sup>", "</sup>", "textsu"),
    ("<b>", "</b>", "mathbf"),
)
NOCASE: Final = '<span class="nocase">'
"""CSL's own protection from case changes: a bare group in LaTeX."""

# Characters that mean something to TeX. `\{` is never written: BibTeX counts it as a brace, other
# readers do not.
ESCAPES: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "%": r"\%",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "$": r"\$",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}

# Characters that TeX's fonts run together (cmr.tfm), longest first.
LIGATURES: Final = {
    "---": "\u2014",
    "--": "\u2013",
    "``": "\u201c",
    "''": "\u201d",
    "?`": "\u00bf",
    "!`": "\u00a1",
}

# Characters by command that pylatexenc lacks, or gives as today's date or a place-holder.
SYMBOLS: Final = {
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "lbrace": "{",
    "rbrace": "}",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textunderscore": "_",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "textdollar": "$",
    "textquotedbl": '"',
    "textasciigrave": "`",
    "copyright": "\u00a9",
    "degree": "\u00b0",
    "circ": "\u00b0",
    "textdegree": "\u00b0",
    "S": "\u00a7",
    "P": "\u00b6",
    "LaTeX": "LaTeX",
    "TeX": "TeX",
    "BibTeX": "BibTeX",
    "slash": "/",
    "prime": "\u2032",
    "neg": "\u00ac",
    "dh": "ð",
    "DH": "Ð",
    "th": "þ",
    "TH": "Þ",
    "dj": "đ",
    "DJ": "Đ",
    "ng": "ŋ",
    "NG": "Ŋ",
    "guillemotleft": "«",
    "guillemotright": "»",
    "guilsinglleft": "‹",
    "guilsinglright": "›",
    "quotesinglbase": "‚",
    "quotedblbase": "„",
    "cdot": "·",
    "nobreakspace": " ",
    "quad": " ",
    "qquad": " ",
    "newline": " ",
    "par": " ",
    "space": " ",
    "today": "",
    "ref": "",
    "cite": "",
}

# They take in files, or open what others define; that they are read as nothing is no reason to
# write them.
ACTING: Final = frozenset({"input", "include", "begin", "end", "includegraphics"})
ADDRESSES: Final = frozenset({"url", "nolinkurl", "path", "href"})

CONTROLS: Final = {
    "\\": " ",
    " ": " ",
    "\n": " ",
    "\t": " ",
    ",": " ",
    ";": " ",
    ":": " ",
    ">": " ",
    "!": "",
    "-": "",
    "/": "",
    "@": "",
}
"""Control symbols that stand for white space or for nothing; the others stand for themselves."""

MARKS: Final = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "d": "\u0323",
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
    "textcommabelow": "\u0326",
}
_MATH_MARKS: Final = {
    "grave": "`",
    "acute": "'",
    "hat": "^",
    "tilde": "~",
    "bar": "=",
    "breve": "u",
    "dot": ".",
    "ddot": '"',
    "check": "v",
}
_DOTLESS: Final = {"\u0131": "i", "\u0237": "j"}


# Characters beyond ASCII as LaTeX's kernel and its standard fonts write them; braces make each one
# letter to BibTeX. Every one is read back as itself (tests/formats/test_latex_ascii.py).
ASCII_MATH: Final = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ϵ": "epsilon",
    "ε": "varepsilon",
    "ζ": "zeta",
    "η": "eta",
    "θ": "theta",
    "ι": "iota",
    "κ": "kappa",
    "λ": "lambda",
    "μ": "mu",
    "ν": "nu",
    "ξ": "xi",
    "π": "pi",
    "ρ": "rho",
    "σ": "sigma",
    "ς": "varsigma",
    "τ": "tau",
    "υ": "upsilon",
    "ϕ": "phi",
    "φ": "varphi",
    "χ": "chi",
    "ψ": "psi",
    "ω": "omega",
    "Γ": "Gamma",
    "Δ": "Delta",
    "Θ": "Theta",
    "Λ": "Lambda",
    "Ξ": "Xi",
    "Π": "Pi",
    "Σ": "Sigma",
    "Υ": "Upsilon",
    "Φ": "Phi",
    "Ψ": "Psi",
    "Ω": "Omega",
    "×": "times",
    "÷": "div",
    "±": "pm",
    "≤": "le",
    "≥": "ge",
    "≠": "neq",
    "≈": "approx",
    "∼": "sim",
    "≡": "equiv",
    "∞": "infty",
    "→": "rightarrow",
    "←": "leftarrow",
    "↔": "leftrightarrow",
    "↑": "uparrow",
    "↓": "downarrow",
    "⇒": "Rightarrow",
    "·": "cdot",
    "′": "prime",
    "∂": "partial",
    "∇": "nabla",
    "∑": "sum",
    "∏": "prod",
    "∈": "in",
    "∀": "forall",
    "∃": "exists",
    "∩": "cap",
    "∪": "cup",
    "⊂": "subset",
    "∝": "propto",
    "⊥": "perp",
    "¬": "neg",
    "∗": "ast",
}
ASCII_TEXT: Final = {
    "ß": "ss",
    "æ": "ae",
    "Æ": "AE",
    "œ": "oe",
    "Œ": "OE",
    "ø": "o",
    "Ø": "O",
    "ł": "l",
    "Ł": "L",
    "ı": "i",
    "ȷ": "j",
    "ð": "dh",
    "Ð": "DH",
    "þ": "th",
    "Þ": "TH",
    "đ": "dj",
    "Đ": "DJ",
    "ŋ": "ng",
    "Ŋ": "NG",
    "«": "guillemotleft",
    "»": "guillemotright",
    "‹": "guilsinglleft",
    "›": "guilsinglright",
    "‚": "quotesinglbase",
    "„": "quotedblbase",
    "–": "textendash",
    "—": "textemdash",
    "‘": "textquoteleft",
    "’": "textquoteright",
    "“": "textquotedblleft",
    "”": "textquotedblright",
    "…": "textellipsis",
    "†": "textdagger",
    "‡": "textdaggerdbl",
    "§": "textsection",
    "¶": "textparagraph",
    "©": "textcopyright",
    "®": "textregistered",
    "™": "texttrademark",
    "€": "texteuro",
    "£": "textsterling",
    "¥": "textyen",
    "•": "textbullet",
    "°": "textdegree",
    "µ": "textmu",
    "½": "textonehalf",
    "¼": "textonequarter",
    "¾": "textthreequarters",
    "¡": "textexclamdown",
    "¿": "textquestiondown",
    "ª": "textordfeminine",
    "º": "textordmasculine",
    "¢": "textcent",
    "‰": "textperthousand",
    "№": "textnumero",
}
ASCII: Final[Mapping[str, str]] = {
    **{character: rf"{{\ensuremath{{\{name}}}}}" for character, name in ASCII_MATH.items()},
    **{character: rf"{{\{name}}}" for character, name in ASCII_TEXT.items()},
    "\u00a0": "~",
    "\u2212": r"{\ensuremath{-}}",
    "\u2010": "{-}",
    "\u2011": "{-}",
    "\u00ad": "",
    **{
        sign: rf"{{\textsuperscript{{{digit}}}}}"
        for sign, digit in zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-", strict=True)
    },
    **{
        sign: rf"{{\textsubscript{{{digit}}}}}"
        for sign, digit in zip("₀₁₂₃₄₅₆₇₈₉₊₋", "0123456789+-", strict=True)
    },
}


def wrap(before: str, after: str, content: str) -> str:
    """Put a content between two texts; nothing stays nothing."""
    return f"{before}{content}{after}" if content else ""


def keep(content: str) -> str:
    """Leave a content as it is."""
    return content


def math(content: str) -> str:
    """Leave a content as it is: a name for `keep` that turns mathematics on."""
    return content


def drop(content: str) -> str:  # noqa: ARG001  (the shape of an Argument)
    """Leave a content out."""
    return ""


def accent(name: str, content: str) -> str:
    """Set an accent on the first letter; alone it stands for its ASCII self, if it has one."""
    base = _DOTLESS.get(content[:1], content[:1])
    if not base.strip():
        return ("" if name.isalpha() else name) + content
    return unicodedata.normalize("NFC", base + MARKS[name]) + content[1:]


def superscript(content: str) -> str:
    """Raise a content; `37$^\\circ$C` is LaTeX's way to a degree sign, which is raised already."""
    return (
        content if content in {"\u00b0", "\u2032", "\u2033"} else wrap("<sup>", "</sup>", content)
    )


subscript: Final = partial(wrap, "<sub>", "</sub>")

ARGUMENTS: Final[Mapping[str, tuple[Argument, ...]]] = {
    **{command: (partial(wrap, before, after),) for before, after, command in FACES},
    **{name: (partial(accent, name),) for name in MARKS},
    **{name: (partial(accent, mark),) for name, mark in _MATH_MARKS.items()},
    "ensuremath": (math,),
    "frac": (partial(wrap, "", "/"), keep),
    "href": (drop, keep),
    "textcolor": (drop, keep),
    "label": (drop,),
    "cite": (drop,),
    "ref": (drop,),
    "input": (drop,),
    "include": (drop,),
    "begin": (drop,),
    "end": (drop,),
}
"""Commands with arguments; those of all others keep their content."""

DECLARATIONS: Final[Mapping[str, Argument]] = {
    **dict.fromkeys(("it", "itshape", "em", "sl", "slshape"), ARGUMENTS["emph"][0]),
    **dict.fromkeys(("bf", "bfseries"), ARGUMENTS["textbf"][0]),
    **dict.fromkeys(("sc", "scshape"), ARGUMENTS["textsc"][0]),
}
"""Commands that hold to the end of their group."""
