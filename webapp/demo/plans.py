"""Each child's plan as it was written, read as everyone, published, talked through and answered."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

from webapp import audit, families, plans, review
from webapp.core import clock
from webapp.core.text import sentences
from webapp.demo.stage import Cast, Event, content, demo_id, known_as

# A plan that was shared before had these parts first; the version of today adds the rest.
FIRST_PARTS = frozenset({"why", "before", "child_says", "worried", "going_well", "change"})
# The content calls it by the child's care status; we by the plan the law asks for.
KINDS = {"looked_after": "care_plan"}
# Whom the worker asked to translate the draft that stands when all answers have come, and for how long.
TRANSLATOR: dict[str, Any] = {"child": "idris", "person": "nb311", "language": "ur", "day": -1, "days": 14}
ASKED = {"could_not": "could_not_find"}
PUBLISH_HOUR, TALK_HOUR, ANSWER_HOUR = 11, 15.5, 19


def events(cast: Cast) -> Iterator[Event]:
    """Every plan, in the order of the children."""
    for child in dict.fromkeys(one["child"] for one in content("people")["allocations"]):
        yield from _plan_events(cast, content(f"plans/{child}"))
    for answer in content("answers")["answers"]:
        yield Event(answer["day"], ANSWER_HOUR, partial(_answer, cast, answer))
        if "reply" in answer:
            yield Event(answer["reply"]["day"], PUBLISH_HOUR, partial(_reply, cast, answer))
    yield Event(TRANSLATOR["day"], ANSWER_HOUR, partial(_ask_translator, cast))


def _ask_translator(cast: Cast) -> None:
    """An interpreter has the text of the open draft, names hidden; they have not begun."""
    child_id = cast.ids[TRANSLATOR["child"]]
    worker_id = families.worker_ids(child_id)[0]
    version_id = plans.copy_to_draft(child_id=child_id, actor_id=worker_id)
    plans.ask_translator(
        version_id=version_id,
        code=TRANSLATOR["language"],
        person_id=cast.ids[TRANSLATOR["person"]],
        until=clock.now() + timedelta(days=TRANSLATOR["days"]),
        actor_id=worker_id,
    )


def _plan_events(cast: Cast, story: dict[str, Any]) -> Iterator[Event]:
    earlier = story["first_shared_day"] - story["published_day"]
    if earlier < 0:
        yield Event(story["first_shared_day"], PUBLISH_HOUR, partial(_write_first, cast, story, earlier))
        yield from _talk_events(cast, story, earlier)
        for talk in story["talked_through"]:
            yield Event(talk["day"] + earlier, ANSWER_HOUR, partial(_open, cast, story, talk["person"]))
    write = _write_again if earlier < 0 else _write_whole
    yield Event(story["published_day"], PUBLISH_HOUR, partial(write, cast, story))
    yield from _talk_events(cast, story, 0)
    for one in story.get("on_paper", []):
        yield Event(one["day"], TALK_HOUR, partial(_give, cast, story, one))
    for one in story.get("names", []):
        yield Event(one["day"], ANSWER_HOUR, partial(_put_name, cast, story, one))


def _talk_events(cast: Cast, story: dict[str, Any], shift: int) -> Iterator[Event]:
    for talk in story["talked_through"]:
        yield Event(talk["day"] + shift, TALK_HOUR, partial(_talk, cast, story, talk))


def _write_first(cast: Cast, story: dict[str, Any], shift: int) -> None:
    version_id = _start(cast, story, story["number"] - 1)
    _write_parts(cast, story, version_id, lambda part: part in FIRST_PARTS)
    _publish(cast, story, version_id, shift)


def _write_again(cast: Cast, story: dict[str, Any]) -> None:
    version_id = plans.copy_to_draft(child_id=cast.ids[story["child"]], actor_id=_worker(cast, story))
    _write_parts(cast, story, version_id, lambda part: part not in FIRST_PARTS)
    _write_steps(cast, story, version_id)
    _publish(cast, story, version_id, 0)


def _write_whole(cast: Cast, story: dict[str, Any]) -> None:
    version_id = _start(cast, story, story["number"])
    _write_parts(cast, story, version_id, lambda _part: True)
    _write_steps(cast, story, version_id)
    _publish(cast, story, version_id, 0)


def _start(cast: Cast, story: dict[str, Any], number: int) -> uuid.UUID:
    kind = KINDS.get(story["kind"], story["kind"])
    return plans.start_plan(
        child_id=cast.ids[story["child"]], kind=kind, actor_id=_worker(cast, story), number=number
    )


def _worker(cast: Cast, story: dict[str, Any]) -> uuid.UUID:
    return families.worker_ids(cast.ids[story["child"]])[0]


def _write_parts(
    cast: Cast, story: dict[str, Any], version_id: uuid.UUID, wanted: Callable[[str], bool]
) -> None:
    for part in story["parts"]:
        if wanted(part["part"]):
            for one in part["paragraphs"]:
                cast.items[one["id"]] = _write_paragraph(cast, story, version_id, part["part"], one)
                _share(cast, story, version_id, one)


def _write_paragraph(
    cast: Cast, story: dict[str, Any], version_id: uuid.UUID, part: str, one: dict[str, Any]
) -> uuid.UUID:
    source = one.get("source", {})
    checked = one.get("ur_checked_day")
    return plans.save_paragraph(
        version_id=version_id,
        part=part,
        adult=one["adult"],
        child=one["child"],
        actor_id=_worker(cast, story),
        reader_id=cast.ids.get(one["for"]),
        source=source.get("from", ""),
        safe_for=[cast.ids[key] for key in source.get("safe_for", [])],
        state=_state(one),
        checked_by=one.get("ur_checked_by", ""),
        checked_on=None if checked is None else cast.on(checked),
    )


def _share(cast: Cast, story: dict[str, Any], version_id: uuid.UUID, one: dict[str, Any]) -> None:
    """What is the same for brothers and sisters: theirs waits for their next draft."""
    same_for = one.get("same_for", [])
    if same_for:
        plans.share_paragraph(
            version_id=version_id,
            paragraph_id=cast.items[one["id"]],
            children={cast.ids[key]: True for key in (story["child"], *same_for)},
            actor_id=_worker(cast, story),
        )


def _state(one: dict[str, Any]) -> str:
    """How far its translation was checked; what has none yet has nothing to check."""
    return "machine" if one["ur_state"] == "english_only" else str(one["ur_state"])


def _write_steps(cast: Cast, story: dict[str, Any], version_id: uuid.UUID) -> None:
    for one in story["steps"]:
        done = one.get("done_day")
        cast.items[one["id"]] = plans.save_step(
            version_id=version_id,
            what=one["what"],
            why=one["why"],
            child_what=one["child_what"],
            child_why=one["child_why"],
            how=one.get("how"),
            child_how=one.get("child_how"),
            actor_id=_worker(cast, story),
            by_whom=known_as(one["by_whom"]),
            owner_id=cast.ids.get(one.get("owner", "")),
            by_on=cast.on(one["by_day"]),
            state=one["state"],
            state_on=None if done is None else cast.on(done),
            reader_id=cast.ids.get(one["for"]),
            wording_state=_state(one),
        )


def _publish(cast: Cast, story: dict[str, Any], version_id: uuid.UUID, shift: int) -> None:
    """Everyone was asked and every copy was read first (practice §4)."""
    child_id, actor_id = cast.ids[story["child"]], _worker(cast, story)
    for reader in plans.readers(child_id):
        plans.tick_read_as(version_id=version_id, reader_id=reader.person_id, actor_id=actor_id)
    for view in content("people")["parent_views"]:
        if view["child"] == story["child"] and view["person"]:
            asked = view.get("day")
            plans.record_asked(
                version_id=version_id,
                person_id=cast.ids[view["person"]],
                outcome=ASKED.get(view["state"], view["state"]),
                actor_id=actor_id,
                asked_on=None if asked is None else cast.on(asked + shift),
                reason=view.get("what_we_tried", ""),
            )
    plans.note_read_aloud(version_id=version_id, actor_id=actor_id, role="worker")
    plans.publish(version_id=version_id, actor_id=actor_id, review_on=cast.on(story["review_day"] + shift))


def _talk(cast: Cast, story: dict[str, Any], talk: dict[str, Any]) -> None:
    actor_id = _worker(cast, story)
    plans.record_talked_through(
        version_id=_version(cast, story["child"]),
        person_id=cast.ids[talk["person"]],
        by_whom=talk["with"] or "",
        on=cast.on(talk["day"]),
        interpreter=bool(talk["with"]),
        actor_id=actor_id,
    )


def _give(cast: Cast, story: dict[str, Any], one: dict[str, Any]) -> None:
    """A copy on paper, noted by the worker."""
    plans.note_given(
        version_id=_version(cast, story["child"]),
        person_id=cast.ids[one["person"]],
        how=one["how"],
        on=cast.on(one["day"]),
        to_whom=one["to"],
        actor_id=_worker(cast, story),
    )


def _put_name(cast: Cast, story: dict[str, Any], one: dict[str, Any]) -> None:
    """A name in place of a signature: a manager's, or a reader's."""
    plans.put_name(
        version_id=_version(cast, story["child"]), person_id=cast.ids[one["person"]], role=one["role"]
    )


def _open(cast: Cast, story: dict[str, Any], person: str) -> None:
    """They opened the plan of that day: the next one tells them what changed since."""
    child_id = cast.ids[story["child"]]
    audit.record(
        actor_id=cast.ids[person],
        act="plan.read",
        family_id=families.family_of(child_id).id,
        subject_id=child_id,
        item_kind="plan_version",
        item_id=_version(cast, story["child"]),
    )


def _version(cast: Cast, child: str) -> uuid.UUID:
    current = plans.current_plan(cast.ids[child])
    if current is None:
        raise LookupError(f"{child} has no published plan on this day")
    return current.version_id


def _answer(cast: Cast, one: dict[str, Any]) -> None:
    item = one.get("item")
    plans.add_answer(
        answer_id=demo_id(one["id"]),
        version_id=_version(cast, one["child"]),
        person_id=cast.ids[one["person"]],
        kind=one["kind"],
        position=one.get("position"),
        part=one.get("part"),
        words=one["words"],
        item_id=cast.items[item] if item else None,
        sentence_number=one.get("sentence"),
        sentence=_sentence(one) if item else "",
        step_state=one.get("step_state"),
        whom=one.get("whom", ""),
        language=one["language"],
    )


def _sentence(one: dict[str, Any]) -> str:
    """The sentence as this reader was given it."""
    audience = "child" if one["person"] == one["child"] else "adult"
    story = content(f"plans/{one['child']}")
    if "step_state" in one:
        what = "child_what" if audience == "child" else "what"
        return str(next(step[what][one["language"]] for step in story["steps"] if step["id"] == one["item"]))
    for part in story["parts"]:
        for paragraph in part["paragraphs"]:
            if paragraph["id"] == one["item"]:
                return str(sentences(paragraph[audience][one["language"]])[one["sentence"]])
    raise LookupError(one["item"])


def _reply(cast: Cast, one: dict[str, Any]) -> None:
    reply = one["reply"]
    review.reply(
        reply_id=demo_id(f"{one['id']}-reply"),
        author_id=cast.ids[reply["by"]],
        child_id=cast.ids[one["child"]],
        to_id=cast.ids[one["person"]],
        answers=[("plan_answer", demo_id(one["id"]))],
        outcome=outcome(cast, reply),
    )


def _day_words(day: date) -> str:
    """As a worker types it: Monday 24 November."""
    return f"{day:%A} {day.day} {day:%B}"


def outcome(cast: Cast, reply: dict[str, Any]) -> review.Outcome:
    """What a worker says back, from the content's words."""
    by_day, when_day = reply.get("by_day"), reply.get("when_day")
    return review.Outcome(
        code={"lets_talk": "talk"}.get(reply["outcome"], reply["outcome"]),
        words=reply["words"],
        by_on=None if by_day is None else cast.on(by_day),
        reason=reply.get("because", ""),
        sentence=reply.get("sentence", ""),
        in_draft=reply.get("in_draft", False),
        meet_when="" if when_day is None else _day_words(cast.on(when_day)),
        meet_where=reply.get("where", ""),
        shared_agreed_on=cast.on(reply["day"]) if reply.get("show_on_shared_phone") else None,
    )
