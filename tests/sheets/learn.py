"""Learns from the labelled headers what words mostly mean: ``python -m tests.sheets.learn``.

Softmax regression with steps that shrink by themselves (AdaGrad); a mark has weights only for the fields with which it
was seen. It takes a few seconds, and the same labels give the same weights.
"""

from __future__ import annotations

import csv
import math
import random
from collections.abc import Sequence

from kcdesk import paths
from kcdesk.sheets.learned import marks_of
from tests.sheets.labels import LEARNED_FROM

_ROUNDS, _STEP, _SMALLEST, _NO_STEP = 10, 0.3, 0.1, 1e-3

Weights = dict[str, dict[str, float]]


def learn(labelled: Sequence[tuple[str, str]]) -> Weights:
    """By mark the weight of each field, without those that say next to nothing."""
    seen = [(marks_of(header), target) for header, target in labelled]
    weights: Weights = {}
    for marks, target in seen:
        for mark in marks:
            weights.setdefault(mark, {})[target] = 0.0
    squares: Weights = {mark: dict.fromkeys(targets, 1e-6) for mark, targets in weights.items()}
    chance = random.Random(1)
    for _round in range(_ROUNDS):
        chance.shuffle(seen)
        for marks, target in seen:
            _step(weights, squares, marks, target)
    told = {
        mark: {target: round(weight, 2) for target, weight in sorted(targets.items()) if abs(weight) >= _SMALLEST}
        for mark, targets in sorted(weights.items())
    }
    return {mark: targets for mark, targets in told.items() if targets}


def _step(weights: Weights, squares: Weights, marks: Sequence[str], target: str) -> None:
    """Moves the weights of one header towards its label."""
    scores: dict[str, float] = {}
    for mark in marks:
        for one, weight in weights[mark].items():
            scores[one] = scores.get(one, 0.0) + weight
    most = max(scores.values())
    shares = {one: math.exp(score - most) for one, score in scores.items()}
    total = sum(shares.values())
    slopes = {one: share / total - (one == target) for one, share in shares.items()}
    for mark in marks:
        here, squared = weights[mark], squares[mark]
        for one in here:
            slope = slopes[one]
            if abs(slope) > _NO_STEP:
                squared[one] += slope * slope
                here[one] -= _STEP * slope / math.sqrt(squared[one])


def main() -> None:
    """Writes the weights into the resource."""
    with paths.resource("sheets", "learned.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("mark", "weights"))
        for mark, targets in learn(LEARNED_FROM).items():
            writer.writerow((mark, " ".join(f"{target}:{weight:g}" for target, weight in targets.items())))


if __name__ == "__main__":
    main()
