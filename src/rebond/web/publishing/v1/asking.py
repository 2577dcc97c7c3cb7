"""Questions to the platform: aids and delays of procedures; nothing of what is asked is kept."""

# ruff: noqa: ARG001 - each operation has the same first argument, by its name

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from ninja import Path, Router, Schema
from pydantic import AfterValidator, Field, create_model

from rebond.procedure.catalogue import list_procedures
from rebond.procedure.deadlines import deadline
from rebond.texts import Text
from rebond.web import clock
from rebond.web.aids import simulator, simulator_results
from rebond.web.aids.listing import rows as aid_rows
from rebond.web.aids.simulator_fields import SIREN
from rebond.web.aids.simulator_fields import fields as aid_fields
from rebond.web.publishing.errors import NotFound
from rebond.web.publishing.v1.api import Content
from rebond.web.publishing.v1.places import Told, Words

router = Router()
FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2199, 12, 31)
MOST_EVENTS = 40


def _in_time(day: date) -> date:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(day)
    return day


Day = Annotated[date, AfterValidator(_in_time)]


def _words(text: Text) -> dict[str, str]:
    return text.as_json()


class AidOut(Schema):
    """An aid."""

    id: str
    title: Words
    measure: str | None


class AidsOut(Schema):
    """The aids, and what a simulation may tell."""

    items: list[AidOut]
    questions: list[dict[str, Any]]


@router.get(
    "/aids",
    operation_id="list-aids",
    response=AidsOut,
    tags=["Aids"],
    summary="Aids, and what a simulation asks",
)
def list_aids(request: HttpRequest) -> Any:
    """List the aids and the questions of the simulator, with the values each takes."""
    return {
        "items": [
            {
                "id": one.aid.id,
                "title": _words(one.aid.title),
                "measure": one.aid.measure.measure if one.aid.measure else None,
            }
            for one in aid_rows(clock.today())
        ],
        "questions": [
            {
                "key": one.key,
                "kind": one.kind,
                "question": _words(one.question),
                "options": {value: _words(text) for value, text in one.options},
            }
            for one in aid_fields().values()
            if one.key != SIREN
        ],
    }


_ANSWER = str | int | float | bool | None
Simulation: Any = create_model(
    "Simulation",
    __config__={"extra": "forbid"},
    **{
        one.key: (
            Annotated[_ANSWER, Field(None, description=one.question.en)],
            None,
        )
        for one in aid_fields().values()
        if one.key != SIREN
    },
)


class _Given:
    """The answers of a simulation, as the simulator reads them."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.told = told

    def getlist(self, key: str) -> list[str]:
        value = self.told.get(key)
        if value is None:
            return []
        if isinstance(value, bool):
            return ["oui" if value else "non"]
        return [str(value)]


@router.post(
    "/aids/simulations",
    operation_id="simulate-aids",
    response=Told,
    tags=["Aids"],
    summary="Simulate the aids",
)
def simulate_aids(request: HttpRequest, told: Simulation) -> Any:
    """Answer which aids are open and for how much; nothing of it is kept."""
    read = simulator.read(_Given(told.model_dump()), clock.today())
    if read.faults:
        name, why = next(iter(read.faults.items()))
        raise Content(
            Text(f"la réponse « {name} » ne convient pas.", f"the answer “{name}” cannot be used."),
            where=name,
            why=why,
        )
    with translation.override("fr"):
        address = settings.BASE_URL + reverse("aid-simulator")
    return simulator_results.export(read, f"{address}?{simulator.to_query(read)}")


class ProcedureOut(Schema):
    """A procedure of the law."""

    id: str
    title: Words


class ProceduresOut(Schema):
    """The procedures."""

    items: list[ProcedureOut]


@router.get(
    "/procedures",
    operation_id="list-procedures",
    response=ProceduresOut,
    tags=["Procedures"],
    summary="Procedures",
)
def list_every_procedure(request: HttpRequest) -> Any:
    """List the procedures whose delays are described."""
    return {
        "items": [{"id": one.procedure, "title": _words(one.title)} for one in list_procedures()]
    }


class DeadlineAsked(Schema, extra="forbid"):
    """What happened to a file."""

    events: Annotated[
        dict[
            Annotated[str, Field(max_length=60)], Day | Annotated[list[Day], Field(max_length=20)]
        ],
        Field(
            min_length=1,
            max_length=MOST_EVENTS,
            description="Event to its day, such as `complete`.",
        ),
    ]
    circumstances: Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=40)] = []
    on: Day | None = None


@router.post(
    "/procedures/{procedure}/deadline",
    operation_id="procedure-deadline",
    response=Told,
    tags=["Procedures"],
    summary="Deadline of a procedure",
)
def read_deadline(
    request: HttpRequest,
    procedure: Path[Annotated[str, Field(max_length=80)]],
    asked: DeadlineAsked,
) -> Any:
    """Return when an authority must have answered, what its silence means, and every step of the count."""
    if procedure not in {one.procedure for one in list_procedures()}:
        raise NotFound(request.path)
    found = deadline(
        procedure, asked.events, circumstances=sorted(set(asked.circumstances)), on=asked.on
    )
    return found.as_json()
