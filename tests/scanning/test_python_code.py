"""What is read of Python: imports with their guards, uses, words; with and without a syntax tree."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest

from fitframe.scanning import python_code
from fitframe.scanning.python_code import Wanted, read_python
from fitframe.scanning.sightings import Sighting

WANTED = Wanted(
    roots=frozenset({"torch", "tensorflow", "keras", "jax"}),
    strings=frozenset({"cuda"}),
    keywords=frozenset({"load_in_8bit"}),
    settings=frozenset({"KERAS_BACKEND"}),
)


def read(code: str, *local: str) -> dict[str, Sighting]:
    return {one.name: one for one in read_python(dedent(code), WANTED, local)}


def test_imports_are_found_with_their_lines() -> None:
    found = read("""\
        import os, torch
        from torch import nn
        from tensorflow.keras import (
            layers,
            models as m,
        )
        """)

    assert {name: one.line for name, one in found.items()} == {
        "torch": 1,
        "torch.nn": 2,
        "tensorflow.keras.layers": 3,
        "tensorflow.keras.models": 3,
    }
    assert not any(one.guarded for one in found.values())


@pytest.mark.parametrize(
    "code",
    [
        "def f():\n    import torch\n",
        "try:\n    import torch\nexcept ImportError:\n    torch = None\n",
        "try:\n    import torch\nexcept (KeyError, ModuleNotFoundError):\n    pass\n",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import torch\n",
        "import importlib\nimportlib.import_module('torch')\n",
        "import pytest\npytest.importorskip('torch')\n",
    ],
    ids=["function", "try", "one of several", "type checking", "by name", "in a test"],
)
def test_what_may_be_missing_is_guarded(code: str) -> None:
    assert read(code)["torch"].guarded


@pytest.mark.parametrize(
    "code",
    [
        "if True:\n    import torch\n",
        "class Net:\n    import torch\n",
        "try:\n    import torch\nexcept KeyError:\n    pass\n",
        "try:\n    import torch\nexcept ImportError:\n    pass\nimport torch\n",
    ],
    ids=["if", "class", "another error", "once without"],
)
def test_what_must_be_there_is_not_guarded(code: str) -> None:
    assert not read(code)["torch"].guarded


def test_uses_are_told_by_what_was_imported_under_which_name() -> None:
    found = read("""\
        import torch.nn.functional as F
        import tensorflow as tf
        import jax

        y = F.relu(tf.data.Dataset)
        z = jax.vmap
        w = other.vmap
        """)

    assert {"torch.nn.functional.relu", "tensorflow.data.Dataset", "jax.vmap"} <= set(found)
    assert not any("other" in name for name in found)


def test_comments_strings_and_relative_imports_say_nothing() -> None:
    found = read('''\
        """
        import torch
        """
        # import jax
        from .keras import Layer
        import tensorflow as tf
        text = "tf.keras.Model is not used"  # nor is tf.data
        ''')

    assert set(found) == {"tensorflow"}


def test_modules_of_the_repository_itself_say_nothing() -> None:
    assert set(read("import keras\nimport torch\nkeras.layers\n", "keras")) == {"torch"}


def test_words_are_found_where_something_is_imported() -> None:
    found = read("""\
        import os
        import torch
        os.environ["KERAS_BACKEND"] = "jax"
        net.to("cuda")
        load(load_in_8bit=True)
        """)

    assert {(one.kind, one.name, one.line) for one in found.values() if one.kind != "python"} == {
        ("setting", "KERAS_BACKEND jax", 3),
        ("string", "cuda", 4),
        ("keyword", "load_in_8bit", 5),
    }


def test_an_argument_that_is_switched_off_is_none() -> None:
    assert "load_in_8bit" not in read("import torch\nload(load_in_8bit=False)\nload(load_in_8bit = None)\n")


def test_python_2_and_templates_are_read_by_pattern() -> None:
    found = read("""\
        import tensorflow as tf
        from torch.nn import (Linear,
                              Module as M)
        def f():
            import jax
        print "loss", tf.placeholder
        class {{ name }}(M): pass
        """)

    assert {"tensorflow", "torch.nn.Linear", "torch.nn.Module", "jax", "tensorflow.placeholder"} <= set(found)
    assert found["jax"].guarded
    assert not found["tensorflow"].guarded
    assert found["tensorflow.placeholder"].line == 6


def test_a_module_that_imports_nothing_of_interest_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ast.parse", lambda text: pytest.fail("a syntax tree was made"))

    assert read("import os\nfrom collections import abc\nx = torch.nn\n") == {}


@pytest.mark.parametrize(
    "code",
    [
        "import torch\n",
        "import torch, jax as j\n",
        "import os, torch.nn as nn  # layers\n",
        "from torch import (\n    nn,  # layers\n    optim as o,\n)\n",
        "from jax import *\n",
        '"""Text that says:\nimport jax\n"""\nimport torch\n',
        "x = '''\nimport jax\n'''\nimport torch\n",
        "import torch; import jax\n",
        "if fast: import torch\n",
        "from torch import nn, \\\n    optim\n",
        "try:\n    import torch\nexcept ImportError:\n    torch = None\n",
        "class A:\n    import torch\n",
        "if True:\n    import torch\nimport jax\n",
    ],
)
def test_lines_tell_of_imports_what_the_syntax_tree_tells(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    by_lines = read(code)
    monkeypatch.setattr(python_code, "_NEEDS_A_TREE", re.compile(""))

    assert by_lines == read(code)
    assert by_lines
