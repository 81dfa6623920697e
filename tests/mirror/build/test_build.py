"""A mirror is built out of registries' files: what replaces what, and what cannot be used."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from citekit.errors import InputError, LibraryError, SettingsError, SourceError
from citekit.mirror.build import lock, plan
from citekit.mirror.starter import open_shelf
from citekit.verbs import mirror_index
from tests.mirror.build.conftest import Make, digests, given, pmids, quiet, shelf
from tests.mirror.made_up import article, articles, lines, pubmed_file, speaks, work


def test_records_are_found_by_name_by_key_and_by_words(
    tmp_path: Path, folder: Path, build: Make
) -> None:
    from citekit.matching.bulk.record_keys import record_keys

    build(pubmed=[pubmed_file(tmp_path / "pubmed26n0001.xml.gz", *map(article, range(1, 30)))])
    held = shelf(folder)
    [row] = held.named("pmid:7")
    record = held.compact(row)
    assert held.named("doi:10.5555/made.7") == [row]
    assert row in held.keyed(record_keys(record))
    assert held.said(record.title.split(), 3)[0] == row
    assert held.rarity("rivers") > 0
    assert held.registry(row) == "pubmed"
    assert held.raw(row) == article(7).strip().encode()
    assert dict(held.records) == {"pubmed": 29}


def test_a_later_file_replaces_and_deletes(tmp_path: Path, folder: Path, build: Make) -> None:
    files = [
        pubmed_file(tmp_path / "pubmed26n0002.xml.gz", article(2, "Second thoughts"), deleted=[3]),
        pubmed_file(tmp_path / "pubmed26n0001.xml.gz", *map(article, (1, 2, 3)), article(1, "Uno")),
        pubmed_file(tmp_path / "pubmed26n0010.xml.gz", article(3, "Back again")),
    ]
    build(pubmed=files)
    held = shelf(folder)
    titles = {held.compact(row).names[0]: held.compact(row).title for row in held.rows()}
    assert titles == {"pmid:1": "uno", "pmid:2": "second thoughts", "pmid:3": "back again"}
    assert len(held.named("pmid:2")) == 1
    assert held.said(["journal", "rivers"], 10)
    assert set(held.said(["rivers"], 10)) == set(held.rows())


def test_versions_of_one_pmid_stand_beside_each_other(
    tmp_path: Path, folder: Path, build: Make
) -> None:
    name = tmp_path / "pubmed26n0001.xml.gz"
    build(pubmed=[pubmed_file(name, article(1), article(1, "Two", version=2))])
    assert len(shelf(folder).named("pmid:1")) == 2


def test_what_a_notice_says_leads_from_the_work_to_it(
    tmp_path: Path, folder: Path, build: Make
) -> None:
    notice = article(2, "Erratum", more=speaks("ErratumFor", 1))
    affected = article(3, more=speaks("ErratumIn", 1))
    build(pubmed=[pubmed_file(tmp_path / "pubmed26n0001.xml.gz", article(1), notice, affected)])
    held = shelf(folder)
    assert list(held.speaking_of("pmid:1")) == list(held.named("pmid:2"))


def test_any_number_of_processes_builds_the_same_bytes(tmp_path: Path) -> None:
    files = [
        str(pubmed_file(tmp_path / f"pubmed26n000{n}.xml.gz", *map(article, range(n, n + 40))))
        for n in range(1, 4)
    ]
    told = []
    for jobs in (1, 2):
        target = tmp_path / f"mirror{jobs}"
        mirror_index.build(str(target), given(jobs, pubmed=files), quiet)
        told.append(digests(target))
    assert told[0] == told[1]


def test_the_same_again_changes_nothing(tmp_path: Path, folder: Path, build: Make) -> None:
    file = pubmed_file(tmp_path / "pubmed26n0001.xml.gz", article(1))
    build(pubmed=[file])
    before = digests(folder)
    build(pubmed=[file])
    assert digests(folder) == before


def test_other_sources_are_refused_and_taken_afresh(
    tmp_path: Path, folder: Path, build: Make
) -> None:
    build(pubmed=[pubmed_file(tmp_path / "pubmed26n0001.xml.gz", article(1))])
    other = str(pubmed_file(tmp_path / "pubmed26n0002.xml.gz", article(2)))
    with pytest.raises(InputError, match=r"other files.*mirror update.*--fresh"):
        build(pubmed=[Path(other)])
    assert pmids(shelf(folder)) == ["pmid:1"]
    again = given(pubmed=[other])._replace(is_fresh=True)
    mirror_index.build(str(folder), again, quiet)
    assert pmids(shelf(folder)) == ["pmid:2"]
    assert len(list((folder / "index" / "segments").iterdir())) == 1


def test_a_fresh_build_that_was_interrupted_goes_on(
    tmp_path: Path, folder: Path, build: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(pubmed=[pubmed_file(tmp_path / "pubmed26n0001.xml.gz", article(1))])
    other = str(pubmed_file(tmp_path / "pubmed26n0002.xml.gz", article(2)))
    again = given(pubmed=[other])._replace(is_fresh=True)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("citekit.mirror.build.merging.do", interrupt)
        with pytest.raises(KeyboardInterrupt):
            mirror_index.build(str(folder), again, quiet)
    assert pmids(shelf(folder)) == ["pmid:1"]
    begun = plan.read(folder)
    mirror_index.build(str(folder), again, quiet)
    assert plan.read(folder) == begun
    assert pmids(shelf(folder)) == ["pmid:2"]


def test_an_update_answers_as_a_fresh_build_does(tmp_path: Path, folder: Path, build: Make) -> None:
    first = pubmed_file(tmp_path / "pubmed26n0001.xml.gz", *map(article, range(1, 20)))
    second = pubmed_file(tmp_path / "pubmed26n0002.xml.gz", article(5, "Anew"), deleted=[6, 7])
    third = pubmed_file(tmp_path / "pubmed26n0003.xml.gz", article(7), article(30))
    build(pubmed=[first])
    mirror_index.update(str(folder), given(pubmed=[str(second)]), quiet)
    mirror_index.update(str(folder), given(pubmed=[str(third), str(second)]), quiet)
    fresh = tmp_path / "fresh"
    mirror_index.build(str(fresh), given(pubmed=[str(tmp_path / "*.gz")]), quiet)
    one, other = shelf(folder), shelf(fresh)
    assert [one.compact(row) for row in one.rows()] == [other.compact(row) for row in other.rows()]
    assert [one.raw(row) for row in one.rows()] == [other.raw(row) for row in other.rows()]
    assert one.records == other.records
    for words in (["rivers"], ["anew"], ["slow", "trout", "lakes"]):
        assert one.said(words, 30) == other.said(words, 30)


def test_an_older_file_added_later_replaces_nothing_newer(
    tmp_path: Path, folder: Path, build: Make
) -> None:
    build(pubmed=[pubmed_file(tmp_path / "pubmed26n0005.xml.gz", article(1, "New"))])
    old = str(pubmed_file(tmp_path / "pubmed26n0004.xml.gz", article(1, "Old"), article(2)))
    mirror_index.update(str(folder), given(pubmed=[old]), quiet)
    held = shelf(folder)
    assert [held.compact(row).title for row in held.named("pmid:1")] == ["new"]
    assert sorted(pmids(held)) == ["pmid:1", "pmid:2"]


def test_an_update_needs_a_mirror(tmp_path: Path, folder: Path) -> None:
    file = str(pubmed_file(tmp_path / "pubmed26n0001.xml.gz", article(1)))
    with pytest.raises(InputError, match="no whole index to add to"):
        mirror_index.update(str(folder), given(pubmed=[file]), quiet)


def test_another_file_of_the_same_name_is_refused(
    tmp_path: Path, folder: Path, build: Make
) -> None:
    file = pubmed_file(tmp_path / "pubmed26n0001.xml.gz", article(1))
    build(pubmed=[file])
    pubmed_file(file, article(2))
    with pytest.raises(InputError, match=r"pubmed26n0001\.xml\.gz: another file of this name"):
        mirror_index.update(str(folder), given(pubmed=[str(file)]), quiet)


def test_a_wrong_md5_takes_nothing_of_its_file(tmp_path: Path, folder: Path, build: Make) -> None:
    good = pubmed_file(tmp_path / "pubmed26n0001.xml.gz", article(1), md5=True)
    bad = pubmed_file(tmp_path / "pubmed26n0002.xml.gz", article(2), md5=True)
    beside = bad.with_name(f"{bad.name}.md5")
    beside.write_text(f"MD5({bad.name})= {'0' * 32}\n")
    built = build(pubmed=[good, bad])
    assert built.damaged == (
        (bad.name, f"its MD5 is not the one in {beside.name}; fetch it again"),
    )
    assert pmids(shelf(folder)) == ["pmid:1"]
    # Once it is right it can be added.
    pubmed_file(bad, article(2), article(3), md5=True)
    mirror_index.update(str(folder), given(pubmed=[str(bad)]), quiet)
    assert pmids(shelf(folder)) == ["pmid:1", "pmid:2", "pmid:3"]


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda body: body[: len(body) // 2], id="cut"),
        pytest.param(lambda body: body[:-8] + b"\0" * 8, id="wrong sum"),
        pytest.param(lambda _: gzip.compress(articles(article(8))[:-30]), id="no end"),
        pytest.param(lambda _: gzip.compress(b"<html>Sign in</html>"), id="a page"),
        pytest.param(lambda _: b"", id="empty"),
    ],
)
def test_of_a_damaged_file_nothing_is_taken(
    tmp_path: Path, folder: Path, build: Make, damage
) -> None:
    good = pubmed_file(tmp_path / "pubmed26n0001.xml.gz", article(1))
    bad = pubmed_file(tmp_path / "pubmed26n0002.xml.gz", *map(article, range(2, 400)))
    bad.write_bytes(damage(bad.read_bytes()))
    built = build(pubmed=[good, bad])
    assert [name for name, _ in built.damaged] == [bad.name]
    assert pmids(shelf(folder)) == ["pmid:1"]
    assert built.manifest.index is not None
    assert built.manifest.index.registries[0].unread == 1


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        pytest.param("<PubmedArticle>\n</PubmedArticle>\n", "without MedlineCitation", id="empty"),
        pytest.param(article(5).replace(">5<", ">x<"), "no PMID", id="no number"),
        pytest.param(article(5).replace("</Volume>", ""), "damaged", id="no end of a tag"),
        pytest.param(article(5).replace("<Volume>", "<Vol"), "damaged", id="half a tag"),
    ],
)
def test_a_bad_record_costs_no_other_one(
    tmp_path: Path, folder: Path, build: Make, record: str, reason: str
) -> None:
    file = pubmed_file(tmp_path / "pubmed26n0001.xml.gz", article(1), record, article(2))
    built = build(pubmed=[file])
    [told] = built.rejected
    assert reason in told.reason
    assert told.line == 3 + article(1).count("\n") + 1
    assert pmids(shelf(folder)) == ["pmid:1", "pmid:2"]


@pytest.mark.parametrize(
    "declared",
    ['<!ENTITY a "b">', '<!ENTITY x SYSTEM "file:///etc/hostname">', "<!ELEMENT a ANY>"],
    ids=["entity", "file", "element"],
)
def test_declarations_are_refused(tmp_path: Path, build: Make, declared: str) -> None:
    body = articles(article(1, "Say &a;&x;"))
    subset = f"<!DOCTYPE PubmedArticleSet [{declared}]>".encode()
    file = tmp_path / "pubmed26n0001.xml"
    file.write_bytes(body[: body.index(b"<!DOCTYPE")] + subset + body[body.index(b"<PubmedArt") :])
    with pytest.raises(SourceError, match="internal DTD subset"):
        build(pubmed=[file])


def test_comments_cdata_and_instructions_are_read_as_the_parser_reads_them(
    tmp_path: Path, folder: Path, build: Make
) -> None:
    odd = article(2, "<![CDATA[In </PubmedArticle> out]]>").replace("<Issue>", "<!-- x --><Issue>")
    name = tmp_path / "pubmed26n0001.xml.gz"
    told = article(4).replace("<PubmedData>", "<?pmcsd ?><PubmedData>")
    build(pubmed=[pubmed_file(name, article(1), odd, article(3), told)])
    held = shelf(folder)
    assert pmids(held) == ["pmid:1", "pmid:2", "pmid:3", "pmid:4"]
    assert held.compact(1).title == "in out"
    assert b"pmcsd" not in held.raw(3)


def test_unknown_entities_are_no_error(tmp_path: Path, folder: Path, build: Make) -> None:
    name = tmp_path / "pubmed26n0001.xml.gz"
    build(pubmed=[pubmed_file(name, article(1, "Caf&eacute; &amp; bar &#x3b1;"))])
    assert shelf(folder).compact(0).title == "cafe and bar alpha"


def tar_of(path: Path, members: dict[str, bytes], mode: str) -> Path:
    with tarfile.open(path, mode) as archive:
        for name, body in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(body)
            archive.addfile(member, io.BytesIO(body))
    return path


WORKS = [work(n) for n in range(1, 13)]


def crossref_file(kind: str, folder: Path) -> Path:
    chunk = json.dumps({"items": WORKS[:6]}).encode()
    rest = json.dumps({"items": WORKS[6:]}, indent=1).encode()
    plain = {"lines.jsonl": lines(*WORKS), "all.json": json.dumps({"items": WORKS}).encode()}
    tars = {"chunks.tar": "w", "chunks.tgz": "w:gz"}
    path = folder / kind
    if kind in tars:
        packed = {"d/0.json.gz": gzip.compress(chunk), "d/._1.json": b"\0", "d/1.json": rest}
        return tar_of(path, packed, tars[kind])
    body = plain[kind.removesuffix(".gz")]
    path.write_bytes(gzip.compress(body) if kind.endswith(".gz") else body)
    return path


@pytest.mark.parametrize(
    "kind", ["lines.jsonl", "lines.jsonl.gz", "all.json", "all.json.gz", "chunks.tar", "chunks.tgz"]
)
def test_every_shape_of_crossrefs_file(
    tmp_path: Path, folder: Path, build: Make, kind: str
) -> None:
    build(crossref=[crossref_file(kind, tmp_path)])
    held = shelf(folder)
    assert pmids(held) == [f"doi:10.5555/made.{n}" for n in range(1, 13)]
    assert json.loads(held.raw(3)) == WORKS[3]


def test_a_line_that_cannot_be_read_is_told(tmp_path: Path, folder: Path, build: Make) -> None:
    file = tmp_path / "lines.jsonl"
    file.write_bytes(lines(WORKS[0]) + b'{"DOI": \n{"title": ["No DOI"]}\n' + lines(WORKS[1]))
    built = build(crossref=[file])
    assert [(one.line, one.path) for one in built.rejected] == [(2, str(file)), (3, str(file))]
    assert len(pmids(shelf(folder))) == 2


def test_a_later_work_of_the_same_doi_replaces(tmp_path: Path, folder: Path, build: Make) -> None:
    file = tmp_path / "lines.jsonl"
    file.write_bytes(lines(WORKS[0], WORKS[1], WORKS[0] | {"title": ["Anew"]}))
    build(crossref=[file])
    held = shelf(folder)
    assert [held.compact(row).title for row in held.named("doi:10.5555/made.1")] == ["anew"]


def test_records_of_any_format_are_a_collection(tmp_path: Path, folder: Path, build: Make) -> None:
    bib = tmp_path / "a.bib"
    bib.write_text("@article{x, title={Slow waves}, doi={10.5555/mine}, year=2001}\n")
    ris = tmp_path / "b.ris"
    ris.write_text("TY  - JOUR\nTI  - Cold rivers\nPY  - 2002\nER  - \n")
    build(records=[], collection=[bib, ris])
    held = shelf(folder)
    assert [held.compact(row).title for row in held.rows()] == ["slow waves", "cold rivers"]
    assert held.registry(0) == "collection"
    assert held.named("doi:10.5555/mine") == [0]


def test_registries_stand_beside_each_other(tmp_path: Path, folder: Path, build: Make) -> None:
    pubmed = pubmed_file(tmp_path / "pubmed26n0001.xml.gz", article(1))
    crossref = crossref_file("lines.jsonl", tmp_path)
    built = build(pubmed=[pubmed], crossref=[crossref])
    held = shelf(folder)
    assert held.records == {"pubmed": 1, "crossref": 12}
    assert [held.registry(row) for row in held.named("doi:10.5555/made.1")] == [
        "pubmed", "crossref",
    ]  # fmt: skip
    assert built.manifest.name == "pubmed-crossref"


def test_two_builds_of_one_folder_are_not_run_at_once(
    tmp_path: Path, folder: Path, build: Make
) -> None:
    file = pubmed_file(tmp_path / "pubmed26n0001.xml.gz", article(1))
    with (
        lock.held(folder / "index"),
        pytest.raises(LibraryError, match="another build of this mirror is running"),
    ):
        build(pubmed=[file])
    build(pubmed=[file])


STRAGGLER = """
import sys, time
from pathlib import Path
from citekit.mirror.build import lock
lock.join(Path(sys.argv[1]))
print("joined", flush=True)
time.sleep(float(sys.argv[2]))
"""


def straggling(folder: Path, seconds: float) -> subprocess.Popen[str]:
    """Begin what a killed build has left behind, as far as the lock knows it."""
    (folder / "index").mkdir(parents=True)
    command = [sys.executable, "-c", STRAGGLER, str(folder / "index"), str(seconds)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "joined\n"
    return process


def test_a_build_waits_for_the_processes_of_a_killed_one(
    tmp_path: Path, folder: Path, build: Make
) -> None:
    """Swept away beneath one of them, half a segment could take the name of a whole one."""
    file = pubmed_file(tmp_path / "pubmed26n0001.xml.gz", article(1))
    with straggling(folder, 2) as process:
        build(pubmed=[file])
        assert process.wait(0.5) == 0


@pytest.mark.parametrize("name", [".manifest.json.k2_h4a9z", "index/.plan.json.k2_h4a9z"])
def test_what_a_killed_build_was_writing_goes_at_once(
    tmp_path: Path, folder: Path, build: Make, name: str
) -> None:
    (folder / "index").mkdir(parents=True)
    (folder / name).write_bytes(b'{"half')
    build(pubmed=[pubmed_file(tmp_path / "pubmed26n0001.xml.gz", article(1))])
    assert not (folder / name).exists()


def test_processes_that_do_not_end_are_told(
    tmp_path: Path, folder: Path, build: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "_SECONDS", 0.2)
    file = pubmed_file(tmp_path / "pubmed26n0001.xml.gz", article(1))
    with straggling(folder, 60) as process:
        try:
            with pytest.raises(LibraryError, match="processes of an earlier build are still"):
                build(pubmed=[file])
        finally:
            process.kill()
    build(pubmed=[file])


@pytest.mark.parametrize("name", ["nothing.xml.gz", "none/*.gz", "empty"])
def test_what_is_not_there_is_told(tmp_path: Path, build: Make, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match=f"{name.replace('*', '.')}: there is no such file"):
        build(pubmed=[tmp_path / name])


def test_an_index_of_another_version_is_refused(tmp_path: Path, folder: Path, build: Make) -> None:
    build(pubmed=[pubmed_file(tmp_path / "pubmed26n0001.xml.gz", article(1))])
    path = folder / "manifest.json"
    whole = path.read_text()
    path.write_text(whole.replace('"schema": 1,', '"schema": 7,'))
    with pytest.raises(SettingsError, match=r"another version.*index 7.*Build it again"):
        open_shelf(str(folder))


def test_an_index_folded_otherwise_is_refused(tmp_path: Path, folder: Path, build: Make) -> None:
    built = build(pubmed=[pubmed_file(tmp_path / "pubmed26n0001.xml.gz", article(1))])
    assert built.manifest.index is not None
    path = folder / "manifest.json"
    path.write_text(path.read_text().replace(built.manifest.index.normaliser, "0123456789abcdef"))
    with pytest.raises(SettingsError, match=r"folded otherwise.*Build it again"):
        open_shelf(str(folder))


def test_missing_packages_are_one_sentence(
    tmp_path: Path, folder: Path, build: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(pubmed=[pubmed_file(tmp_path / "pubmed26n0001.xml.gz", article(1))])
    monkeypatch.setattr("citekit.mirror.needs.PACKAGES", ("numpy", "tantivy_is_not_here"))
    sentence = r"needs tantivy_is_not_here\. Install citekit-cli\[mirror\]"
    with pytest.raises(SettingsError, match=sentence):
        open_shelf(str(folder))
    with pytest.raises(SettingsError, match=sentence):
        build(pubmed=[tmp_path / "pubmed26n0001.xml.gz"])


def test_files_are_taken_in_the_order_of_their_numbers() -> None:
    from citekit.mirror.build.sources import natural

    names = ["pubmed26n1335.xml.gz", "pubmed27n0001.xml.gz", "pubmed26n0002.xml.gz"]
    assert sorted(names, key=natural) == [names[2], names[0], names[1]]


def test_a_plan_that_cannot_be_read_is_none(folder: Path) -> None:
    assert plan.read(folder) is None
