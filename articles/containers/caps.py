"""How much of a compressed file or an archive is unpacked before it is refused; in bytes, if nothing else."""

# What is compressed grows so many times at most: a feed or a page grows four to twenty times, a log of one
# line repeated about a hundred; deflate can grow 1,032 times, zstd without end.
RATIO = 200

# Little is allowed to grow more: 10 KB of one letter are no danger. One member may become so large before
# its ratio counts, and so large all that is in one file on disk together.
FREE = 64 << 20
FREE_TOGETHER = 1 << 30

# Six times the largest dump the archive is made for; what is larger is better loaded unpacked.
MEMBER = 64 << 30

# A file of an archive is an archive itself (a WACZ in a .zip of a month): once. Compression does not count.
DEPTH = 2

# Members of all archives in one file on disk. Each costs a file and a transaction: a million, about an hour.
MEMBERS = 1_000_000

# The directory of a .zip is sorted in memory, in about its own size: some 200,000 members.
ZIP_DIRECTORY = 24 << 20

# Members of a .zip that overlap are refused one by one, for a header may be damaged; more of them are a bomb.
OVERLAPS = 20

# The longest path that Linux opens (PATH_MAX).
PATH = 4096

# What a zstd decoder keeps in memory. Levels up to 20 take no more; RFC 8878 (3.1.1.1.2) asks for 8 MB.
ZSTD_WINDOW = 32 << 20

# A header of a .tar that is read into memory: a long name, or what else pax says of a file.
TAR_HEADER = 1 << 20

# How much is read or written at once.
CHUNK = 1 << 16
