"""Any log, any bounds: the parts together carry every change and file once, in order, and each opens alone."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kcdesk.exchange import reader
from kcdesk.exchange.manifest import Point
from kcdesk.exchange.spec import Step
from kcdesk.exchange.writer import write_bundle
from tests.exchange.making import PROVINCE_AGE, Log

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
edits = st.lists(
    st.tuples(st.sampled_from(["establishment", "support_request", "cost_item", "later"]), st.integers(0, 4), texts),
    max_size=40,
)
files = st.lists(st.binary(max_size=20_000), max_size=4, unique=True)


def log_of(made: list[tuple[str, int, str]], blobs: list[bytes], gaps: list[int]) -> Log:
    log = Log()
    pointing = {
        "support_request": ("establishment_id", "establishment"),
        "cost_item": ("support_request_id", "support_request"),
    }
    for entity, number, text in made:
        there = list(log.records.get(entity, {}))
        values: dict[str, object] = {"name" if entity != "support_request" else "title": text}
        if entity in pointing:
            field, parent = pointing[entity]
            parents = list(log.records.get(parent, {}))
            values[field] = parents[number % len(parents)] if parents else log.new_id()
        log.put(entity, there[number] if number < len(there) else "", **values)
    for gap in gaps:
        if gap < len(log.steps):
            log.steps[gap] = Step(log.steps[gap].position, log.steps[gap].chain, ())
    for blob in blobs:
        log.attach(blob)
    return log


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    edits, files, st.lists(st.integers(0, 39), max_size=5), st.sampled_from([0, 18 << 20, 60_000, 40_000]), st.data()
)
def test_parts_together_are_the_log(
    made: list[tuple[str, int, str]], blobs: list[bytes], gaps: list[int], most: int, data: st.DataObject
) -> None:
    log = log_of(made, blobs, gaps)
    after = data.draw(st.integers(0, len(log.steps)))
    start = Point(after, log.steps[after - 1].chain if after else log.spec().start.chain)
    with tempfile.TemporaryDirectory() as folder:
        written = write_bundle(log.spec(start=start, max_bytes=most), Path(folder))
        changes, found, at = [], [], start
        for one in written:
            assert not most or one.bytes <= most
            assert one.manifest.start == at
            at = one.manifest.end
            with reader.open_bundle(one.path, identities=[PROVINCE_AGE]) as bundle:
                changes.extend(bundle.changes())
                found.extend(bundle.files)
        assert changes == [change for step in log.steps[after:] for change in step.changes]
        assert sorted(found) == sorted(log.files)
        assert at == Point(len(log.steps), log.chain.hex())
