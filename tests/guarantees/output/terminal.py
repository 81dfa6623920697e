"""Every command that prints, over a library and files of which every text is hostile."""

from __future__ import annotations

import contextlib
import io
import json
import os
import pty
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from citekit.cli.main import main
from citekit.formats import csljson
from citekit.library.store import Library
from citekit.model import Candidate, Citation, End, Link, Place, Resolution, Stamp, Witness
from citekit.records import merge
from citekit.verbs.export import FORMATS, render
from citekit.vocab import LinkType, Outcome, Scheme
from tests.guarantees.guarantee import Guarantee, Told
from tests.guarantees.output import hostile
from tests.guarantees.output.hostile import Next
from tests.guarantees.output.lexers import controls, of_file

TRIALS = 1000
_PARTS = 20
"""So many trials make one round of all commands."""
_CODES = {0, 1, 2, 3, 4}
PAINTED = re.compile("\x1b\\[(?:32|1;31|33|36|2)m([^\x1b]*)\x1b\\[0m")
"""Colours that citekit puts around words of its own, each ended where it began."""
_WRITTEN = frozenset(one.name for one in FORMATS)
_WORKS = 4


class Printed(NamedTuple):
    """What a command left on its output."""

    code: int
    text: str


def trial(number: int, folder: Path) -> Told:
    after, chance = hostile.texts(number, TRIALS)
    keys = shelve(folder / "library.db", after, chance)
    names = _files(folder, number, after)
    count = 0
    for arguments in [*commands(keys, names, after)][number % _PARTS :: _PARTS]:
        for run in (on_terminal, on_pipe):
            printed = run(arguments, folder)
            count += 1
            if wrong := judge(arguments, printed, exact=run is on_pipe):
                return Told(f"{run.__name__} {arguments}: {wrong}", {"runs": count})
    return Told("", {"runs": count})


def judge(arguments: Sequence[str], printed: Printed, *, exact: bool = False) -> str:
    """Tell what acts, what is no JSON, and what ended as it must not.

    A file that goes into a pipe is `exact`: a registry's answer comes as it came, and what marks
    the direction of a word is text.
    """
    text = re.sub(r"\r+\n", "\n", printed.text)
    if printed.code not in _CODES or "Traceback" in text:
        return f"ended with {printed.code}: {text[-300:]!r}"
    if exact and "--answer" in arguments:
        return ""
    if not exact:
        text = PAINTED.sub(r"\1", text)
    if "\r" in text:
        return "a carriage return"
    is_file = arguments[0] == "export" or bool(_WRITTEN & set(arguments))
    if wrong := of_file(text) if exact and is_file else controls(text):
        return wrong
    if (
        {"json", "sarif", "gitlab"} & set(arguments)
        and printed.code in {0, 1, 3}
        and text.startswith("{")
    ):
        json.JSONDecoder().raw_decode(text)
    return ""


def commands(keys: Sequence[str], names: Sequence[str], after: Next) -> Iterator[list[str]]:
    """Give every command that prints something of a record, a file or its own arguments."""
    for shape in ("text", "json"):
        told = ["--format", shape]
        yield ["list", *told]
        yield ["notices", *told]
        yield ["diff", "--since", "2000-01-01", *told]
        yield ["search", *told, "red"]
        yield ["update", "--dry-run", *told]
        yield ["doctor", *told]
        for key in keys:
            yield ["show", *told, "--", key]
            yield ["show", "--sources", *told, "--", key]
            yield ["show", "--as-of", "2026-11-25", *told, "--", key]
            yield ["history", *told, "--", key]
        yield ["resolve", *told, *names]
        yield ["import", "--no-resolve", *told, *names]
        yield ["match", "refs.txt", "--mirror", "nowhere"]
    for shape in ("text", "json", "sarif", "github", "junit", "gitlab", "markdown"):
        yield ["check", "--format", shape]
        yield [
            "check",
            "--format",
            shape,
            *(name for name in names if name.endswith((".bib", ".ris", ".md"))),
        ]
    for one in FORMATS:
        yield ["export", "--format", one.name]
        yield ["list", "--format", one.name]
        yield ["show", "--format", one.name, "--", keys[0]]
    yield ["search", "--format", "vancouver", "red"]
    yield ["resolve", "--format", "bibtex", *names]
    for verb in (["notices"], ["diff", "--since", "2000-01-01"], ["ack"]):
        yield [*verb, "--format", "csv"]
    yield ["history", "--format", "csv", "--", keys[0]]
    for name in ("report.html", "report.md", "report.json"):
        yield ["report", "-o", name]
    yield ["init", "--no-input"]
    yield ["fix", "refs.bib"]
    yield ["show", "--answer", "pubmed", "--", keys[0]]
    yield from _wrong(_argument(after), keys[0])
    yield ["set", keys[0], f"title={_argument(after)}"]
    yield ["ack", keys[1], _argument(after), "--reason", _argument(after), "--until", "2030-01-01"]
    yield ["remove", keys[-1]]


def _wrong(text: str, key: str) -> Iterator[list[str]]:
    """Give commands that repeat what was typed in what they complain of."""
    yield ["show", text]
    yield ["search", text]
    yield ["explain", text]
    yield ["resolve", text]
    yield ["resolve", f"/nowhere/{text}"]
    yield ["import", f"{text}.bib"]
    yield ["export", "--format", text]
    yield ["export", "-o", f"nowhere/{text}.bib"]
    yield ["diff", "--since", text]
    yield ["browse", "--no-open", "--library", f"nowhere/{text}.db"]
    yield ["check", "--fail-on", text]
    yield ["set", key, f"{text}=x"]
    yield ["mirror", "info", text]
    yield [text]
    yield ["list", f"--{text}"]
    yield ["list", "--format", text]
    yield ["init", "--mailto", text]


