"""The field's own file formats, text in and text out."""
