"""What an outcome means under law and charter: dated rule packs as data, verdicts with their arithmetic.

Stands on `waardeel.methods` and on nothing else.
"""
