"""What every route has at hand: the set-up, the workers, the taxonomy, the clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, cast

from fastapi import Depends, Request

from api.settings import Settings
from api.work.pool import Pool
from taxonomy import Taxonomy


@dataclass(frozen=True, slots=True)
class FrontDesk:
    """What every route has at hand."""

    settings: Settings
    pool: Pool
    taxonomy: Taxonomy
    today: Callable[[], date]

    def day(self, as_of: date | None) -> str:
        """The day that was asked for, or today."""
        return (as_of or self.today()).isoformat()


def front_desk(request: Request) -> FrontDesk:
    """The desk of the server that a request came to."""
    return cast("FrontDesk", request.app.state.desk)


Desk = Annotated[FrontDesk, Depends(front_desk)]
