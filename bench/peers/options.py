"""The options every peer takes, and the limits that must stand before a numerical library loads."""

import argparse
import ctypes
import os

# Settings by which an environment can make a library use older or slower code than this CPU allows.
SLOW_CODE = (
    "OPENBLAS_CORETYPE",
    "MKL_ENABLE_INSTRUCTIONS",
    "DNNL_MAX_CPU_ISA",
    "ONEDNN_MAX_CPU_ISA",
    "ATEN_CPU_CAPABILITY",
    "NPY_DISABLE_CPU_FEATURES",
)
# The pools of OpenMP and BLAS; TensorFlow and torch are told by calls, XLA by the CPUs it is given.
THREAD_COUNTS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
)


def positive_int(text):
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number of 1 or more, got {text}")
    return value


def positive_float(text):
    value = float(text)
    if not value > 0:
        raise argparse.ArgumentTypeError(f"expected a number above 0, got {text}")
    return value


def density(text):
    value = float(text)
    if not 0 < value <= 0.5:
        raise argparse.ArgumentTypeError(f"expected a share of cells in (0, 0.5], got {text}")
    return value


def parser(description):
    """A parser with the shape of a step; a script may add options of its own."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.ArgumentDefaultsHelpFormatter
    )
    parser.add_argument("--users", type=positive_int, default=862, help="rows of X")
    parser.add_argument("--items", type=positive_int, default=2500, help="columns of X")
    parser.add_argument("--density", type=density, default=0.12, help="share of cells rated")
    parser.add_argument("--factors", type=positive_int, default=15, help="columns of U and M")
    parser.add_argument("--threads", type=positive_int, default=2, help="threads to use")
    parser.add_argument(
        "--seconds", type=positive_float, default=5.0, help="time measured, after the warm-up"
    )
    return parser


def limit(threads):
    """Keeps this process on `threads` CPUs and its libraries at that many threads, at full speed.

    Call it before numpy is imported: libraries read these settings once, as they load.
    """
    for name in SLOW_CODE:
        os.environ.pop(name, None)
    for name in THREAD_COUNTS:
        os.environ[name] = str(threads)
    if hasattr(os, "sched_setaffinity"):  # XLA sizes its thread pool by the CPUs it may use
        cpus = one_cpu_per_core(sorted(os.sched_getaffinity(0)))
        os.sched_setaffinity(0, cpus[:threads])
    keep_freed_memory()


def keep_freed_memory():
    """Tells glibc to keep large freed blocks, and in one arena, for the next step.

    By default they go back to the system, and new pages cost JAX and torch up to half of a step.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt:
        m_trim_threshold, m_mmap_max, m_arena_max = -1, -4, -8  # from malloc.h
        mallopt(m_trim_threshold, 2**31 - 1)
        mallopt(m_mmap_max, 0)
        mallopt(m_arena_max, 1)


def one_cpu_per_core(cpus):
    """The same CPUs, the first of each core before any second hardware thread."""
    first, second, seen = [], [], set()
    for cpu in cpus:
        path = f"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list"
        try:
            with open(path, encoding="ascii") as file:
                core = file.read().strip()
        except OSError:
            core = str(cpu)
        (second if core in seen else first).append(cpu)
        seen.add(core)
    return first + second
