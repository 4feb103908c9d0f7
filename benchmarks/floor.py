"""The least that a program of this kind must do, as the yardstick for `fitframe recommend`.

It parses its arguments with Typer, defines the models of the rule base, reads a profile as YAML, loads the compiled
rule base from a JSON file, and prints one line. It computes nothing.
"""

from pathlib import Path

import typer
import yaml

from fitframe.model.profile import Profile
from fitframe.model.rulebase import RuleBase


def main(profile: Path, cache: Path) -> None:
    """Read a profile and a compiled rule base, and say how large they are."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    answers = Profile.model_validate(yaml.load(profile.read_bytes(), loader)).answers  # noqa: S506 - a safe loader
    rules = RuleBase.model_validate_json(cache.read_bytes())
    typer.echo(f"{len(answers)} answers, {len(rules.criteria)} criteria")


if __name__ == "__main__":
    typer.run(main)
