"""fitframe rules: work on the rule base."""

from __future__ import annotations

import typer

from fitframe.cli.rules.lint import lint
from fitframe.cli.rules.list import list_
from fitframe.cli.rules.schema import schema
from fitframe.cli.rules.test import cases

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None, help="Work on the rule base.")
app.command()(lint)
app.command(name="test")(cases)
app.command(name="list")(list_)
app.command()(schema)
