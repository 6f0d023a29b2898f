"""The GNN that reads the field alone (`gnn-raw`), in PyTorch: weights from Nearsight and back.

    deno task weights export gnn-raw-T0.1 --output raw.safetensors
    python3 docs/pytorch/raw_gnn.py raw.safetensors Q.npy F.npy

A safetensors file is eight bytes with the length of a JSON header, the header with the name, element
type, shape and place of each tensor, and the tensors; NumPy reads it, no package is needed. Matrices
are [out, in], as nn.Linear has them.
"""

import json
import struct
import sys

import numpy as np
import torch
from torch import nn

TYPES = {"F32": "<f4", "F64": "<f8"}
SIGMA = {
    "relu": torch.relu,
    "silu": nn.functional.silu,
    "softplus": nn.functional.softplus,
    "tanh": torch.tanh,
}
# The constants of the preset `reference`, in units of t.
REFERENCE = {"t": 1.0, "g": 3.5, "k": 1.0, "kappa": 0.18}


def decode(content):
    """Metadata and tensors, in double precision, of the bytes of a safetensors file."""
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        array = np.frombuffer(content[begin:end], TYPES[entry["dtype"]]).reshape(entry["shape"])
        tensors[name] = torch.tensor(array.astype("f8"))
    return metadata, tensors


def encode(metadata, tensors):
    """The bytes of a safetensors file with these texts and, in single precision, tensors."""
    header, data = {"__metadata__": metadata}, b""
    for name, tensor in tensors.items():
        piece = tensor.detach().cpu().numpy().astype("<f4").tobytes()
        offsets = [len(data), len(data) + len(piece)]
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": offsets}
        data += piece
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data


def around(V):
    """Sum over the four nearest neighbours on the periodic lattice; V is [height, width, …]."""
    return sum(torch.roll(V, step, axis) for axis in (0, 1) for step in (1, -1))


class Layer(nn.Module):
    """W_self V_i + W_NN ⊕_j V_j + b, Eq. (15)."""

    def __init__(self, inputs, outputs, mean):
        super().__init__()
        # The name in the file is `self.weight`, which no attribute can have.
        self.add_module("self", nn.Linear(inputs, outputs, bias=False))
        self.neighbours = nn.Linear(inputs, outputs, bias=False)
        self.bias = nn.Parameter(torch.zeros(outputs))
        self.mean = mean

    def forward(self, V):
        gathered = around(V) / 4 if self.mean else around(V)
        return self.get_submodule("self")(V) + self.neighbours(gathered) + self.bias


class RawGnn(nn.Module):
    """n_i - 1/2 from x_i = (g Q_i + μ)/t, both [height, width]: Eqs. (15)-(17)."""

    def __init__(self, path):
        super().__init__()
        with open(path, "rb") as file:
            metadata, tensors = decode(file.read())
        # The checksum is that of these weights: others must go without.
        self.texts = {key: metadata[key] for key in ("architecture", "conditions")}
        a = json.loads(metadata["architecture"])
        plain = a["model"] == "gnn" and a["embedding"]["kind"] == "raw" and a["shells"] == 1
        if not (plain and a["baseline"] == "none" and a["target"] == "density"):
            raise ValueError(f"{path}: no GNN that reads the field alone and gives densities")
        if a["particleHole"] == "exact":
            raise ValueError(f"{path}: particle-hole symmetry is built in, which is not done here")
        widths = [1, *a["channels"], 1]
        mean = a["aggregation"] == "mean"
        self.layers = nn.ModuleList(Layer(m, n, mean) for m, n in zip(widths, widths[1:]))
        self.sigma = SIGMA[a["activation"]]
        self.constants = ["input.shift", "input.scale", "output.scale"]
        for name in self.constants:
            self.register_buffer(name.replace(".", "_"), tensors.pop(name), persistent=False)
        self.double().load_state_dict(tensors, strict=True)

    def forward(self, x):
        V = (x[..., None] - self.input_shift) / self.input_scale
        for layer in self.layers[:-1]:
            V = self.sigma(layer(V))
        return (self.layers[-1](V) * self.output_scale)[..., 0]

    def save(self, path):
        """Writes a file for `deno task weights import`."""
        tensors = {name: self.get_buffer(name.replace(".", "_")) for name in self.constants}
        with open(path, "wb") as file:
            file.write(encode(self.texts, {**self.state_dict(), **tensors}))


def force(network, Q, constants=REFERENCE, mu=0.0):
    """F_i = g(n_i - 1/2) - k Q_i - κ Σ_j Q_j of displacements [height, width]."""
    t, g, k, kappa = (constants[name] for name in ("t", "g", "k", "kappa"))
    return g * network((g * Q + mu) / t) - k * Q - kappa * around(Q)


if __name__ == "__main__":
    weights, displacements, forces = sys.argv[1:]
    with torch.no_grad():
        F = force(RawGnn(weights), torch.from_numpy(np.load(displacements)))
    np.save(forces, F.numpy())
