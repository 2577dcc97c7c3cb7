"""What people are told about written questions."""

from __future__ import annotations

from rebond.texts import Text
from rebond.web.notices.kinds import NoticeKind

DUE, SUBMITTED, VALIDATED, RETURNED = (
    "questions.due",
    "questions.submitted",
    "questions.validated",
    "questions.returned",
)

KINDS: dict[str, NoticeKind] = {
    DUE: NoticeKind(
        Text("Question écrite {question} : {state}", "Written question {question}: {state}"),
        Text(
            "Question écrite {question}, « {title} » : {state}, réponse due le {due}.",
            "Written question {question}, “{title}”: {state}, reply due on {due}.",
        ),
    ),
    SUBMITTED: NoticeKind(
        Text(
            "Question écrite {question} : un projet attend une seconde lecture",
            "Written question {question}: a draft awaits a second reading",
        ),
        Text(
            "Le projet de réponse à la question {question}, « {title} », attend la lecture d’une seconde personne.",
            "The draft answer to question {question}, “{title}”, awaits the reading of a second person.",
        ),
    ),
    VALIDATED: NoticeKind(
        Text(
            "Question écrite {question} : projet validé",
            "Written question {question}: draft validated",
        ),
        Text(
            "Le projet de réponse à la question {question}, « {title} », est validé ; il reste à le publier.",
            "The draft answer to question {question}, “{title}”, is validated; it remains to publish it.",
        ),
    ),
    RETURNED: NoticeKind(
        Text(
            "Question écrite {question} : projet à reprendre",
            "Written question {question}: draft to change",
        ),
        Text(
            "Le projet de réponse à la question {question}, « {title} », est à reprendre ; la remarque est sur sa page.",
            "The draft answer to question {question}, “{title}”, is to be changed; the remark is on its page.",
        ),
    ),
}
