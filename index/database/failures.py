"""What goes wrong with a PostgreSQL server, said in Vietnamese: what was found, what was expected, what to do."""

from __future__ import annotations

import psycopg
import regex as re
from psycopg import errors

from index.database.disk import StorageProblem

TABLE = re.compile(r"CREATE TABLE (?:IF NOT EXISTS )?(\w+)")
LOCKED = (errors.LockNotAvailable, errors.DeadlockDetected, errors.SerializationFailure, errors.QueryCanceled)
FORBIDDEN = (errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction)
REFUSED = (errors.InvalidPassword, errors.InvalidAuthorizationSpecification)


def tables_of(schema: str) -> list[str]:
    """Return the names of the tables that a schema makes."""
    return TABLE.findall(schema)


def without_tables(name: str, missing: list[str]) -> str:
    """Return what to tell where tables are not there."""
    return (
        f"{name} chưa có {', '.join(missing)} mà phiên bản này cần. Ứng dụng không tự sửa cơ sở dữ liệu dùng chung; hãy sao "
        "lưu rồi chạy một lần: python -m app migrate"
    )


def damaged(name: str, what: str) -> str:
    """Return what to tell of a row whose content is not what was written."""
    return (
        f"Dữ liệu trong {name} bị hỏng ({what}). Hãy dừng ứng dụng; nếu là chỉ mục, thử tạo lại từ các bản gốc đang giữ: "
        "python -m ingest --rebuild. Nếu vẫn lỗi, hãy khôi phục từ bản sao lưu: python -m app restore TỆP"
    )


def other_encoding(name: str, encoding: str) -> str:
    """Return what to tell where a database keeps its text in other letters."""
    return (
        f"{name} lưu chữ theo bảng mã {encoding}; cần UTF8 để giữ được tiếng Việt. Hãy tạo cơ sở dữ liệu khác: "
        "createdb --encoding=UTF8 --template=template0 TÊN, rồi sửa DATABASE_URL"
    )


def of_server(name: str, error: psycopg.Error) -> StorageProblem | None:
    """Return what to tell of an error that a server or its connection reports; None where SQL itself was wrong."""
    why = " ".join(str(error).split())[:200]
    if isinstance(error, errors.DiskFull):
        return StorageProblem(
            f"Đĩa của {name} đã đầy nên chưa ghi được ({why}). Hãy giải phóng dung lượng trên máy chủ đó rồi làm "
            "lại. Những gì đã lưu vẫn còn nguyên"
        )
    if isinstance(error, LOCKED):
        return StorageProblem(f"{name} đang bận lượt ghi khác ({why}). Hãy đợi lượt đó xong rồi thử lại. Không mất gì")
    if isinstance(error, FORBIDDEN):
        return StorageProblem(
            f"{name} không cho tài khoản này ghi ({why}). Hãy nhờ người quản trị PostgreSQL cấp quyền: GRANT CREATE ON "
            "DATABASE … TO …, và kiểm tra máy chủ không ở chế độ chỉ đọc"
        )
    if isinstance(error, (errors.UndefinedTable, errors.UndefinedColumn, errors.InvalidSchemaName)):
        return StorageProblem(without_tables(name, [f"bảng ({why})"]))
    if isinstance(error, REFUSED) or "authentication failed" in why:
        return StorageProblem(
            f"{name} từ chối tên hoặc mật khẩu trong DATABASE_URL ({why}). Hãy sửa DATABASE_URL, ký tự đặc biệt trong "
            "mật khẩu viết dạng %40 thay cho @"
        )
    if isinstance(error, errors.InvalidCatalogName) or "does not exist" in why:
        return StorageProblem(
            f"Không có cơ sở dữ liệu hay tài khoản mà DATABASE_URL nêu ({name}: {why}). Hãy tạo: createuser TÊN; createdb "
            "--owner=TÊN --encoding=UTF8 --template=template0 TÊN"
        )
    if isinstance(error, psycopg.ProgrammingError):
        return None
    if isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError)):
        return StorageProblem(
            f"Không nối được hoặc mất kết nối với {name} ({why}). Cần máy chủ PostgreSQL đang chạy và tới được từ máy này. "
            "Hãy kiểm tra máy chủ, mạng và DATABASE_URL rồi làm lại. Những gì đã lưu vẫn còn"
        )
    return StorageProblem(
        f"{name} báo lỗi ({why}). Hãy xem nhật ký của máy chủ PostgreSQL rồi làm lại. Những gì đã lưu vẫn còn"
    )
