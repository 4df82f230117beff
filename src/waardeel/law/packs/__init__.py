"""Dated rule packs: what a country's law and, where it is silent, careful custom say about taking decisions.

A pack is one YAML file here, of one or more documents: one for each period in which its rules hold. Figures
are starting values with their article and source; `checked: false` marks what nobody has read in the law
itself yet. No pack is legal advice, and each says so. `basis: choice` marks what is no law but a careful
choice of this project.
"""

from __future__ import annotations

from waardeel.law.packs.model import Basis, Decision, Figure, Pack, Problem, Rule, UnknownDecision
from waardeel.law.packs.reading import NoPackForForm, NotInForce, UnknownPack, for_form, load, names

__all__ = [
    "Basis",
    "Decision",
    "Figure",
    "NoPackForForm",
    "NotInForce",
    "Pack",
    "Problem",
    "Rule",
    "UnknownDecision",
    "UnknownPack",
    "for_form",
    "load",
    "names",
]
