"""The most GFLOP/s that a product of two large float32 matrices reaches in NumPy on one thread."""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import time  # noqa: E402

import numpy as np  # noqa: E402

SIDE = 1024
a = np.random.rand(SIDE, SIDE).astype("f4")
best = float("inf")
for _ in range(20):
    start = time.perf_counter()
    a @ a
    best = min(best, time.perf_counter() - start)
print(2e-9 * SIDE**3 / best)
