"""Works that want to act: in every text of a record, and in its citation key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import cast

from citekit.model import CslItem, End, Link, StoredLink, StoredWork, Witness
from citekit.vocab import LinkType, Scheme

VALUES = (
    *(
        "\x1b[31mred\x1b[0m",
        "\x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\",
        "\x1b]52;c;cm0=\x07",
    ),
    *(
        "\x1b]0;title\x07",
        "\x1bP+q544e\x1b\\",
        "\x9b2J\x9b1;1H",
        "\x9d52;c;cm0=\x9c",
        "over\rwritten",
    ),
    *(
        "bell\x07 back\x08\x08space",
        "nul\x00del\x7f",
        "left\u202eright\u2066in\u2069\u200fout\u061c",
    ),
    *(
        "[bold red]rich[/]",
        "[link=file:///etc/passwd]x[/link]",
        "two\nlines\x0bthree\x0cfour\x85five",
    ),
    *("six\u2028seven\u2029eight", "\ufeffmark\u200bzero", "\udcff lone \ud800", "tab\tstop"),
    *(
        r"\input{/etc/passwd}",
        r"\input /etc/passwd ",
        r"\write18{touch owned}",
        r"\immediate\write18{x}",
    ),
    *(
        r"\openout1=owned.tex",
        r"\catcode`\{=12",
        r"\csname end\endcsname",
        "^^5cinput",
        r"\end{document}",
    ),
    *(
        '}}}\n@preamble{"\\input{x}"}\n',
        "}\n@article{evil, title = {x}",
        "@string{a = {b}}",
        "{{{",
        "}}}",
    ),
    *("\\", "\\\\", "%", "100% of\\", "#1 & _ ^ ~ $x$", '"', "'' `` -- --- ?` !`", "\\{", "\\}"),
    *(
        "ER  - \r\nTY  - JOUR\r\nTI  - evil",
        "x\rER  - \rTY  - BOOK",
        "PMID- 1\n\nPMID- 2",
        "\n%0 Book\n%T x",
    ),
    *(
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-1+1",
        "@SUM(1)",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        "＝1+1",
        "\u200b=1+1",
    ),
    *('"\n=1+1', '",=1+1,"', "'=1+1", ";=1+1", "\x00=1+1", "\ufeff=1+1", "\u00a0=1+1", "−1"),
    *(
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<i>a</i><b>",
        "]]><x/>",
        "&lt;b&gt;",
    ),
    *(
        "&#60;script&#62;",
        "<!DOCTYPE x [<!ENTITY e 'f'>]>&e;",
        "<!-- ",
        "-->",
        "</title></record>",
        "<?x",
    ),
    *(
        "[x](javascript:alert(1))",
        "![x](http://evil.example/p.png)",
        "| a | b |",
        "```\n# h",
        "*_`~",
    ),
    *(
        "<http://evil.example>",
        "::error::x",
        "::stop-commands::t",
        "##[error]x",
        "%0A::set-env::x",
        "@here",
    ),
    *(
        "../../x",
        "/etc/passwd",
        "CON",
        "a" * 300,
        "file:///etc/passwd",
        "javascript:alert(1)",
        "~root",
    ),
    *(
        "😀👩‍👩‍👧",
        "e\u0301\u0323" * 20,
        "\u0301",
        "\U000e0041\U000e007f",
        "\ufffe\uffff",
        "\U0010ffff",
        "",
    ),
)

_TEXTS = (
    *(
        "title",
        "title-short",
        "original-title",
        "container-title",
        "container-title-short",
        "volume",
    ),
    *(
        "collection-title",
        "issue",
        "page",
        "number",
        "edition",
        "publisher",
        "publisher-place",
        "URL",
    ),
    *("abstract", "keyword", "language", "genre", "note", "status", "DOI", "PMID", "PMCID", "ISSN"),
    *("ISBN", "source"),
)
_TYPES = (
    "article-journal",
    "book",
    "chapter",
    "paper-conference",
    "thesis",
    "webpage",
    "article",
    "report",
)

Next = Callable[[], str]


def texts(number: int, parts: int) -> tuple[Next, Random]:
    """Give values without end: those above, put together, with a part of all of Unicode between."""
    chance = Random(number)
    size = -(-0x110000 // parts)
    signs = "".join(
        map(chr, range(max(1, number % parts * size), min(0x110000, (number % parts + 1) * size)))
    )
    pieces = [f"x{signs[at : at + 200]}y" for at in range(0, len(signs), 200)]
    waiting = [*chance.sample(VALUES, len(VALUES)), *pieces]
    chance.shuffle(waiting)

    def after() -> str:
        if waiting:
            return waiting.pop()
        return "".join(chance.choices(VALUES, k=chance.randint(1, 4)))

    return after, chance


def works(number: int, parts: int, count: int = 12) -> list[StoredWork]:
    """Make works of which every text is hostile, with their part of all of Unicode."""
    after, chance = texts(number, parts)
    made = [work(after, chance, place) for place in range(count)]
    # One key in two spellings, which a file system or BibTeX takes for one.
    return [
        *made,
        work(after, chance, count, key="Twin"),
        work(after, chance, count + 1, key="tWIN"),
    ]


def work(after: Next, chance: Random, place: int, key: str | None = None) -> StoredWork:
    people = [
        {"family": after(), "given": after(), "suffix": after(), "non-dropping-particle": after()},
        {"literal": after()},
        {"family": after(), "dropping-particle": after()},
    ]
    item = {
        **{name: after() for name in _TEXTS},
        "type": _TYPES[place % len(_TYPES)] if chance.random() < 0.8 else after() or "book",
        "author": people,
        "editor": people[::-1],
        "translator": people[:1],
        "issued": {"literal": after()} if place % 3 == 0 else {"date-parts": [[2020, 3, 4]]},
        "accessed": {"date-parts": [[2021]], "literal": after()},
        "custom": {
            "arxiv": after(),
            "nbk": after(),
            "agency": after(),
            "publication_types": [after()],
            "bibtex": {after() or "field": after(), "annote": after()},
            "enw": {"~": after(), "1": after()},
            "ris": {"LB": [after()], "XX": [after(), after()]},
            "csljson": {after(): after()},
            "endnote": {"custom1": after(), "remote-database-name": after()},
        },
    }
    told = {Scheme.DOI: f"10.5555/{after()}", Scheme.PMID: str(place + 1)}
    return StoredWork(
        f"{after()}{place}" if key is None else key,
        cast("CslItem", item),
        told,
        (_notice(after, place), _notice(after, place + 100)),
    )


def _notice(after: Next, place: int) -> StoredLink:
    witness = Witness("pubmed", after(), "2026-11-22T00:00:00Z", after(), via=after() or None)
    record = cast(
        "CslItem", {"type": "article-journal", "title": after(), "container-title": after()}
    )
    end = End({Scheme.DOI: f"10.5555/{after()}"}, after(), record if place % 2 else None)
    kinds: Sequence[LinkType] = tuple(LinkType)
    return StoredLink(place, Link(kinds[place % len(kinds)], end, End(), (witness,)), None)
