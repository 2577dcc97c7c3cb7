"""The reference page of the policy format, written from the models so that no key goes undocumented.

``python -m rebond.programme.reference docs/reference/programme.md`` rewrites the part of the page that
stands between the two markers; the rest is written by hand.
"""

from __future__ import annotations

import ast
import inspect
import sys
from pathlib import Path
from types import ModuleType
from typing import Literal, get_args, get_origin

from rebond.canonical import replace_file
from rebond.programme import (
    applicants,
    awards,
    dated,
    errors,
    forms,
    gates,
    grids,
    measures,
    outcomes,
    policy_model,
    programmes,
    selection_rules,
    sources,
    value_functions,
)
from rebond.programme.policy_model import PolicyModel

BEGIN = "<!-- written by rebond.programme.reference: begin -->"
END = "<!-- written by rebond.programme.reference: end -->"

MODULES: tuple[ModuleType, ...] = (
    programmes,
    sources,
    applicants,
    measures,
    gates,
    forms,
    grids,
    value_functions,
    selection_rules,
    awards,
    dated,
    outcomes,
    policy_model,
)

# Models that a reader of YAML never meets: bases, and the whole that the loader assembles.
HIDDEN_MODELS = frozenset({"PolicyModel", "Programme"})

_WORDS = {
    "str": "text",
    "int": "whole number",
    "bool": "true or false",
    "Sentence": "text",
    "Bilingual": "text in both languages",
    "Slug": "id",
    "SourceId": "source",
    "Code": "code between quotes",
    "Url": "address",
    "Month": 'month, `"YYYY-MM"`',
    "MonthOrYear": 'month or year, `"YYYY-MM"` or `"YYYY"`',
    "Version": 'version, `"1.0.0"`',
    "Cents": "cents of euro",
    "Count": "whole number, zero or more",
    "Day": "day",
    "Number": "number",
    "Share": 'share, `0.25` or `"1/3"`',
    "Weight": "share or `[low, high]`",
    "UnitValue": "number in [0, 1]",
    "Point": "`[indicator, value]`",
    "Direction": "`increasing` or `decreasing`",
    "ApplicantName": "[kind of applicant](#kinds-of-applicant)",
    "PublicItem": "what is published: "
    + ", ".join(f"`{item}`" for item in get_args(measures.PublicItem)),
    "Grouping": "`region` or `departement`",
    "T": "value",
}


def models_of(module: ModuleType) -> list[type[PolicyModel]]:
    """Return the models that a module declares, in the order of its text."""
    tree = ast.parse(inspect.getsource(module))
    named = [getattr(module, node.name) for node in tree.body if isinstance(node, ast.ClassDef)]
    return [
        value
        for value in named
        if issubclass(value, PolicyModel) and value.__name__ not in HIDDEN_MODELS
    ]


def documented(module: ModuleType, class_name: str) -> dict[str, tuple[str, str]]:
    """Return, for each attribute of a class, its annotation as written and the text below it.

    Parameters
    ----------
    module : module
    class_name : str

    Returns
    -------
    dict of str to (str, str)
        Attributes in order; an empty text when nothing stands below.
    """
    tree = ast.parse(inspect.getsource(module))
    body = next(
        node.body
        for node in tree.body
        if isinstance(node, ast.ClassDef) and node.name == class_name
    )
    found: dict[str, tuple[str, str]] = {}
    for position, node in enumerate(body):
        following = body[position + 1] if position + 1 < len(body) else None
        text = _text_of(following)
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found[node.target.id] = (_words(node.annotation), text)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = (ast.unparse(node.value), text)
    return found


def _text_of(node: ast.stmt | None) -> str:
    if (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    ):
        return " ".join(node.value.value.split())
    return ""


def _words(node: ast.expr) -> str:
    if isinstance(node, ast.BinOp):
        parts = [_words(part) for part in (node.left, node.right)]
        return " or ".join(part for part in parts if part)
    if isinstance(node, ast.Constant):
        return "" if node.value is None else _words(ast.parse(str(node.value), mode="eval").body)
    if isinstance(node, ast.Subscript):
        return _subscript(node)
    name = ast.unparse(node)
    return _WORDS.get(name, f"[{name}](#{name.lower()})")


