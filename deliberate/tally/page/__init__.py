"""A count told on one page: what it holds, and how it looks as text and as HTML."""
