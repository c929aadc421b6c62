"""What people see: Markdown, pages, tables."""
