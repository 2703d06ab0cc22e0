"""What an operator may set, read once from the environment: ``HIMATCH_PORT=9000``, ``HIMATCH_KEYS='["desk:9f86..."]'``.

Every setting stands in docs/operate.md; a test holds the two together.
"""

from __future__ import annotations

import ipaddress
import os
import re
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from api.errors import WrongSettings

MEGABYTE = 1 << 20

# The name of who holds the key, and the SHA-256 of the key in hexadecimal: himatch new-key NAME makes both.
KeyHash = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}:[0-9a-f]{64}$")]


class Settings(BaseSettings):
    """The set-up of one server. Sizes are in bytes, times in seconds."""

    model_config = SettingsConfigDict(env_prefix="HIMATCH_", extra="forbid", frozen=True)

    host: str = Field(default="127.0.0.1", description="The address to listen on. Others than loopback need keys.")
    port: int = Field(default=8000, ge=0, le=65535, description="The port to listen on.")
    hosts: tuple[str, ...] = Field(
        default=("localhost", "127.0.0.1", "[::1]"),
        description="The names that requests may be addressed to; * is any.",
    )
    keys: tuple[KeyHash, ...] = Field(default=(), description="Who may ask, as name:sha256 of the key.")
    workers: int = Field(
        default_factory=lambda: min(os.cpu_count() or 1, 4), ge=1, le=64, description="Processes that read and match."
    )
    queue: int = Field(default=80, ge=1, description="Requests in hand at once; more get 503.")
    share: int = Field(default=64, ge=1, description="Requests in hand at once of one key or address; more get 429.")
    upload: int = Field(default=10 * MEGABYTE, ge=1024, description="The largest document; a match may hold two.")
    pile: int = Field(default=64 * MEGABYTE, ge=1024, description="The largest body of a request with many documents.")
    pile_files: int = Field(default=200, ge=1, le=1000, description="The most résumés of one request.")
    line: int = Field(default=MEGABYTE, ge=1024, description="The longest line of a stream of ads.")
    patience: float = Field(
        default=8.0,
        gt=0,
        le=10,
        description="How long a sender may keep us waiting; a long body must keep up 16 kB a second.",
    )
    answer_within: float = Field(default=5.0, gt=0, le=60, description="How long one document or match may take.")
    overlay: Path | None = Field(default=None, description="A TOML file of your own, laid over the taxonomy.")
    model: Path | None = Field(default=None, description="The folder of a role model of your own.")
    log_level: str = Field(default="info", pattern="^(debug|info|warning|error)$", description="How much is logged.")

    @property
    def is_local(self) -> bool:
        """Whether nobody but this machine can reach the server."""
        return is_loopback(self.host)


def read_settings(**given: object) -> Settings:
    """The environment, with what is given on the command line laid over it. Raises WrongSettings."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except (ValidationError, SettingsError) as error:
        raise WrongSettings(f"the settings do not stand: {_first(error)}") from None


def _first(error: ValidationError | SettingsError) -> str:
    """The first fault, without the value: it may be a key."""
    if isinstance(error, SettingsError):  # a list that is no JSON; only its words say which
        name = re.search(r'field "(\w+)"', str(error))
        return f"HIMATCH_{name[1].upper() if name else '...'}: Input should be a list in JSON"
    fault = error.errors(include_input=False, include_url=False)[0]
    return f"HIMATCH_{'.'.join(map(str, fault['loc'])).upper()}: {fault['msg']}"


def is_loopback(host: str) -> bool:
    """Whether an address is of this machine alone."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
