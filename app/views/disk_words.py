"""What a stick or folder did not let happen, and what to do: a sentence for each fault (AIR-1)."""

from __future__ import annotations

from typing import assert_never

from app.language import _
from app.license.picture import DiskFault, Remark, RemarkCode


def of(remark: Remark) -> str:
    kinds = set(DiskFault)
    fault = DiskFault(remark.detail) if remark.detail in kinds else DiskFault.OTHER
    return _written(fault) if remark.code == RemarkCode.CANNOT_WRITE else _read(fault)


def _written(fault: DiskFault) -> str:
    match fault:
        case DiskFault.FULL:
            return _("There is no room left there. Nothing is lost: make room, or choose another "
                     "place, and save again.")  # fmt: skip
        case DiskFault.READ_ONLY:
            return _("This stick is write-protected. Is there a little switch on it? Choose "
                     "another place otherwise.")  # fmt: skip
        case DiskFault.GONE:
            return _("The stick is not there any more. Nothing is lost: plug it in and save again.")
        case DiskFault.SLOW:
            return _("Writing took too long, and was given up. Nothing is lost: try again, or take "
                     "another stick.")  # fmt: skip
        case DiskFault.DENIED:
            return _("You may not write in this folder. Choose another one.")
        case DiskFault.OTHER:
            return _("The file could not be written. Is the disk full or protected?")
        case never:
            assert_never(never)


def _read(fault: DiskFault) -> str:
    match fault:
        case DiskFault.GONE:
            return _("The file is not there any more. Was the stick pulled out?")
        case DiskFault.SLOW:
            return _("Reading took too long. Is the stick all right? Copy the file to this "
                     "computer, and open it there.")  # fmt: skip
        case DiskFault.DENIED:
            return _("You may not read this file. Copy it to a folder of your own.")
        case DiskFault.FULL | DiskFault.READ_ONLY | DiskFault.OTHER:
            from app.views import words  # late: a good start says none of these
            from contract.offline_files import FileFault

            return words.of_contract(FileFault.CANNOT_READ)
        case never:
            assert_never(never)
