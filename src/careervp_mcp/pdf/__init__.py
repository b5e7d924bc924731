"""Typesetting: engines, sandbox, log reader, PDF reader. Touches processes and fonts."""
