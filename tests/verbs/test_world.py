"""Who is asked: the registries, a mirror in their place, one that knows notices beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from citekit.registries.crossref import Crossref
from citekit.registries.pubmed import PubMed
from citekit.settings import Settings
from citekit.verbs.mirror import build
from citekit.verbs.world import World, open_world
from tests.retraction_watch import row, sheet


@pytest.fixture
def watch(tmp_path: Path) -> str:
    """A mirror that holds Retraction Watch alone."""
    csv = tmp_path / "rw.csv"
    csv.write_bytes(sheet(row()))
    build(str(tmp_path / "watch"), csv, "2026-12-01")
    return str(tmp_path / "watch")


def names(world: World) -> tuple[list[str], list[str]]:
    return [one.name for one in world.registries], [one.name for one in world.notice_registries]


def are_live(world: World) -> bool:
    return [type(one) for one in world.registries] == [PubMed, Crossref]


def test_without_a_mirror_the_registries_themselves_are_asked() -> None:
    world = open_world(Settings())
    assert are_live(world)
    assert world.notice_registries == ()


@pytest.mark.parametrize(
    "settings",
    [
        Settings(offline=True),
        Settings(mirror="starter"),
        Settings(mirror="starter", offline=True),
    ],
    ids=["offline", "set", "both"],
)
def test_the_starter_mirror_answers_in_their_place(settings: Settings) -> None:
    world = open_world(settings)
    assert names(world) == (["pubmed", "crossref"], [])
    assert not are_live(world)


def test_a_mirror_of_notices_alone_replaces_nobody(watch: str) -> None:
    world = open_world(Settings(mirror=watch))
    assert are_live(world)
    assert names(world)[1] == ["retraction-watch"]


def test_beside_it_the_starter_answers_offline(watch: str) -> None:
    world = open_world(Settings(mirror=watch, offline=True))
    assert names(world) == (["pubmed", "crossref"], ["retraction-watch"])
    assert not are_live(world)
