"""The transparency log's own formats, one file per specification of C2SP. Knows no Django and nothing of this house.

merkle   RFC 6962 hashes and proofs        note        c2sp.org/signed-note: keys, signatures
tiles    c2sp.org/tlog-tiles, any store    checkpoint  c2sp.org/tlog-checkpoint, and cosignature/v1 over one
proof    c2sp.org/tlog-proof               policy      c2sp.org/tlog-policy: whose word is enough
"""
