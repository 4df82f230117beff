"""Reading rule packs from YAML, strictly: a pack with a mistake is refused with the place of the mistake."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, TypeVar, get_args

import yaml

from waardeel.law.packs.model import Basis, Decision, Figure, Pack, Relation, Rule
from waardeel.law.verdict import DecisionRules
from waardeel.methods.errors import BadShape, InputError
from waardeel.methods.exact import fields, from_text

T = TypeVar("T")

KINDS = ("ordinary", "statutes", "dissolution")


class UnknownPack(InputError):
    """There is no pack of this name."""

    text = "There is no rule pack %(name)r. Choose one of: %(known)s."


class NotInForce(InputError):
    """The pack has no rules for this date."""

    text = "The rule pack %(name)s has no rules for %(on)s. It covers: %(periods)s."


class NoPackForForm(InputError):
    """No pack is made for this legal form in this country."""

    text = "There is no rule pack for the form %(legal_form)r in %(country)s. Known forms there: %(known)s."


@cache
def names() -> tuple[str, ...]:
    """The names of all packs, in alphabetical order."""
    return tuple(
        sorted(path.name.removesuffix(".yaml") for path in files(__package__).iterdir() if path.name.endswith(".yaml"))
    )


def load(name: str, on: date) -> Pack:
    """The pack as it holds on a day. Raises UnknownPack, NotInForce."""
    if name not in names():
        raise UnknownPack(name=name, known=", ".join(names()))
    versions = _versions(name)
    for pack in versions:
        if pack.valid_from <= on and (pack.valid_until is None or on < pack.valid_until):
            return pack
    periods = "; ".join(f"from {pack.valid_from} until {pack.valid_until or 'now'}" for pack in versions)
    raise NotInForce(name=name, on=on, periods=periods)


def for_form(country: str, legal_form: str, on: date) -> Pack:
    """The pack for a legal form, written in its own language or in English; "" is a group without a legal
    form.

    Capitals do not matter. Packs of no country serve every country. Raises NoPackForForm, NotInForce.
    """
    wanted = " ".join(legal_form.split()).casefold()
    known: list[str] = []
    for name in names():
        latest = _versions(name)[-1]
        if latest.country not in (None, country):
            continue
        if wanted in latest.legal_forms:
            return load(name, on)
        known += [form for form in latest.legal_forms if form]
    raise NoPackForForm(country=country, legal_form=legal_form, known=", ".join(known))


@cache
def _versions(name: str) -> tuple[Pack, ...]:
    return parse(files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8"), name)


def parse(text: str, name: str) -> tuple[Pack, ...]:
    """The packs in one YAML file, one per period, oldest first. Raises BadShape, NotExact and the errors of
    the rules.
    """
    packs = tuple(_pack(document, name) for document in yaml.safe_load_all(text))
    for earlier, later in pairwise(packs):
        if earlier.valid_until is None or earlier.valid_until > later.valid_from:
            raise BadShape(
                where=f"{name}: valid_until",
                value=earlier.valid_until,
                expected="a day no later than the next period begins",
            )
    return packs


def _pack(data: object, name: str) -> Pack:
    read = fields(data, *(field.name for field in dataclasses.fields(Pack)), where=name)
    if read["name"] != name:
        raise BadShape(where=f"{name}: name", value=read["name"], expected="the name of the file")
    decisions = fields(read["decisions"], *KINDS, where=f"{name}: decisions")
    figures = [
        _figure(item, f"{name}: figures[{i}]") for i, item in enumerate(_list(read["figures"], f"{name}: figures"))
    ]
    return Pack(
        name=name,
        country=_optional(read["country"], _string, f"{name}: country"),
        legal_forms=tuple(
            _string(form, f"{name}: legal_forms") for form in _list(read["legal_forms"], f"{name}: legal_forms")
        ),
        valid_from=_date(read["valid_from"], f"{name}: valid_from"),
        valid_until=_optional(read["valid_until"], _date, f"{name}: valid_until"),
        note=_string(read["note"], f"{name}: note"),
        gaps=tuple(_string(gap, f"{name}: gaps") for gap in _list(read["gaps"], f"{name}: gaps")),
        decisions={kind: _decision(kind, decisions[kind], f"{name}: {kind}") for kind in KINDS},
        figures={figure.name: figure for figure in figures},
    )


def _decision(kind: str, data: object, where: str) -> Decision:
    read = fields(data, "default", "floor", "notice", where=where)
    default = _rule(read["default"], f"{where}.default")
    floor = _optional(read["floor"], _rule, f"{where}.floor")
    notice = _optional(read["notice"], _figure, f"{where}.notice")
    if notice is not None and (notice.unit != "days" or Fraction(notice.value or "-1") not in range(1000)):
        raise BadShape(where=f"{where}.notice", value=notice.value, expected="a whole number of days")
    return Decision(kind, default, floor, notice)


def _rule(data: object, where: str) -> Rule:
    read = fields(data, "rules", "basis", where=where)
    return Rule(
        DecisionRules.from_json(read["rules"], where=f"{where}.rules"),
        _basis(read["basis"], f"{where}.basis"),
    )


def _figure(data: object, where: str) -> Figure:
    read = fields(data, "name", "text", "relation", "value", "unit", "basis", where=where)
    value = _optional(read["value"], _string, f"{where}.value")
    if value is not None:
        from_text(value, where=f"{where}.value")
    relation: Any = read["relation"]
    if relation not in get_args(Relation) or (relation == "duty") != (value is None):
        raise BadShape(where=f"{where}.relation", value=relation, expected='"duty" without a value, else a relation')
    return Figure(
        name=_string(read["name"], f"{where}.name"),
        text=_string(read["text"], f"{where}.text"),
        relation=relation,
        value=value,
        unit=_optional(read["unit"], _string, f"{where}.unit"),
        basis=_basis(read["basis"], f"{where}.basis"),
    )


def _basis(data: object, where: str) -> Basis:
    read = fields(data, "kind", "article", "source", "checked", "note", where=where)
    kind: Any = read["kind"]
    article = _optional(read["article"], _string, f"{where}.article")
    source = _optional(read["source"], _string, f"{where}.source")
    checked = read["checked"]
    if kind not in ("law", "choice") or not isinstance(checked, bool):
        raise BadShape(where=where, value=data, expected='kind "law" or "choice", and checked true or false')
    if checked and (kind != "law" or article is None or source is None):
        raise BadShape(where=where, value=data, expected="an article and a source for a rule that was checked")
    return Basis(kind, article, source, checked, _string(read["note"], f"{where}.note"))


def _string(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise BadShape(where=where, value=value, expected="text")
    return value


def _date(value: object, where: str) -> date:
    if type(value) is not date:
        raise BadShape(where=where, value=value, expected="a date such as 2020-01-01")
    return value


def _list(value: object, where: str) -> list[object]:
    if not isinstance(value, list):
        raise BadShape(where=where, value=value, expected="a list")
    return value


def _optional(value: object, read: Callable[[object, str], T], where: str) -> T | None:
    return None if value is None else read(value, where)
