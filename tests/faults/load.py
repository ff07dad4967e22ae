"""People who vote through HTTP with the forms that pages give them, and note what they hear."""

import http.client
import itertools
import random
import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from deliberate.tally.choices import ranked, to_text
from tests.faults.ledger import Attempt, Told
from tests.voting.ground import code_on, hidden

PATIENCE = 30.0  # seconds for an answer
TRIES = 40


@dataclass(frozen=True)
class Answer:
    status: int
    page: str


@dataclass
class Browser:
    """One person's browser: a session cookie, and the token of the forms it was given."""

    port: int
    cookie: str
    csrf_token: str = ""

    def ask(self, address: str, form: dict[str, str] | None = None) -> Answer | None:
        """Return the answer, or None where no whole one came."""
        line = http.client.HTTPConnection("localhost", self.port, timeout=PATIENCE)
        headers = {"Cookie": self.cookie, "Origin": f"http://localhost:{self.port}"}
        body = None
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode({"csrf_token": self.csrf_token, **form})
        try:
            line.request("GET" if form is None else "POST", address, body, headers)
            answer = line.getresponse()
            page = answer.read().decode()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            line.close()
        self._keep(answer.headers.get("Set-Cookie"), page)
        return Answer(answer.status, page)

    def ask_until_answered(self, address: str, form: dict[str, str] | None = None) -> Answer | None:
        """Ask for what changes nothing again and again, as somebody does who reloads a page."""
        for _ in range(TRIES):
            answer = self.ask(address, form)
            if answer and answer.status == 200:
                return answer
            threading.Event().wait(0.1)
        return None

    def _keep(self, cookie: str | None, page: str) -> None:
        if cookie:
            self.cookie = cookie.partition(";")[0]
        token = re.search(r'name="csrf_token"\s+value="([^"]+)"', page)
        if token:
            self.csrf_token = token[1]


@dataclass
class Crowd:
    """Voters who cast, change and cast again, several at once, until they are told to stop."""

    port: int
    slug: str
    cookies: Sequence[str]
    threads: int
    options: int
    attempts: dict[str, list[Attempt]] = field(default_factory=dict)
    mistakes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._stop = threading.Event()
        # One after another is shuffled, so that what is lost would show whichever it is.
        rankings = list(itertools.permutations(range(1, self.options + 1)))
        random.Random(1).shuffle(rankings)  # noqa: S311 - repeatable, and no secret
        self._rankings = iter(rankings)
        self._lock = threading.Lock()
        shares = [self.cookies[at :: self.threads] for at in range(self.threads)]
        self._threads = [threading.Thread(target=self._vote, args=(own,)) for own in shares]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def cast(self) -> int:
        """Return how often somebody pressed Cast and went on."""
        return sum(len(own) for own in list(self.attempts.values()))

    def told(self, told: Told) -> int:
        return sum(one.told is told for own in self.attempts.values() for one in own)

    def _vote(self, cookies: Sequence[str]) -> None:
        browsers = [Browser(self.port, cookie) for cookie in cookies]
        for number, browser in itertools.cycle(enumerate(browsers)):
            if self._stop.is_set():
                return
            with self._lock:
                ranking = next(self._rankings)
            attempt = self._one_vote(browser, ranking)
            if attempt:
                self.attempts.setdefault(cookies[number], []).append(attempt)

    def _one_vote(self, browser: Browser, ranking: Sequence[int]) -> Attempt | None:
        """Fill in, check and cast. None where it never came to casting."""
        address = f"/q/{self.slug}/ballot"
        page = browser.ask_until_answered(address)
        if page and 'name="replaces"' not in page.page:
            page = browser.ask_until_answered(f"{address}/change", {})
        if not page:
            return None
        ranks = {f"rank-{number}": str(place) for place, number in enumerate(ranking, start=1)}
        form = {"replaces": hidden(page.page, "replaces"), **ranks}
        review = browser.ask_until_answered(address, form)
        if not review:
            return None
        words = to_text(ranked([number] for number in ranking))
        return self._press_cast(browser, {"ballot": hidden(review.page, "ballot")}, words)

    def _press_cast(self, browser: Browser, form: dict[str, str], words: str) -> Attempt:
        """Press Cast; where no answer comes, press again once or twice, or go away."""
        told = Told.NOT_RECORDED
        for answer in self._presses(browser, form):
            if answer is None:
                told = Told.NOTHING  # and no later refusal makes this any clearer
            elif answer.status == 200:
                code = code_on(answer.page).replace("-", "")
                return Attempt(words, Told.RECORDED, code)
            elif answer.status not in (409, 503):
                self.mistakes.append(f"{answer.status}: {answer.page[-300:]}")
        return Attempt(words, told)

    def _presses(self, browser: Browser, form: dict[str, str]) -> Iterator[Answer | None]:
        for _ in range(random.choice((1, 2, 3))):  # noqa: S311 - how patient somebody is
            answer = browser.ask(f"/q/{self.slug}/ballot/review", form)
            yield answer
            if answer:
                return
