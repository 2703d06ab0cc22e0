"""What an operator may set, read once from the environment: ``HIMATCH_PORT=9000``, ``HIMATCH_KEYS='["desk:9f86..."]'``.

Every setting stands in docs/operate.md; a test holds the two together.
"""

from __future__ import annotations

import ipaddress
import os
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints
from pydantic_settings import BaseSettings, SettingsConfigDict

MEGABYTE = 1 << 20

# The name of who holds the key, and the SHA-256 of the key in hexadecimal: himatch new-key NAME makes both.
KeyHash = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}:[0-9a-f]{64}$")]


class Settings(BaseSettings):
    """The set-up of one server. Sizes are in bytes, times in seconds."""

    model_config = SettingsConfigDict(env_prefix="HIMATCH_", extra="forbid", frozen=True)

    host: str = Field("127.0.0.1", description="The address to listen on. Any but a loopback address needs keys.")
    port: int = Field(8000, ge=0, le=65535, description="The port to listen on.")
    hosts: tuple[str, ...] = Field(
        ("localhost", "127.0.0.1", "[::1]"), description="The names that requests may be addressed to; * is any."
    )
    keys: tuple[KeyHash, ...] = Field((), description="Who may ask, as name:sha256 of the key.")
    workers: int = Field(
        default_factory=lambda: min(os.cpu_count() or 1, 4), ge=1, le=64, description="Processes that read and match."
    )
    queue: int = Field(80, ge=1, description="Requests in hand at once; more get 503.")
    share: int = Field(64, ge=1, description="Requests in hand at once of one key or address; more get 429.")
    upload: int = Field(10 * MEGABYTE, ge=1024, description="The largest document, and the largest JSON body.")
    pile: int = Field(64 * MEGABYTE, ge=1024, description="The largest body of a request with many documents.")
    pile_files: int = Field(200, ge=1, le=1000, description="The most résumés of one request.")
    line: int = Field(MEGABYTE, ge=1024, description="The longest line of a stream of ads.")
    patience: float = Field(
        8.0, gt=0, le=10, description="How long a sender may keep us waiting; a long body must keep up 16 kB a second."
    )
    answer_within: float = Field(5.0, gt=0, le=60, description="How long one document or match may take.")
    overlay: Path | None = Field(None, description="A TOML file of your own, laid over the taxonomy.")
    model: Path | None = Field(None, description="The folder of a role model of your own.")
    log_level: str = Field("info", pattern="^(debug|info|warning|error)$", description="How much is logged.")

    @property
    def is_local(self) -> bool:
        """Whether nobody but this machine can reach the server."""
        return is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """Whether an address is of this machine alone."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
