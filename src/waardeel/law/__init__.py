"""What an outcome means under the law and the charter: dated rule packs as data, verdicts with their arithmetic.

Stands on `waardeel.methods` and on nothing else.
"""
