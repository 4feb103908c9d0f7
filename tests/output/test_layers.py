"""Whoever renders computes nothing: of what computes, output knows the types alone."""

from __future__ import annotations

import inspect
import pkgutil
from importlib import import_module

import fitframe.output

COMPUTE = ("fitframe.engine", "fitframe.sensitivity", "fitframe.questionnaire", "fitframe.lint")


def test_no_renderer_has_a_function_that_computes() -> None:
    names = [module.name for module in pkgutil.walk_packages(fitframe.output.__path__, "fitframe.output.")]
    used = {
        f"{name}: {function.__module__}.{function.__name__}"
        for name in names
        for function in vars(import_module(name)).values()
        if inspect.isfunction(function) and function.__module__.startswith(COMPUTE)
    }
    modules = {
        f"{name}: {module.__name__}"
        for name in names
        for module in vars(import_module(name)).values()
        if inspect.ismodule(module) and module.__name__.startswith(COMPUTE)
    }

    assert len(names) > 10
    assert used | modules == set()
