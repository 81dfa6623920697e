"""What a record could make a terminal, TeX, a spreadsheet or a browser do: nothing."""
