"""The law of changes, one rule at a time (architecture.md, "Changes")."""

from __future__ import annotations

import pytest

from kcdesk.model.changes import DELETED, Change, comparable, deletion_conflict, fold, seen_by_deletion


def change(
    id_: str, after: str = "", *, seen: str = "", withheld: str = "", purged: str = "", **values: object
) -> Change:
    """A change to one row; ``after`` names the heads of every field that it touches."""
    names = (*values, *withheld.split(), *purged.split())
    return Change(
        id=id_,
        device="A",
        at="2026-11-23T08:15:02.120Z",
        by="CTV07",
        save=id_,
        entity="shop",
        row="r",
        set=values,  # type: ignore[arg-type]
        after={name: tuple(after.split()) for name in names} if after else {},
        seen=tuple(seen.split()),
        withheld=tuple(withheld.split()),
        purged=tuple(purged.split()),
    )


def test_one_head_is_the_value() -> None:
    state = fold("shop", [change("1", name="a"), change("2", "1", name="b")])
    assert state.values == {"name": "b"}
    assert state.heads("name") == ("2",)
    assert not state.fields["name"].in_conflict


def test_two_heads_with_other_values_are_a_conflict_and_the_greatest_id_is_shown() -> None:
    state = fold("shop", [change("1", name="a"), change("3", "1", name="c"), change("2", "1", name="b")])
    assert state.fields["name"].in_conflict
    assert state.values["name"] == "c"
    assert state.heads("name") == ("2", "3")


@pytest.mark.parametrize(
    ("one", "other"), [("Hoà", "Hoa\u0300"), (("a", "b"), ("b", "a")), (None, ""), (None, ()), ("x ", "x"), (1, 1.0)]
)
def test_equal_values_are_no_conflict(one: object, other: object) -> None:
    assert comparable(one) == comparable(other)  # type: ignore[arg-type]
    state = fold("shop", [change("1", name=one), change("2", name=other)])
    assert not state.fields["name"].in_conflict


def test_a_change_that_names_all_heads_settles() -> None:
    changes = [change("1", name="a"), change("2", name="b"), change("3", "1 2", name="a")]
    state = fold("shop", changes)
    assert state.heads("name") == ("3",)
    assert not state.fields["name"].in_conflict


def test_a_missing_predecessor_makes_the_field_wait_and_no_conflict() -> None:
    state = fold("shop", [change("1", name="a"), change("3", "2", name="c")])
    assert state.fields["name"].waiting
    assert not state.fields["name"].in_conflict
    whole = fold("shop", [change("1", name="a"), change("2", "1", name="b"), change("3", "2", name="c")])
    assert not whole.fields["name"].waiting


def test_fields_are_apart() -> None:
    state = fold("shop", [change("1", name="a", phone="1"), change("2", "1", name="b"), change("3", "1", phone="2")])
    assert state.values == {"name": "b", "phone": "2"}
    assert not any(field.in_conflict for field in state.fields.values())


def test_a_withheld_value_is_a_head_without_value() -> None:
    state = fold("shop", [change("1", name="a"), change("2", "1", withheld="name")])
    assert state.values == {"name": None}
    assert state.heads("name") == ()
    assert state.all_heads() == {"2"}


def test_not_deleted_is_shown_before_deleted_whatever_the_id() -> None:
    state = fold("shop", [change("1", deleted=False), change("2", deleted=True)])
    assert not state.deleted
    assert state.fields[DELETED].in_conflict


def test_a_deletion_is_in_conflict_with_what_it_did_not_see() -> None:
    changes = [change("1", name="a"), change("2", seen="1", deleted=True)]
    assert deletion_conflict(fold("shop", changes), changes, ()) == frozenset()
    assert deletion_conflict(fold("shop", changes), changes, ("child",)) == {"child"}
    changes.append(change("3", "1", name="b"))
    assert deletion_conflict(fold("shop", changes), changes, ()) == {"3"}
    settled = [*changes, change("4", "2", seen="3", deleted=True)]
    assert deletion_conflict(fold("shop", settled), settled, ()) == frozenset()
    assert seen_by_deletion(fold("shop", settled), settled) == {"3"}
    taken_back = [*changes, change("4", "2", deleted=False)]
    assert deletion_conflict(fold("shop", taken_back), taken_back, ()) == frozenset()
    assert not fold("shop", taken_back).deleted


def test_changes_that_name_each_other_in_a_circle_hide_nothing() -> None:
    state = fold("shop", [change("1", "2", name="a"), change("2", "1", name="b")])
    assert state.values == {"name": "b"}
    assert state.heads("name") == ("1", "2")
    assert fold("shop", [change("1", "1", name="a")]).values == {"name": "a"}
    assert fold("shop", [change("1", "1", name="a"), change("2", phone="b")]).values == {"name": "a", "phone": "b"}


def test_a_row_written_once_is_folded_as_one_among_many() -> None:
    alone = fold("shop", [change("1", "0", name="a", withheld="phone")])
    among = fold("shop", [change("1", "0", name="a", withheld="phone"), change("2", area=1)])
    assert alone.fields["name"] == among.fields["name"]
    assert alone.fields["phone"] == among.fields["phone"]
