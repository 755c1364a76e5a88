"""The words of the public record (RECORD.md 4.1)."""

LEAF_VERSION = 1
LEAF_LIMIT = 4096  # bytes; the format's hard limit is 65,535
SD_ALGORITHM = "sha-256"  # RFC 9901
DECOY_MULTIPLE = 4  # digests are padded to a multiple, so that their number tells little
