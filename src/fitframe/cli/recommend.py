"""fitframe recommend."""

from __future__ import annotations

from fitframe.cli import options
from fitframe.cli.console import detail, show


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
    from fitframe.output import Detail
    from fitframe.output.recommendation import Advice

    base = api.load_rules(*rules)
    project = api.with_answers(api.load_profile(profile, base), settings, base)
    names, sources_named = options.names(between), options.names(sources)
    if detail(quiet, verbose) is Detail.FULL and format != "json":
        from fitframe.cli.console import Progress

        with Progress() as progress:
            progress.tell("the advice")
            here = api.situate(base, project, between=names, sources=sources_named, as_of=as_of)
            advice = Advice(here.advice, base, api.look_closer(here, progress.tell))
    else:
        advice = Advice(api.recommend(base, project, between=names, sources=sources_named, as_of=as_of), base)
    show(advice, format, output, colour, detail(quiet, verbose))
