"""XML that is not PubMed's: attacks, damage, and shapes that are none of its own."""

from __future__ import annotations

from tests.registry_server.faults import alter
from tests.registry_server.faults.kind import XML, Kind, Means
from tests.registry_server.shapes import DOCTYPE

_DOCTYPE = DOCTYPE.encode()
_ROOT = b"<PubmedArticleSet>"
_LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))


def _typed(name: str, doctype: bytes, use: bytes = b"", means: Means = Means.OUTAGE) -> Kind:
    """Give the answer another DOCTYPE, and use what it declares in the title."""

    def change(body: bytes) -> bytes:
        body = body.replace(_DOCTYPE, b'<?xml version="1.0"?>\n' + doctype)
        return body.replace(b"<ArticleTitle>", b"<ArticleTitle>" + use)

    return Kind(f"xml-{name}", means=means, options={"alter": change}, endpoints=XML)


def _subset(name: str, declared: bytes, use: bytes) -> Kind:
    return _typed(name, b"<!DOCTYPE PubmedArticleSet [" + declared + b"]>", use)


def _changed(name: str, old: bytes, new: bytes, means: Means = Means.OUTAGE) -> Kind:
    options = {"alter": alter.replaced(old, new)}
    return Kind(f"xml-{name}", means=means, options=options, endpoints=XML)


def _whole(name: str, change: alter.Alter, means: Means = Means.OUTAGE) -> Kind:
    return Kind(f"xml-{name}", means=means, options={"alter": change}, endpoints=XML)


KINDS = (
    _subset("entity", b'<!ENTITY x "zyxwv">', b"&x;"),
    _subset("entity-unused", b'<!ENTITY x "zyxwv">', b""),
    _subset("laughs", b'<!ENTITY l0 "lol">' + _LAUGHS, b"&l9;"),
    _subset("quadratic", b'<!ENTITY x "' + b"x" * 100_000 + b'">', b"&x;" * 10_000),
    _subset("entity-file", b'<!ENTITY x SYSTEM "file:///etc/passwd">', b"&x;"),
    _subset("entity-canary", b'<!ENTITY x SYSTEM "{canary}/x">', b"&x;"),
    _subset("parameter-canary", b'<!ENTITY % x SYSTEM "{canary}/x"> %x;', b""),
    _subset("notation-canary", b'<!NOTATION x SYSTEM "{canary}/x">', b""),
    _subset("attribute-defaults", b'<!ATTLIST PMID Version CDATA "9">', b""),
    _typed("dtd-canary", b'<!DOCTYPE PubmedArticleSet SYSTEM "{canary}/x.dtd">',
           means=Means.HARMLESS),
    _typed("dtd-public-canary", b'<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD" "{canary}/d">',
           means=Means.HARMLESS),
    _typed("dtd-of-2099", b'<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st '
           b'January 2099//EN" "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_990101.dtd">',
           means=Means.HARMLESS),
    _typed("dtd-none", b"", means=Means.HARMLESS),
    _typed("stylesheet-canary", b'<?xml-stylesheet href="{canary}/x.xsl" type="text/xsl"?>',
           means=Means.HARMLESS),
    _changed("schema-canary", _ROOT, b'<PubmedArticleSet xmlns:xsi="http://www.w3.org/2001/XMLSchema'
             b'-instance" xsi:noNamespaceSchemaLocation="{canary}/x.xsd">', Means.HARMLESS),
    _changed("include-canary", b"<Article ", b'<xi:include xmlns:xi="http://www.w3.org/2001/'
             b'XInclude" href="{canary}/x" parse="text"/><Article ', Means.ODD),
    _changed("unknown-element", b"<Article ", b"<New><b>x</b></New><Article ", Means.ODD),
    _changed("comments", b"<Article ", b"<!-- {canary} --><Article ", Means.HARMLESS),
    _changed("instruction", b"<Article ", b"<?php system('id') ?><Article ", Means.HARMLESS),
    _changed("tag-open", b"</Article>", b""),
    _changed("tags-crossed", b"</ArticleTitle>", b"</Article></ArticleTitle>"),
    _changed("attribute-twice", b"<Article ", b'<Article a="1" a="2" '),
    _changed("entity-undeclared", b"<ArticleTitle>", b"<ArticleTitle>&nbsp;"),
    _changed("character-0", b"<ArticleTitle>", b"<ArticleTitle>&#0;"),
    _changed("character-escape", b"<ArticleTitle>", b"<ArticleTitle>&#x1b;[2J"),
    _changed("ampersand", b"<ArticleTitle>", b"<ArticleTitle>R&D "),
    _changed("root-other", b"PubmedArticleSet>", b"MedlineCitationSet>"),
    _changed("root-namespace", _ROOT, b'<PubmedArticleSet xmlns="urn:other">'),
    _changed("root-open", b"</PubmedArticleSet>", b""),
    _changed("root-inside", b"</PubmedArticleSet>", b"</PubmedArticleSet></x>"),
    _whole("wrapped", lambda body: body.replace(_ROOT, b"<Set><PubmedArticleSet>")
           .replace(b"</PubmedArticleSet>", b"</PubmedArticleSet></Set>")),
    _whole("two-roots", lambda body: body + b"<PubmedArticleSet></PubmedArticleSet>"),
    _whole("trailing-junk", alter.after(b"junk")),
    _whole("leading-junk", alter.before(b"junk")),
    _whole("leading-space", alter.before(b"\n\n"), Means.EITHER),
    _whole("two-bodies", lambda body: body + body),
    _whole("error-inside", alter.in_set(lambda _: b"<ERROR>Unable to obtain query</ERROR>")),
    _whole("error-beside", alter.in_set(alter.after(b"<ERROR>2 of 3 failed: {key}</ERROR>"))),
    _whole("set-of-other", alter.in_set(lambda _: b"<Other>x</Other>")),
    _whole("set-of-text", alter.in_set(lambda _: b"Be right back")),
    _whole("set-empty", alter.in_set(lambda _: b""), Means.ABSENT),
    _whole("article-empty", alter.in_set(lambda _: b"<PubmedArticle></PubmedArticle>")),
    _whole("article-halved", lambda body: body[: body.index(b"<AuthorList")]
           + b"</Article></MedlineCitation></PubmedArticle></PubmedArticleSet>", Means.ODD),
    _changed("pmid-none", b"</PMID><Article ", b"</PMID-x><Article "),
)  # fmt: skip
