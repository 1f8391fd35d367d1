"""All rows of a database put into another one, whichever engines they are of, and compared one by one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from index.database.disk import StorageProblem
from index.database.model import Changes, Database, DatabaseRow, Reader

REFERRED_TO = ("reports", "conversations")  # tables that rows of others name: they are filled first
BATCH = 500  # rows


def copy_rows(source: Database, target: Database) -> dict[str, int]:
    """Put every row of ``source`` into ``target``, in place of what it holds; return how many each table has.

    The source is read as it is at one moment while others go on changing it. The target is changed in one transaction,
    which is kept when its rows were read again and are those of the source.

    :raises StorageProblem: the two differ in their tables, or a row came out otherwise than it went in.
    """
    tables = sorted(source.tables(), key=lambda table: (table not in REFERRED_TO, table))
    columns = {table: source.columns(table) for table in tables}
    for table, names in columns.items():
        if set(target.columns(table)) != set(names):
            raise StorageProblem(
                f"Bảng {table} của {source.name} có cột {', '.join(names)}, còn của {target.name} có "
                f"{', '.join(target.columns(table)) or 'không cột nào'}. Hai bên phải cùng phiên bản; hãy nâng cấp bên cũ: "
                "python -m app migrate, rồi làm lại"
            )
    with source.snapshot() as before, target.changing() as after:
        for table in reversed(tables):
            after.execute(f"DELETE FROM {table}")  # noqa: S608 - a table of ours
        counts = {
            table: _put(_rows(source, before, table, columns[table]), after, table, columns[table]) for table in tables
        }
        for table in tables:
            rows = _rows(source, before, table, columns[table])
            again = _rows(target, after, table, columns[table])
            if any(tuple(row) != tuple(copy) for row, copy in zip(rows, again, strict=True)):
                raise StorageProblem(
                    f"Chép bảng {table} sang {target.name} không ra đúng những dòng đã có nên không ghi gì. Hãy làm lại; "
                    "nếu vẫn vậy, hãy báo người phát triển"
                )
        target.count_on(after)
    return counts


def _rows(database: Database, reader: Reader, table: str, columns: list[str]) -> Iterator[DatabaseRow]:
    """Yield the rows in the order in which they came."""
    order = database.order_of(table)
    yield from reader.each(f"SELECT {', '.join(columns)} FROM {table} ORDER BY {order}")  # noqa: S608


def _put(rows: Iterator[DatabaseRow], after: Changes, table: str, columns: list[str]) -> int:
    marks = ", ".join("?" * len(columns))
    count = 0
    while batch := [tuple(row) for row in islice(rows, BATCH)]:
        after.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", batch)  # noqa: S608
        count += len(batch)
    return count
