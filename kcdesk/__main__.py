"""``python -m kcdesk``: a command where one is named, else the window."""

from __future__ import annotations

import sys
from typing import Any


def main() -> int:
    """Go to the command line or to the window."""
    if len(sys.argv) > 1:
        from kcdesk.cli.main import main as run

        return run(sys.argv[1:], selftest=_selftest)
    from kcdesk.ui.app import main as show

    return show(sys.argv)


def _selftest(options: Any, out: Any) -> int:
    """The self-test stands above the command line, so it is handed down to it."""
    from kcdesk.selftest import run

    return run(options, out)


if __name__ == "__main__":
    sys.exit(main())
