"""Ask until there is an answer, or until asking again would be rude, useless or too late."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from citekit.registries.faults import Fault
from citekit.registries.limits import Limiter
from citekit.registries.patience import Patience, in_time
from citekit.registries.questions import Question, Reply

Exchange = Callable[[Question, float], Reply]


@dataclass(frozen=True, slots=True)
class Policy:
    """How patient to be, in seconds."""

    connect: float = 10.0
    read: float = 30.0
    tries: int = 3
    backoff: float = 0.5
    fair: float = 10.0
    """A silence this long counts against the host; a shorter one was our own hurry."""


class Asker:
    """Turns, tries and waits around one exchange."""

    def __init__(self, policy: Policy, limiter: Limiter, exchange: Exchange) -> None:
        self.sent: Counter[str] = Counter()
        """Requests sent, by registry."""
        self._policy = policy
        self._limiter = limiter
        self._exchange = exchange
        self._patience = Patience()

    def ask(self, question: Question, until: float) -> Reply:
        """Give the reply, or raise the last Fault."""
        host = question.host
        try:
            reply = self._insist(question, until)
        except Fault as fault:
            self._patience.judge(host, fault, barred=fault.status == 403 and not question.roams)
            raise
        self._patience.praise(host)
        return reply

    def _insist(self, question: Question, until: float) -> Reply:
        host, policy = question.host, self._policy
        for count in range(policy.tries - 1):
            try:
                return self._try(question, until)
            except Fault as fault:
                if not fault.again:
                    raise
                if fault.wait is None:
                    self._patience.hush(host, policy.backoff * 2**count)
                if self._patience.quiet_until(host) > until:
                    raise
        return self._try(question, until)

    def _try(self, question: Question, until: float) -> Reply:
        self._take_turn(question, until)
        self.sent[question.pool.registry] += 1
        try:
            return in_time(lambda: self._exchange(question, until), until, self._policy.fair)
        except Fault as fault:
            if fault.wait is not None:
                self._patience.hush(question.host, fault.wait)
                self._limiter.hold(question.host, question.pool, fault.wait)
            raise

    def _take_turn(self, question: Question, until: float) -> None:
        host = question.host
        self._patience.check(host)
        rest = max(0.0, self._patience.quiet_until(host) - time.monotonic())
        if rest and time.monotonic() + rest > until:
            raise Fault(f"asks to be left alone for another {rest:.0f} s")
        time.sleep(rest)
        if not self._limiter.wait(host, question.pool, until):
            raise Fault("could not be asked in the time that was left")
