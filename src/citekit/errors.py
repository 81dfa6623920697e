"""What can go wrong for a whole run, as exceptions worded for the person who reads them.

    CitekitError
    ├── InputError              the caller can fix it (exit 2)
    │   ├── IdentifierError     malformed DOI, impossible PMID …
    │   ├── SourceError         missing file, unknown scheme, unreadable bytes
    │   │   └── OutageError     a page that could not be had just now (exit 3)
    │   └── SettingsError       unknown key, value of the wrong kind
    ├── FormatError             bytes that are not what their format promises
    └── LibraryError            the library file, the disk or the machine (exit 4)
        ├── AddressError        a port that is taken, an address that is not this machine's
        ├── LibraryNewerError   written by a later citekit, left untouched
        └── UnknownKeyError     no such citation key (exit 2: also an InputError)

Expected trouble with one item is a value (`Unavailable`, `Rejected`), never an exception.
A message says what went wrong, with which item, and what to try.
"""

from __future__ import annotations


class CitekitError(Exception):
    """Anything that citekit raises on purpose."""


class InputError(CitekitError):
    """The input cannot be used as it stands."""


class IdentifierError(InputError):
    """The text names a scheme but is no identifier of it."""


class SourceError(InputError):
    """The source cannot be read."""


class OutageError(SourceError):
    """The source may be as good as ever; whoever has it did not answer."""


class SettingsError(InputError):
    """A setting is unknown or has a value of the wrong kind."""


class FormatError(CitekitError):
    """The bytes are not what their format promises."""


class LibraryError(CitekitError):
    """The library file or the disk beneath it refused."""


class AddressError(LibraryError):
    """The machine does not let citekit listen there."""


class LibraryNewerError(LibraryError):
    """The library was written by a later citekit."""


class UnknownKeyError(LibraryError, InputError):
    """The library holds no work of that citation key."""
