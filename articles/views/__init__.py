"""The public pages: each a function that ends in one context and one render."""
