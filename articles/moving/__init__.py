"""Moving house: the whole archive as files that any database of the archive can be filled from.

An export is a folder, or the same packed as one .tar.zst file. In it stand `manifest.json` and a part for
each table (tables.EXPORTED), named after its model: `articles.revision.jsonl`.

A part is JSON Lines: UTF-8, a row a line, each line ended by "\\n", in the order of the primary key. A row is
an object with its keys sorted and no white space. Its keys are the columns of the table:

- a time is ISO 8601 in UTC with microseconds, "2024-01-08T07:30:12.000000Z"; nobody knows it: null
- bytes are base64 (RFC 4648); `raw` of a sighting or a refusal is the block of the dump, compressed by zlib
  (RFC 1950)
- what another row is meant by is that row's id; content types and permissions, of which every database makes
  its own, are meant by name, "articles.article" and "articles.article.change_article"; of the groups and the
  permissions that somebody has, there is a list
- everything else is as JSON has it

The manifest tells the name of the format, its version, the release of the archive that wrote it, and of each
part: its rows, its bytes, its SHA-256, and as `last_id` the highest id that was ever given in that table, so
that none of a row that is no more is given again. No time is in it: an archive that has not changed
is exported to the same bytes, by every database.

Not exported are passwords (an account waits for its operator to set one), sessions and failed sign-ins; nor
what is derived from the rest: search index, counts, near-duplicates, what may be one story and
nobody has looked at yet. An import makes that anew.

Another column, or another meaning of one, is another version of the format.
"""

from .exporting import Occupied, export_archive
from .importing import NotEmpty, import_archive
from .manifest import Damaged

__all__ = ["Damaged", "NotEmpty", "Occupied", "export_archive", "import_archive"]
