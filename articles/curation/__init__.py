"""What editors decide, written so that it stays decided: no load undoes it, and an editor can.

Nothing here knows the admin. Each function is one transaction that holds the writer's lock and ends with
indexing; those that change many rows leave an Operation to take them back by.
"""
