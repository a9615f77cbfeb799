"""Turn a scenario under one policy into a world of plain numbers."""
