"""The rows of the archive.

What a dump said stands in Revision and Sighting and is never rewritten; what is shown, and what an
editor decided, stands in Article.
"""

from .articles import (
    Article,
    ArticleKey,
    ArticleTag,
    DuplicateGroup,
    Revision,
    Story,
    TagRemoval,
    Withdrawal,
)
from .catalogue import Language, Source, Tag, TagName
from .curation import Operation, Review, Tombstone, TombstoneKey
from .derived import FacetCount, Indexed, IndexState, Sketch, SketchBucket, WordForm
from .provenance import Block, BlockCounts, Dump, Load, Reading, Refusal, Sighting

__all__ = [
    "Article",
    "ArticleKey",
    "ArticleTag",
    "Block",
    "BlockCounts",
    "Dump",
    "DuplicateGroup",
    "FacetCount",
    "IndexState",
    "Indexed",
    "Language",
    "Load",
    "Operation",
    "Reading",
    "Refusal",
    "Review",
    "Revision",
    "Sighting",
    "Sketch",
    "SketchBucket",
    "Source",
    "Story",
    "Tag",
    "TagName",
    "TagRemoval",
    "Tombstone",
    "TombstoneKey",
    "Withdrawal",
    "WordForm",
]
