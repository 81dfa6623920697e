"""Each oracle of the network's guarantees is shown a breach, and sees it."""

from __future__ import annotations

import base64
import json
import sqlite3
import urllib.request
import zlib
from contextlib import closing, suppress
from pathlib import Path

import pytest

from citekit.cli.app import command_lines
from citekit.model import Absent, Candidate, Found, Stamp, Unavailable
from tests.guarantees.network import cuts, faults, offline, oracle, politeness, scene
from tests.guarantees.network.launcher import Ended
from tests.registry_server import FAULTS, KINDS, Means, RegistryServer
from tests.registry_server.faults.alter import FOREIGN

FINE = Ended(3, "", "citekit: pmid:1111: pubmed could not be asked\n", 0.5, 60.0)
CHECK = next(one for one in scene.COMMANDS if one.name == "check")
ADD = next(one for one in scene.COMMANDS if one.name == "add")
RESOLVE = scene.COMMANDS[0]


def test_there_are_more_than_a_hundred_kinds_and_each_can_be_made() -> None:
    assert len(KINDS) >= 100
    assert {kind.fault for kind in KINDS.values()} <= FAULTS.keys()
    classes = {kind.meaning(endpoint) for kind in KINDS.values() for endpoint in kind.endpoints}
    assert classes == set(Means)


def test_every_asking_command_is_in_the_matrix() -> None:
    names = {one.arguments[0] for one in scene.COMMANDS}
    assert names == {"resolve", "add", "import", "update", "check", "doctor"}
    assert all(len(faults.cases(one.name)) > 100 for one in scene.COMMANDS)


def test_every_command_is_tried_offline() -> None:
    tried = {" ".join(one[: 2 if one[0] == "mirror" else 1]) for one in offline.COMMANDS}
    assert {*command_lines()} - tried == {"browse", "mirror", "mirror serve"}


@pytest.mark.parametrize(
    ("ended", "said"),
    [
        (Ended(1, "", "Traceback (most recent call last):\n", 1, 9), "a fault of its own"),
        (Ended(70, "", "citekit: a fault\n", 1, 9), "a fault of its own"),
        (Ended(-9, "", "", 1, 9), "exit -9"),
        (Ended(4, "", "citekit: disk\n", 1, 9), "exit 4"),
        (Ended(3, "", "", 1, 9), "no reason on standard error"),
        (Ended(3, "", FINE.err, 60.0, 9), "took 60.0 s"),
        (Ended(3, "", FINE.err, 1, 257.0), "took 257 MiB"),
        (Ended(0, "a\x1b[2Jb", "", 1, 9), "control characters"),
        (Ended(0, "a\u202eb", "", 1, 9), "control characters"),
        (Ended(3, "", f"{FINE.err}\x9b", 1, 9), "control characters"),
    ],
)
def test_misconduct_is_seen(ended: Ended, said: str) -> None:
    assert list(oracle.conduct(FINE, 4.0)) == []
    assert any(said in one for one in oracle.conduct(ended, 4.0))


SPELT = [
    *oracle.spellings(scene.SECRET)[:4],
    base64.b64encode(b"a" + scene.SECRET.encode()).decode(),
    base64.b64encode(b"api_key=" + scene.SECRET.encode() + b"&x").decode(),
]


@pytest.mark.parametrize("spelt", SPELT)
def test_a_leaked_key_is_seen_wherever_it_is(spelt: str, tmp_path: Path) -> None:
    assert list(oracle.leaks(FINE, tmp_path)) == []
    assert list(oracle.leaks(Ended(0, spelt, "", 1, 9), tmp_path))
    assert list(oracle.leaks(Ended(3, "", f"citekit: {spelt}", 1, 9), tmp_path))
    with closing(sqlite3.connect(tmp_path / "answers.sqlite3")) as file:
        file.execute("CREATE TABLE answers (body BLOB)")
        file.execute("INSERT INTO answers VALUES (?)", (zlib.compress(spelt.encode()),))
        file.commit()
    assert list(oracle.leaks(FINE, tmp_path)) == ["the key is in answers.sqlite3"]


def _changed(path: Path, *statements: tuple[str, object]) -> None:
    with closing(sqlite3.connect(path)) as file:
        for statement, value in statements:
            file.execute(statement, (value,))
        file.commit()


OTHER_PAYLOAD = zlib.compress(b'{"DOI": "10.5555/made.up"}')
FOREIGN_ITEM = json.dumps({"title": FOREIGN, "author": [{}] * scene.AUTHORS})
HALVED_ITEM = json.dumps({"title": scene.FIRST, "author": [{"family": "Alder"}]})
CUT_ITEM = json.dumps({"title": scene.FIRST[:9], "author": [{}] * scene.AUTHORS})


@pytest.mark.parametrize(
    ("statement", "value", "said"),
    [
        ("UPDATE works SET item = ? WHERE id = 1", FOREIGN_ITEM, "the library has"),
        ("UPDATE works SET item = ? WHERE id = 1", HALVED_ITEM, "authors are missing"),
        ("UPDATE works SET item = ? WHERE id = 1", CUT_ITEM, "a title is"),
        ("UPDATE identifiers SET value = ? WHERE scheme = 'pmid'", "77", "pmid 77 is foreign"),
        ("UPDATE payloads SET body = ? WHERE rowid = 1", OTHER_PAYLOAD, "not the registry's"),
    ],
    ids=["foreign", "half", "cut", "identifier", "payload"],
)  # fmt: skip
def test_what_is_foreign_or_half_in_a_library_is_seen(
    statement: str, value: object, said: str, tmp_path: Path
) -> None:
    library = tmp_path / "library.db"
    library.write_bytes(faults.filled())
    assert list(oracle.stored(library, strange=False)) == []
    _changed(library, (statement, value))
    assert any(said in one for one in oracle.stored(library, strange=False))


