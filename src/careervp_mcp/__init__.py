"""Career tools for AI agents: true history in, proved documents out."""

__version__ = "0.1.0"
