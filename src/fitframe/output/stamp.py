"""What every JSON object says of the program and the rule base that made it."""

from __future__ import annotations

from fitframe.version import VERSION

SCHEMA_VERSION = 1


def stamp(version: str, digest: str) -> dict[str, object]:
    """The first keys of each JSON object, for a rule base of this version and digest."""
    return {
        "schema_version": SCHEMA_VERSION,
        "fitframe": VERSION,
        "rules": {"version": version, "digest": digest},
    }
