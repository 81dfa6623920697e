from __future__ import annotations

import pytest

from citekit.text import journals

SAME = [
    ("Ann Rheum Dis", "Annals of the Rheumatic Diseases"),
    ("Ann Rheum Dis", "Ann. Rheum. Dis."),
    ("Ann. Rheum. Dis.", "Annals of the rheumatic diseases"),
    ("Arthritis & Rheumatism", "Arthritis and rheumatism"),
    ("Arthritis & Rheumatism", "Arthritis Rheum"),
    ("Arthritis &amp; Rheumatism".replace("&amp;", "&"), "Arthritis Rheum."),
    ("Arthritis Res Ther", "Arthritis Research & Therapy"),
    ("Lancet", "The Lancet"),
    ("Lancet", "Lancet (London, England)"),
    ("N Engl J Med", "The New England journal of medicine"),
    ("NEJM", "New England Journal of Medicine"),
    ("JAMA", "Journal of the American Medical Association"),
    ("JAMA", "JAMA : the journal of the American Medical Association"),
    ("JAMA", "JAMA: The Journal of the American Medical Association"),
    ("BMJ", "British Medical Journal"),
    ("BMJ", "BMJ (Clinical research ed.)"),
    ("PNAS", "Proceedings of the National Academy of Sciences"),
    ("PNAS", "Proceedings of the National Academy of Sciences of the United States of America"),
    (
        "Proc Natl Acad Sci U S A",
        "Proceedings of the National Academy of Sciences of the United States of America",
    ),
    ("J Natl Cancer Inst", "Journal of the National Cancer Institute"),
    ("PLoS ONE", "PLOS One"),
    ("Cochrane Database Syst Rev", "The Cochrane database of systematic reviews"),
    ("AJR Am J Roentgenol", "American Journal of Roentgenology"),
    ("AJR. American journal of roentgenology", "Am J Roentgenol"),
    ("CA Cancer J Clin", "CA: a cancer journal for clinicians"),
    (
        "CMAJ",
        "CMAJ : Canadian Medical Association journal = journal de l'Association medicale",
    ),
    (
        "Acta Crystallogr D Biol Crystallogr",
        "Acta crystallographica. Section D, Biological crystallography",
    ),
    ("Dtsch Med Wochenschr", "Deutsche medizinische Wochenschrift (1946)"),
    ("Brain Behav Immun", "Brain, Behavior, and Immunity"),
    ("Rev Med Chil", "Revista médica de Chile"),
    ("Nature", "NATURE"),
    ("Ann N Y Acad Sci", "Annals of the New York Academy of Sciences"),
    ("Jt Comm J Qual Patient Saf", "Joint Commission journal on quality and patient safety"),
    ("Acta Otolaryngol", "Acta oto-laryngologica"),
    ("Ann Endocrinol (Paris)", "Annales d'endocrinologie"),
    ("Z Rechtsmed", "Zeitschrift fur Rechtsmedizin. Journal of legal medicine"),
    ("Evolution", "Evolution; international journal of organic evolution"),
    ("J Alzheimers Dis", "Journal of Alzheimer's disease : JAD"),
    ("Rev Gastroenterol Peru", "Revista de gastroenterologia del Peru : organo oficial"),
]
DIFFERENT = [
    ("Arthritis Res Ther", "Arthritis Rheum"),
    ("Ann Rheum Dis", "Ann Rheum"),
    ("Ann Rheum Dis", "Ann Intern Med"),
    ("Lancet", "Lancet Oncology"),
    ("Nature", "Nature Medicine"),
    ("Nat Med", "Nat Methods"),
    ("Cell", "Cells"),
    ("Cell", "Cell Reports"),
    ("Gene", "Genes"),
    ("Gut", "Gutenberg"),
    ("Circulation", "Circulation: Heart Failure"),
    ("J Immunol", "J Immunother"),
    ("J Rheumatol", "Rheumatology"),
    ("JAMA", "BMJ"),
    ("JAMA", "JAMA Internal Medicine"),
    ("BMJ", "BMJ Open"),
    ("BMJ", "British Journal of Medicine and Surgery"),
    ("Am J Med", "Am J Med Sci"),
    ("Acta Crystallogr A", "Acta Crystallogr D"),
    ("Eur J Immunol", "J Immunol"),
    ("J Affect Disord", "Journal of Alzheimer's disease : JAD"),
    ("", "Lancet"),
    ("", ""),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_two_names_of_one_journal(a: str, b: str) -> None:
    assert journals.same(a, b)
    assert journals.same(b, a)


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_two_journals(a: str, b: str) -> None:
    assert not journals.same(a, b)
    assert not journals.same(b, a)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Annals of the Rheumatic Diseases", "annals rheumatic diseases"),
        ("Arthritis & Rheumatism", "arthritis rheumatism"),
        ("Lancet (London, England)", "lancet"),
        ("Proc Natl Acad Sci U S A", "proc natl acad sci u s a"),
        ("The", "the"),
        ("", ""),
    ],
)
def test_fold(name: str, expected: str) -> None:
    assert expected == journals.fold(name)
