"""Lists that go on: which page of them is shown."""


def paged(asked: int, found: int, size: int) -> tuple[int, int]:
    """Return the page nearest to the one asked for, and how many there are, which is never none.

    >>> paged(7, found=101, size=50)
    (3, 3)
    >>> paged(1, found=0, size=50)
    (1, 1)
    """
    pages = max(1, -(-found // size))
    return min(max(1, asked), pages), pages
