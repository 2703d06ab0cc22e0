"""What the field knows: credentials, skills, tools, titles, places and pay, each with its source."""

from taxonomy.errors import HimatchError, TaxonomyError
from taxonomy.load import Taxonomy, load_taxonomy

__all__ = ["HimatchError", "Taxonomy", "TaxonomyError", "load_taxonomy"]
