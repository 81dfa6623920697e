"""Titles: the strongest evidence, and the one that near twins make treacherous.

What a title differs by counts, not how much of it is alike: "active and refractory" is not
"severe and refractory" (10.1186/ar4520, 10.1002/art.27548), though nine tenths of both agree.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz import fuzz

from citekit.matching import heading, stretch, words
from citekit.matching.evidence import Evidence, Field, Verdict
from citekit.matching.heading import Heading
from citekit.matching.words import Difference, Word
from citekit.matching.written import Written
from citekit.model import CslItem


class Fit(StrEnum):
    """How a written title stands to a record's."""

    EXACT = "exact"
    """Word for word, but for order, stop words and a few typos."""
    CUT = "cut"
    """One has a subtitle that the other leaves out."""
    NEAR = "near"
    """One leaves out a word or a few."""
    TWIN = "twin"
    """Mostly alike, with other words in the same place."""
    OTHER = "other"
    NOTICE = "notice"
    """One is a notice about a work of the other's title."""
    PART = "part"
    """They are different parts of one series."""
    NONE = "none"
    """No title was written, or the record has none."""


class TitleFit(NamedTuple):
    """A title's evidence."""

    fit: Fit
    points: float
    similarity: float
    """Of the folded titles, 0 to 1; for showing."""
    long: bool
    """The agreeing words are enough to identify a work."""
    only_written: tuple[str, ...]
    only_recorded: tuple[str, ...]

    @property
    def evidence(self) -> Evidence:
        """Give it as one field's say."""
        verdict = _VERDICTS[self.fit]
        return Evidence(Field.TITLE, verdict, self.points, _reason(self))


NO_TITLE = TitleFit(Fit.NONE, 0.0, 0.0, long=False, only_written=(), only_recorded=())

_VERDICTS = {
    Fit.EXACT: Verdict.AGREES,
    Fit.CUT: Verdict.NEAR,
    Fit.NEAR: Verdict.NEAR,
    Fit.TWIN: Verdict.DIFFERS,
    Fit.OTHER: Verdict.DIFFERS,
    Fit.NOTICE: Verdict.DIFFERS,
    Fit.PART: Verdict.DIFFERS,
    Fit.NONE: Verdict.SILENT,
}

# Words below which a title is no name: "Editorial board", "Fire ecology".
LONG = 5

# Powers of ten, as in `citekit.matching.evidence`. An exact title of five words is one in ten
# thousand among neighbours, and each further telling word adds to it.
_BASE, _PER_WORD, _MOST, _PER_TYPO = 3.5, 0.25, 5.0, 0.2
_SHORT_EXACT = {1: 1.0, 2: 1.0, 3: 2.0, 4: 2.0}
_POINTS = {Fit.CUT: 2.5, Fit.NEAR: 1.5, Fit.TWIN: -1.5, Fit.OTHER: -3.0}
_SHORT_CUT = 1.0

# What makes two titles one work's: of all telling words on both sides, this share must pair.
_MOSTLY_ALIKE = 0.6
_HALF_ALIKE = 0.5

_ORDER = (
    *(Fit.EXACT, Fit.NOTICE, Fit.PART, Fit.CUT, Fit.NEAR),
    *(Fit.TWIN, Fit.OTHER, Fit.NONE),
)


# Fewer words of its own, and what was taken for a title is authors or a journal.
_FEWEST_OWN_WORDS = 2

# Words of a reason that are shown.
_SHOWN = 6


def compare(written: Written, item: CslItem) -> TitleFit:
    """Compare what a citation says of the title with a record's.

    The title that was read from the citation comes first; else, or where it does not fit, the
    stretch of the text that resembles the record's title most, out to the ends of its sentences.
    """
    titles = (item.get("title"), item.get("original-title"))
    fits = [_compare_with(title, written, item) for title in titles if title]
    return min(fits, key=lambda fit: _ORDER.index(fit.fit), default=NO_TITLE)


def is_translation(item: CslItem) -> bool:
    """Tell whether a record has its title in translation only: PubMed puts those in brackets."""
    return item.get("title", "").startswith("[") and "original-title" not in item


def _compare_with(title: str, written: Written, item: CslItem) -> TitleFit:
    record = heading.read(title)
    said = _fit_said(written, item, record)
    if _is_settled(said, written) or not (written.words and record.words):
        return said
    if written.title is None or said.fit is Fit.NONE:
        found = _fit_text(written, item, record)
        return found if found.fit is not Fit.OTHER else NO_TITLE
    if not _is_cut_from(written.title, record, stretch.known_words(item, written.said)):
        return said
    found = _fit_text(written, item, record)
    if said.fit is Fit.NOTICE and found.fit not in {Fit.NONE, Fit.OTHER}:
        return found
    return _better(found, said)


def _is_settled(said: TitleFit, written: Written) -> bool:
    """Tell whether the text has no more to say; it may still show the prefix of a notice."""
    is_notice = written.title is not None and written.title.kind is not None
    return said.fit is Fit.EXACT or (said.fit is Fit.NOTICE and is_notice)


def _fit_said(written: Written, item: CslItem, record: Heading) -> TitleFit:
    said = written.title
    if said is None or not record.words:
        return NO_TITLE
    whole = _fit(said, record)
    if whole.fit is Fit.EXACT:
        return whole
    known = stretch.known_words(item, written.said)
    if len(words.unknown([word.text for word in said.words], known)) < _FEWEST_OWN_WORDS:
        return NO_TITLE
    if len(whole.only_recorded) > len(record.words) / 2:
        return whole
    return _better(_fit(_trimmed(said, item, record), record), whole)


