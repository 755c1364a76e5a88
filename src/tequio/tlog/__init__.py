"""A transparency log's formats and what is done with them, one file per concept. Knows no Django and nothing of ours.

Specifications: merkle (RFC 6962) · note (c2sp.org/signed-note) · checkpoint (tlog-checkpoint, tlog-cosignature) ·
tiles (tlog-tiles) · proof (tlog-proof) · policy (tlog-policy) · submission (tlog-witness, asking) · entry, snapshot
(RECORD.md: the leaf and the list of newest leaves).
Where files are: folder · remote · mirror (a whole copy) · page (from a page to its bundle).
Verifying: bundle · verify, with signed included cited · finding (what is said) · contradiction.
Watching: monitor, with memory growth chains. Witnessing: witness, with witness_server witness_page witness_pull
witness_cli.
"""
