"""Names of journals: one journal is abbreviated, spelt out, subtitled and located."""

from __future__ import annotations

import re

from citekit.text.characters import ascii_words, word_set

_STOP_WORDS = word_set(
    "the of and for in into on to at with an et de del della di da do dos degli la le les des du "
    "der die das den und fur y e el los las i w v na section sect series ser part"
)
# ISO 4 mostly cuts words off; these it contracts.
_CONTRACTIONS = {
    "jt": "joint",
    "mt": "mountain",
    "natl": "national",
    "intl": "international",
    "dtsch": "deutsche",
    "geneeskd": "geneeskunde",
    "wkly": "weekly",
    "wschr": "wochenschrift",
    "wochenschr": "wochenschrift",
    "rept": "reports",
    "assn": "association",
    "dept": "department",
    "govt": "government",
    "mfg": "manufacturing",
    "engng": "engineering",
    "engrg": "engineering",
    "jpn": "japanese",
    "ctr": "center",
    "lett": "letters",
}
_ELISION = re.compile(r"\b[dl]['’](?=\w)", re.IGNORECASE)
_PARENTHESIS = re.compile(r"[(\[][^()\[\]]{0,200}[)\]]")
# NLM sets subtitles off with a space on both sides of the colon, parallel titles with `=`; behind
# other marks only what describes a journal is a subtitle (`Circulation. Heart failure` is a name).
_DESCRIBES = r"(?:journal|zeitschrift|revue|revista|rivista|archiv|bulletin|organ)\b"
_SUBTITLE = re.compile(
    rf"\s[:/=]\s|[.:;]\s(?=(?:the\s|an?\s)?(?:\w+\s)?{_DESCRIBES}|official\s)", re.IGNORECASE
)
# The country at the end of some spelt-out names is no part of their acronym.
_COUNTRY = ("united", "states", "america")


def fold(name: str) -> str:
    """Reduce a journal's name to its telling words, lower-case ASCII, for comparison only."""
    return " ".join(_telling(_PARENTHESIS.sub(" ", name)) or ascii_words(name).split())


def same(a: str, b: str) -> bool:
    """Say whether two names can be one journal: equal, abbreviated word by word, or acronym.

    ``Arthritis Rheum`` fits both Rheumatism and Rheumatology: a fit is not a proof.
    """
    left, right = _variants(a[:500]), _variants(b[:500])
    return any(_fits(x, y) for x in left for y in right)


def _telling(name: str) -> list[str]:
    words = ascii_words(_ELISION.sub("", name)).split()
    return [word for place, word in enumerate(words) if not _is_idle(words, place)]


def _is_idle(words: list[str], place: int) -> bool:
    word, last = words[place], place == len(words) - 1
    # Single letters are articles except at the end (Acta Crystallogr A) and in N Y, U S A.
    if len(word) == 1 and (last or words[place - 1] in {"n", "s"}):
        return False
    return word == "a" or word in _STOP_WORDS


def _variants(name: str) -> list[list[str]]:
    whole = _PARENTHESIS.sub(" ", name)
    head, *rest = _SUBTITLE.split(whole)[:4]
    # An acronym behind the name (`… : JAD`) says less than the name.
    names = [whole, whole.replace("-", ""), head, *(part for part in rest if " " in part.strip())]
    variants: list[list[str]] = []
    for words in map(_telling, names):
        if words and words not in variants:
            variants.append(words)
            # "AJR. American journal of roentgenology" is also called by the words alone.
            if len(words) > 2 and _is_acronym(words[0], words[1:]):
                variants.append(words[1:])
    return variants


def _fits(a: list[str], b: list[str]) -> bool:
    if len(a) == len(b):
        if len(a) == 1:
            return a == b
        return all(_same_word(x, y) for x, y in zip(a, b, strict=True))
    if len(a) > len(b):
        a, b = b, a
    return len(a) == 1 and _is_acronym(a[0], b)


def _is_acronym(word: str, words: list[str]) -> bool:
    letters = "".join(w[0] for w in words)
    home = letters[:-3] if tuple(words[-3:]) == _COUNTRY else letters
    return len(word) > 2 and word in (letters, home)


def _same_word(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return long.startswith((short, _CONTRACTIONS.get(short, short)))
