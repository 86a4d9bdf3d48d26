"""Plain text becomes nodes: ``tokens`` is what people type, ``reader`` what it means."""
