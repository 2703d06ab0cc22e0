"""Match a résumé against a job ad over the API, with nothing but the standard library.

HIMATCH_KEY=him_... python examples/client.py http://127.0.0.1:8000 resume.pdf ad.txt
"""

import json
import os
import sys
import time
import uuid
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen


def form(files: dict[str, Path]) -> tuple[bytes, str]:
    """A form with files, and its media type. The files' own names stay here: they tell who somebody is."""
    edge = uuid.uuid4().hex
    head = '--{0}\r\ncontent-disposition: form-data; name="{1}"; filename="{1}{2}"\r\n\r\n'
    parts = [head.format(edge, name, path.suffix).encode() + path.read_bytes() for name, path in files.items()]
    return b"\r\n".join([*parts, f"--{edge}--\r\n".encode()]), f"multipart/form-data; boundary={edge}"


def ask(url: str, files: dict[str, Path], key: str | None, tries: int = 5) -> dict[str, Any]:
    """The report. A server that is busy is asked again when it says so; any other refusal raises HTTPError."""
    body, kind = form(files)
    headers = {"content-type": kind} | ({"authorization": f"Bearer {key}"} if key else {})
    try:
        with urlopen(Request(url, body, headers), timeout=60) as answer:  # noqa: S310 - the address is the caller's own
            return dict(json.load(answer))
    except HTTPError as error:
        if error.code not in (429, 503) or tries == 1:
            raise
        error.close()
        time.sleep(float(error.headers["retry-after"] or 1))
        return ask(url, files, key, tries - 1)


def told(report: dict[str, Any]) -> str:
    """The score, and each required line that is not met, in the words of both documents."""
    lines = [f"score {report['score']} of 100, qualified: {report['qualified']}"]
    for verdict in report["verdicts"]:
        if verdict["requirement"] in report["missing_required"]:
            lines.append(f"\nmissing: {verdict['ask']['sentence']}")
            lines += [f"  the ad: “{span['quote']}”" for span in verdict["ask"]["evidence"]]
            lines += [f"  the résumé: “{span['quote']}”" for span in verdict["shown"]]
            lines.append(f"  to close it: {verdict['closes_by']}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    server, resume, ad = sys.argv[1:]
    try:
        files = {"resume": Path(resume), "ad": Path(ad)}
        sys.stdout.write(told(ask(f"{server}/v1/match", files, os.environ.get("HIMATCH_KEY"))))
    except HTTPError as refused:
        problem = json.load(refused)
        sys.exit(f"{problem['status']} {problem['reason']}: {problem['detail']}\nhint: {problem['hint']}")
