from __future__ import annotations

import io

import pytest

from citekit.formats import pubmed_slices
from tests.registry_server import article_xml

SPACE = "\n" * 60_000


@pytest.mark.parametrize("root", ["<PubmedArticleSet>", '<PubmedArticleSet x="y">'])
@pytest.mark.parametrize("head", ["", '<?xml version="1.0"?>', "<!DOCTYPE PubmedArticleSet>"])
def test_white_space_before_the_set_is_passed_over_at_once(head: str, root: str) -> None:
    """Four thousand blanks before a root that is not the plain one took half a minute."""
    text = f"{head}{SPACE}{root}{article_xml('1')}</PubmedArticleSet>"
    [record] = pubmed_slices.records(lambda: io.BytesIO(text.encode()))
    assert record.startswith(b"<PubmedArticle>")
