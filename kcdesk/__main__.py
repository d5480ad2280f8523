"""``python -m kcdesk``: a command where one is named, else the window."""

from __future__ import annotations

import sys


def main() -> int:
    """Go to the command line or to the window."""
    if len(sys.argv) > 1:
        from kcdesk.cli.main import main as run

        return run(sys.argv[1:])
    from kcdesk.ui.app import main as show

    return show(sys.argv)


if __name__ == "__main__":
    sys.exit(main())
