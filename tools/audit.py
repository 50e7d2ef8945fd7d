"""Looking for known vulnerabilities in what is locked: `make audit`.

pip-audit asks PyPI, and where that knows nothing of them OSV. Ends with 1 where something locked is
vulnerable, and with 0 and a word about it where no database can be reached: being offline is no
fault of the code.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
# The second holds the first and what developers use.
LOCKED = ("requirements.txt", "requirements-dev.txt")
SERVICES = ("pypi", "osv")
_PATIENCE = 180.0


@dataclass(frozen=True, slots=True)
class Audit:
    """What a database said: how many packages it knew, and a line for each vulnerability."""

    known: int
    unknown: int
    vulnerable: tuple[str, ...]


def read(report: str) -> Audit:
    """What pip-audit reported as JSON; anything else says that no database was asked."""
    try:
        packages = json.loads(report)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Audit(0, 0, ())
    known = [one for one in packages if "skip_reason" not in one]
    vulnerable = [
        f"{one['name']} {one['version']}: {found['id']}, fixed in "
        f"{', '.join(found.get('fix_versions') or ['no version yet'])}"
        for one in known
        for found in one.get("vulns", [])
    ]
    return Audit(len(known), len(packages) - len(known), tuple(vulnerable))


def verdict(audits: Sequence[Audit]) -> tuple[int, str]:
    """The exit code and what to say; the first database that knew anything counts."""
    for audit in audits:
        if audit.vulnerable:
            return 1, "\n".join(["Known vulnerabilities:", *audit.vulnerable])
        if audit.known:
            unknown = f"; {audit.unknown} more are not known there" if audit.unknown else ""
            return 0, f"{audit.known} packages, no known vulnerabilities{unknown}."
    return 0, "Skipped: no vulnerability database can be reached from here."


def main() -> int:
    """Audit everything that is locked."""
    code = 0
    for name in LOCKED:
        audits: list[Audit] = []
        for service in SERVICES:
            audits.append(read(_run(service, name)))
            if audits[-1].known:
                break
        failed, text = verdict(audits)
        code = max(code, failed)
        print(f"{name}: {text}")  # noqa: T201
    return code


def _run(service: str, name: str) -> str:
    command = [
        sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--format", "json",
        "--progress-spinner", "off", "--vulnerability-service", service, "-r", name,
    ]  # fmt: skip
    try:
        done = subprocess.run(  # noqa: S603 - nothing of it comes from outside
            command, cwd=ROOT, capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return ""
    if "No module named pip_audit" in done.stderr:
        raise SystemExit("pip-audit is not installed: run make audit.")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
