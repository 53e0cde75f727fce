"""The audit: licences of what is locked, a list of it (SBOM), and secrets in the files of the project.

    python tests/audit.py [--sbom FILE]

Asks no network. ruff's security rules (S) are part of `ruff check`. Exit code 1 where anything is found. Whoever has a
network can look the locked versions up as well: `pip-audit -r requirements.lock`.
"""

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
LOCKED = re.compile(
    r"^([A-Za-z0-9._-]+)==([^\s;\\]+)[^\n]*\n((?:[ \t]+--hash=sha256:[0-9a-f]{64}[ \t\\]*\n?)*)", re.MULTILINE
)
"""A package of a lock file: name, version, and the lines with the hashes of its files."""
HASH = re.compile(r"sha256:([0-9a-f]{64})")
FREE = re.compile(
    r"\b(?:MIT|BSD|Apache|ISC|MPL|PSF|Python Software Foundation|"
    r"Unlicense|Zlib|HPND|CC0|0BSD|LGPL|Public Domain|Mozilla)\b",
    re.IGNORECASE,
)
"""Licences under which the project may be used with a package; of the LGPL, as a library beside it."""
SECRETS = re.compile(
    r"AKIA[0-9A-Z]{16}|-----BEGIN [A-Z ]*PRIVATE KEY-----|\bgh[pousr]_[A-Za-z0-9]{36}|\bxox[baprs]-[A-Za-z0-9-]{10,}|"
    r"\bsk-[A-Za-z0-9]{32,}|\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}|://[^/\s:@\"'{}]+:[^/\s:@\"'{}]{6,}@"
)
INVENTED = re.compile(r"PLANTED|secret|example|user|password|:pw@|hidden", re.IGNORECASE)
"""What secrets of tests and documentation look like."""


@dataclass(frozen=True)
class Package:
    """One locked package; `licence` as its own metadata states it, "" where it is not installed here."""

    name: str
    version: str
    licence: str
    hashes: tuple[str, ...] = ()
    """SHA-256 of each file that the lock allows to be installed for it."""


def packages(lock: str) -> Iterator[Package]:
    """What a lock file names."""
    for name, version, hashes in LOCKED.findall(lock):
        yield Package(name, version, licence_of(name), tuple(HASH.findall(hashes)))


def licence_of(name: str) -> str:
    """The licence that an installed package states: as an expression, a classifier, or in words."""
    try:
        stated = metadata.metadata(name).json
    except metadata.PackageNotFoundError:
        return ""
    named = [str(text) for text in stated.get("classifier", []) if "License ::" in text]
    words = str(stated.get("license") or "").strip().splitlines()
    expression = str(stated.get("license_expression") or "")
    return expression or "; ".join(text.rpartition(" :: ")[2] for text in named) or (words[0][:80] if words else "")


def unfree(found: list[Package]) -> list[str]:
    """A sentence for each installed package whose licence is not known to be free."""
    return [
        f"{package.name} {package.version}: licence {package.licence or 'not stated'}"
        for package in found
        if _is_installed(package.name) and not FREE.search(package.licence)
    ]


def _is_installed(name: str) -> bool:
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def sbom(found: list[Package]) -> str:
    """The locked packages as a CycloneDX 1.6 document in JSON; ValueError if it breaks the schema of CycloneDX."""
    written = JsonV1Dot6(Bom(components=map(component, found))).output_as_string(indent=1)
    if fault := JsonStrictValidator(SchemaVersion.V1_6).validate_str(written):
        raise ValueError(f"requirements.lock: the SBOM breaks the schema of CycloneDX 1.6: {fault}")
    return written


def component(package: Package) -> Component:
    """A locked package with its address, its licence as stated, and the hashes of its files."""
    address = PackageURL("pypi", None, package.name.lower(), package.version)
    return Component(
        name=package.name,
        version=package.version,
        type=ComponentType.LIBRARY,
        purl=address,
        bom_ref=address.to_string(),
        licenses=[LicenseFactory().make_from_string(package.licence)] if package.licence else [],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=content) for content in package.hashes],
    )


def secrets(root: Path) -> list[str]:
    """A sentence for each line of a kept file that looks as if it held a secret."""
    kept = subprocess.run(
        ["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True
    ).stdout  # fmt: skip
    found = []
    for name in filter(None, kept.decode().split("\0")):
        path = root / name
        if path.suffix in {".lock", ".png", ".xlsx"} or not path.is_file():
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if (match := SECRETS.search(line)) and not INVENTED.search(match[0]):
                found.append(f"{name}:{number}: looks like a secret")
    return found


def main() -> int:
    """Audit the project; 1 where anything is found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sbom", type=Path, help="where the SBOM is written")
    asked = parser.parse_args()
    locked = list(packages(LOCK.read_text(encoding="utf-8")))
    if asked.sbom:
        asked.sbom.write_text(sbom(locked) + "\n", encoding="utf-8")
    findings = [*unfree(locked), *secrets(ROOT)]
    for finding in findings:
        print(finding)  # noqa: T201
    print(f"{len(locked)} packages locked, {len(findings)} findings.")  # noqa: T201
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
