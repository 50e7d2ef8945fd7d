"""Compares the shape of JSON answers: which keys there are, and what kind of value each holds."""

from typing import Any

# Their keys are data: team ids, languages, setting names.
_MAPS = frozenset({"TeamMmrs", "translations", "KeyValues"})


def shape(value: Any, path: str = "") -> dict[str, set[str]]:
    """Every path of the answer with the kinds of value seen there; a null is no kind."""
    found: dict[str, set[str]] = {}
    if isinstance(value, dict) and path.rpartition(".")[2] in _MAPS:
        return {path: {"map"}}
    if isinstance(value, dict):
        parts = [shape(item, f"{path}.{key}") for key, item in value.items()]
    elif isinstance(value, list):
        parts = [shape(item, f"{path}[]") for item in value]
    else:
        parts = []
    found[path] = _kinds(value)
    for part in parts:
        for key, kinds in part.items():
            found.setdefault(key, set()).update(kinds)
    return found


def differences(ours: Any, recorded: Any) -> list[str]:
    """What our answer's shape lacks, has too much, or holds as another kind of value."""
    own, wanted = shape(ours), shape(recorded)
    wrong = [f"lacks {path}" for path in wanted.keys() - own.keys()]
    wrong += [f"adds {path}" for path in own.keys() - wanted.keys()]
    wrong += [
        f"{path} holds {own[path]} in place of {wanted[path]}"
        for path in own.keys() & wanted.keys()
        if own[path] and wanted[path] and not own[path] <= wanted[path]
    ]
    return sorted(wrong)


def _kinds(value: Any) -> set[str]:
    if value is None:
        return set()
    if isinstance(value, bool):
        return {"bool"}
    if isinstance(value, int | float):
        return {"number"}
    return {type(value).__name__}
