"""The end of a file of tantivy's, by which it can be told whether it is as it was written. tantivy itself does not look."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path

END = struct.Struct("<II")  # length of the JSON before it, tantivy's magic number
PART = 1 << 20  # bytes read at once


def is_whole(file: Path) -> bool:
    """Say whether a file is as it was written: the JSON at its end holds the CRC-32 of what stands before.

    :raises ValueError, KeyError, TypeError, OSError: the file has another ending.
    """
    with file.open("rb") as content:
        size = content.seek(0, 2)
        if size < END.size:
            return False
        content.seek(size - END.size)
        length, _ = END.unpack(content.read())
        content.seek(size - END.size - length)
        recorded = json.loads(content.read(length))["crc"]
        content.seek(0)
        left, check = size - END.size - length, 0
        while left and (part := content.read(min(PART, left))):
            check, left = zlib.crc32(part, check), left - len(part)
    return bool(check == recorded)
