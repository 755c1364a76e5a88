"""Read what a log grew since a size that is known: every new entry, held against every tile that it fills."""

from __future__ import annotations

from collections.abc import Iterator

from tequio.record.tlog.merkle import leaf_hash
from tequio.record.tlog.tiles import ENTRIES, HEIGHT, WIDTH, Broken, Edge, Reader, Store, path, width_at


def edge_of(reader: Reader, size: int) -> Edge:
    """Take up the edge that a tree had at an earlier size; raise Broken if its entries are not those of its tiles.

    That it is the right edge is shown by its root only, compared with one that is trusted.
    """
    edge, level = Edge(size), 0
    while size >> (HEIGHT * level):
        end = size >> (HEIGHT * level)
        edge.rows.append([reader.node(HEIGHT * level, at) for at in range(end - end % WIDTH, end)])
        level += 1
    edge.pending = _entries(reader, size - size % WIDTH, size)
    if edge.rows and [leaf_hash(one) for one in edge.pending] != edge.rows[0]:
        raise Broken(f"{path(ENTRIES, size // WIDTH)} is not what its tile is made from")
    return edge


def grown(store: Store, reader: Reader, edge: Edge) -> Iterator[bytes]:
    """Yield the entries from an edge to the end of a tree, growing the edge; raise Broken, naming the file.

    What has been yielded stands in the tree only if the edge's root is the tree's in the end.
    """
    while edge.size < reader.size:
        start = edge.size
        found = _entries(reader, start, start - start % WIDTH + WIDTH)
        try:
            filled = list(edge.grow(found))
        except ValueError as error:
            raise Broken(f"{_bundle(reader, start)}: {error}") from error
        for name, expected in filled:
            _hold(store, name, expected)
        yield from found
    for name, expected in edge.unfinished():
        _hold(store, name, expected)


def _entries(reader: Reader, start: int, end: int) -> list[bytes]:
    try:
        return list(reader.entries(start, end))
    except Broken:
        raise
    except ValueError as error:
        raise Broken(f"{_bundle(reader, start)}: {error}") from error


def _bundle(reader: Reader, start: int) -> str:
    return path(ENTRIES, start // WIDTH, width_at(0, start // WIDTH, reader.size))


def _hold(store: Store, name: str, expected: bytes) -> None:
    """Hold a published tile against the one that the entries make; entries need no second look."""
    if name.startswith(f"tile/{ENTRIES}/"):
        return
    for wanted in dict.fromkeys((name, name.partition(".p/")[0])):  # the full one replaces the partial
        try:
            found = store.read(wanted)
        except FileNotFoundError:
            continue
        if (found if wanted == name else found[: len(expected)]) != expected:
            raise Broken(f"{wanted} is not made from the entries")
        return
    raise Broken(f"{name} is missing")
