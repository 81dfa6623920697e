"""Works that nobody wrote, the same ones every time: as libraries and as files."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from citekit.library.store import Library
from citekit.model import Candidate, Citation, CslItem, CslName, Resolution, Stamp, StoredWork
from citekit.records import merge
from citekit.verbs.export import format_named, render
from citekit.vocab import Outcome, Scheme

SEED = 20100803
STAMP = Stamp("crossref", "2026-11-22T00:00:00Z", "synthetic")

_WORD_TEXT = (
    "acute adult airway antibody arterial biopsy cardiac cell chronic clinical cohort cortical "
    "dietary disease early effect efficacy factor failure gastric genetic growth hepatic immune "
    "incidence infant injury kidney lesion lipid marker model neural outcome patient pilot plasma "
    "prevalence protein pulmonary randomised receptor refractory relapse renal response risk "
    "screening serum severe steroid survival systemic therapy tissue transplant trial tumour"
)
_NAME_TEXT = (
    "Abbott Bauer Castro Dubois Eriksson Fischer García Haddad Ito Jansen Kovács Lindgren Moreau "
    "Novák O'Brien Pereira Quinn Rossi Sato Tanaka Ueda Vargas Weber Xu Yılmaz Zhang"
)
_WORDS = _WORD_TEXT.split()
_NAMES = _NAME_TEXT.split()


def items(count: int, seed: int = SEED) -> Iterator[CslItem]:
    """Make CSL items as whole as a registry's, each with its own DOI and citation key."""
    chance = random.Random(seed)
    for n in range(count):
        first, words = chance.randint(1, 2000), chance.choices(_WORDS, k=chance.randint(8, 16))
        yield {
            "id": f"work{n:04}",
            "type": "article-journal",
            "title": " ".join(words).capitalize(),
            "author": [_author(chance) for _ in range(chance.randint(1, 10))],
            "container-title": f"Annals of {chance.choice(_WORDS)} {chance.choice(_WORDS)}".title(),
            "issued": {"date-parts": [[chance.randint(1980, 2026), chance.randint(1, 12)]]},
            "volume": str(chance.randint(1, 90)),
            "issue": str(chance.randint(1, 12)),
            "page": f"{first}-{first + chance.randint(1, 15)}",
            "DOI": f"10.5555/citekit.{n}",
        }


def fill_citekit(path: Path, works: Sequence[CslItem]) -> None:
    """Write a library through the same door as `citekit add`."""
    with Library.open(path, create=True) as library:
        for work in works:
            with library.write():
                library.add(_resolution(work))


def write_file(path: Path, works: Sequence[CslItem], format_: str) -> None:
    """Write a reference file through citekit's own writer."""
    stored = [StoredWork(work["id"], work, {}) for work in works]
    text = render(stored, format_named(format_, None))
    path.write_text(text, encoding="utf-8", newline="")


def fill_papis(folder: Path, works: Sequence[CslItem]) -> None:
    """Write one folder with an `info.yaml` for each work, as papis keeps them."""
    for n, work in enumerate(works):
        document = folder / work["id"]
        document.mkdir(parents=True)
        # JSON is YAML; papis reads it as it is.
        (document / "info.yaml").write_text(json.dumps(_info(n, work)) + "\n", encoding="utf-8")


def _author(chance: random.Random) -> CslName:
    return {"family": chance.choice(_NAMES), "given": chance.choice("ABCDEFGHJKLMNPRSTW")}


def _resolution(work: CslItem) -> Resolution:
    candidate = Candidate(work, {Scheme.DOI: work["DOI"]}, STAMP)
    citation = Citation(work["DOI"], identifiers=candidate.identifiers, key=work["id"])
    return Resolution(citation, Outcome.RESOLVED, (), merge([candidate]), 1.0)


def _info(n: int, work: CslItem) -> dict[str, object]:
    authors = [{"family": name["family"], "given": name["given"]} for name in work["author"]]
    year, month = work["issued"]["date-parts"][0]
    return {
        "papis_id": f"{n:032x}",
        "ref": work["id"],
        "type": "article",
        "title": work["title"],
        "author": " and ".join(f"{name['family']}, {name['given']}" for name in authors),
        "author_list": authors,
        "journal": work["container-title"],
        "year": year,
        "month": month,
        "volume": work["volume"],
        "issue": work["issue"],
        "pages": work["page"],
        "doi": work["DOI"],
    }
