"""Changes of a right body: of its bytes, of its XML, of its JSON."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Callable
from typing import Any

from tests.registry_server.shapes import article_xml, work

Alter = Callable[[bytes], bytes]
FOREIGN = "Somebody elses zyxwv paper"
"""The title of a record that nobody asked for: never to be seen in a library."""
FOREIGN_PMID, FOREIGN_DOI = "66666", "10.5555/somebody.elses"
FOREIGN_ARTICLE = article_xml(FOREIGN_PMID, title=FOREIGN, doi=FOREIGN_DOI)
FOREIGN_WORK = work(FOREIGN_DOI, title=FOREIGN)

_SET = re.compile(rb"(?<=<PubmedArticleSet>).*(?=</PubmedArticleSet>)", re.DOTALL)
_PMID = re.compile(rb'(?<=<PMID Version="1">)\d+(?=</PMID><Article )')
_TITLE = re.compile(rb"(?<=<ArticleTitle>).*?(?=</ArticleTitle>)", re.DOTALL)


def replaced(old: bytes, new: bytes) -> Alter:
    """Replace some bytes wherever they are."""
    return lambda body: body.replace(old, new)


def before(text: bytes) -> Alter:
    """Put bytes before the body."""
    return lambda body: text + body


def after(text: bytes) -> Alter:
    """Put bytes behind the body."""
    return lambda body: body + text


def cut(body: bytes) -> bytes:
    """Keep the first half."""
    return body[: len(body) // 2]


def raw_deflate(body: bytes) -> bytes:
    """Pack as some servers do that say deflate: without zlib's head."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


def wrong_crc(body: bytes) -> bytes:
    """Pack with a checksum that is not the body's."""
    packed = gzip.compress(body)
    return packed[:-8] + bytes(255 - byte for byte in packed[-8:-4]) + packed[-4:]


def in_set(inner: Alter) -> Alter:
    """Change what a PubmedArticleSet holds."""
    return lambda body: _SET.sub(lambda found: inner(found[0]), body)


def pmid(text: str) -> Alter:
    """Give every article another PMID."""
    return lambda body: _PMID.sub(text.encode(), body)


def xml_title(text: str) -> Alter:
    """Give every article another title, as it stands."""
    return lambda body: _TITLE.sub(lambda _: text.encode(), body)


def in_json(change: Callable[[Any], Any]) -> Alter:
    """Change a JSON body, in place or by what `change` gives."""

    def alter(body: bytes) -> bytes:
        read = json.loads(body)
        changed = change(read)
        return json.dumps(read if changed is None else changed).encode()

    return alter


def each_work(change: Callable[[dict[str, Any]], Any]) -> Alter:
    """Change every work of an answer of Crossref's."""

    def all_of(envelope: dict[str, Any]) -> None:
        if "message" in envelope:
            message = envelope["message"]
            for one in message.get("items", [message]):
                change(one)

    return in_json(all_of)


def member(**members: Any) -> Alter:
    """Give every work these members (`_` stands for `-`)."""
    named = {name.replace("_", "-"): value for name, value in members.items()}
    return each_work(lambda one: one.update(named))


def without(*names: str) -> Alter:
    """Take members away from every work."""

    def change(one: dict[str, Any]) -> None:
        for name in names:
            one.pop(name, None)

    return each_work(change)


def envelope(**members: Any) -> Alter:
    """Change members of the envelope (`_` stands for `-`)."""
    named = {name.replace("_", "-"): value for name, value in members.items()}
    return in_json(lambda read: {**read, **named})


def message(change: Callable[[dict[str, Any]], Any]) -> Alter:
    """Change Crossref's message."""
    return in_json(lambda read: {**read, "message": change(read["message"])})


def result(change: Callable[[dict[str, Any]], Any]) -> Alter:
    """Change what esearch found."""
    return in_json(lambda read: {**read, "esearchresult": change(read["esearchresult"])})