def _better(new: TitleFit, old: TitleFit) -> TitleFit:
    return new if _ORDER.index(new.fit) < _ORDER.index(old.fit) else old


def _trimmed(said: Heading, item: CslItem, record: Heading) -> Heading:
    """Leave out authors and source, where the title was read with them."""
    first, last = stretch.find(said.words, record.words)
    inner = stretch.trim(said.words, first, last, stretch.known_words(item))
    # The numeral at the end of a title with its source is the source's.
    part = said.part if inner[-1:] == said.words[-1:] else None
    return Heading(said.kind, part, inner)


def _fit_text(written: Written, item: CslItem, record: Heading) -> TitleFit:
    first, last = stretch.find(written.words, record.words)
    low, high = written.words[first].sentence, written.words[last].sentence
    inside = [n for n, word in enumerate(written.words) if low <= word.sentence <= high]
    sentence = written.words[inside[0] : inside[-1] + 1]
    known = stretch.known_words(item, written.said)
    inner = stretch.trim(sentence, first - inside[0], last - inside[0], known)
    fit = _fit(heading.read_in_text(written.text, written.words, low, high, inner), record)
    # Words that only resemble the record's title prove nothing about what the text is.
    is_chance = fit.fit in {Fit.NOTICE, Fit.PART} and fit.similarity < _HALF_ALIKE
    return NO_TITLE if is_chance else fit


def _is_cut_from(said: Heading, record: Heading, known: Collection[str]) -> bool:
    """Tell whether most of what was taken for the title belongs to the record's."""
    own = words.content(words.unknown([word.text for word in said.words], known))
    difference = words.compare(own, [word.text for word in record.words])
    return len(difference.left) <= len(own) / 2


def _fit(said: Heading, record: Heading) -> TitleFit:
    left, right = [word.text for word in said.words], [word.text for word in record.words]
    difference = words.compare(left, right)
    fit = _judge(said, record, difference)
    return TitleFit(
        fit=fit,
        points=_points(fit, said, record, difference),
        similarity=_similarity(left, right),
        long=min(len(left), len(right)) >= LONG,
        only_written=difference.left,
        only_recorded=difference.right,
    )


def _judge(said: Heading, record: Heading, difference: Difference) -> Fit:
    if said.kind != record.kind:
        return Fit.NOTICE
    if said.part is not None and record.part is not None and said.part != record.part:
        return Fit.PART
    fit = _judge_words(said.words, record.words, difference)
    # A part written in small letters ("x. ii. y") is not seen, but its numeral is among the words.
    is_seen_by_words = fit is Fit.EXACT and said.part is None
    if said.part == record.part or is_seen_by_words:
        return fit
    return Fit.TWIN if fit in {Fit.EXACT, Fit.CUT, Fit.NEAR} else fit


def _judge_words(left: Sequence[Word], right: Sequence[Word], difference: Difference) -> Fit:
    extra = [*difference.left, *difference.right]
    paired = len(words.content([word.text for word in left])) - len(difference.left)
    if not extra:
        return Fit.EXACT if difference.typos <= max(1, paired // 4) else Fit.NEAR
    short, long = (left, right) if not difference.left else (right, left)
    is_one_sided = not (difference.left and difference.right)
    if is_one_sided and _leaves_out_subtitle(short, long):
        return Fit.CUT
    longer = paired + max(len(difference.left), len(difference.right))
    if paired < _HALF_ALIKE * longer:
        return Fit.OTHER
    if is_one_sided and paired >= _MOSTLY_ALIKE * longer and not any(map(words.is_telling, extra)):
        return Fit.NEAR
    return Fit.TWIN


def _leaves_out_subtitle(short: Sequence[Word], long: Sequence[Word]) -> bool:
    ends = [n for n in range(1, len(long)) if long[n].part != long[n - 1].part]
    plain = [word.text for word in short]
    for end in ends:
        difference = words.compare(plain, [word.text for word in long[:end]])
        if not (difference.left or difference.right or difference.typos > 1):
            return len(words.content(plain)) > 1
    return False


def _points(fit: Fit, said: Heading, record: Heading, difference: Difference) -> float:
    shorter = min(len(said.words), len(record.words))
    if fit is Fit.EXACT:
        telling = len(words.content([word.text for word in record.words]))
        whole = min(_MOST, _BASE + _PER_WORD * telling)
        return _SHORT_EXACT.get(shorter, whole) - _PER_TYPO * difference.typos
    if fit is Fit.CUT and shorter < LONG:
        return _SHORT_CUT
    return _POINTS.get(fit, 0.0)


def _similarity(left: Sequence[str], right: Sequence[str]) -> float:
    a, b = " ".join(left), " ".join(right)
    return max(fuzz.ratio(a, b), fuzz.token_sort_ratio(a, b)) / 100


def _reason(fit: TitleFit) -> str:
    shown = f"title {fit.similarity:.2f}"
    match fit.fit:
        case Fit.NONE:
            return ""
        case Fit.NOTICE:
            return f"{shown}, but one is a notice about a work and the other is not"
        case Fit.PART:
            return f"{shown}, but another part of the series"
        case Fit.CUT:
            return f"{shown}, a subtitle left out"
        case Fit.TWIN | Fit.NEAR | Fit.OTHER if fit.only_written or fit.only_recorded:
            return f"{shown}, {_differing(fit)}"
        case _:
            return shown


def _differing(fit: TitleFit) -> str:
    said = " ".join(fit.only_written[:_SHOWN])
    recorded = " ".join(fit.only_recorded[:_SHOWN])
    if not said:
        return f'record adds "{recorded}"'
    return f'written "{said}", record has "{recorded}"' if recorded else f'written "{said}" besides'