@pytest.mark.parametrize("code", [0, 1, 2])
def test_an_outage_that_is_told_as_an_answer_is_seen(code: int) -> None:
    assert list(oracle.verdict(RESOLVE, "work", Means.OUTAGE, FINE)) == []
    ended = Ended(code, '{"resolutions": []}', "citekit: not found\n", 1, 9)
    assert f"exit {code} where [3] is right" in oracle.verdict(RESOLVE, "work", Means.OUTAGE, ended)


def test_an_answer_that_is_told_as_an_outage_is_seen() -> None:
    assert list(oracle.verdict(RESOLVE, "work", Means.HARMLESS, FINE))


def test_another_paper_in_what_is_printed_is_seen() -> None:
    one = {"outcome": "resolved", "record": {"title": FOREIGN}}
    ended = Ended(0, json.dumps({"resolutions": [one]}), "", 1, 9)
    assert list(oracle.verdict(RESOLVE, "work", Means.EITHER, ended))


def test_a_check_that_does_not_tell_the_retraction_is_seen() -> None:
    ended = Ended(1, '{"summary": {"unchecked": 0}, "findings": []}', "citekit: x\n", 1, 9)
    assert "the retraction is not told" in oracle.verdict(CHECK, "efetch", Means.HARMLESS, ended)


def _clean(command: scene.Command, server: RegistryServer, folder: Path) -> Ended:
    urllib.request.urlopen(f"{server.pubmed_url}/efetch.fcgi?id=1111").read()  # so it was asked
    return Ended(0, '{"resolutions": []}', "", 1, 9)


def _curious(command: scene.Command, server: RegistryServer, folder: Path) -> Ended:
    with suppress(OSError):
        urllib.request.urlopen(server.canary, timeout=0.1)
    return FINE


def _idle(command: scene.Command, server: RegistryServer, folder: Path) -> Ended:
    return FINE


@pytest.mark.parametrize(
    ("run", "said"),
    [
        (_clean, "exit 0 where [3] is right"),
        (_curious, "the canary was contacted"),
        (_idle, "the endpoint was never asked"),
        (_idle, "mended: exit 3 where [0] is right"),
        (_idle, "mended: 0 records are kept"),
    ],
)
def test_a_trial_sees_what_is_wrong(run: faults.Run, said: str, tmp_path: Path) -> None:
    case = faults.Case(ADD, "efetch", KINDS["page"])
    assert said in faults.tried(case, tmp_path, run).broken


def test_slowness_alone_is_told_from_what_else_is_wrong() -> None:
    assert oracle.is_slow("hang at efetch; took 12.0 s of 4; citekit: pubmed")
    assert oracle.is_slow("hang at efetch; mended: took 12.0 s of 4")
    assert not oracle.is_slow("hang at efetch; took 12.0 s of 4; exit 0 where [3] is right")
    assert not oracle.is_slow("")
    late = "could not be asked in the time that was left"
    assert oracle.is_slow(f"strangers at efetch; exit 3 where [0] is right; citekit: {late}")
    assert not oracle.is_slow(f"strangers at efetch; exit 0 where [3] is right; citekit: {late}")
    assert not oracle.is_slow("strangers at efetch; exit 3 where [0] is right; citekit: no answer")


def test_a_socket_that_is_opened_is_seen(tmp_path: Path) -> None:
    _, sockets = offline.run(("resolve", "pmid:1111"), tmp_path, offline=False)
    assert "socket.connect" in sockets


def test_a_part_that_is_taken_for_a_record_is_seen() -> None:
    cut = cuts.Cut("pubmed", 0, 5, "whole")
    taken = Found((Candidate({}, {}, Stamp("pubmed", ""), (), "", b"<a/>"),))
    assert list(cuts._of_a_part(cut, Unavailable("cut"), b"123456789")) == []
    for answer in (taken, Absent()):
        assert list(cuts._of_a_part(cut, answer, b"123456789"))


def test_more_than_is_allowed_in_a_second_is_seen() -> None:
    assert politeness.busiest([0.0, 0.4, 0.8, 1.2]) == 3
    assert politeness.busiest([0.0, 0.3, 0.6, 0.9]) == 4


@pytest.mark.parametrize(
    ("wait", "times", "found", "fine"),
    [
        (politeness.Wait("2", 2.0), [0.0, 2.0], True, True),
        (politeness.Wait("2", 2.0), [0.0, 0.5], True, False),
        (politeness.Wait("soon", None), [0.0, 0.5], True, True),
        (politeness.Wait("soon", None), [0.0, 0.1], True, False),
        (politeness.Wait("3600", 3600.0), [0.0], False, True),
        (politeness.Wait("3600", 3600.0), [0.0, 2.0], True, False),
        (politeness.Wait("2", 2.0), [0.0], False, False),
    ],
)
def test_impatience_is_seen(
    wait: politeness.Wait, times: list[float], *, found: bool, fine: bool
) -> None:
    assert (politeness._impatient(wait, times, found) == []) is fine