def _argument(after: Next) -> str:
    """Take a text that a program can be started with."""
    return after().replace("\0", "").encode("utf-8", "replace").decode() or "x"


# --- what is read


def shelve(path: Path, after: Next, chance: Random) -> list[str]:
    """Fill a library, twice, so that there is something to tell of its history."""
    with Library.open(path, create=True) as library:
        keys = []
        for place in range(_WORKS):
            for day in (20, 21):
                with library.write():
                    keys.append(library.add(_resolution(after, chance, place, day)).key)
        return list(dict.fromkeys(keys))


def _resolution(after: Next, chance: Random, place: int, day: int) -> Resolution:
    known = {Scheme.DOI: f"10.5555/x.{place}", Scheme.PMID: str(place + 100)}
    candidates = [_candidate(name, after, chance, place, day) for name in ("pubmed", "crossref")]
    written = Place(f"{after()}.bib", place + 1, 1)
    citation = Citation(after(), written, known, key=after())
    return Resolution(citation, Outcome.RESOLVED, (), merge(candidates), 1.0, (after(),))


def _candidate(name: str, after: Next, chance: Random, place: int, day: int) -> Candidate:
    item = hostile.work(after, chance, place).item
    item["DOI"], item["PMID"] = f"10.5555/x.{place}", str(place + 100)
    item.pop("PMCID")
    item.pop("custom")
    known = {Scheme.DOI: item["DOI"], Scheme.PMID: item["PMID"]}
    at = f"2026-11-{day}T00:00:00Z"
    witness = Witness(name, after(), at, after())
    kind = tuple(LinkType)[place % len(LinkType)]
    notice = End({Scheme.PMID: str(place + 900)}, after(), hostile.work(after, chance, place).item)
    links = (
        Link(kind, notice, End(known), (witness,)),
        Link(kind, End(raw=after()), End(known), (witness,)),
    )
    payload = json.dumps([after(), after()], ensure_ascii=False).encode("utf-8", "replace")
    return Candidate(item, known, Stamp(name, at), links, f"{place}{day}{name}", payload)


def _files(folder: Path, number: int, after: Next) -> list[str]:
    """Write files that are read in place: exports of hostile works, and what is nobody's format."""
    works = hostile.works(number, TRIALS, 3)
    texts = {f"refs{one.suffixes[0]}": render(works, one) for one in FORMATS if one.suffixes}
    texts.pop("refs.csv")
    texts["raw.json"] = csljson.write(works)
    joined = "\n\n".join(after() for _ in range(20))
    texts |= {
        "refs.txt": joined,
        "page.html": f"<title>{joined}</title><p>{joined}",
        "text.tex": joined,
    }
    texts["draft.md"] = f"---\nbibliography: refs.bib\n---\n[@{after()}] @x {joined}"
    texts["bad.bib"] = "".join(f"@article{{{after()}, title = {{{after()}}}}}\n" for _ in range(9))
    texts["bad.ris"] = "".join(
        f"TY  - {after()}\nTI  - {after()}\n{after()}\nER  - \n" for _ in range(9)
    )
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode("utf-8", "replace"))
    return sorted(texts)


# --- how it is run


def on_terminal(arguments: Sequence[str], folder: Path) -> Printed:
    """Run a command in a process of its own whose streams are all one terminal."""
    child, handle = pty.fork()
    if child == 0:
        _be_citekit(arguments, folder)
    pieces = []
    with contextlib.suppress(OSError):  # the end of a terminal
        while piece := os.read(handle, 1 << 16):
            pieces.append(piece)
    os.close(handle)
    _, status = os.waitpid(child, 0)
    return Printed(
        os.waitstatus_to_exitcode(status), b"".join(pieces).decode("utf-8", "surrogateescape")
    )


def _be_citekit(arguments: Sequence[str], folder: Path) -> None:
    code = 99
    try:
        for name, handle, mode in (("stdin", 0, "r"), ("stdout", 1, "w"), ("stderr", 2, "w")):
            stream = os.fdopen(
                handle, mode, encoding="utf-8", errors="backslashreplace", closefd=False
            )
            setattr(sys, name, stream)
        os.environ |= {"CITEKIT_CACHE_DIR": str(folder / "cache"), "TERM": "xterm-256color"}
        os.chdir(folder)
        code = main(["--offline", "--no-progress", *arguments])
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def on_pipe(arguments: Sequence[str], folder: Path) -> Printed:
    """Run a command in this process; both streams are taken, data first."""
    out, err = (
        io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace")
        for _ in range(2)
    )
    with contextlib.chdir(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        os.environ["CITEKIT_CACHE_DIR"] = str(folder / "cache")
        code = main(["--offline", *arguments])
    told = (stream.detach() for stream in (out, err))
    data = b"".join(stream.getvalue() for stream in told if isinstance(stream, io.BytesIO))
    return Printed(code, data.decode("utf-8", "surrogateescape"))


GUARANTEES = (
    Guarantee(
        "terminal",
        "No text of a record, a file or an argument acts on a terminal, whichever command prints "
        "it; JSON has it escaped",
        TRIALS,
        trial,
        few=0,
    ),
)
