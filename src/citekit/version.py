"""The version: what the distribution, `--version` and the user agent tell."""

__version__ = "0.1.0"
