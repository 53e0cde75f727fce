"""Connections that do not wait for ever for an answer to begin, however it drips.

Here: the time that the head of an answer may take. Not here: the time that its body may take, which whoever reads it
counts (see http), or what is asked for.

The read timeout of requests counts from one piece to the next: a server that sends a letter of its head every few
seconds would keep a program for days. Here it counts for the whole head.
"""

from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPException
from socket import SHUT_RDWR
from threading import Event, Timer
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool, PoolManager, ProxyManager
from urllib3.connection import HTTPConnection, HTTPSConnection


class WatchedAdapter(HTTPAdapter):
    """To be mounted on a session of requests."""

    def init_poolmanager(self, *given: Any, **more: Any) -> None:  # noqa: ANN401 - as the class above has it
        """Watch connections to hosts."""
        super().init_poolmanager(*given, **more)
        _watch(self.poolmanager)

    def proxy_manager_for(self, *given: Any, **more: Any) -> ProxyManager:  # noqa: ANN401 - as the class above has it
        """Watch connections through proxies."""
        manager: ProxyManager = super().proxy_manager_for(*given, **more)
        _watch(manager)
        return manager


class _Plain(HTTPConnection):
    """A connection over http whose answers must begin in time."""

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as the class above has it
        """The answer; raises TimeoutError if its header does not come in time."""
        return _answer_in_time(self, super().getresponse)


class _Secure(HTTPSConnection):
    """A connection over https whose answers must begin in time."""

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as the class above has it
        """The answer; raises TimeoutError if its header does not come in time."""
        return _answer_in_time(self, super().getresponse)


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


def _watch(manager: PoolManager) -> None:
    """Use connections that limit the time to an answer."""
    manager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}


def _answer_in_time(connection: HTTPConnection, read_head: Callable[[], HTTPResponse]) -> HTTPResponse:
    """The answer, once its header has arrived.

    Raises:
        TimeoutError: the header did not arrive in time. A header that was cut off at that moment is not trusted.
    """
    seconds, late = connection.timeout, Event()
    if seconds is None:
        return read_head()

    def cut_off() -> None:
        """Close the connection, because the time is over; it may have been closed at this moment."""
        late.set()
        with suppress(OSError):
            connection.sock.shutdown(SHUT_RDWR)

    watch = Timer(seconds, cut_off)
    watch.daemon = True
    watch.start()
    try:
        answer = read_head()
    except (OSError, HTTPException) as error:
        if late.is_set():
            raise TimeoutError("the head of the answer drips") from error
        raise
    finally:
        watch.cancel()
    if late.is_set():
        raise TimeoutError("the head of the answer drips")
    return answer
