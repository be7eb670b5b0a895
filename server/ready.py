"""Querysets that are asked at every call: compiled once, prepared in the database, read as ever.

Building the SQL of a queryset takes Django several times as long as running it. `Ready` keeps
what was built, for as many arguments as there are; the queryset stays the one definition, and
rows come back as it says. `write` stores a row's columns in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import psycopg
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import (
    BooleanField,
    CharField,
    DateTimeField,
    ForeignKey,
    IntegerField,
    Model,
    QuerySet,
    TextField,
)
from django.db.models.query import ModelIterable, get_related_populators

from server.postgresql import Rows, Statement, run

Shape = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class _Plan:
    statement: str
    values: tuple[tuple[int | None, Any], ...]  # an argument's number, or the value
    read: Callable[[Sequence[Any]], list[Any]]

    def bound(self, database: Any, arguments: tuple[Any, ...]) -> list[Any]:
        flat = list(_flat(arguments))
        if database.vendor == "sqlite":
            flat = [stored(each) for each in flat]
        return [value if place is None else flat[place] for place, value in self.values]


class Ready:
    """Called with plain values, or tuples of such for `__in`; gives what `list(queryset)` would."""

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        self._build = build
        self._plans: dict[tuple[str, Shape], _Plan | None] = {}

    def __call__(self, *arguments: Any) -> list[Any]:
        (found,) = ask((self, arguments))
        return found

    def plan(self, database: Any, arguments: tuple[Any, ...]) -> _Plan | None:
        """None: nothing can be found."""
        shape = tuple(len(each) if isinstance(each, tuple) else None for each in arguments)
        known = (database.vendor, shape)
        if known not in self._plans:
            self._plans[known] = self._compiled(arguments)
        return self._plans[known]

    def _compiled(self, arguments: tuple[Any, ...]) -> _Plan | None:
        marks = [_mark(number, each) for number, each in enumerate(_flat(arguments))]
        queryset = self._build(*_in_shape(marks, arguments))
        compiler = queryset.query.get_compiler(connection=connection)
        try:
            statement, parameters = compiler.as_sql()
        except EmptyResultSet:
            return None
        prepared = [stored(each) for each in marks]
        values = tuple(_value(each, prepared) for each in parameters)
        return _Plan(spelled(statement), values, _reading(queryset, compiler))


def ask(*questions: tuple[Ready, tuple[Any, ...]]) -> list[list[Any]]:
    """Several at once, one way there and back: each is asked after the one before."""
    database = connections[DEFAULT_DB_ALIAS]
    plans = [ready.plan(database, arguments) for ready, arguments in questions]
    statements = [
        (plan.statement, plan.bound(database, arguments))
        for plan, (_, arguments) in zip(plans, questions, strict=True)
        if plan is not None
    ]
    rows = iter(_run(database, statements))
    return [[] if plan is None else plan.read(next(rows)) for plan in plans]


def execute(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of one statement of our own; PostgreSQL keeps its plan."""
    (rows,) = _run(connections[DEFAULT_DB_ALIAS], [(statement, values)])
    return rows


def _run(database: Any, statements: Sequence[Statement]) -> list[list[tuple[Any, ...]]]:
    """On Django's own connection, in its transaction."""
    if not statements:
        return []
    database.close_if_health_check_failed()
    if database.connection is None:
        database.ensure_connection()
    if database.vendor == "sqlite":
        with database.wrap_database_errors:
            return [database.connection.execute(*each).fetchall() for each in statements]
    before = _taken(_WAITING.get() or [])
    return _sent(database, [*before, *statements])[len(before) :]


def _sent(database: Any, statements: Sequence[Statement], *, commit: bool = False) -> list[Rows]:
    try:
        return run(database.connection, statements, commit=commit)
    except psycopg.Error:
        with database.wrap_database_errors:
            raise


def write(row: Model) -> None:
    """Stores all columns of a row that is there, as `save` does, without building a statement."""
    statement, columns = _update(type(row), connection.vendor)  # type: ignore[arg-type]
    change(statement, [*_stored(row, columns), row.pk])


def add(row: Model) -> None:
    """Stores a new row that nobody asks for its number."""
    statement, columns = _insert(type(row), connection.vendor)  # type: ignore[arg-type]
    change(statement, _stored(row, columns))


def change(statement: str, values: Sequence[Any]) -> None:
    """Runs a statement that gives nothing back: at once, or with the others of its act."""
    waiting = _WAITING.get()
    if waiting is None:
        execute(statement, values)
    else:
        waiting.append((statement, values))


