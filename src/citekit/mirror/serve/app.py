"""The endpoints on the web: an ASGI application over what is served.

Starlette routes. Parameters are read by the endpoints' own functions, because each of the two
protocols has its own way to refuse them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from citekit.mirror.serve import answers, crossref, description, eutils, matches, pages
from citekit.mirror.serve.answers import Answer, BadRequest, Pairs
from citekit.mirror.serve.guard import Door, Guard, Limits
from citekit.mirror.serve.questions import FORM, pairs
from citekit.mirror.serve.served import RegistryName, Served

# Routes of Crossref's that are not `/works`: a 404 from them would say that there is no such thing.
ELSEWHERE = ("members", "journals", "funders", "prefixes", "types", "licenses")
_WORDS = {404: "There is nothing at this address; see /docs.", 405: "Ask this another way."}


def create(served: Served, limits: Limits | None = None, door: Door | None = None) -> ASGIApp:
    """Make the application, with its guard around it."""
    routes = [*_crossref(served), *_eutils(served), *_own(served)]
    bare = Starlette(
        routes=routes, exception_handlers={HTTPException: _no_such_route, Exception: _fault}
    )
    bare.router.redirect_slashes = False
    oldest = min(held.date for held in served.holdings.values())
    headers = {"citekit-mirror-date": oldest, "x-content-type-options": "nosniff"}
    return Guard(bare, limits or Limits(), door or Door(), headers)


def _crossref(served: Served) -> Iterator[Route]:
    async def works(request: Request) -> Response:
        def ask(given: Pairs) -> Answer:
            return crossref.works(served, given)

        return await _answer(served, "crossref", request, ask)

    async def work(request: Request) -> Response:
        path: str = request.path_params["doi"]
        doi = path.removesuffix("/agency")
        one = crossref.work if doi == path else crossref.agency

        def ask(given: Pairs) -> Answer:
            return one(served, doi, given)

        return await _answer(served, "crossref", request, ask)

    async def elsewhere(request: Request) -> Response:
        return _response(served, "crossref", crossref.not_served(request.url.path))

    for base in ("", "/v1"):
        yield Route(f"{base}/works", works)
        yield Route(f"{base}/works/", works)
        yield Route(f"{base}/works/{{doi:path}}", work)
        for route in ELSEWHERE:
            yield Route(f"{base}/{route}", elsewhere)
            yield Route(f"{base}/{route}/{{rest:path}}", elsewhere)


def _eutils(served: Served) -> Iterator[Route]:
    async def utility(request: Request) -> Response:
        name: str = request.path_params["name"]

        def ask(given: Pairs) -> Answer:
            return eutils.answer(served, name, given)

        return await _answer(served, "pubmed", request, ask)

    yield Route("/entrez/eutils/{name}", utility, methods=["GET", "POST"])


def _own(served: Served) -> Iterator[Route]:
    async def match(request: Request) -> Response:
        body = await request.body()
        try:
            made = await run_in_threadpool(matches.answer, served, body)
        except BadRequest as problem:
            made = answers.json({"error": str(problem)}, 400)
        return _response(served, None, made)

    async def health(_request: Request) -> Response:
        return JSONResponse(description.health(served))

    async def openapi(_request: Request) -> Response:
        return JSONResponse(description.openapi(served))

    yield Route("/match", match, methods=["POST"])
    yield Route("/health", health)
    yield Route("/openapi.json", openapi)
    for path, page in pages.PAGES.items():
        yield Route(path, _shown(page))


def _shown(page: pages.Page) -> Callable[[Request], Response]:
    def show(_request: Request) -> Response:
        return Response(page.read(), media_type=page.media_type, headers=pages.POLICY)

    return show


async def _answer(
    served: Served, registry: RegistryName, request: Request, ask: Callable[[Pairs], Answer]
) -> Response:
    try:
        given = pairs(request.scope["query_string"], await _form(request))
        made = await run_in_threadpool(ask, given)
    except BadRequest as problem:
        made = answers.text(str(problem), 400)
    return _response(served, registry, made)


async def _form(request: Request) -> bytes:
    if request.method != "POST":
        return b""
    kind = request.headers.get("content-type", FORM).partition(";")[0].strip().casefold()
    if kind != FORM:
        raise BadRequest(f"A form is sent as {FORM}.")
    return await request.body()


def _response(served: Served, registry: RegistryName | None, made: Answer) -> Response:
    headers = dict(_about(served, registry))
    return Response(made.body, made.status, media_type=made.media_type, headers=headers)


def _about(served: Served, registry: RegistryName | None) -> Iterator[tuple[str, str]]:
    """Say through which mirror an answer comes, of which day, and what its silence is worth."""
    held = served.holding(registry) if registry else None
    if held is not None:
        yield "Citekit-Mirror", _printable(held.via)
        yield "Citekit-Mirror-Date", held.date
        yield "Citekit-Mirror-Coverage", "complete" if held.is_whole else "sample"
        # Clients that space their requests as they are told need not wait for a local file.
        limit, interval = _RATES[registry or "pubmed"]
        yield limit, "1000"
        yield from interval


_RATES: dict[RegistryName, tuple[str, tuple[tuple[str, str], ...]]] = {
    "crossref": ("x-rate-limit-limit", (("x-rate-limit-interval", "1s"),)),
    "pubmed": ("X-RateLimit-Limit", ()),
}


def _printable(text: str) -> str:
    return "".join(sign if " " <= sign <= "~" else "?" for sign in text)


async def _no_such_route(_request: Request, error: Exception) -> Response:
    # Never the words `Not Found`, which a client of Crossref would take for Crossref's own.
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = error.headers if isinstance(error, HTTPException) else None
    text = _WORDS.get(status, "This cannot be answered.")
    return Response(f"{text}\n", status, media_type=answers.TEXT, headers=headers)


async def _fault(_request: Request, _error: Exception) -> Response:
    return Response("A fault of citekit's own.\n", 500, media_type=answers.TEXT)
