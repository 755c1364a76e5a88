"""Holding a site against its record: what the public log says must be what the API and the pages show.

A client, and nobody's confidant: it hears verified entries (tlog.monitor), asks over HTTP, and knows no Django and no
database but its own. What a fact shows, and where, its class says (kit.shown).
"""
