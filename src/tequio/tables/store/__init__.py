"""Published versions: how text becomes typed columns, the two files of a version, and what differs between two."""
