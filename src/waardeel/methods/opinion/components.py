"""The plane in which opinions differ most: the two principal components of a matrix of votes with many gaps.

A gap is filled with the mean of its statement, which is zero after centring. The centred matrix is therefore as
sparse as the votes, and the components are found with sparse products only. Sums run in one fixed order and on one
thread, so the same votes give the same numbers.

Sources: C. Small et al., "Polis: scaling deliberation by mapping high dimensional opinion spaces", Recerca 26(2)
(2021); the Polis server's `math` (sparsity-aware projection); block Lanczos with full reorthogonalisation as in
G. Golub and C. Van Loan, "Matrix Computations" (4th ed. 2013), section 10.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from waardeel.methods.opinion.conversation import Conversation

Floats: TypeAlias = "NDArray[np.float64]"

#: The components are found when what is left over is this small a part of the largest spread.
EXACT = 1e-11
#: A direction with less than this part of the largest spread is no direction.
_NOTHING = 1e-13
#: Steps of the block method between two looks at whether it is done.
_LOOK = 3


class SparseMatrix:
    """Numbers at some places of an otherwise empty matrix, with products from both sides.

    `rows` and `columns` are places, sorted by row and then column; `shape` is (rows, columns).
    """

    def __init__(
        self, rows: NDArray[np.int32], columns: NDArray[np.int32], values: Floats, shape: tuple[int, int]
    ) -> None:
        self.shape = shape
        self._by_row = _Side(rows, columns, values, shape[0])
        # Sixteen bits are sorted by counting, several times faster; a conversation rarely has more statements.
        narrow = columns.astype(np.uint16) if shape[1] <= 1 << 16 else columns
        turned = np.argsort(narrow, kind="stable")
        self._by_column = _Side(columns[turned], rows[turned], values[turned], shape[1])

    @property
    def filled_columns(self) -> NDArray[np.bool_]:
        """For each column whether anything stands in it."""
        return self._by_column.filled

    def times(self, block: Floats) -> Floats:
        """This matrix times a matrix of shape (columns, any)."""
        return self._by_row.times(block)

    def turned_times(self, block: Floats) -> Floats:
        """The transpose of this matrix times a matrix of shape (rows, any)."""
        return self._by_column.times(block)


class _Side:
    """The numbers in the order of one side; empty lines are left out of the sums."""

    def __init__(self, lines: NDArray[np.int32], others: NDArray[np.int32], values: Floats, length: int) -> None:
        counts = np.bincount(lines, minlength=length)
        self.filled: NDArray[np.bool_] = counts > 0
        self._filled = np.flatnonzero(counts)
        self._starts = (np.cumsum(counts) - counts)[self._filled]
        self._others, self._values, self._length = others.astype(np.intp), values, length
        self._terms = np.empty(len(values))

    def times(self, block: Floats) -> Floats:
        product = np.zeros((self._length, block.shape[1]))
        if len(self._filled):
            for column in range(block.shape[1]):
                # Into memory that is there already; asking for it anew would take most of the time.
                np.take(np.ascontiguousarray(block[:, column]), self._others, out=self._terms, mode="clip")
                np.multiply(self._terms, self._values, out=self._terms)
                product[self._filled, column] = np.add.reduceat(self._terms, self._starts)
        return product


@dataclass(frozen=True, eq=False)
class Plane:
    """Where everybody and everything stands.

    `center` is the mean vote on each statement (out: 0). `components` has shape (2, statements), each of length 1
    or, where people do not differ in a second way, 0. `spread` is the part of all differences that each component
    holds. `participants` and `statements` are places (x, y); a statement stands where somebody would stand who
    agreed with it and saw nothing else.
    """

    center: Floats
    components: Floats
    spread: tuple[float, float]
    participants: Floats
    statements: Floats


def plane(conversation: Conversation, *, start: Floats | None = None) -> Plane:
    """The plane of a conversation.

    `start` are components of an earlier state of the same conversation, shape (2, statements): they change nothing
    but the number of steps. Statements that are out count as a pass of everybody, as on the Polis server: they move
    nobody, but are part of the scale that pushes people who saw little away from the middle
    (square root of statements / votes, applied after projection).
    """
    n, m = len(conversation.participants), len(conversation.statements)
    voted = np.bincount(conversation.columns, minlength=m)
    counted = ~conversation.out[conversation.columns]
    rows, columns = conversation.rows[counted], conversation.columns[counted]
    values = conversation.values[counted].astype(np.float64)
    sums = np.bincount(columns, weights=values, minlength=m)
    center = sums / np.maximum(voted, 1)
    values -= center[columns]
    matrix = SparseMatrix(rows, columns, values, (n, m))
    found, spread = principal(matrix, start=start)
    total = float(np.add.reduce(values * values))
    shown = int(np.count_nonzero(voted))
    zeroed = int(np.count_nonzero(conversation.out & (voted > 0)))
    votes = np.bincount(rows, minlength=n) + zeroed
    scale = np.sqrt(shown / np.maximum(votes, 1))
    agreeing = (np.where(conversation.out | (voted == 0), 0.0, 1.0 - center) * np.sqrt(shown))[:, None]
    return Plane(
        center,
        found,
        (spread[0] / total, spread[1] / total) if total else (0.0, 0.0),
        matrix.times(found.T) * scale[:, None] + 0.0,
        found.T * agreeing + 0.0,
    )


def principal(matrix: SparseMatrix, *, start: Floats | None = None) -> tuple[Floats, tuple[float, float]]:
    """The two directions of most spread, shape (2, columns), and the sum of squares along each.

    Their signs are fixed: the sum of the cubes of the entries is positive, so the statements that weigh most lie
    to the right and up. Where two directions are equally wide, any two at right angles would do as well.
    """
    width = matrix.shape[1]
    basis = _orthonormal(_start(width, start) * matrix.filled_columns[:, None], np.zeros((width, 0)))
    images = np.zeros((width, 0))
    newest = basis
    while True:
        image = matrix.turned_times(matrix.times(newest))
        images = np.hstack([images, image])
        fresh = _orthonormal(image, basis)
        last = fresh.shape[1] == 0 or basis.shape[1] >= width
        if last or (images.shape[1] // max(newest.shape[1], 1)) % _LOOK == 0:
            vectors, squares, left = _ritz(basis, images)
            if last or left <= EXACT * max(squares[0], 1e-300):
                return _signed(vectors, squares)
        basis, newest = np.hstack([basis, fresh]), fresh


def _start(width: int, given: Floats | None) -> Floats:
    """Two columns to start from: those given, or numbers that have nothing to do with any statement."""
    golden: Floats = np.arange(1.0, 2 * width + 1) * 0.6180339887498949
    fresh = (golden % 1.0 - 0.5).reshape(width, 2)
    # A touch of the fresh start, so that a given start cannot hide a direction.
    start: Floats = fresh if given is None else given.T + 1e-6 * fresh
    return start


def _orthonormal(block: Floats, basis: Floats) -> Floats:
    """The columns of `block` made orthonormal and at right angles to `basis`; what vanishes is left out."""
    columns: list[Floats] = []
    size = float(np.sqrt(np.einsum("ij,ij->j", block, block).max(initial=0.0)))
    for at in range(block.shape[1]):
        column = block[:, at]
        for _ in range(2):  # twice is enough (Kahan and Parlett)
            column = column - _combined(basis, _inner(basis, column))
            for other in columns:
                column = column - other * _dot(other, column)
        length = float(np.sqrt(_dot(column, column)))
        if length > 1e-12 * size and length > 0:
            column = column / length
            column = column - _combined(basis, _inner(basis, column))
            columns.append(column / np.sqrt(_dot(column, column)))
    return np.stack(columns, axis=1) if columns else np.zeros((block.shape[0], 0))


def _ritz(basis: Floats, images: Floats) -> tuple[Floats, tuple[float, float], float]:
    """The best two directions in the basis, the sums of squares along them, and the largest error."""
    inner = np.einsum("ij,ik->jk", basis, images)
    found, turning = np.linalg.eigh((inner + inner.T) / 2)
    best = turning[:, ::-1][:, :2]
    squares = found[::-1][:2]
    vectors = np.einsum("ij,jk->ik", basis, best)
    errors = np.einsum("ij,jk->ik", images, best) - vectors * squares
    left = float(np.sqrt(np.einsum("ij,ij->j", errors, errors).max(initial=0.0)))
    first = float(squares[0]) if len(squares) else 0.0
    second = float(squares[1]) if len(squares) > 1 else 0.0
    return vectors, (first, second), left


def _signed(vectors: Floats, squares: tuple[float, float]) -> tuple[Floats, tuple[float, float]]:
    components = np.zeros((2, vectors.shape[0]))
    for at in range(min(2, vectors.shape[1])):
        vector = vectors[:, at]
        if squares[at] <= _NOTHING * squares[0]:
            continue
        leaning = float(np.add.reduce(vector**3))
        if abs(leaning) < 1e-9:  # as much to one side as to the other: the first statement that counts decides
            leaning = float(vector[np.flatnonzero(np.abs(vector) > 1e-9)[0]])
        components[at] = vector if leaning > 0 else -vector
    return components, (max(squares[0], 0.0), max(squares[1], 0.0))


def _dot(one: Floats, other: Floats) -> float:
    return float(np.einsum("i,i->", one, other))


def _inner(basis: Floats, column: Floats) -> Floats:
    found: Floats = np.einsum("ij,i->j", basis, column)
    return found


def _combined(basis: Floats, weights: Floats) -> Floats:
    found: Floats = np.einsum("ij,j->i", basis, weights)
    return found
