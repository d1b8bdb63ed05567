"""How the loops of this folder are compiled, and two instructions that numba has no name for."""

from collections.abc import Callable
from hashlib import sha256
from os import environ
from pathlib import Path
from typing import Any, TypeVar, cast

from llvmlite import ir
from numba import config, njit, types
from numba.extending import intrinsic

_HERE = Path(__file__).parent


def _folder() -> Path:
    """Where compiled loops are kept: a place of its own for each state of this package.

    Numba looks only at the file of the outermost loop; what it has compiled into it from another
    file would stay as it was before that file changed.
    """
    sources = sorted(_HERE.parent.rglob("*.py"))
    state = sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:16]
    return Path(environ.get("NUMBA_CACHE_DIR") or _HERE / "__pycache__") / state


config.CACHE_DIR = str(_folder())  # type: ignore[attr-defined]

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compiled at first use and kept on disk; without the interpreter's lock, so threads help."""
    fast: Any = njit(cache=True, nogil=True, error_model="numpy")(function)
    return cast("Function", fast)


@intrinsic
def _lowest_bit(_context: Any, _word: Any) -> Any:  # noqa: ANN401 - numba's signature
    """The place of the lowest bit that is set in a 64-bit word that is not 0."""

    def build(_: Any, builder: Any, __: Any, arguments: Any) -> Any:  # noqa: ANN401
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.uint64), build


@intrinsic
def _count_bits(_context: Any, _word: Any) -> Any:  # noqa: ANN401 - numba's signature
    """How many bits of a 64-bit word are set."""

    def build(_: Any, builder: Any, __: Any, arguments: Any) -> Any:  # noqa: ANN401
        return builder.ctpop(arguments[0])

    return types.int64(types.uint64), build


# As the loops call them: with the word alone.
lowest_bit: Callable[..., Any] = _lowest_bit
count_bits: Callable[..., Any] = _count_bits
