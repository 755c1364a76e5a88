"""Read what a log grew since a size that is known: every new entry, held against every tile that it fills."""

from __future__ import annotations

from collections.abc import Iterator

from tequio.tlog.merkle import leaf_hash
from tequio.tlog.tiles import ENTRIES, HEIGHT, WIDTH, Broken, Edge, Reader, path


def edge_of(reader: Reader, size: int) -> Edge:
    """Take up the edge that a tree had at an earlier size; raise Broken if its entries are not those of its tiles.

    That it is the right edge is shown by its root only, compared with one that is trusted.
    """
    edge, level = Edge(size), 0
    while size >> (HEIGHT * level):
        end = size >> (HEIGHT * level)
        edge.rows.append([reader.node(HEIGHT * level, at) for at in range(end - end % WIDTH, end)])
        level += 1
    edge.pending = list(reader.entries(size - size % WIDTH, size))
    if edge.rows and [leaf_hash(one) for one in edge.pending] != edge.rows[0]:
        raise Broken(f"{path(ENTRIES, size // WIDTH)} is not what its tile is made from")
    return edge


def grown(reader: Reader, edge: Edge) -> Iterator[bytes]:
    """Yield the entries from an edge to the end of a tree, growing the edge; raise Broken, naming the file.

    What has been yielded stands in the tree only if the edge's root is the tree's in the end.
    """
    while edge.size < reader.size:
        start = edge.size
        found = list(reader.entries(start, start - start % WIDTH + WIDTH))
        for name, expected in edge.grow(found):
            _hold(reader, name, expected)
        yield from found
    for name, expected in edge.unfinished():
        _hold(reader, name, expected)


def _hold(reader: Reader, name: str, expected: bytes) -> None:
    """Hold a published tile against the one that the entries make; the entries themselves need no second look."""
    if name.startswith(f"tile/{ENTRIES}/"):
        return
    for wanted in dict.fromkeys((name, name.partition(".p/")[0])):  # the full one replaces the partial
        try:
            found = reader.store.read(wanted)
        except FileNotFoundError:
            continue
        if (found if wanted == name else found[: len(expected)]) != expected:
            raise Broken(f"{wanted} is not made from the entries")
        return
    raise Broken(f"{name} is missing")
