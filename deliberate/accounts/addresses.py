"""Email addresses: two spellings of one address are one person. Pure."""

from email_validator import EmailNotValidError, validate_email

# Providers that read `m.ina@` as `mina@`; each with the name that stands for it here.
_WITHOUT_DOTS = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}


class AddressMistyped(ValueError):
    """What was typed is no address that a letter could be sent to."""


def read_address(typed: str, *, is_local: bool = False) -> str:
    """Return the normalised form of an address that a person typed or a list holds.

    Raises AddressMistyped. An instance that serves a loopback address (`is_local`) also takes
    localhost and *.test, which no letter can reach elsewhere.
    """
    typed = typed.strip()
    if is_local and typed.lower().endswith("@localhost"):  # which the checker never takes
        return read_address(f"{typed}.test", is_local=True).removesuffix(".test")
    try:
        found = validate_email(
            typed,
            allow_smtputf8=False,
            check_deliverability=False,
            test_environment=is_local,
        )
    except EmailNotValidError:
        raise AddressMistyped(typed) from None
    return normalised(found.ascii_email or found.normalized)


def normalised(email: str) -> str:
    """Return the one spelling that stands for this address.

    Letters go to this spelling, too: a link that was asked for with `mina+x@` and lets in `mina@`
    must reach `mina@`, whoever reads the other one.

    >>> normalised("Mina+Votes@Example.org")
    'mina@example.org'
    >>> normalised("m.ina@googlemail.com")
    'mina@gmail.com'
    """
    local, _, domain = email.strip().lower().rpartition("@")
    local = local.partition("+")[0] or local
    if domain in _WITHOUT_DOTS:
        local, domain = local.replace(".", ""), _WITHOUT_DOTS[domain]
    return f"{local}@{domain}"


def masked(email: str) -> str:
    """Return an address that its owner recognises and others can't write to.

    >>> masked("mina@example.org")
    'm…a@example.org'
    >>> masked("jo@example.org")
    'j…@example.org'
    """
    local, _, domain = email.rpartition("@")
    last = local[-1] if len(local) > 2 else ""
    return f"{local[:1]}…{last}@{domain}"
