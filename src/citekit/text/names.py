"""Names of people and groups, as PubMed and as people write them."""

from __future__ import annotations

import re
from itertools import takewhile

from citekit.model import CslName
from citekit.text.characters import ascii_words, hyphens, squeeze, visible, word_set

PARTICLES = word_set(
    "af al at auf aus av bin bint d da dal dalla das de degli dem dei del dela della delle "
    "den der des di do dos du e el en het ibn im in 't l la las le les lo los op san santa st "
    "te ten ter thoe van ver vom von vonder zu zum zur y"
)
_SUFFIX = re.compile(r"(?:jr|sr|[2-9](?:nd|rd|th)|ii|iii|iv)\.?", re.IGNORECASE)
_DEGREES = word_set(
    "md phd msc msn bsn msw bsc mph mbbs frcp facp dphil dsc mba rn pharmd do ms ma ba mbchb "
    "dds dmd dvm"
)
GROUP = re.compile(
    r"\b(?:groups?|panel|consortium|collaborat(?:ion|ive|ors)|committee|organi[sz]ation|investigators|"
    r"society|association|network|team|trial|stud(?:y|ies)|institutes?|university|department|"
    r"agency|ministry|cent(?:er|re)s?|foundation|council|initiative|task\sforce|programme?|"
    r"registry|alliance|federation|academy|college|hospital|commission|project|administration|"
    r"on\sbehalf\sof|for\sthe)\b",
    re.IGNORECASE,
)
_SMALL_GROUP = re.compile(GROUP.pattern)
_ET_AL = re.compile(r"\bet\.?\s?al(?:ii)?\b|\band (?:others|colleagues)\b|…|\.{3}", re.IGNORECASE)
_AFFILIATION = re.compile(r"[*†‡§¶#^¹²³⁰⁴-⁹]+|(?<=[^\W\d_])[0-9]+(?:,[0-9]+)*\b|[(\[][0-9, ]*[)\]]")
_PUBMED_INITIALS = re.compile(r"(?:[^\W\d_a-z][a-z]?[-'’]?){1,6}")
_INITIALS = re.compile(r"[^\W\d_]{1,4}|[^\W\d_](?:[.\s-]{1,3}[^\W\d_]){0,5}\.?")
_ENDS_IN_INITIAL = re.compile(r"(?:^|[\s.-])[^\W\d_]\.$")
_RUSSIAN_INITIALS = re.compile(r"(?=.*[A-Z].?[A-Z])(?:Iu|Ia|Yu|Ya|Zh|Kh|Ch|Sh|Ts|[A-Z]){2,3}")
_FAMILY_GIVEN = re.compile(r"([^\s,]+), ([^\s,]+(?: ([^\s,]+))*)")
_AND = re.compile(r",? (?:and|AND|und|et|y) |,? ?& ?")
_LABEL = re.compile(r"^\W*(?:(?:authors?|by|written\sby)\s*:|by\s)\s*", re.IGNORECASE)


def from_pubmed(text: str) -> CslName:
    """Read PubMed's ``Family II Suffix``; several words without initials are a group."""
    words = squeeze(visible(text)).split()
    suffix = pop_suffix(words)
    if len(words) == 1:
        return {"family": words[0]}
    if len(words) < 2 or not _PUBMED_INITIALS.fullmatch(words[-1]):
        return {"literal": " ".join(words)} if words else {}
    return _name(words[:-1], words[-1], suffix)


def from_written(text: str) -> CslName:
    """Read one name in any order; groups become a literal."""
    plain = squeeze(visible(text)).strip(" ,;")
    if plain[:1] == "{" or _is_group(plain):
        return {"literal": plain.strip("{}")}
    if "," in plain:
        return _from_inverted(plain)
    words = plain.split()
    suffix = pop_suffix(words)
    if len(words) < 2:
        return _single(plain)
    if len(words) > 6:
        return {"literal": plain}
    if not _ends_in_initials(words):
        return _from_natural(words, suffix)
    start = _initials_start(words)
    return _name(words[:start], " ".join(words[start:]), suffix)


def split_authors(text: str) -> list[CslName]:
    """Read an author line in any common style; *et al.* and degrees are dropped."""
    line = _LABEL.sub("", squeeze(visible(text))).replace(" ,", ",")
    line = squeeze(_AFFILIATION.sub("", _ET_AL.split(line, maxsplit=1)[0])).strip(" ,;&")
    if line.count(".") == 1:
        line = line.removesuffix(".")  # of the line, not of the initials
    if ";" in line:
        pieces = [piece for part in line.split(";") for piece in _AND.split(part)]
        return _names(pieces)
    return _names([name for chunk in _AND.split(line) for name in _people(chunk)])


def initials(given: str) -> str:
    """Reduce given names to their initials: ``Gary S`` and ``G.S.`` are ``GS``."""
    words = re.findall(r"[^\W\d_]+", given)
    return "".join(w.upper() if w.isupper() and len(w) < 5 else w[0].upper() for w in words)


def is_initials(word: str) -> bool:
    """Say whether a word is initials: ``GS``, ``J.-P.``, ``IuA`` (PubMed's romanised Russian)."""
    letters = re.sub(r"[.'’-]", "", hyphens(word))
    if not letters.isalpha() or not letters.isupper():
        return _RUSSIAN_INITIALS.fullmatch(word) is not None
    return len(letters) <= 4


def pop_suffix(words: list[str]) -> str:
    """Take the Jr or 3rd off the end of a name's words; empty where it has none."""
    if len(words) < 3 or not _SUFFIX.fullmatch(words[-1]):
        return ""
    # The JR of `de Miranda JR` are initials, that of `MIRANDA J JR` is none.
    if words[-1] in {"JR", "SR"} and not is_initials(words[-2]):
        return ""
    return words.pop()


