"""A server on loopback that answers like E-utilities and Crossref, and breaks when it is told to.

    with RegistryServer(articles=[article_xml("1", title="A title")], works=[...]) as server:
        settings = server.settings(tmp_path)          # base addresses and a cache of its own
        server.break_next("efetch", "html")           # the next efetch answers with a page
        ...
        assert server.counts["efetch"] == 2

- `articles`: `PubmedArticle` elements as text; `article_xml` writes one.
- `works`: Crossref work records as dicts; `work` makes one. `agencies`: DOI -> agency id, for DOIs
  that Crossref itself does not have.
- Addresses: `pubmed_url` (`efetch.fcgi`, `esearch.fcgi`, `ecitmatch.cgi`, GET and POST) and
  `crossref_url` (`/works/{doi}`, `/works/{doi}/agency`, `/works` with `filter=doi:` or
  `query.bibliographic`, with `rows` and `select`). `/page` is a web page (`page`).
- Every work gets an `indexed` of its own, another one whenever it is put into `works`. `put` notes
  `day` as the day on which the articles were modified (`modified`); esearch searches by it with
  `datetype=mdat`. Without being told, that day is today.
- `counts`: requests by endpoint: efetch, esearch, ecitmatch, work, agency, list, query, page.
  `asked`: every request, with its parameters, headers and time. `sent`: bytes of the answers'
  bodies, by endpoint.
- `break_next(endpoint, fault, times=1, **options)`: the next answers of that endpoint are broken;
  `break_all` breaks them until `mend()`, and `break_about(endpoint, names, fault)` those to
  questions that ask about one of these PMIDs or DOIs. `unlisted`: DOIs that lists leave out,
  though there is a work. The faults:

    hang          says nothing until the client or the test ends
    slow-headers  a header character every 0.05 s, without end
    slow-body     a body character every 0.05 s, without end
    reset         closes the connection before a word is said
    status        the status `status=`, with `headers=` and `body=` where given
    rate-limit    429 as NCBI sends it: JSON that echoes the API key; `retry_after=` where given
    html          a page with status 200
    empty         nothing with status 200
    cut           the first half of the right answer, complete by its Content-Length
    short         the first half of the right answer, with the Content-Length of the whole
    cut-chunks    the first half of the right answer, chunked, without the last chunk
    no-root       an XML declaration and a DOCTYPE, nothing else
    error         an E-utilities error with status 200
    exception     the text of a C++ exception with status 200
    wrong         the right answer to another question (`instead=` another article or work)
    reordered     the records of the right answer, the other way round
    extra         the right answer, with one more record (`instead=`) before the others
    redirect      302 to `to=`
    bomb          a gzip body that unpacks to `size=` bytes (default 64 MiB)
    endless       a body that does not end
    stacked       Content-Encoding: gzip, gzip
    early-hints   103 in the place of an answer
    dateless      the right answer to the question without its dates
    unmarked      the right answer, without when the works were indexed
    altered       the right answer with another body (`alter=` or `body=`), packing, status, headers
    raw           bytes as `write=` makes them of the right body, in the place of an answer
    refused       the beginning of an answer, and a connection that is reset
    dripped       the right answer, slowly

- `break_as(endpoint, kind)`: the same by a kind out of the table `KINDS`, which says what it means
  for whoever asks. Where a kind says `{canary}` or `{key}`, it sends the address `canary`, which
  nobody may ever contact, and the caller's own API key.

Faults that keep a connection open end when the client does, or with the server.
"""

from tests.registry_server.faults import FAULTS, KINDS, Kind, Means
from tests.registry_server.right import SELECTABLE
from tests.registry_server.server import RegistryServer
from tests.registry_server.shapes import DOCTYPE, Answer, Asked, article_xml, work

__all__ = [
    "DOCTYPE", "FAULTS", "KINDS", "SELECTABLE", "Answer", "Asked", "Kind", "Means",
    "RegistryServer", "article_xml", "work",
]  # fmt: skip
