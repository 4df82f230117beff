"""The transparency log: a Merkle tree of entries and its signed heads. Values in, values out."""
