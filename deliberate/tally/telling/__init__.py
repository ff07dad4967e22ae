"""An outcome told: in sentences, as a page, as JSON."""
