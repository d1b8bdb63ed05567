"""Read-only selects, a file per family of pages."""
