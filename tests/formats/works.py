"""Works for the tests of the writers: the two papers, and generated ones."""

from __future__ import annotations

from typing import Any, cast

from hypothesis import strategies as st

from citekit.model import CslItem, End, Link, StoredLink, StoredWork, Witness
from citekit.vocab import LinkType, Scheme

FETCHED = "2026-11-22T00:00:00Z"


def stored(
    type_: LinkType, notice: End, *, term: str = "", identifier: int = 1, work: End | None = None
) -> StoredLink:
    """One link of the library, with one witness."""
    witness = Witness("pubmed", term, FETCHED)
    return StoredLink(identifier, Link(type_, notice, work or End(), (witness,)), None)


ERRATUM = stored(LinkType.ERRATUM, End(raw="Ann Rheum Dis. 2011 Jan;70(1):237"), term="ErratumIn")
COMMENT = stored(
    LinkType.COMMENT,
    End(
        identifiers={Scheme.DOI: "10.1136/ard.2010.132639"},
        record={
            "type": "article-journal",
            "title": "Mesenchymal stem cells in the treatment of autoimmune diseases",
            "author": [
                {"family": "Tyndall", "given": "Alan"},
                {"family": "Houssiau", "given": "Frederic A"},
            ],
            "container-title": "Annals of the Rheumatic Diseases",
            "container-title-short": "Ann Rheum Dis",
            "issued": {"date-parts": [[2010, 8, 1]]},
            "volume": "69",
            "issue": "8",
            "page": "1413-1414",
            "DOI": "10.1136/ard.2010.132639",
        },
    ),
    term="CommentIn",
    identifier=2,
)

_INITIALS = "Liang J,Zhang H,Hua B,Wang H,Lu L,Shi S,Hou Y,Zeng X,Gilkeson GS,Sun L"

PAPER_A = StoredWork(
    "Liang2010Allogenic",
    {
        "type": "article-journal",
        "title": (
            "Allogenic mesenchymal stem cells transplantation in refractory systemic lupus "
            "erythematosus: a pilot clinical study"
        ),
        "author": [
            {"family": family, "given": given}
            for family, given in (name.split() for name in _INITIALS.split(","))
        ],
        "container-title": "Annals of the Rheumatic Diseases",
        "container-title-short": "Ann Rheum Dis",
        "issued": {"date-parts": [[2010, 8]]},
        "volume": "69",
        "issue": "8",
        "page": "1423-1429",
        "publisher": "BMJ Publishing Group",
        "ISSN": "0003-4967",
        "DOI": "10.1136/ard.2009.123463",
        "PMID": "20650877",
    },
    {Scheme.DOI: "10.1136/ard.2009.123463", Scheme.PMID: "20650877"},
    (ERRATUM, COMMENT),
)
PAPER_B = StoredWork(
    "Wang2010Umbilical",
    {
        "type": "article-journal",
        "title": (
            "Umbilical cord mesenchymal stem cell transplantation in severe and refractory "
            "systemic lupus erythematosus"
        ),
        "author": [{"family": "Wang", "given": "D"}],
        "container-title": "Arthritis & Rheumatism",
        "container-title-short": "Arthritis Rheum",
        "issued": {"date-parts": [[2010, 8, 3]]},
        "volume": "62",
        "issue": "8",
        "page": "2467-2475",
        "publisher": "John Wiley & Sons",
        "ISSN": "0004-3591",
        "DOI": "10.1002/art.27548",
        "custom": {"author_complete": False},
    },
    {Scheme.DOI: "10.1002/art.27548", Scheme.PMID: "20506343"},
)

HOSTILE = {
    "line breaks": "A title\r\nER  - \r\nTY  - JOUR\nTI  - another\x0bof two\u2028lines\x85end",
    "open brace": "An {open brace, an \\{escaped one and a {pair}",
    "closed brace": "A closed} brace}} and \\} more",
    "entry in the title": "x}\n}\n@article{evil,\n  title = {gotcha}\n}",
    "backslashes": "C:\\new\\ \\input{/etc/passwd} \\write18{ls} ends in \\",
    "comment signs": "100% of 50% # & _ $ ~ ^ @comment{ @string(",
    "formula": "$x_1^2$ and $5 and \\(y\\)",
    "quotes": "\"quoted\" 'single' ``TeX'' ?` !` -- --- `",
    "controls": "nul\x00 bell\x07 escape\x1b[31m delete\x7f c1\x9b end",
    "bidi": "left \u202eright-to-left\u202c \u2066isolate\u2069 end",
    "surrogate": "lone \ud800 surrogate",
    "open tags": "<i>never <b>closed</i> <sup>2 </sub> <script>x</script> <i></i>",
    "entities": "&lt;i&gt; &amp; &amp;amp; &#x41;",
    "empty": "",
    "white space": " \t \n ",
    "long": "word " * 2_000,
    "deep": "{" * 1_000 + "<i>" * 500 + "</i>" * 500,
}

