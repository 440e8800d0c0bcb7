"""Words to articles: one analysis and one query language, over the index of either database."""
