"""What can go wrong while reading, worded for the person who has the file."""

import errno

NO_ROOM = "đĩa của máy đã đầy khi đang đọc tệp; tệp không hỏng, hãy giải phóng dung lượng đĩa rồi nạp lại"
FULL_DISK = frozenset({errno.ENOSPC, errno.EDQUOT})


class UnreadableFile(Exception):
    """A file cannot be read. The message is one line in Vietnamese: what is wrong and what to do."""


class NoRoom(UnreadableFile):
    """The disk is full: nothing is wrong with the file, which can be read once there is room."""
