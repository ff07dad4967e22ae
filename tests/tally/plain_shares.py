"""Equal Shares in the plainest way: every voter by themselves, every raise from scratch."""

from fractions import Fraction

from deliberate.tally.budget.equal_shares import Completion, Stop, Utility
from deliberate.tally.budget.projects import projects_of
from deliberate.tally.lots import LotOrder


def plainly(rule, profile, lots):
    """Return what is funded, in order."""
    projects = projects_of(profile)
    raised, (payments, spent) = 0, one_run(rule, profile, lots, 0)
    while rule.completion is not Completion.NONE and raised < 2000:
        missed = [p for p in projects if p.votes and p.number not in payments]
        if not missed:
            break
        if rule.add1_stop is Stop.EXHAUSTIVE and all(p.cost > rule.budget - spent for p in missed):
            break
        raised += 1
        following, costs = one_run(rule, profile, lots, raised)
        if costs > rule.budget:
            break
        payments, spent = following, costs
    return then_by_votes(rule, profile, lots, list(payments), spent)


def then_by_votes(rule, profile, lots, funded, spent):
    """Return what is funded with what is bought after the shares, if the rule says so."""
    if rule.completion is not Completion.ADD1U:
        return funded
    left = rule.budget - spent
    waiting = [
        project
        for project in projects_of(profile)
        if project.number not in funded and project.votes >= rule.min_votes
    ]
    waiting.sort(key=lambda p: (-p.votes, p.cost, lots.order.index(p.number)))
    for project in waiting:
        if project.cost <= left:
            funded = [*funded, project.number]
            left -= project.cost
    return funded


def one_run(rule, profile, lots, raised):
    """Return what each voter pays for each project bought, in order, and what all of them cost."""
    voters = voters_of(profile)
    has = [Fraction(rule.budget, profile.voters) + raised * rule.step] * len(voters)
    waiting = {p for p in projects_of(profile) if p.votes}
    free = sorted(
        (p for p in waiting if not p.cost), key=lambda p: (-p.votes, lots.place(p.number))
    )
    payments, spent = {p.number: [Fraction()] * len(voters) for p in free}, 0
    waiting = {p for p in waiting if p.cost}
    while True:
        offers = []
        for project in waiting:
            worth = [worth_to(ballot, project, rule.utility) for ballot in voters]
            if sum(money for money, each in zip(has, worth, strict=True) if each) < project.cost:
                continue
            price = price_for_worth(has, worth, project.cost)
            place = lots.order.index(project.number)
            offers.append((price, -project.votes, project.cost, place, project, worth))
        if not offers:
            return payments, spent
        price, _votes, cost, _place, project, worth = min(offers, key=lambda offer: offer[:4])
        pays = [min(money, price * each) for money, each in zip(has, worth, strict=True)]
        has = [money - paid for money, paid in zip(has, pays, strict=True)]
        payments[project.number] = pays
        spent += cost
        waiting.remove(project)


def paid_by_each(payments, voters):
    """Return what each of so many voters paid in all."""
    return [sum(paid[voter] for paid in payments.values()) for voter in range(voters)]


def voters_of(profile):
    """Return every filled-in ballot as often as it was cast."""
    return [ballot for ballot, count in profile.ballots.items() for _each in range(count)]


def worth_to(ballot, project, utility):
    """Return what a project is worth to who cast a ballot; 0 if they did not choose it."""
    if utility is Utility.POINTS:
        return dict(ballot).get(project.number, 0)
    if project.number not in ballot:
        return 0
    return project.cost if utility is Utility.COST else 1


def price_for_worth(has, worth, cost):
    """Find the price at which supporters pay the cost, each by worth or all that they have.

    What comes in grows with the price, in a straight line between prices that use somebody up.
    """

    def comes_in(price):
        return sum(min(money, price * each) for money, each in zip(has, worth, strict=True))

    used_up = {Fraction(money) / each for money, each in zip(has, worth, strict=True) if each}
    above = min(price for price in used_up if comes_in(price) >= cost)
    below = max([price for price in used_up if price < above], default=Fraction())
    rises = comes_in(above) - comes_in(below)
    return below + (above - below) * (cost - comes_in(below)) / rises


def lots_against(lots, number):
    """Put one option last in the order of lots."""
    return LotOrder((*[n for n in lots.order if n != number], number))
