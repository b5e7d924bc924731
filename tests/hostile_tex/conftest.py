"""The arena stands beside the tests as a plain module, because another user runs it as a program."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
