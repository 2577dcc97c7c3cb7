"""Saving answers as one types: versions keep two writers from erasing each other.

A change of an answer is not an act: it leaves no row in the journal. What is filed is.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any, Literal

from django.db import transaction

from rebond.canonical import canonical_bytes
from rebond.programme.answers import (
    AnswerFault,
    AnswerProblem,
    Placed,
    is_item_path,
    item_paths,
    locate,
    normalise,
)
from rebond.programme.forms import FileField, Form, GroupField, ListField
from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.dossiers.errors import AlreadySettled, ItemGone, NotAList, TooManyItems
from rebond.web.dossiers.locking import form_of, held_by, require_open
from rebond.web.dossiers.models import Answer, Attachment, Dossier, SetAside
from rebond.web.dossiers.naming import rename
from rebond.web.dossiers.places import communes_in, name_field, resolve_commune, set_places
from rebond.web.dossiers.results import Conflict, Saved

ITEM_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def save_answer(
    actor: Actor, dossier: Dossier, path: str, raw: Any, base_version: int, now: datetime
) -> Saved | Conflict:
    """Save one answer; `base_version` is the version that was on the page, 0 for none.

    Raises AnswerProblem when the value cannot be read (nothing changes), NotEditable, CallNotOpen or ItemGone
    when it may not be changed.
    """
    with transaction.atomic():
        one = held_by(actor, dossier)
        form = form_of(one.revision)
        placed = locate(form, path)
        if is_item_path(path) or isinstance(placed.field, (GroupField, ListField, FileField)):
            raise _no_value(path, placed)
        require_open(one, placed.field.id, path, now)
        value = normalise(placed.field, raw, path=path, communes=resolve_commune)
        require_items(one, path)
        return _written(actor, one, form, (path, value), base_version, now)


def _no_value(path: str, placed: Placed) -> AnswerProblem:
    return AnswerProblem(
        AnswerFault.UNKNOWN_FIELD,
        path,
        placed.field.label,
        Text("ce champ n’a pas de valeur à lui.", "this field has no value of its own."),
        cure=Text("Répondez aux champs qu’il contient.", "Answer the fields inside it."),
    )


def require_items(dossier: Dossier, path: str) -> None:
    """Refuse an answer in an item that somebody removed."""
    parts = path.split(".")
    items = [".".join(parts[:end]) for end in range(2, len(parts), 2)]
    if not items:
        return
    known = set(
        Answer.objects.filter(dossier=dossier, path__in=items).values_list("path", flat=True)
    )
    if len(known) < len(items):
        raise ItemGone(path)


def _written(
    actor: Actor,
    dossier: Dossier,
    form: Form,
    answer: tuple[str, Any],
    base_version: int,
    now: datetime,
) -> Saved | Conflict:
    path, value = answer
    row = Answer.objects.filter(dossier=dossier, path=path).select_related(
        "edited_by__organisation"
    )
    known = row.first()
    version = known.version if known else 0
    if _same(known.value if known else None, value):
        return Saved(path, value, version, known.edited_at if known else now)
    if base_version != version:
        return _set_aside(actor, dossier, known, answer, base_version, now)
    if known is None:
        known = Answer(dossier=dossier, path=path, version=0)
    known.value, known.version = value, version + 1
    known.edited_by_id, known.edited_at = actor.membership_id, now
    known.save()
    _touch(dossier, form, path, now)
    return Saved(path, value, known.version, now)


def _same(one: Any, other: Any) -> bool:
    """Compare as JSON: true is not 1."""
    return canonical_bytes(one) == canonical_bytes(other)


def _set_aside(
    actor: Actor,
    dossier: Dossier,
    known: Answer | None,
    answer: tuple[str, Any],
    base_version: int,
    now: datetime,
) -> Conflict:
    """Keep what was written beside what stands; one row a writer, however many letters he typed."""
    path, value = answer
    aside, _is_new = SetAside.objects.update_or_create(
        dossier=dossier,
        path=path,
        written_by_id=actor.membership_id,
        settled_at=None,
        defaults={"value": value, "base_version": base_version, "written_at": now},
    )
    return Conflict(
        path=path,
        value=known.value if known else None,
        version=known.version if known else 0,
        organisation=known.edited_by.organisation.name if known else "",
        edited_at=known.edited_at if known else now,
        mine=value,
        set_aside=aside.pk,
    )


def _touch(dossier: Dossier, form: Form, path: str, now: datetime) -> None:
    """Bring what is read from the answers up to date: moment and, of a draft only, title and places.

    A filed dossier under correction stands as filed until it is filed again.
    """
    dossier.saved_at = now
    changed = ["saved_at"]
    is_draft = dossier.state == Dossier.State.DRAFT
    names_it = is_draft and path == name_field(form)
    moves_it = is_draft and (is_item_path(path) or locate(form, path).field.type == "commune")
    if names_it or moves_it:
        answers = dict(Answer.objects.filter(dossier=dossier).values_list("path", "value"))
        if names_it:
            rename(dossier, form, answers)
            changed.append("title")
        if moves_it:
            set_places(dossier, communes_in(form, answers))
            changed += ["commune_code", "region_code"]
    dossier.save(update_fields=changed)


def settle(
    actor: Actor, aside: SetAside, keep: Literal["theirs", "mine"], now: datetime
) -> Saved | Conflict:
    """Settle a value set aside: leave what stands, or apply ours over it."""
    with transaction.atomic():
        one = held_by(actor, aside.dossier)
        aside = SetAside.objects.select_for_update().get(pk=aside.pk)
        if aside.settled_at is not None:
            raise AlreadySettled(aside.settled_at)
        known = Answer.objects.filter(dossier=one, path=aside.path).first()
        version = known.version if known else 0
        result: Saved | Conflict
        if keep == "mine":
            result = save_answer(actor, one, aside.path, aside.value, version, now)
        else:
            edited_at = known.edited_at if known else now
            result = Saved(aside.path, known.value if known else None, version, edited_at)
        aside.settled_at = now
        aside.save(update_fields=["settled_at"])
        return result


def add_item(actor: Actor, dossier: Dossier, list_path: str, now: datetime) -> str:
    """Add an empty item to a list and return its path, ``<list>.<item>``."""
    with transaction.atomic():
        one = held_by(actor, dossier)
        form = form_of(one.revision)
        field = locate(form, list_path).field
        if is_item_path(list_path) or not isinstance(field, ListField):
            raise NotAList(list_path)
        require_open(one, field.id, list_path, now)
        require_items(one, f"{list_path}.x")
        answers = dict(
            Answer.objects.filter(dossier=one, path__startswith=f"{list_path}.").values_list(
                "path", "value"
            )
        )
        items = item_paths(answers, list_path)
        if len(items) >= field.max_items:
            raise TooManyItems(field.max_items)
        last = max(
            (answers[item] for item in items if isinstance(answers.get(item), int)), default=0
        )
        path = f"{list_path}.{_new_item(items, list_path)}"
        Answer.objects.create(
            dossier=one,
            path=path,
            value=last + 1,
            edited_by_id=actor.membership_id,
            edited_at=now,
        )
        one.saved_at = now
        one.save(update_fields=["saved_at"])
        return path


def _new_item(items: list[str], list_path: str) -> str:
    while True:
        item = "".join(secrets.choice(ITEM_ALPHABET) for _ in range(6))
        if f"{list_path}.{item}" not in items:
            return item


def remove_item(actor: Actor, dossier: Dossier, item_path: str, now: datetime) -> None:
    """Remove an item with its answers and files."""
    with transaction.atomic():
        one = held_by(actor, dossier)
        form = form_of(one.revision)
        field = locate(form, item_path).field
        if not is_item_path(item_path):
            raise NotAList(item_path)
        require_open(one, field.id, item_path, now)
        inside = Answer.objects.filter(dossier=one)
        gone = inside.filter(path=item_path) | inside.filter(path__startswith=f"{item_path}.")
        if not gone.exists():
            raise ItemGone(item_path)
        gone.delete()
        Attachment.objects.filter(
            dossier=one, path__startswith=f"{item_path}.", removed_at=None
        ).update(removed_at=now)
        _touch(one, form, item_path, now)
