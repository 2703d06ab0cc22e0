"""The job that somebody means: by title, by the id of a role, or by a family of work."""

from __future__ import annotations

from taxonomy import Taxonomy


def job_title(name: str, taxonomy: Taxonomy) -> str:
    """The title to look at: a role's own, that of the plainest role of a family, or the words as they are."""
    if name in taxonomy.roles:
        return taxonomy.roles[name].label
    workers = (r for r in taxonomy.roles.values() if r.family == name and r.track == "individual" and r.level is None)
    return next((worker.label for worker in workers), name)
