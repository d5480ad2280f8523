"""The pages of the help: which there are, for whom, which belongs to a place, and what stands in them.

A page is ``resources/help/<language>/<name>.md``; its first line is its title. Links are ``page:<name>`` to another
page and ``place:<name>`` to a place of the program. Pictures lie in ``resources/help/pictures``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kcdesk import i18n, paths
from kcdesk.text.fold import fold, words

FIELD, PROVINCE = "collaborator", "province"
FIRST = "overview"
PICTURES = ("help", "pictures")


@dataclass(frozen=True, slots=True)
class Topic:
    """One page. ``role`` is empty where it is for everybody; ``places`` are where F1 opens it."""

    name: str
    places: tuple[str, ...] = ()
    role: str = ""


TOPICS = (
    Topic("start", ("start",)),
    Topic("overview", ("overview",)),
    Topic("establishment", ("establishment",)),
    Topic("twins", ("twins",)),
    Topic("support_request", ("support_request",)),
    Topic("proposal", ("proposal",)),
    Topic("visit", ("visit",)),
    Topic("papers", ("papers",)),
    Topic("find", ("establishment_list", "support_request_list", "visit_list", "proposal_list", "bulk")),
    Topic("sheet", ("sheet",)),
    Topic("sheet_out", ("sheet_out",)),
    Topic("send", ("bundles",), FIELD),
    Topic("answers", ("questions",), FIELD),
    Topic("inbox", ("inbox", "bundles", "people"), PROVINCE),
    Topic("ask", ("questions",), PROVINCE),
    Topic("unit", ("settings",), PROVINCE),
    Topic("conflicts", ("conflicts",)),
    Topic("duplicates", ("duplicates",)),
    Topic("shelf", ("shelf",)),
    Topic("consent"),
    Topic("handover"),
    Topic("settings", ("settings",)),
    Topic("password", ("lock",)),
    Topic("practice"),
    Topic("keys"),
)
"""In the order in which a newcomer needs them."""


def topics(role: str) -> tuple[Topic, ...]:
    """The pages for people of a role."""
    return tuple(topic for topic in TOPICS if topic.role in ("", role))


def topic_of(place: str, role: str) -> str:
    """The page for a place; the first page for one that has none of its own."""
    return next((topic.name for topic in topics(role) if place in topic.places), FIRST)


@cache
def text(name: str, language: str) -> str:
    """A page as it is written (Markdown); KeyError for one that there is not."""
    if name not in {topic.name for topic in TOPICS}:
        raise KeyError(name)
    return paths.resource("help", language, f"{name}.md").read_text(encoding="utf-8")


def title(name: str, language: str = "") -> str:
    """What a page is called."""
    return text(name, language or i18n.language()).split("\n", 1)[0].removeprefix("# ")


def find(typed: str, role: str) -> list[str]:
    """The pages in which all words stand, with or without marks; those that have them in the title go first."""
    wanted = words(typed)
    language = i18n.language()
    ranked = []
    for place, topic in enumerate(topics(role)):
        heading, whole = fold(title(topic.name)), fold(text(topic.name, language))
        if all(word in whole for word in wanted):
            ranked.append((not all(word in heading for word in wanted), place, topic.name))
    return [name for *_order, name in sorted(ranked)]
