"""DOCX and ODT are archives of XML: everything about them that could be a trap is checked here."""

from __future__ import annotations

import io
import struct
import zipfile
from itertools import pairwise

from lxml import etree

from .shape import MEGABYTE, Limits, Refusal

END_OF_DIRECTORY = b"PK\x05\x06"
DIRECTORY_ENTRY = 46  # bytes at least; with names and extras, ten times that at most
LOCAL_HEADER = 30
ENCRYPTED = 1


class Package:
    """An archive whose sizes were checked before anything was unpacked, and are metered while it is."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        _check_directory(data, limits)
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, struct.error, NotImplementedError, UnicodeDecodeError, ValueError) as error:
            raise Refusal("corrupt", f"it is a broken archive ({error})\nhint: save it again") from error
        self.left = limits.unpacked
        _check_sizes(self.archive.infolist(), len(data), limits)
        _check_overlaps(self.archive.infolist())

    def has(self, name: str) -> bool:
        """True where the archive has a part of this name."""
        return name in self.archive.NameToInfo

    def names(self) -> list[str]:
        """The names of all parts."""
        return self.archive.namelist()

    def part(self, name: str) -> bytes:
        """The bytes of one part. Raises Refusal: encrypted, corrupt or too_large."""
        info = self.archive.getinfo(name)
        if info.flag_bits & ENCRYPTED:
            raise Refusal("encrypted", "it opens only with a password\nhint: save it without a password")
        try:
            with self.archive.open(info) as part:
                data = part.read(self.left + 1)
        except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
            raise Refusal("corrupt", f"its part {name!r} is broken\nhint: save it again") from error
        self.left -= len(data)
        if self.left < 0:
            raise Refusal("too_large", "it unpacks to more than a document may hold")
        return data

    def xml(self, name: str) -> etree._Element:
        """The root of one part, with no entity resolved and nothing fetched. Raises Refusal: corrupt."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        try:
            root = etree.fromstring(self.part(name), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise Refusal("corrupt", f"its part {name!r} is no valid XML\nhint: save it again") from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise Refusal("corrupt", f"its part {name!r} declares a document type, which no word processor writes")
        return root


def _check_directory(data: bytes, limits: Limits) -> None:
    """Before the list of parts is read, its length: a list of 60,000 takes half a second and 72 MB."""
    at = data.rfind(END_OF_DIRECTORY, max(0, len(data) - 66_000))
    if at < 0 or len(data) < at + 22:
        raise Refusal("corrupt", "it is an archive that was cut short\nhint: send the whole file")
    entries, size = struct.unpack_from("<HI", data, at + 10)
    if entries > limits.entries or size > 10 * DIRECTORY_ENTRY * limits.entries:
        raise Refusal("too_large", f"it is an archive of more than {limits.entries:,} parts")


def _check_sizes(parts: list[zipfile.ZipInfo], packed: int, limits: Limits) -> None:
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > limits.entries:
        raise Refusal("too_large", f"it is an archive of more than {limits.entries:,} parts")
    if unpacked > limits.unpacked:
        raise Refusal("too_large", f"it unpacks to more than {limits.unpacked // MEGABYTE} MB")
    if unpacked > MEGABYTE and unpacked > limits.ratio * packed:
        raise Refusal("too_large", f"it unpacks to more than {limits.ratio} times its size")


def _check_overlaps(parts: list[zipfile.ZipInfo]) -> None:
    """Parts that share bytes can unpack to any size while each of them looks small."""
    ordered = sorted(parts, key=lambda part: part.header_offset)
    for part, following in pairwise(ordered):
        if part.header_offset + LOCAL_HEADER + part.compress_size > following.header_offset:
            raise Refusal("corrupt", "its parts overlap, which no program writes")


def local(element: etree._Element) -> str:
    """The element's name without its namespace: strict and transitional files differ in nothing else."""
    return str(element.tag).rpartition("}")[2]


def value(element: etree._Element | None, name: str) -> str | None:
    """The attribute of this name, in whatever namespace."""
    if element is None:
        return None
    return next((str(found) for key, found in element.attrib.items() if str(key).rpartition("}")[2] == name), None)


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of this name."""
    return None if element is None else next((one for one in element if local(one) == name), None)
