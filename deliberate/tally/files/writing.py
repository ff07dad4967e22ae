"""Writing an election in any of the formats."""

from typing import assert_never

from deliberate.tally.files.blt import write_blt
from deliberate.tally.files.csv_ballots import write_csv
from deliberate.tally.files.election import AnyElection, Format, RankedElection
from deliberate.tally.files.pabulib import write_pabulib
from deliberate.tally.files.preflib import write_preflib
from deliberate.tally.profile import BadProfile


def write(election: AnyElection, form: Format) -> str:
    """Write an election's text in a format.

    What a format has no place for beside the ballots (costs in BLT, say) is left out.

    >>> from deliberate.tally.files.election import About
    >>> from deliberate.tally.profile import Profile, options_named
    >>> about = About(Format.TOI, "Chair", lines=1)
    >>> profile = Profile(options_named(["Ada", "Bo"]), {((2,), (1,)): 3})
    >>> write(RankedElection(about, profile), Format.SOC).splitlines()[-1]
    '3: 2,1'

    Raises BadProfile if the format can't hold these ballots, options or names.
    """
    match form:
        case Format.PB:
            return write_pabulib(election)
        case Format.CSV:
            return write_csv(election)
        case Format.BLT:
            ranked = _ranked(election, form)
            if ranked.about.seats is None:
                raise BadProfile("a blt file says how many seats there are, and nothing does here")
            return write_blt(ranked.profile, ranked.about.seats, ranked.about.title)
        case Format.SOC | Format.SOI | Format.TOC | Format.TOI:
            return write_preflib(_ranked(election, form).profile, form, election.about.title)
        case _:
            assert_never(form)


def _ranked(election: AnyElection, form: Format) -> RankedElection:
    if isinstance(election, RankedElection):
        return election
    raise BadProfile(f"a {form.value} file holds rankings, and these ballots are none")