def family_fold(name: CslName) -> str:
    """Reduce a family name, or a literal, to what is compared: no particles, ASCII, lower case."""
    if "family" not in name:
        return ascii_words(name.get("literal", ""))
    words = ascii_words(name["family"]).split()
    kept = words[_particles(words[:-1]) :]
    return "".join(kept)


def _name(family: list[str], given: str, suffix: str = "") -> CslName:
    lead = len(list(takewhile(_is_particle, family[:-1])))
    name: CslName = {"family": " ".join(family[lead:])}
    if given:
        name["given"] = given
    if lead:
        name["non-dropping-particle"] = " ".join(family[:lead])
    if suffix:
        name["suffix"] = suffix
    return name


def _single(word: str) -> CslName:
    if not word:
        return {}
    return {"literal": word} if word.isupper() and len(word) > 2 else {"family": word}


def _is_particle(word: str) -> bool:
    return word.islower() and word.strip("'’.") in PARTICLES


def _particles(words: list[str]) -> int:
    return len(list(takewhile(lambda word: word in PARTICLES, words)))


def _is_group(text: str) -> bool:
    # In small letters the same search is four times as fast; outside ASCII case is no such pair.
    if text.isascii():
        return _SMALL_GROUP.search(text.lower()) is not None
    return GROUP.search(text) is not None


def _from_inverted(text: str) -> CslName:
    # One word before the comma has no particle, and behind it stands neither one nor a suffix.
    plain = _FAMILY_GIVEN.fullmatch(text)
    if plain and not _SUFFIX.fullmatch(plain[2]) and not _is_particle(plain[3] or plain[2]):
        return {"family": plain[1], "given": plain[2]}
    return _from_parts(text)


def _from_parts(text: str) -> CslName:
    family, *rest = (part.strip() for part in text.split(","))
    suffixes = [part for part in rest if _SUFFIX.fullmatch(part)][:1]
    given, particle = _trailing_particle([part for part in rest if part not in suffixes])
    if not family:
        return from_written(given)
    name = _name(family.split(), given, *suffixes)
    if particle:
        name["dropping-particle"] = particle
    return name


def _trailing_particle(parts: list[str]) -> tuple[str, str]:
    """Split the `Ludwig van` of `Beethoven, Ludwig van`."""
    words = " ".join(parts).split()
    place = len(words)
    while place > 1 and _is_particle(words[place - 1]):
        place -= 1
    return " ".join(words[:place]), " ".join(words[place:])


def _ends_in_initials(words: list[str]) -> bool:
    if not is_initials(words[-1]):
        return False
    last, others = words[-1].strip("."), words[:-1]
    # In capitals `LI J` is written as PubMed does, `J LI` and `JUN LIU` forwards.
    if all(word.isupper() for word in others):
        return len(last) < 3 and not (len(last) > 1 and len(others[0].strip(".")) == 1)
    return True


def _initials_start(words: list[str]) -> int:
    start = len(words)
    while start > 1 and is_initials(words[start - 1]):
        start -= 1
    return start


def _from_natural(words: list[str], suffix: str) -> CslName:
    """Read given names first: the family begins at the first particle, or is the last word."""
    for place in range(1, len(words) - 1):
        if _is_particle(words[place]):
            return _name(words[place:], " ".join(words[:place]), suffix)
    if _is_particle(words[0]):
        return _name(words, "", suffix)
    return _name(words[-1:], " ".join(words[:-1]), suffix)


def _people(chunk: str) -> list[str]:
    """Cut a comma list into names, joining `Smith, J.` and `Smith, John` again."""
    pieces = [piece for piece in map(str.strip, chunk.split(",")) if piece]
    if _is_inverted_first(pieces):
        return [", ".join(pieces[:2]), *pieces[2:]]
    people: list[str] = []
    complete = True
    for piece in pieces:
        if people and _is_degree(piece) and (complete or " " in people[-1]):
            continue
        if people and _SUFFIX.fullmatch(piece):
            people[-1] += f", {piece}"
        elif people and not complete and _continues(people[-1], piece):
            people[-1] += f", {piece}"
            complete = True
        else:
            people.append(piece)
            complete = False
    return people


def _is_inverted_first(pieces: list[str]) -> bool:
    """Say whether only the first name is inverted: `Cabrera López, Carlos, José Sáenz`."""
    if len(pieces) < 2 or not all(" " in piece for piece in pieces[2:]):
        return False
    family, given = pieces[0].split(), pieces[1].split()
    if _is_degree(pieces[1]) or is_initials(family[-1]) or is_initials(given[-1]):
        return False
    return len(given) == 1 or (len(family) == 1 and len(given) < 5 and len(pieces) > 2)


def _is_degree(piece: str) -> bool:
    return piece.casefold().replace(".", "") in _DEGREES


def _continues(family: str, piece: str) -> bool:
    """Say whether `piece` is the given name of the family before the comma."""
    words = family.split()
    if len(words) > 1 and (is_initials(words[-1]) or words[0].endswith(".")):
        return False
    if _INITIALS.fullmatch(piece) and piece.isupper():
        return True
    only_family = sum(not _is_particle(word) for word in words) == 1
    return only_family and not is_initials(words[-1]) and len(piece.split()) <= 2


def _names(pieces: list[str]) -> list[CslName]:
    names = [_from_piece(piece) for piece in pieces if any(char.isalpha() for char in piece)]
    return [name for name in names if name]


def _from_piece(piece: str) -> CslName:
    text = piece.strip(" ;,&")
    if _is_degree(text):
        return {}
    last = text.rpartition(" ")[2]
    if text.endswith(".") and not _SUFFIX.fullmatch(last) and not _ENDS_IN_INITIAL.search(text):
        text = text[:-1]
    return from_written(text)
