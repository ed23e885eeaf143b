"""Reads a model file, whichever format it has, and prints what is in it.

    python docs/read_model.py MODEL.safetensors|MODEL.h5|MODEL.npz

needs numpy, and safetensors or h5py for files of that kind. The digest is that of U, M, bu, bm and bg;
the files that `lanefactor export` makes of one model all have the same.
"""

import hashlib
import sys

import numpy as np


def load(path):
    if path.endswith(".safetensors"):
        from safetensors.numpy import load_file

        return load_file(path)
    if path.endswith(".npz"):
        return np.load(path)
    import h5py

    arrays = {}
    h5py.File(path).visititems(
        lambda name, node: arrays.update({name.split("/")[-1]: node[()]}) if hasattr(node, "shape") else None
    )
    return arrays


def texts(arrays, name):
    """Texts stored one after the other, with the position where each ends."""
    ends = arrays[name + "_end"]
    utf8 = arrays[name + "_utf8"].tobytes() if name + "_utf8" in arrays else b""
    return [utf8[a:b].decode() for a, b in zip([0, *ends[:-1]], ends)]


arrays = load(sys.argv[1])
digest = hashlib.sha256()
for name in ("U", "M", "bu", "bm", "bg"):
    digest.update(np.ascontiguousarray(arrays[name], dtype="<f4").tobytes())
print("users, factors", *arrays["U"].shape)
print("items, factors", *arrays["M"].shape)
print("first title", texts(arrays, "titles")[0])
print("digest", digest.hexdigest())
