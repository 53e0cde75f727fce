"""Who finds the claims of a home's articles: the rules, or the endpoint where the environment configures one.

Here: the choice, and when an endpoint is no longer asked. Not here: extracting claims (see extraction, endpoint), or
caching them (see cache).
"""

import time
from collections.abc import Callable, Mapping
from functools import cache, cached_property
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from pipelines.articles.article import Article
from pipelines.claims.endpoint import Answered, Endpoint, EndpointError, EndpointExtractor, UnansweredError
from pipelines.claims.extraction import Extractor, unread_languages

MOST_SILENCE = 3
"""Articles in a row without any answer, after which the endpoint is left alone until the next run."""
SECONDS_A_RUN = 3_600.0

CODE = (Path(__file__).parent, Path(__file__).parents[1] / "articles")
LIBRARIES = ("babel", "lxml", "numpy", "pycountry", "spacy", "trafilatura")
CODE_SUFFIXES = frozenset({".py", ".toml", ".txt"})


class Finder:
    """Finds the claims of articles.

    Args:
        environment: what may configure an endpoint.
        answers: the folder where an endpoint's answers are kept.
        clock: replaced in tests.

    Attributes:
        complaint: why an endpoint that is configured is not used, if so.
    """

    def __init__(
        self, environment: Mapping[str, str], answers: Path, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Read whether an endpoint is configured, and start the time that it may take in this run."""
        self._environment = environment
        self._endpoint, self.complaint = configured(environment)
        self._answers = answers
        self._clock, self._until = clock, clock() + SECONDS_A_RUN
        self._silence = 0

    def __reduce__(self) -> tuple[Callable[..., "Finder"], tuple[tuple[tuple[str, str], ...], Path]]:
        """In another process, this is the finder that the process already has: it loads tokenizer and rules once."""
        return _finder_of_process, (tuple(sorted(self._environment.items())), self._answers)

    @property
    def is_pure(self) -> bool:
        """Whether the claims depend on nothing but the article: the rules, and no endpoint."""
        return self._endpoint is None

    @property
    def version(self) -> str:
        """The same as long as the same article gives the same claims."""
        if self._endpoint is None:
            return f"rules-{code_version()}"
        asked = f"{self._endpoint.url} {self._endpoint.model}"
        return f"endpoint-{sha256(asked.encode()).hexdigest()[:8]}-{code_version()}"

    def answered(self, article: Article) -> Answered:
        """The claims of an article.

        Raises:
            EndpointError: the endpoint says nothing that can be used, or is not asked any more.
        """
        extractor = self._extractor
        if isinstance(extractor, Extractor):
            claims = extractor.claims(article)
            statements = tuple(extractor.statements(article)) if claims else ()
            return Answered(claims, unread=unread_languages(article), statements=statements)
        if self._silence >= MOST_SILENCE:
            raise UnansweredError(f"it was not asked, for the {MOST_SILENCE} articles before got no answer")
        if self._clock() > self._until:
            raise UnansweredError(f"it was not asked, for this run asked for {SECONDS_A_RUN / 60:.0f} minutes")
        return self._asked(extractor, article)

    def _asked(self, extractor: EndpointExtractor, article: Article) -> Answered:
        """The answer of the extractor; counts articles in a row that got no answer."""
        try:
            answered = extractor.answered(article)
        except EndpointError as error:
            self._silence = self._silence + 1 if isinstance(error, UnansweredError) else 0
            raise
        self._silence = 0
        return answered

    @cached_property
    def _extractor(self) -> Extractor | EndpointExtractor:
        """Built where it is needed: it loads the tokenizer."""
        return Extractor() if self._endpoint is None else EndpointExtractor(self._endpoint, self._answers)


@cache
def _finder_of_process(environment: tuple[tuple[str, str], ...], answers: Path) -> Finder:
    """The finder of this process for these settings, built once."""
    return Finder(dict(environment), answers)


def configured(environment: Mapping[str, str]) -> tuple[Endpoint | None, str]:
    """The endpoint that the environment configures, if any; or why what it configures is not used."""
    try:
        return Endpoint.of(environment), ""
    except EndpointError as error:
        return None, f"no endpoint was asked, and the rules found the claims: {error}."


@cache
def code_version() -> str:
    """The same for the same code, lexicons and libraries: what was worked out with others is worked out again."""
    digest = sha256(" ".join(version(library) for library in LIBRARIES).encode())
    for path in sorted(path for folder in CODE for path in folder.rglob("*")):
        if path.suffix in CODE_SUFFIXES:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
