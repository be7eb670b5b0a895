"""Querysets that are asked at every call: compiled once, prepared in the database, read as ever.

Building the SQL of a queryset takes Django several times as long as running it. `Ready` keeps
what was built, for as many arguments as there are; the queryset stays the one definition, and
rows come back as it says. `write` stores a row's columns in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable, get_related_populators

Shape = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class _Value:
    """What stands at one place of the statement: an argument, or the same every time."""

    argument: int | None
    value: Any = None
    kind: type | None = None  # psycopg's name for the column's kind of number


@dataclass(frozen=True, slots=True)
class _Plan:
    statement: str
    values: tuple[_Value, ...]
    read: Callable[[Sequence[Any]], list[Any]]


class Ready:
    """Called with plain values, or tuples of such for `__in`; gives what `list(queryset)` would."""

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        self._build = build
        self._plans: dict[tuple[str, Shape], _Plan | None] = {}

    def __call__(self, *arguments: Any) -> list[Any]:
        shape = tuple(len(each) if isinstance(each, tuple) else None for each in arguments)
        known = (connection.vendor, shape)
        if known not in self._plans:
            self._plans[known] = self._compiled(arguments)
        plan = self._plans[known]
        if plan is None:  # nothing is in no list
            return []
        flat = list(_flat(arguments))
        values = [_bound(each, flat) for each in plan.values]
        return plan.read(execute(plan.statement, values).fetchall())

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


def execute(statement: str, values: Sequence[Any]) -> Any:
    """Runs it on Django's own connection, in its transaction; PostgreSQL keeps the plan."""
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with connection.wrap_database_errors:
        if connection.vendor == "sqlite":
            return connection.connection.execute(statement, values)
        connection.connection.prepare_threshold = 0
        return psycopg.Cursor(connection.connection).execute(statement, values, prepare=True)


def write(row: Model) -> None:
    """Stores all columns of a row that is there, as `save` does, without building a statement."""
    fields = row._meta.concrete_fields
    columns = [each for each in fields if not each.primary_key]
    names = ", ".join(f"{each.column} = %s" for each in columns)
    statement = f"UPDATE {row._meta.db_table} SET {names} WHERE id = %s"  # noqa: S608  # columns
    execute(spelled(statement), [*_stored(row, columns), row.pk])


def add(row: Model) -> None:
    """Stores a new row that nobody asks for its number."""
    columns = [each for each in row._meta.concrete_fields if not each.primary_key]
    names = ", ".join(each.column for each in columns)
    places = ", ".join("%s" for _ in columns)
    statement = f"INSERT INTO {row._meta.db_table} ({names}) VALUES ({places})"  # noqa: S608  # columns
    execute(spelled(statement), _stored(row, columns))


def _stored(row: Model, columns: Sequence[Any]) -> list[Any]:
    return [each.get_db_prep_save(getattr(row, each.attname), connection) for each in columns]


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
    beside = get_related_populators(compiler.klass_info, compiler.select, connection.alias)

    def make(row: Sequence[Any]) -> Model:
        made: Model = model.from_db(connection.alias, names, row[begin:end])
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


def _value(parameter: Any, marks: list[Any]) -> _Value:
    if parameter not in marks:
        return _Value(None, parameter)
    kind = type(parameter) if type(parameter) not in (int, str, datetime) else None
    return _Value(marks.index(parameter), kind=kind)


def _bound(value: _Value, flat: list[Any]) -> Any:
    if value.argument is None:
        return value.value
    given = stored(flat[value.argument])
    return given if value.kind is None else value.kind(given)
