"""Choosing a file or a folder with the system's own chooser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from kcdesk.i18n import _


def choose_file(
    parent: QWidget, title: str, kinds: str, on_chosen: Callable[[Path], object], folder: str = ""
) -> QFileDialog:
    """Ask for one file that is there."""
    dialog = QFileDialog(parent, title, folder)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([kinds, _("Mọi tệp (*)")])
    return _opened(dialog, on_chosen)


def choose_files(
    parent: QWidget, title: str, kinds: str, on_chosen: Callable[[list[Path]], object], folder: str = ""
) -> QFileDialog:
    """Ask for one or more files that are there."""
    dialog = QFileDialog(parent, title, folder)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilters([kinds, _("Mọi tệp (*)")])
    dialog.filesSelected.connect(lambda names: on_chosen([Path(name) for name in names]) if names else None)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def choose_folder(parent: QWidget, title: str, on_chosen: Callable[[Path], object], folder: str = "") -> QFileDialog:
    """Ask for a folder."""
    dialog = QFileDialog(parent, title, folder)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return _opened(dialog, on_chosen)


def choose_new_file(
    parent: QWidget, title: str, kinds: str, on_chosen: Callable[[Path], object], suggested: str = ""
) -> QFileDialog:
    """Ask where to write a new file."""
    dialog = QFileDialog(parent, title, suggested)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([kinds])
    if suggested:
        dialog.selectFile(suggested)
    return _opened(dialog, on_chosen)


def _opened(dialog: QFileDialog, on_chosen: Callable[[Path], object]) -> QFileDialog:
    dialog.fileSelected.connect(lambda name: on_chosen(Path(name)) if name else None)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
