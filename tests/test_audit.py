"""`make audit` tells what is vulnerable from what could not be looked up."""

import json

import pytest

from tools.audit import read, verdict

FINE = {"name": "aiohttp", "version": "3.14.5", "vulns": []}
SKIPPED = {"name": "yarl", "skip_reason": "Dependency not found on PyPI"}
BAD = {
    "name": "jinja2",
    "version": "2.0",
    "vulns": [{"id": "PYSEC-2019-217", "fix_versions": ["2.10.1"]}],
}


def report(*packages: object) -> str:
    return json.dumps({"dependencies": packages, "fixes": []})


@pytest.mark.parametrize(
    ("reports", "code", "said"),
    [
        ([report(FINE)], 0, "1 packages, no known vulnerabilities."),
        ([report(FINE, SKIPPED)], 0, "no known vulnerabilities; 1 more are not known there."),
        ([report(FINE, BAD)], 1, "jinja2 2.0: PYSEC-2019-217, fixed in 2.10.1"),
        ([report(SKIPPED), report(BAD)], 1, "PYSEC-2019-217"),
        ([report(SKIPPED), ""], 0, "Skipped: no vulnerability database"),
        (["", "Traceback ..."], 0, "Skipped: no vulnerability database"),
        (["[]", "{}"], 0, "Skipped: no vulnerability database"),
    ],
)
def test_the_verdict(reports: list[str], code: int, said: str) -> None:
    found, text = verdict([read(one) for one in reports])
    assert found == code
    assert said in text
