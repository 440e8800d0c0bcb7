"""The search index of the database in use: a few operations, the same on both.

positions(expression, span, ascending, number)   where the first matches stand
candidates(expression, span, number)             the newest matches, with what ranking looks at
count(expression, span, cap)                     how many there are, `cap` at the most
forget_deleted()                                 drops what only deleted entries held
rebuild()                                        the index anew from the entries
is_sound()                                       whether the index holds what the entries hold
"""

from types import ModuleType

from django.db import connection

from . import postgres, sqlite


def index() -> ModuleType:
    return postgres if connection.vendor == "postgresql" else sqlite
