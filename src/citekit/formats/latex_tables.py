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

_MARKS: Final = {
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
    return unicodedata.normalize("NFC", base + _MARKS[name]) + content[1:]


def superscript(content: str) -> str:
    """Raise a content; `37$^\\circ$C` is LaTeX's way to a degree sign, which is raised already."""
    return (
        content if content in {"\u00b0", "\u2032", "\u2033"} else wrap("<sup>", "</sup>", content)
    )


subscript: Final = partial(wrap, "<sub>", "</sub>")

ARGUMENTS: Final[Mapping[str, tuple[Argument, ...]]] = {
    **{command: (partial(wrap, before, after),) for before, after, command in FACES},
    **{name: (partial(accent, name),) for name in _MARKS},
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
