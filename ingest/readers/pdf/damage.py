"""What pypdf lets through on damaged objects, and what the user is told of a file that cannot be read."""

from __future__ import annotations

from pypdf.errors import PyPdfError

LOCKED = "tệp PDF có mật khẩu; hãy bỏ mật khẩu rồi nạp lại"
DAMAGED = "tệp PDF hỏng hoặc bị cắt cụt; hãy tải hoặc quét lại tệp gốc"
DAMAGE = (PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, OSError, RecursionError, AssertionError,
          ArithmeticError, NotImplementedError)  # fmt: skip
