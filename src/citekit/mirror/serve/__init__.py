"""A mirror over HTTP, in the shapes of Crossref's REST API and of NCBI's E-utilities.

What is answered is made by pure functions (`crossref`, `eutils`, `matches`): parameters in, an
`Answer` out. `app` puts them on the web, `guard` says how much one caller may ask, `run` listens.
"""
