"""The entry point: arguments in, exit code out, and never a traceback."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from citekit.cli import signals
from citekit.cli.exits import Exit, OutputError, complain, flush
from citekit.cli.hoisting import hoist, verb
from citekit.cli.signals import Terminated
from citekit.cli.version import tell_version
from citekit.errors import CitekitError, InputError, LibraryError, OutageError

_SIGNALLED: dict[type[BaseException], tuple[str, Exit]] = {
    KeyboardInterrupt: ("interrupted", Exit.INTERRUPTED),
    Terminated: ("terminated", Exit.TERMINATED),
}


def run() -> None:
    """Run citekit as the process that it is, and leave with its exit code."""
    signals.listen()
    try:
        code = _whole()
        signals.leave_to_system()
    except (KeyboardInterrupt, Terminated) as signalled:
        code = _interrupted(type(signalled))
    sys.exit(code)


def _whole() -> int:
    # A command lives for seconds, and what it reads it keeps: to look through all of that for
    # cycles at every 700th object takes a tenth of an import.
    gc.set_threshold(20_000, 25, 25)
    _stand_in()
    return main(sys.argv[1:])


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; every error is one sentence on standard error."""
    signals.forget()
    try:
        code = _answer(arguments)
        flush()
    except OutputError as error:
        return _output(error)
    except CitekitError as error:
        complain(str(error))
        return _code(error)
    except (KeyboardInterrupt, Terminated) as signalled:
        return _interrupted(type(signalled))
    except Exception as error:  # noqa: BLE001 - the one place: a person never sees a traceback
        # Compiled code makes other exceptions of those that it meets in callbacks.
        signalled_by = signals.arrived()
        return _interrupted(signalled_by) if signalled_by else _fault(error, arguments)
    return code


def _answer(arguments: Sequence[str]) -> int:
    if "--version" in arguments[:1]:
        tell_version()
        return Exit.CLEAN
    code = _command(arguments)
    if code == Exit.INTERRUPTED:  # the parser turns Ctrl-C into a silent exit
        raise KeyboardInterrupt
    return code


def _command(arguments: Sequence[str]) -> int:
    from typer import TyperException

    from citekit.cli.app import program
    from citekit.cli.completing import regroup

    regroup(os.environ)
    parse = program(verb(arguments))
    try:
        code = parse(args=hoist(arguments), prog_name="citekit", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except TyperException as refused:
        from citekit.cli.mistyped import refuse

        return refuse(refused)
    except SystemExit as leaving:
        return int(leaving.code or 0)


def _output(error: OutputError) -> Exit:
    # What is left in the buffer would be tried again at shutdown.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if error.reader_left:
        return Exit.CLEAN
    complain(f"standard output cannot be written: {error}")
    return Exit.STORAGE


def _code(error: CitekitError) -> Exit:
    if isinstance(error, OutageError):
        return Exit.INCOMPLETE
    # UnknownKeyError is both: what was typed is wrong, not the file.
    if isinstance(error, InputError):
        return Exit.USAGE
    return Exit.STORAGE if isinstance(error, LibraryError) else Exit.FAULT


def _interrupted(kind: type[BaseException]) -> Exit:
    word, code = _SIGNALLED[kind]
    complain(f"{word}; what was done is kept{signals.how_to_go_on()}")
    return code


def _fault(error: Exception, arguments: Sequence[str]) -> Exit:
    if "--verbose" in arguments or "-v" in arguments:
        import traceback

        traceback.print_exception(error)
    kind = type(error).__name__
    complain(f"a fault of citekit's own ({kind}); nothing half-done was stored. "
             "Run it again with --verbose and report what it prints.")  # fmt: skip
    return Exit.FAULT


def _stand_in() -> None:
    """Open the null device for streams that were closed before the start; Python has None there."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            stream = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115 - for the run
            setattr(sys, name, stream)
