"""What is read of Python: imports with their guards, uses, words; Python 2 and templates too."""

from __future__ import annotations

import ast
import os
import warnings
from pathlib import Path
from textwrap import dedent

import pytest

from fitframe.scanning.python_code import Wanted, code_alone, imports, read_python
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


def test_python_2_and_templates_are_read_too() -> None:
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


def test_a_module_that_imports_nothing_of_interest_says_nothing() -> None:
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
        "def f(): import torch\n",
        "try: import torch\nexcept ImportError: import jax\n",
        "from torch import nn, \\\n    optim\n",
        "from torch.nn \\\n    import Linear\n",
        "try:\n    import torch\nexcept ImportError:\n    torch = None\n",
        "try:\n    import torch\nexcept (\n    KeyError,\n    ImportError\n):\n    import jax\nelse:\n    x\n",
        "try:\n    import torch\nexcept:\n    pass\nfinally:\n    import jax\n",
        "try:\n    if new:\n        import torch\n    else:\n        import jax\nexcept ImportError:\n    pass\n",
        "try:\n  try:\n    import torch\n  except ImportError:\n    pass\n  import jax\nexcept KeyError:\n  pass\n",
        "class A:\n    import torch\n",
        "class A:\n    def f(\n        self,\n    ) -> None:\n        import torch\n\n    import jax\n",
        "async def f():\n\twith x:\n\t\timport torch\nimport jax\n",
        "if True:\n    import torch\nimport jax\n",
        "if new:\n    import torch\nelif typing.TYPE_CHECKING:\n    import jax\n",
        "def f():\n    x = [\n        a\n        for a in b\n        if a\n    ]\n    import torch\n",
        "x = 'import jax; import keras'; import torch\n",
        "match x:\n    case 1:\n        import torch\n",
    ],
)
def test_lines_tell_of_imports_what_the_syntax_tree_tells(code: str) -> None:
    assert imports_by_line(code) == imports_by_tree(code) != set()


@pytest.mark.parametrize("code", sorted(Path(os.__file__).parent.glob("[a-z]*.py")), ids=lambda path: path.stem)
def test_lines_tell_of_the_standard_library_what_the_syntax_tree_tells(code: Path) -> None:
    text = code.read_text(encoding="utf-8")

    assert imports_by_line(text) == imports_by_tree(text)


def imports_by_line(code: str) -> set[tuple[str, bool]]:
    return {(one.name, one.guarded) for one in imports(code_alone(code)[0]) if not one.name.startswith(".")}


def imports_by_tree(code: str) -> set[tuple[str, bool]]:
    """Each imported name, with whether it is guarded, by the syntax tree that Python makes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        waiting: list[tuple[ast.AST, bool]] = [(ast.parse(code), False)]
    names = set()
    while waiting:
        node, guarded = waiting.pop()
        if isinstance(node, ast.Import):
            names |= {(alias.name, guarded) for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names |= {
                (str(node.module) + ("" if alias.name == "*" else f".{alias.name}"), guarded) for alias in node.names
            }
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                guarded = True
            case ast.Try() | ast.TryStar():
                guarded = guarded or any(_copes(handler.type) for handler in node.handlers)
            case ast.If():
                guarded = guarded or getattr(node.test, "attr", getattr(node.test, "id", "")) == "TYPE_CHECKING"
        waiting += [(child, guarded) for child in ast.iter_child_nodes(node)]
    return names


def _copes(caught: ast.expr | None) -> bool:
    caught_names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(
        one is None or getattr(one, "id", "") in ("ImportError", "ModuleNotFoundError", "Exception")
        for one in caught_names
    )
