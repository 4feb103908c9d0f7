"""fitframe rules schema."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fitframe.cli import options
from fitframe.cli.showing import put
from fitframe.errors import FitframeError, did_you_mean


def schema(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="The schema to print; without it, the names.")
    ] = None,
    *,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="Write all schemas into this folder.")
    ] = None,
    rules: options.RulesOption,
) -> None:
    """JSON Schemas of profiles and rule files, for editors."""
    from fitframe import api

    schemas = api.schemas(api.load_rules(*rules))
    if output:
        for file, text in schemas.items():
            put(text, output / f"{file}.json")
    elif name is None:
        put("".join(f"{file}\n" for file in schemas))
    elif name in schemas:
        put(schemas[name])
    else:
        raise FitframeError(f"no schema is called '{name}'{did_you_mean(name, schemas)}")