# --- generated works: texts with every character that means something to somebody

CHARACTERS = st.one_of(
    st.sampled_from(list("\\{}%&#_$~^\"'`@=,;:()[]<>|/-–—?! aBCdeé́ßαΩ中😀\u00a0\u2009")),
    st.characters(exclude_categories=("Cs",)),
    st.sampled_from(["<i>", "</i>", "<sub>", "</sub>", "\n", "\x00", "\u202e", "ER  - ", " and "]),
)
TEXTS = st.lists(CHARACTERS, max_size=25).map("".join)

_WORDS = st.text("abcdefghijklmnopqrstuvwxyzéüßłñ", min_size=1, max_size=8)
_CAPITALISED = _WORDS.map(str.capitalize)
_FAMILIES = st.one_of(
    _CAPITALISED,
    st.sampled_from(["O'Neil-Smith", "Müller", "Saint Exupéry", "Sand", "Ng", "al-Assad"]),
)
_GIVEN = st.one_of(
    _CAPITALISED, st.sampled_from(["J", "GS", "Gary S.", "Jean-Luc", "A. B.", "Ana de"])
)


def _person(family: str, given: str, particle: str, suffix: str) -> dict[str, str]:
    name = {
        "family": family,
        "given": given,
        "non-dropping-particle": particle,
        "suffix": suffix,
    }
    return {part: text for part, text in name.items() if text}


PEOPLE = st.builds(
    _person,
    _FAMILIES,
    _GIVEN.filter(lambda given: given != "Ana de"),
    st.sampled_from(["", "", "van der", "de", "von"]),
    st.sampled_from(["", "", "Jr", "III"]),
)
GROUPS = st.sampled_from(
    ["World Health Organization", "Lupus Study Group", "Institute of X and Y", "A 5% {Group}"]
).map(lambda literal: {"literal": literal})
NAMES = st.lists(st.one_of(PEOPLE, PEOPLE, GROUPS), min_size=1, max_size=4)

_MONTHS = st.integers(1, 12)
_YEARS = st.integers(1000, 2099)
DATES = st.one_of(
    st.builds(lambda y: {"date-parts": [[y]]}, _YEARS),
    st.builds(lambda y, m: {"date-parts": [[y, m]]}, _YEARS, _MONTHS),
    st.builds(lambda y, m, d: {"date-parts": [[y, m, d]]}, _YEARS, _MONTHS, st.integers(1, 28)),
    st.builds(lambda y, s: {"date-parts": [[y]], "season": s}, _YEARS, st.integers(1, 4)),
    st.just({"literal": "in press"}),
)
PAGES = st.sampled_from(
    ["1423-1429", "1423-9", "237", "e12", "S1-S9", "123-125, 140", "R79", "CD004", "e1-e14"]
)
NOTICES = st.lists(st.sampled_from([ERRATUM, COMMENT]), max_size=2).map(tuple)


def items(types: list[str], **more: st.SearchStrategy[Any]) -> st.SearchStrategy[CslItem]:
    """Generate items; `more` replaces or adds variables (with `_` for `-` in their names)."""
    optional: dict[str, st.SearchStrategy[Any]] = {
        "title": TEXTS,
        "author": NAMES,
        "editor": NAMES,
        "container_title": TEXTS,
        "container_title_short": TEXTS,
        "volume": st.sampled_from(["69", "12 Suppl 1", "A"]),
        "issue": st.sampled_from(["8", "7-8", "Pt 2"]),
        "page": PAGES,
        "publisher": TEXTS,
        "publisher_place": TEXTS,
        "language": st.sampled_from(["en", "zh"]),
        "abstract": TEXTS,
        "issued": DATES,
        "ISSN": st.sampled_from(["0003-4967", "0003-4967, 1468-2060", "1234-567X"]),
        "DOI": st.sampled_from(
            ["10.1136/ard.2009.123463", "10.1002/(SICI)1097<1::AID-X>3.0.CO;2-0", "10.1000/A_b%c"]
        ),
        "PMID": st.integers(1, 99_999_999).map(str),
        "PMCID": st.integers(1, 99_999_999).map("PMC{}".format),
        "URL": st.sampled_from(["https://example.org/~a_b?c=%20&d#e", "http://example.org/{x}"]),
        **more,
    }
    drawn = st.fixed_dictionaries({"type": st.sampled_from(types)}, optional=optional)
    return drawn.map(
        lambda item: cast("CslItem", {key.replace("_", "-"): v for key, v in item.items()})
    )


def works(of: st.SearchStrategy[CslItem], most: int = 3) -> st.SearchStrategy[list[StoredWork]]:
    """Generate libraries."""
    built = st.tuples(of, NOTICES)
    return st.lists(built, min_size=1, max_size=most).map(
        lambda pairs: [
            StoredWork(f"Key{place}", item, {}, notices)
            for place, (item, notices) in enumerate(pairs)
        ]
    )
