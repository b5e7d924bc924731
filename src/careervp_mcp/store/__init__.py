"""Storage: whole-file writes and locks between processes."""
