"""The databases that tests are given keep their own promises."""

from collections.abc import Callable

from sqlalchemy import Engine, create_engine, inspect, make_url, text
from sqlalchemy.pool import NullPool

from tests.databases import Databases, only_on_postgresql, only_on_sqlite

Sources = Callable[[str], Databases]


def engine_of(url: str) -> Engine:
    address = make_url(url)
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    return create_engine(address, poolclass=NullPool)


def make_a_shelf(url: str) -> None:
    with engine_of(url).begin() as connection:
        connection.execute(text("CREATE TABLE shelf (book TEXT)"))


def books_in(url: str) -> list[str]:
    with engine_of(url).begin() as connection:
        return list(connection.execute(text("SELECT book FROM shelf")).scalars())


def test_an_empty_database_has_no_tables(empty_database_url, database_kind):
    engine = engine_of(empty_database_url)

    assert engine.dialect.name == database_kind
    assert inspect(engine).get_table_names() == []


def test_what_one_test_writes_another_never_sees(databases: Sources, database_kind):
    source = databases(database_kind)
    first, second = source.fresh(made_by=make_a_shelf), source.fresh(made_by=make_a_shelf)

    with engine_of(first).begin() as connection:
        connection.execute(text("INSERT INTO shelf VALUES ('On Liberty')"))

    assert books_in(first) == ["On Liberty"]
    assert books_in(second) == []
    source.drop(first)
    source.drop(second)


def test_a_template_is_made_once_however_many_ask(databases: Sources, database_kind):
    made = []

    def make(url: str) -> None:
        made.append(url)
        make_a_shelf(url)

    source = databases(database_kind)
    urls = [source.fresh(made_by=make) for _ in range(3)]

    assert len(made) == 1
    assert len(set(urls)) == 3
    for url in urls:
        source.drop(url)


@only_on_postgresql
def test_a_database_still_in_use_is_dropped_all_the_same(databases: Sources, database_kind):
    source = databases(database_kind)
    url = source.fresh()
    engine = engine_of(url)

    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        source.drop(url)
        connection.invalidate()

    with engine_of(source.fresh()).connect() as other:
        names = other.execute(text("SELECT datname FROM pg_database")).scalars()
        assert make_url(url).database not in set(names)


@only_on_postgresql
def test_commits_on_postgresql_are_as_durable_as_in_production(empty_database_url):
    with engine_of(empty_database_url).connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            assert connection.execute(text(f"SHOW {setting}")).scalar_one() == "on"


@only_on_sqlite
def test_a_test_of_one_kind_runs_on_that_kind_only(database_kind):
    assert database_kind == "sqlite"
