"""fitframe recommend."""

from __future__ import annotations

from fitframe.cli import options
from fitframe.cli.console import Progress, detail, show

EXAMPLES = """
fitframe recommend                            advice for fitframe.yaml
fitframe recommend --set goal=learning        advice without a file
fitframe recommend --between pytorch,jax      one of two frameworks
fitframe recommend team.yaml -v               everything there is to say
fitframe recommend team.yaml -o advice.json   for programs
fitframe recommend team.yaml -o page.html     as 'fitframe report' does
"""


def recommend(
    profile: options.ProfileArgument = None,
    *,
    format: options.FormatOption = None,
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

    if output and not format and output.suffix in (".html", ".svg"):
        from fitframe.cli.report import report

        report(
            profile,
            output=output,
            settings=settings,
            between=between,
            sources=sources,
            as_of=as_of,
            rules=rules,
            quiet=quiet,
        )
        return
    form = options.format_for(format, output)
    base = api.load_rules(*rules)
    project = options.project(profile, settings, base)
    with Progress() as progress:
        advice = api.recommend(
            base,
            project,
            between=options.names(between),
            sources=options.names(sources),
            as_of=as_of,
            thorough=detail(quiet, verbose) is Detail.FULL and form != "json",
            tell=progress.tell,
        )
    show(advice, form, output, colour, detail(quiet, verbose))
