"""The server on its port, and the keys that it asks for."""

from __future__ import annotations

import asyncio
import re
import signal
import sys

import uvicorn

from api.app import create_app
from api.errors import WrongSettings
from api.guard.keys import NewKey, new_key
from api.guard.logs import configure
from api.guard.protocol import protocol
from api.settings import Settings

KEEP_ALIVE = 5  # seconds that an idle connection stays open
STOP_WITHIN = 10  # seconds that answers under way are given when the server is told to stop


def serve(settings: Settings) -> None:
    """Answers until it is told to stop. Raises WrongSettings."""
    check(settings)
    configure(settings.log_level)
    _allow_many_connections()
    # uvicorn gives the signal that ended it back when all is done; that is no reason to end with an error.
    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told, lambda *_: sys.exit(0))
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http=protocol(settings.patience),
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        # Who asks is told by the connection alone: a header could be anybody's.
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=STOP_WITHIN,
    )
    try:
        asyncio.run(uvicorn.Server(config).serve())
    except SystemExit as ended:
        if ended.code:  # it did not start, and has logged no more than that
            raise app.state.failed or _taken(settings) from None
        raise


def _taken(settings: Settings) -> WrongSettings:
    where = f"port {settings.port} of {settings.host}"
    return WrongSettings(f"{where} cannot be listened on\nhint: another program may have it; --port gives another")


def _allow_many_connections() -> None:
    """Each is an open file, and the usual limit of 1,024 is soon reached by idle ones."""
    try:
        import resource
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def check(settings: Settings) -> None:
    """Raises WrongSettings where others than this machine could ask without a key."""
    if not settings.is_local and not settings.keys:
        raise WrongSettings(
            f"{settings.host} can be reached from other machines, and no key is set\n"
            "hint: himatch new-key NAME makes one; or listen on 127.0.0.1"
        )


def key_for(name: str) -> NewKey:
    """A new key for somebody, and the line of the settings that lets it in. Raises WrongSettings."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", name):
        raise WrongSettings(f"{name[:60]!r} is no name for a key\nhint: small letters, digits and hyphens")
    return new_key(name)
