"""Make pages, spreadsheets and slides of a result folder, without simulating anything."""
