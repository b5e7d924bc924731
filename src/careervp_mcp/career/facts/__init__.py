"""Facts: whether a text about a person says only what their history says."""

from careervp_mcp.career.facts.context import Context
from careervp_mcp.career.facts.verify import CHECKS, FactResult, verify

__all__ = ["CHECKS", "Context", "FactResult", "verify"]
