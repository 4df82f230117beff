"""Linear and integer programs in HiGHS, the same way everywhere: one thread, fixed seed, no tolerance for "almost".

HiGHS keeps one pool of threads per process: two models that ask for different numbers make the second return
nothing, without an error. So every program of this project is made here. The default gap of 1e-4 for integer
programs would also accept answers that are nearly the best.

Source: Q. Huangfu, J. A. J. Hall, "Parallelizing the dual revised simplex method", Mathematical Programming
Computation 10 (2018); highs.dev.
"""

from __future__ import annotations

from collections.abc import Sequence

import highspy
import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_matrix, spmatrix

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_SETTINGS: dict[str, bool | int | float] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "simplex_scale_strategy": 0,  # rows of zeros and ones need no scaling
    "primal_feasibility_tolerance": 1e-9,
    "dual_feasibility_tolerance": 1e-9,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.0,
    "mip_feasibility_tolerance": 1e-9,
}


class SolverFailed(RuntimeError):
    """HiGHS stopped without an answer; a fault of the program or of HiGHS, never of the input."""


class _Quiet(highspy.Highs):
    """HiGHS that prints nothing: the banner comes while it is made, before any setting can be made from outside."""

    def enableCallbacks(self) -> None:  # noqa: N802  # the name is theirs
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]


class Program:
    """Maximise `costs @ x` for `row_low <= rows @ x <= row_high` and `low <= x <= high`.

    Bounds and costs can be changed between two solutions; HiGHS then goes on from where it stood. With
    `integer`, these columns (True for all) take whole numbers only.
    """

    def __init__(
        self,
        rows: Array | spmatrix,
        row_low: Array,
        row_high: Array,
        low: Array,
        high: Array,
        *,
        costs: Array | None = None,
        integer: bool | Sequence[int] = False,
    ) -> None:
        matrix = csc_matrix(rows)
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = matrix.shape
        model.sense_ = highspy.ObjSense.kMaximize
        model.col_cost_ = np.zeros(matrix.shape[1]) if costs is None else costs
        model.col_lower_, model.col_upper_ = low, high
        model.row_lower_, model.row_upper_ = row_low, row_high
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
        model.a_matrix_.value_ = matrix.data
        self._columns = np.arange(matrix.shape[1], dtype=np.int32)
        self._highs = _Quiet()  # type: ignore[no-untyped-call]
        for name, value in _SETTINGS.items():
            self._highs.setOptionValue(name, value)
        self._highs.passModel(model)
        if integer is not False:
            whole = self._columns if integer is True else np.array(integer, dtype=np.int32)
            kinds = np.full(len(whole), highspy.HighsVarType.kInteger)
            self._highs.changeColsIntegrality(len(whole), whole, kinds)

    def costs(self, costs: Array) -> None:
        """Another thing to maximise."""
        self._highs.changeColsCost(len(self._columns), self._columns, costs)

    def bounds(self, low: Array, high: Array) -> None:
        """Other bounds for all columns."""
        self._highs.changeColsBounds(len(self._columns), self._columns, low, high)

    def bound(self, column: int, low: float, high: float) -> None:
        self._highs.changeColBounds(column, low, high)

    def row_bound(self, row: int, low: float, high: float) -> None:
        self._highs.changeRowBounds(row, low, high)

    def coefficient(self, row: int, column: int, value: float) -> None:
        self._highs.changeCoeff(row, column, value)

    def add_column(self, cost: float, low: float, high: float, rows: npt.NDArray[np.int32], values: Array) -> None:
        self._highs.addCol(cost, low, high, len(rows), rows, values)

    def solve(self) -> bool:
        """Whether there is a best answer; False when the bounds contradict each other. Raises SolverFailed."""
        self._highs.run()
        status = self._highs.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return True
        if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            return False
        # A start from the last basis can run into numerical trouble that a fresh start has not.
        self._highs.clearSolver()
        self._highs.run()
        status = self._highs.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return True
        if status == highspy.HighsModelStatus.kInfeasible:
            return False
        raise SolverFailed(self._highs.modelStatusToString(status))

    @property
    def value(self) -> float:
        """What the answer is worth."""
        return float(self._highs.getInfo().objective_function_value)

    @property
    def x(self) -> Array:
        """The answer."""
        return np.array(self._highs.getSolution().col_value)

    @property
    def row_duals(self) -> Array:
        """What one more unit of each row would be worth; positive where the upper bound holds it."""
        return np.array(self._highs.getSolution().row_dual)
