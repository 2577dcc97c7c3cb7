"""What people are told about cases."""

from __future__ import annotations

from rebond.texts import Text
from rebond.web.notices.kinds import NoticeKind

KINDS: dict[str, NoticeKind] = {
    "cases.opened": NoticeKind(
        Text("Un projet est ouvert : {title}", "A project is open: {title}"),
        Text(
            "{organisation} suit avec vous le projet {case}.",
            "{organisation} follows project {case} with you.",
        ),
    ),
    "cases.left": NoticeKind(
        Text("Vous n’êtes plus du projet : {title}", "You are no longer part of: {title}"),
        Text(
            "{organisation} vous a retiré du projet {case} ; vous n’en voyez plus rien.",
            "{organisation} took you out of project {case}; you no longer see any of it.",
        ),
    ),
    "cases.promised": NoticeKind(
        Text("Jour promis : {title}", "Promised day: {title}"),
        Text(
            "La mise en service du projet {case} est promise pour le {due}.",
            "The start of operation of project {case} is promised for {due}.",
        ),
    ),
    "cases.unpromised": NoticeKind(
        Text("Jour promis retiré : {title}", "Promised day withdrawn: {title}"),
        Text(
            "Le projet {case} n’a plus de jour promis.",
            "Project {case} no longer has a promised day.",
        ),
    ),
    "cases.moved": NoticeKind(
        Text("Projet {state} : {title}", "Project {state}: {title}"),
        Text("Le projet {case} est {state}. {reason}", "Project {case} is {state}. {reason}"),
    ),
    "cases.assigned": NoticeKind(
        Text("Une ligne vous est confiée : {line}", "A line is assigned to you: {line}"),
        Text("Projet {case}, {title}.", "Project {case}, {title}."),
    ),
    "cases.shared": NoticeKind(
        Text("Du nouveau dans un projet : {line}", "News in a project: {line}"),
        Text(
            "{organisation} l’ajoute au projet {case}, {title}.",
            "{organisation} adds it to project {case}, {title}.",
        ),
    ),
    "cases.changed": NoticeKind(
        Text("Une ligne a changé : {line}", "A line has changed: {line}"),
        Text(
            "Projet {case}, {title} : la ligne est « {state} ».",
            "Project {case}, {title}: the line is “{state}”.",
        ),
    ),
    "cases.alert": NoticeKind(
        Text("{alert}", "{alert}"), Text("Projet {case}, {title}.", "Project {case}, {title}.")
    ),
}
