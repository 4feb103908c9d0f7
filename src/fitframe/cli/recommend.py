"""fitframe recommend."""

from __future__ import annotations

from fitframe.cli import options
from fitframe.cli.showing import detail, show


def recommend(
    profile: options.ProfileArgument,
    *,
    format: options.FormatOption = "text",
    output: options.OutputOption = None,
    settings: options.SetOption,
    between: options.BetweenOption = "",
    sources: options.SourcesOption = "",
    as_of: options.AsOfOption = None,
    rules: options.RulesOption,
    colour: options.ColourOption = "auto",
    quiet: options.QuietOption = False,
    verbose: options.VerboseOption = False,
) -> None:
    """The advice for one profile: which framework, why, and how sure."""
    from fitframe import api
    from fitframe.render.advice import Advice

    base = api.load_rules(*rules)
    project = api.with_answers(api.load_profile(profile, base), settings, base)
    answer = api.recommend(base, project, between=options.names(between), sources=options.names(sources), as_of=as_of)
    show(Advice(answer, base), format, output, colour, detail(quiet, verbose))
