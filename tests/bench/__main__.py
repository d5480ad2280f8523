"""``python3 dev.py bench [names] [--sizes 1000,10000,100000]``: every figure beside its floor, in one run."""

from __future__ import annotations

import argparse
import importlib
import sys

from tests.bench.figures import Figure, show

NAMES = ("start", "window", "actions", "keys", "saving", "search", "export", "exchange", "sheets")
"""Each is a module ``tests.bench.NAME`` or ``tests.bench.bench_NAME`` with ``measure(sizes) -> Iterator[Figure]``."""


def main(arguments: list[str]) -> int:
    """Measure what is named; 1 where a bound is broken."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*NAMES, []], metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--sizes", default="1000,10000,100000", help="numbers of establishments, with commas")
    options = parser.parse_args(arguments)
    sizes = sorted(int(size) for size in options.sizes.split(","))
    figures: list[Figure] = []
    for name in options.names or NAMES:
        print(f"measuring: {name}", file=sys.stderr, flush=True)
        figures += _module(name).measure(sizes)
    print(show(figures))
    broken = [figure.name for figure in figures if not figure.is_good]
    print(f"\n{len(figures)} figures, {len(broken)} over their bound")
    return 1 if broken else 0


def _module(name: str):
    """The module that measures a part."""
    for candidate in (f"tests.bench.bench_{name}", f"tests.bench.{name}"):
        try:
            return importlib.import_module(candidate)
        except ModuleNotFoundError as error:
            if error.name != candidate:
                raise
    raise SystemExit(f"no such part: {name}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
