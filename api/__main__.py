"""``python -m api`` is ``himatch``."""

from api.cli import main

main()
