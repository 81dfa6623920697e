"""Lines that look like the title of a paper, by their form alone.

Headings and teasers look like titles, too: `neighbours` decides by what stands beside them.
"""

from __future__ import annotations

import re

from citekit.documents.author_lines import begins_with_authors
from citekit.documents.date_lines import marker
from citekit.documents.headings import heading
from citekit.text.characters import squeeze, visible

# A full stop after two letters or more ends a sentence; after `vs` and `spp` it does not.
_SENTENCES = re.compile(
    r"(?<!\bvs)(?<!\bspp)(?<!\bvar)(?<!\bal)(?<=[\w)\]%][\w)\]%])[.!]\s+[A-Z“\"]"
)
_TITLE_LABEL = re.compile(r"(?:(?:article\s|paper\s)?title)\s*[:–-]\s+", re.IGNORECASE)
_OTHER_LABEL = re.compile(
    r"(?:key\s?words?|background|context|objectives?|aims?|purpose|introduction|(?:patients\sand\s|"
    r"materials\sand\s)?methods?|results?|findings|conclusions?|interpretation|discussion|design|"
    r"settings?|patients|participants|interventions?|(?:main\s)?outcomes?(?:\smeasures)?|copyright|"
    r"affiliations?|author\sinformation|correspond\w+|e-?mail|funding|conflicts?|abstract|summary|"
    r"references|tags?|categor\w+|posted|filed|share|written|reviewed|updated|tel|phone|fax|address|"
    r"trial\sregistration|mesh\sterms|similar\sarticles|related|source|citation|doi|pmid|note|figure|"
    r"table|photo|image|by|author|published|received|accepted)\b[^:]{0,25}:",
    re.IGNORECASE,
)
_PLACE_OF_WORK = re.compile(
    r"\b(?:department|division|institutes?|university|hospital|school|college|faculty|laborator\w+|"
    r"cent(?:er|re))\b",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"@|https?:|www\.|©|\(c\)|[|»›→$€£]|\bcookies?\b|\brights\sreserved", re.IGNORECASE
)
_TALKING = re.compile(
    r"\b(?:you|your|we|our|(?-i:us)|my|i'm|click|please|subscribe|this\spage)\b", re.IGNORECASE
)
_OPENING = re.compile(
    r"(?:to\s[a-z]+\s(?:the|whether|if)|this|these|it|there|in\sthis|here|many|today|see|read|learn|"
    r"call|find|visit|more|for\smore|welcome|view|download)\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:was|were|is|are|has|have|had|can|will|would|should|did|does|been|showed|shown|found)\b"
)


def title_of(text: str) -> str:
    """Give a title line's title: no label, no final stop."""
    plain = squeeze(visible(text)).strip('"“”« »#*')
    label = _TITLE_LABEL.match(plain)
    plain = plain[label.end() :] if label else plain
    return plain[:-1].rstrip() if plain.endswith(".") and not plain.endswith("..") else plain


def title_weight(text: str) -> int:
    """Say how much a line looks like the title of a paper.

    0 not at all, 1 it is short or might be a sentence, 2 probably, 3 certainly as far as form goes.
    """
    plain = squeeze(visible(text)).strip('"“”«»#* ')
    if _TITLE_LABEL.match(plain):
        return 3
    if not _could_be_title(plain):
        return 0
    words = len(re.findall(r"[^\W\d_][\w'’-]*", plain))
    if words < 4 or _OPENING.match(plain) or (plain.endswith(".") and _VERB.search(plain)):
        return 1
    return 3 if words >= 8 else 2


def _could_be_title(plain: str) -> bool:
    first = plain.split(maxsplit=1)[0] if " " in plain else ""
    return (
        len(first) > 0
        and 8 <= len(plain) <= 400
        and not (first.islower() and first.isalpha())
        and not plain.endswith(("!", "...", "…", ":", ";", ","))
        and not any(pattern.search(plain) for pattern in (_SENTENCES, _NO_TITLE, _TALKING))
        and _OTHER_LABEL.match(plain) is None
        and not is_affiliation(plain)
        and not begins_with_authors(plain)
        and marker(plain) is None
        and heading(plain) is None
    )


def is_affiliation(text: str) -> bool:
    """Tell a line that says where authors work."""
    return _PLACE_OF_WORK.search(text) is not None and text.count(",") > 1 and len(text) < 600
