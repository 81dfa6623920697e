"""The page that shows the API: Swagger UI out of a package, so that no CDN is asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

import swagger_ui_bundle


class Page(NamedTuple):
    """One file under `/docs`."""

    media_type: str
    read: Callable[[], bytes]


# Nothing from elsewhere, and no script that is not one of these files.
POLICY: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )
}
_HTML: Final = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>citekit mirror</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""
_START: Final = """\
SwaggerUIBundle({url: "/openapi.json", dom_id: "#swagger-ui", validatorUrl: null});
"""


def _bundled(name: str) -> Callable[[], bytes]:
    path = Path(swagger_ui_bundle.swagger_ui_path) / name
    return path.read_bytes


PAGES: Final = {
    "/docs": Page("text/html", _HTML.encode),
    "/docs/start.js": Page("text/javascript", _START.encode),
    "/docs/swagger-ui.css": Page("text/css", _bundled("swagger-ui.css")),
    "/docs/swagger-ui-bundle.js": Page("text/javascript", _bundled("swagger-ui-bundle.js")),
}
