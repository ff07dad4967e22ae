"""The tracker on a receipt: 80 random bits in a form that people can copy.

The letters are those of Crockford's base 32, which leaves out I, L, O and U: what is easily taken
for another sign is read as the one that was meant.
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
_READ_AS = str.maketrans("OIL", "011")


def new_tracker() -> str:
    """Return 16 signs: 80 bits from the system's source of randomness."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def in_groups(tracker: str) -> str:
    """Return a tracker as people read it: `7K3M-Q9TX-40HD-WZ2C`."""
    return "-".join(tracker[at : at + 4] for at in range(0, LENGTH, 4))


def read_tracker(typed: str) -> str | None:
    """Return the tracker that a person typed, forgiving case, dashes, blanks and look-alikes.

    None where it can't be one, whatever was meant.
    """
    signs = "".join(sign for sign in typed.upper() if sign.isalnum()).translate(_READ_AS)
    return signs if len(signs) == LENGTH and set(signs) <= set(ALPHABET) else None
