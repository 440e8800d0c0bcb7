"""What an operator does about a refused block, by the beginning of the reason that readers and loads give."""

MENDING = {
    "empty": "Capture it again: there is nothing in the file.",
    "binary": "Save the capture as text: this is another kind of file, or a damaged one.",
    "not UTF-8": "Save the file as UTF-8, and load that.",
    "no article in a layout": "Capture the page or the feed as text. Another layout needs a reader.",
    "two readers claim it": "Split the file, so that each part has one layout.",
    "prose above the first headline": "Put section and headline above it, or take it out: it may be the end "
    "of a page whose beginning is missing.",
    "a page longer than": "Split the file: one page, or a few, in each.",
    "an item longer than": "Look for a missing end of an item, and put it in.",
    "a heading without a body": "Capture the page again, when all of it is there.",
    "lines between two items": "Put the header of the item above them, or take them out.",
    "a record without title and text": "Say which columns hold them: --map title=COLUMN --map text=COLUMN.",
    "a record longer than": "Look for a missing end of a record, and put it in.",
    "a record of more than": "Take out of the record what is neither text nor about it.",
    "a line longer than": "Look for missing ends of lines, and put them in.",
    "no record": "Nothing, if it is none; else export the data set again.",
    "no object among the records": "Nothing, if it is no record; else write it as an object.",
    "not JSON": "Mend the record, or export the data set again.",
    "the document breaks off": "Fetch or export the file again: its end is missing.",
    "a table in UTF-16": "Save the table as UTF-8, and load that.",
    "no row of a table": "Look for a quote that is opened and not closed in its first line.",
    "a row of": "Put in or take out what stands between fields: often a quote is missing.",
    "a reference longer than": "Look for a missing end of a reference (ER), and put it in.",
    "a reference without its end": "Export the references again, or put its end (ER) in.",
    "lines outside of a reference": "Put its beginning (TY) above them, or take them out.",
    "a feed without an item": "Nothing, if it has none; else save the feed again.",
    "the feed breaks off": "Fetch the feed again: its end is missing.",
    "text between two items": "Put it into the item that it belongs to, or take it out.",
    "more than": "Look for a missing end of an item, and put it in.",
    "an item that cannot be read": "Mend the item's markup, or take out what there is too much of.",
    "an item ": "Put in what it lacks; or nothing, if it is no article.",
    "a page of": "Save the article by itself: of a page this large the article is a small part.",
    "a page with": "Save the page again, from a browser's reading view if it has one.",
    "a page that": "Save the page again, from a browser's reading view if it has one.",
    "a text in which nothing": "Nothing: the page it was made of had no text.",
    "a feed with more items": "Save the feed by itself, unpacked.",
    "a further segment": "Join the record's segments: only the first of them was read.",
    "a revisit of": "Nothing, if the record that it repeats was loaded.",
    "this article was erased": "Nothing: an erased article does not come back.",
}


def how_to_mend(reason: str) -> str:
    found = (advice for beginning, advice in MENDING.items() if reason.startswith(beginning))
    return next(found, "Compare the lines with a block that was read.")
