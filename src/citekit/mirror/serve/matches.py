"""``POST /match``: references in, the lines of `citekit match` out."""

from __future__ import annotations

from typing import Annotated

import msgspec

from citekit.mirror.serve import answers
from citekit.mirror.serve.answers import Answer, BadRequest
from citekit.mirror.serve.served import Served

MOST_REFERENCES = 1000
MOST_CHARACTERS = 10_000

Text = Annotated[str, msgspec.Meta(max_length=MOST_CHARACTERS)]


class Reference(msgspec.Struct, forbid_unknown_fields=True):
    """One reference as an object."""

    raw: Text


class Many(msgspec.Struct, forbid_unknown_fields=True):
    """Several references, each a text or an object."""

    references: Annotated[list[Text | Reference], msgspec.Meta(max_length=MOST_REFERENCES)]


def answer(served: Served, body: bytes) -> Answer:
    """Match; raises BadRequest for a body that is not the one described in `/docs`."""
    if served.matcher is None:
        return answers.text("This mirror does not match references.", 501)
    lines = [served.matcher(number, raw) for number, raw in enumerate(_references(body), 1)]
    dates = {name: held.date for name, held in served.holdings.items()}
    return answers.json({"schema": "citekit/match/1", "mirror": dates, "matches": lines})


def _references(body: bytes) -> list[str]:
    try:
        read = msgspec.json.decode(body, type=Many)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadRequest(f'Send {{"references": ["…", …]}} as JSON: {error}.') from None
    return [one if isinstance(one, str) else one.raw for one in read.references]
