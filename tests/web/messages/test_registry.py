"""What rows of the outbox ask for by name is there, and nothing is there in vain."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from web.messages import kinds
from web.services.jobs import HANDLERS

WEB = Path(__file__).parents[3] / "web"


def names_given_to(*senders: str) -> set[str]:
    """Texts that the pages and services hand to these functions, or to ones that pass them on."""
    trees = [
        ast.parse(file.read_text())
        for folder in ("services", "reply", "public", "volunteer", "household", "coordinator")
        for file in (WEB / folder).rglob("*.py")
    ]
    constants = {
        target.id: node.value.value
        for tree in trees
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    known, found = set(senders), set[object]()
    for tree in [*trees, *trees]:  # once to learn who passes a name on, once to hear the names
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef):
                continue
            own = {argument.arg for argument in function.args.args}
            for given in _given(function, known):
                if isinstance(given, ast.Constant):
                    found.add(given.value)
                elif isinstance(given, ast.Name) and given.id in constants:
                    found.add(constants[given.id])
                elif isinstance(given, ast.Name) and given.id == "kind" and given.id in own:
                    known.add(function.name)
    return {name for name in found if isinstance(name, str)}


def _given(function: ast.FunctionDef, senders: set[str]) -> Iterator[ast.expr]:
    for call in ast.walk(function):
        if isinstance(call, ast.Call):
            called = call.func.attr if isinstance(call.func, ast.Attribute) else call.func
            if (called.id if isinstance(called, ast.Name) else called) in senders:
                yield from call.args


def test_every_notification_has_a_wording_and_every_wording_is_sent() -> None:
    assert names_given_to("notify", "Renewal") == set(kinds())


def test_every_job_has_a_handler_and_every_handler_a_job() -> None:
    assert names_given_to("enqueue") == set(HANDLERS)