@contextmanager
def changes_together() -> Iterator[None]:
    """An act's changes are sent when it asks something else, and the last with its commit.

    Inside the act's transaction, which is over then, unless the act wants it undone.
    """
    database = connections[DEFAULT_DB_ALIAS]
    if database.vendor == "sqlite":
        yield
        return
    waiting: list[Statement] = []
    token = _WAITING.set(waiting)
    try:
        with database.execute_wrapper(_after_what_waits):
            yield
    finally:
        _WAITING.reset(token)
    if waiting and not database.needs_rollback:
        _sent(database, waiting, commit=True)


def _after_what_waits(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
    """Django's own statements come after those that were given before them."""
    waiting = _WAITING.get()
    if waiting:
        _sent(context["connection"], _taken(waiting))
    return execute(sql, params, many, context)


def _taken(waiting: list[Statement]) -> list[Statement]:
    taken = waiting.copy()
    waiting.clear()
    return taken


_WAITING: ContextVar[list[Statement] | None] = ContextVar("waiting", default=None)


Column = tuple[str, Callable[[Any], Any] | None]


@cache
def _update(model: Any, vendor: str) -> tuple[str, list[Column]]:
    columns = _columns(model)
    names = ", ".join(f"{each.column} = %s" for each in columns)
    statement = f"UPDATE {model._meta.db_table} SET {names} WHERE id = %s"  # noqa: S608  # columns
    return spelled(statement), [_prepared(each, vendor) for each in columns]


@cache
def _insert(model: Any, vendor: str) -> tuple[str, list[Column]]:
    columns = _columns(model)
    names, places = ", ".join(each.column for each in columns), ", ".join("%s" for _ in columns)
    statement = f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({places})"  # noqa: S608  # columns
    return spelled(statement), [_prepared(each, vendor) for each in columns]


def _columns(model: Any) -> list[Any]:
    return [each for each in model._meta.concrete_fields if not each.primary_key]


def _prepared(column: Any, vendor: str) -> Column:
    """Its name, and what Django does to its values, where it does anything."""
    as_it_is: tuple[Any, ...] = (CharField, TextField, IntegerField, BooleanField, ForeignKey)
    if vendor != "sqlite":
        as_it_is += (DateTimeField,)
    name = str(column.attname)
    if isinstance(column, as_it_is):
        return name, None
    return name, lambda value: column.get_db_prep_save(value, connection)


def _stored(row: Model, columns: Sequence[Column]) -> list[Any]:
    values = row.__dict__
    return [values[name] if prepare is None else prepare(values[name]) for name, prepare in columns]


def _reading(queryset: QuerySet, compiler: Any) -> Callable[[Sequence[Any]], list[Any]]:
    converters = compiler.get_converters([each[0] for each in compiler.select])

    def converted(rows: Sequence[Any]) -> Any:
        return compiler.apply_converters(rows, converters) if converters else rows

    if not issubclass(queryset._iterable_class, ModelIterable):
        return lambda rows: [tuple(row) for row in converted(rows)]
    make = _maker(compiler)
    return lambda rows: [make(row) for row in converted(rows)]


def _maker(compiler: Any) -> Callable[[Sequence[Any]], Model]:
    """One row as a model with what was selected beside it, as Django's own iterable does."""
    chosen = compiler.klass_info["select_fields"]
    begin, end = chosen[0], chosen[-1] + 1
    names = [each[0].target.attname for each in compiler.select[begin:end]]
    model = compiler.klass_info["model"]
    computed = compiler.annotation_col_map or {}
    beside = get_related_populators(compiler.klass_info, compiler.select, connection.alias)

    def make(row: Sequence[Any]) -> Model:
        made: Model = model.from_db(connection.alias, names, row[begin:end])
        for name, place in computed.items():
            setattr(made, name, row[place])
        for each in beside:
            each.populate(row, made)
        return made

    return make


def spelled(statement: str) -> str:
    return statement.replace("%s", "?") if connection.vendor == "sqlite" else statement


def _flat(arguments: Sequence[Any]) -> Iterator[Any]:
    for each in arguments:
        if isinstance(each, tuple):
            yield from each
        else:
            yield each


def _in_shape(marks: list[Any], arguments: Sequence[Any]) -> Iterator[Any]:
    left = iter(marks)
    for each in arguments:
        yield tuple(next(left) for _ in each) if isinstance(each, tuple) else next(left)


def _mark(number: int, argument: Any) -> Any:
    """A value that stands in for an argument and is found again among the parameters."""
    if isinstance(argument, datetime):
        return datetime(2, 1, 1, tzinfo=UTC) + timedelta(days=number)
    if isinstance(argument, int):
        return 7_000_000_000_000 + number
    return f"\x02{number}"


def stored(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value


def _value(parameter: Any, marks: list[Any]) -> tuple[int | None, Any]:
    return (marks.index(parameter), None) if parameter in marks else (None, parameter)
