"""The policies: what managers choose. One folder a family, one file a lever."""
