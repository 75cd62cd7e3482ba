"""``make fuzz N=...``: more random networks, from a fresh seed.

Writes down whatever is judged differently as a case for the tests; with ``--table`` the table of
``docs/coverage.md``, and with ``--store`` the networks that CI judges (``2000 --seed 2026``).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from random import SystemRandom

from tests.keras.fuzz.comparing import differences
from tests.keras.fuzz.coverage import TABLE, Coverage, render
from tests.keras.fuzz.running import Finding, random_findings, store_networks, write_case


def main() -> int:
    """Run, report, and return 1 if anything was judged differently."""
    parser = argparse.ArgumentParser(prog="tests.keras.fuzz", description=__doc__)
    parser.add_argument("count", type=int, help="how many networks")
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6))
    parser.add_argument("--table", action="store_true", help="write docs/coverage.md")
    parser.add_argument("--store", action="store_true", help="keep the networks for CI")
    options = parser.parse_args()
    sys.stdout.write(f"seed {options.seed}, {options.count} networks\n")
    coverage = Coverage()
    findings: Iterable[Finding] = random_findings(options.seed, options.count)
    if options.store:
        findings = tuple(findings)
        store_networks(findings)
    for finding in findings:
        found = list(differences(finding.config, finding.verdict))
        coverage.add(finding, bool(found))
        if found:
            path = write_case(finding)
            sys.stdout.write(f"{finding.name}: {found[0][:300]}\n  kept as {path}\n")
    sys.stdout.write(f"{coverage.different} of {coverage.networks} judged differently\n")
    if options.table:
        TABLE.write_text(render(coverage), encoding="utf-8", newline="\n")
    return 1 if coverage.different else 0


if __name__ == "__main__":
    sys.exit(main())
