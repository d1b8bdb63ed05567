"""A whole installation in one encrypted file, and back: the same file for both databases."""

from web.services.backups.archive import Header, Summary, read, write
from web.services.backups.restoring import Restored, restore
from web.services.backups.sealed import BackupUnusable

__all__ = ["BackupUnusable", "Header", "Restored", "Summary", "read", "restore", "write"]
