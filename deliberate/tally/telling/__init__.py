"""An outcome told in sentences: facts under keys, and their words."""
