"""Every hostile file, by the layer that it attacks."""

from __future__ import annotations

from tests.fault.hostile_archives import ARCHIVES
from tests.fault.hostile_changes import CHANGES
from tests.fault.hostile_making import Case
from tests.fault.hostile_manifests import MANIFESTS
from tests.fault.hostile_outside import OUTSIDE, SIGNATURES

_LAYERS = {
    "outside": OUTSIDE,
    "archive": ARCHIVES,
    "signature": SIGNATURES,
    "manifest": MANIFESTS,
    "change": CHANGES,
}
CASES: dict[str, Case] = {f"{layer}: {name}": case for layer, cases in _LAYERS.items() for name, case in cases.items()}
