"""Reading a repository from end to end."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Container

from fitframe.model.rulebase import RuleBase
from fitframe.model.scan import Scan, Skipped
from fitframe.scanning.answers import scanned_answers
from fitframe.scanning.areas import Areas, submodules
from fitframe.scanning.catalogue import Catalogue
from fitframe.scanning.frameworks import framework_uses, primary, usages
from fitframe.scanning.other_languages import CODE
from fitframe.scanning.reading import Readers, largest, text_of
from fitframe.scanning.tally import Tally
from fitframe.scanning.trees import File, Folder, FolderTree, Tree

_SKIPS_SHOWN = 20
_CODE = frozenset({".py", *CODE})
_PYTHON_TOPS = ("", "src/", "lib/", "python/")
"""Folders from which a repository's own modules are imported."""


def scan_folder(repository: str | os.PathLike[str], rules: RuleBase, tell: Callable[[int], None]) -> Scan:
    """What a folder on disk comes to. `tell` is called with the number of files so far. Raises InputError."""
    path = os.fspath(repository)
    name = os.path.basename(os.path.realpath(path))
    return scan_tree(FolderTree(path), rules, path, name, tell)


def scan_tree(
    tree: Tree,
    rules: RuleBase,
    repository: str = ".",
    name: str = "",
    tell: Callable[[int], None] = lambda files: None,
    nested: str = "",
) -> Scan:
    """What the files of a tree come to, without the folders that have a file called `nested`, if any."""
    scanner = _Scanner(tree, rules, tell, nested)
    scanner.read()
    tally, catalogue = scanner.tally, scanner.catalogue
    found = usages(tally, catalogue.libraries)
    uses = framework_uses(found, tally)
    first = primary(uses, found, tally, rules.frameworks)
    return Scan(
        repository=repository,
        name=name,
        files=scanner.files,
        read=scanner.read_files,
        primary=first[0],
        primary_role=first[1],
        frameworks=tuple(uses),
        usages=tuple(found),
        answers=scanned_answers(tally, catalogue.signs, found, uses, first, rules.questions),
        skipped=tuple(scanner.skipped),
        skips=scanner.skips,
    )


class _OwnModules(Container[str]):
    """The modules of a repository itself, as files in one folder see them: to import one of these says nothing."""

    def __init__(self, tree: Tree, folder: Folder) -> None:
        self._tree = tree
        names = {file.name for file in folder.files}
        package = "__init__.py" in names
        self._beside = frozenset() if package else frozenset(name[:-3] for name in names if name.endswith(".py"))
        self._known: dict[object, bool] = {}

    def __contains__(self, name: object) -> bool:
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = name in self._beside or any(
                self._tree.has(f"{top}{name}{end}") for top in _PYTHON_TOPS for end in ("/__init__.py", ".py")
            )
        return known


class _Scanner:
    """Takes the files of a tree one after the other."""

    def __init__(self, tree: Tree, rules: RuleBase, tell: Callable[[int], None], nested: str) -> None:
        self.catalogue = Catalogue(rules.signals)
        self.tally = Tally(self.catalogue)
        self.files = self.read_files = self.skips = 0
        self.skipped: list[Skipped] = []
        self._tree, self._tell, self._nested = tree, tell, nested
        self._areas = Areas(rules.signals)
        self._readers = Readers(self.catalogue)
        self._submodules: frozenset[str] = frozenset()

    def read(self) -> None:
        """Read every folder."""
        for folder in self._tree.folders(self._leaves_out):
            for skipped in folder.skipped:
                self._skip(skipped)
            if not folder.path:
                self._submodules = frozenset(self._modules_of_git(folder))
            own = _OwnModules(self._tree, folder)
            for file in folder.files:
                self._file(file, own)
                self.files += 1
            self._tell(self.files)

    def _modules_of_git(self, folder: Folder) -> Collection[str]:
        for file in folder.files:
            if file.name == ".gitmodules" and file.size < 2**16:
                return list(submodules(file.read().decode("utf-8", "replace")))
        return ()

    def _leaves_out(self, path: str) -> bool:
        return (
            path in self._submodules
            or self._areas.is_vendored(path)
            or self._tree.has(f"{path}/pyvenv.cfg")
            or self._tree.has(f"{path}/conda-meta/history")
            or (bool(self._nested) and self._tree.has(f"{path}/{self._nested}"))
        )

    def _skip(self, skipped: Skipped) -> None:
        self.skips += 1
        if len(self.skipped) < _SKIPS_SHOWN:
            self.skipped.append(skipped)

    def _file(self, file: File, own: Container[str]) -> None:
        area = self._areas.of(file.path)
        self.tally.add_file(file.path, area)
        ending = os.path.splitext(file.name)[1].lower()
        reader = self._readers.reader_of(file.path, area, own)
        if reader is None:
            return
        if file.size > largest(file.name):
            self._skip(Skipped(file.path, f"it is larger than {largest(file.name) // 2**20} MiB"))
            return
        if ending in _CODE and file.size:
            self.tally.code[area] += 1
        try:
            content = file.read()
            self.tally.add(file.path, area, list(reader(text_of(content))))
            self.read_files += 1
        except OSError as error:
            self._skip(Skipped(file.path, f"it cannot be read: {error.strerror}"))
        except (ValueError, RecursionError, MemoryError) as error:
            reason = "it is nested too deeply" if isinstance(error, RecursionError) else _first_line(error)
            self._skip(Skipped(file.path, f"it cannot be understood: {reason}"))


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0][:100] or type(error).__name__
