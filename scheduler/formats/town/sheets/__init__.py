"""One module per sheet: its columns, how its rows are written, and what is made of them."""