def _subscript(node: ast.Subscript) -> str:
    name = ast.unparse(node.value)
    inside = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if name == "Literal":
        return " or ".join(f"`{one.value!s}`" for one in inside if isinstance(one, ast.Constant))
    first = _words(inside[0])
    if name == "tuple":
        is_list = isinstance(inside[-1], ast.Constant) and inside[-1].value is Ellipsis
        return f"list of: {first}" if is_list else "list of two: " + first
    wrappers = {
        "Annotated": first,
        "OrUnknown": f"{first}, or [unknown](#unknown)",
        "OrAbsent": f"{first}, or [unknown](#unknown), or [not applicable](#notapplicable)",
        "Period": f"[Period](#period) of: {first}",
        "Mapping": f"criterion: {_words(inside[-1])}",
    }
    return wrappers.get(name, first)


def reference() -> str:
    """Return the generated part of the page, in Markdown."""
    lines = ["## Keys", ""]
    for module in MODULES:
        for model in models_of(module):
            lines += _model_section(module, model)
        lines += _choice_sections(module)
    lines += _applicant_section()
    lines += ["## Problems", "", "Each problem names file, line, column and key.", ""]
    for name, (value, text) in documented(errors, "ProblemKind").items():
        lines += [f"### {name.lower()}", "", f"`{ast.literal_eval(value)}` — {text}", ""]
    return "\n".join(lines)


def _model_section(module: ModuleType, model: type[PolicyModel]) -> list[str]:
    lines = [f"### {model.__name__}", "", " ".join((model.__doc__ or "").split()), ""]
    base = model.__mro__[1]
    if base.__name__ not in ("PolicyModel", "Generic"):
        lines += [f"And the keys of [{base.__name__}](#{base.__name__.lower()}).", ""]
    own = [
        (name, words, text)
        for name, (words, text) in documented(module, model.__name__).items()
        if name in model.model_fields
    ]
    if own:
        lines += ["| key | required | value | meaning |", "|---|---|---|---|"]
        lines += [
            f"| `{name}` | {'yes' if model.model_fields[name].is_required() else 'no'} | {_kind(model, name) or words} | {text} |"
            for name, words, text in own
        ]
        lines.append("")
    return lines


def _choice_sections(module: ModuleType) -> list[str]:
    """Return a section for each union of models that a module names, such as ``FormField``."""
    lines: list[str] = []
    body = ast.parse(inspect.getsource(module)).body
    for node, following in zip(body, [*body[1:], None], strict=True):
        if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript)):
            continue
        inside = node.value.slice
        union = inside.elts[0] if isinstance(inside, ast.Tuple) else inside
        name = ast.unparse(node.targets[0])
        if isinstance(union, ast.BinOp) and name not in _WORDS and not name.startswith("Or"):
            lines += [f"### {name}", "", f"{_text_of(following)} One of: {_words(union)}.", ""]
    return lines


def _applicant_section() -> list[str]:
    lines = ["### Kinds of applicant", "", "| id | French | English |", "|---|---|---|"]
    lines += [
        f"| `{kind.value}` | {title.fr} | {title.en} |"
        for kind, title in applicants.APPLICANT_TITLES.items()
    ]
    return [*lines, ""]


def _kind(model: type[PolicyModel], name: str) -> str:
    annotation = model.model_fields[name].annotation
    if get_origin(annotation) is Literal:
        return " or ".join(f"`{value}`" for value in get_args(annotation))
    return ""


def with_reference(page: str) -> str:
    """Return a page whose generated part is up to date.

    Parameters
    ----------
    page : str
        Markdown with the two markers.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        When a marker is absent.
    """
    head, _, rest = page.partition(BEGIN)
    _, found, tail = rest.partition(END)
    if not found:
        raise ValueError(f"the page needs the lines {BEGIN!r} and {END!r}")
    return f"{head}{BEGIN}\n\n{reference()}\n{END}{tail}"


def main(arguments: list[str]) -> None:
    """Rewrite the pages named by the arguments."""
    for argument in arguments:
        page = Path(argument)
        replace_file(page, with_reference(page.read_text(encoding="utf-8")).encode())


if __name__ == "__main__":
    main(sys.argv[1:])
