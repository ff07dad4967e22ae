"""What a page is made of, before it is text or HTML: both show the same blocks."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or a few; an `aside` says what is left out, or how to read what follows."""

    text: str
    is_aside: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list of things said, each on its own."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a label and what it stands for; pairs of one label in a row show it once."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """What to type on a command line."""

    command: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, and whether it holds numbers."""

    heading: str
    has_numbers: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: a cell for each column, the first naming the row.

    `part` is how long its bar is where the table has bars: a part of the whole, from 0 to 1.
    `stands_out` marks those who are chosen, `is_sum` what stands below a line.
    """

    cells: tuple[str, ...]
    part: Fraction | None = None
    stands_out: bool = False
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


Block = Paragraph | Items | Facts | Typed | Table


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks under a heading."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A count told: a title, and sections in the order in which people ask."""

    title: str
    sections: tuple[Section, ...]
