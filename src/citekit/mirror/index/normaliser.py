"""How texts are folded, as one number: an index is of use only to whom folds as its builder did.

The number is made of what folding does, not of how it is written: of the compact forms, keys and
words of made-up records that have every kind of character and title in them. A change of `text/`
or `matching/bulk`, or of the tables of Unicode beneath them, changes it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache

from citekit.matching.bulk.compact import encode, of_item
from citekit.matching.bulk.record_keys import index_text, record_keys
from citekit.model import CslItem
from citekit.vocab import Scheme

_LETTERS = ((0x20, 0x600), (0x1E00, 0x2200), (0x2C60, 0x2C80), (0x3040, 0x3100), (0xFB00, 0xFB10))
_AT_ONCE = 40
_TITLES = (
    "Correction to: TNF-α and IL-1β in “<i>Escherichia coli</i>” (II)",
    "Reply: studies on CO<sub>2</sub> &amp; H2O — part III. The rôle of β-blockers",
    "Re: Smith's &lt;b&gt;method&lt;/b&gt; of x² tests; a reply to the authors",
    "Retraction of: Über die naïve Größe; Erratum to the Ångström scale, IV: results",
    "Æsir of the North: a randomised, double-blind 10-year follow-up of 1,234 patients",
    "[Not for anything] the and of in",
)
_PAGES = ("1423-9", "S12–S19", "e1000", "R123-32", "123-5, 140; discussion 125-8", "iii-vi", "")
_FAMILIES = ("O’Brien-Müller", "van der Berg", "de Souza e Silva", "Łukasiewicz", "李", "D'Angelo")


@cache
def normaliser() -> str:
    """Give the number, as 16 hexadecimal digits."""
    digest = hashlib.sha256()
    for item in _probes():
        compact = of_item(item, {Scheme.PMID: "1", Scheme.DOI: "10.1000/x"})
        digest.update(encode(compact))
        digest.update(index_text(compact).encode())
        digest.update(repr(record_keys(compact)).encode())
    return digest.hexdigest()[:16]


def _probes() -> Iterator[CslItem]:
    for number, title in enumerate((*_TITLES, *_character_runs())):
        family = _FAMILIES[number % len(_FAMILIES)]
        yield {
            "title": title,
            "author": [{"family": family, "given": "A. B."}, {"literal": "The X-Y Group"}],
            "container-title": f"Journal of {family} & Co.",
            "container-title-short": "J. Fam Co",
            "issued": {"date-parts": [[2000 + number % 20, 1]]},
            "available-date": {"date-parts": [[1999]]},
            "volume": f"{number} (Suppl 2)",
            "issue": "3-4 Pt 1",
            "page": _PAGES[number % len(_PAGES)],
        }


def _character_runs() -> Iterator[str]:
    for low, high in _LETTERS:
        for start in range(low, high, _AT_ONCE):
            characters = map(chr, range(start, min(high, start + _AT_ONCE)))
            yield " ".join(f"a{one}b" for one in characters)
