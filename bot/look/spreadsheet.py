"""CSV files that spreadsheets open as they are meant."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

# A spreadsheet takes what begins with one of these for a formula. With another separator than ours
# it begins a cell in the middle of one of ours: behind a semicolon, a tab or a line end.
_FORMULA = re.compile(r"(^|[,;|\t\r\n\v\f])([\s\"']*)(?=[=+\-@＝＋－＠])")
_MARK = "'"


def csv_file(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file in UTF-8 with a byte order mark, which tells spreadsheets the encoding.

    Every cell is quoted. In texts an apostrophe stands before whatever a spreadsheet would take
    for a formula; numbers stay numbers, None is an empty cell.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return file.getvalue().encode("utf-8-sig", "replace")


def cell_text(cell: str) -> str:
    """What a cell of a CSV file says, without the apostrophe that disarms it."""
    return cell.strip().removeprefix(_MARK).strip()


def _cell(value: object) -> object:
    return _FORMULA.sub(rf"\1\2{_MARK}", value) if isinstance(value, str) else value
