"""The three networks in PyTorch, for weights in safetensors files: Eqs. (11)-(22)."""

import json
import os
import sys

import torch
from torch import nn

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../docs/pytorch"))

from raw_gnn import SIGMA, decode  # noqa: E402


def embedding_parity(embedding):
    return [-1] if embedding["kind"] == "raw" else [-1, -1] + [-1, 1, -1, 1] * embedding["poles"]


def load(path):
    with open(path, "rb") as file:
        return decode(file.read())


def shell(V, steps, aggregation):
    total = sum(torch.roll(V, step, (0, 1)) for step in steps)
    return total / 4 if aggregation == "mean" else total


STEPS = {
    "neighbours": [(1, 0), (-1, 0), (0, 1), (0, -1)],
    "diagonals": [(1, 1), (1, -1), (-1, 1), (-1, -1)],
}


class Mlp(nn.Module):
    def __init__(self, a):
        super().__init__()
        widths = [45, *a["hidden"], 1]
        self.sigma = SIGMA[a["activation"]]
        self.layers = nn.ModuleList(nn.Linear(m, n) for m, n in zip(widths, widths[1:]))

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = self.sigma(layer(x))
        return self.layers[-1](x)


class GnnLayer(nn.Module):
    def __init__(self, a, m, n):
        super().__init__()
        self.aggregation = a["aggregation"]
        self.sources = ["neighbours", "diagonals"][: a["shells"]]
        for name in ["self", *self.sources]:
            self.add_module(name, nn.Linear(m, n, bias=False))
        self.bias = nn.Parameter(torch.zeros(n))

    def forward(self, V):
        M = self.get_submodule("self")(V) + self.bias
        for name in self.sources:
            M = M + self.get_submodule(name)(shell(V, STEPS[name], self.aggregation))
        return M


class Gnn(nn.Module):
    def __init__(self, a):
        super().__init__()
        widths = [len(embedding_parity(a["embedding"])), *a["channels"], 1]
        self.sigma = SIGMA[a["activation"]]
        self.layers = nn.ModuleList(GnnLayer(a, m, n) for m, n in zip(widths, widths[1:]))

    def forward(self, V):
        for layer in self.layers[:-1]:
            V = self.sigma(layer(V))
        return self.layers[-1](V)


class Source(nn.Module):
    def __init__(self, a, m, width, n):
        super().__init__()
        self.sigma = SIGMA[a["activation"]]
        self.hidden = nn.Linear(m, width)
        self.weight = nn.Parameter(torch.zeros(n, width))

    def forward(self, V, gather=lambda h: h):
        return gather(self.sigma(self.hidden(V))) @ self.weight.T


class Messages(nn.Module):
    def __init__(self, a, m, width, n):
        super().__init__()
        self.aggregation = a["aggregation"]
        self.add_module("self", Source(a, m, width, n))
        self.neighbours = Source(a, m, width, n)
        self.residual = nn.Linear(m, n, bias=False)

    def messages(self, V):
        gather = lambda h: shell(h, STEPS["neighbours"], self.aggregation)
        return self.get_submodule("self")(V) + self.neighbours(V, gather)

    def forward(self, V):
        return self.residual(V) + self.messages(V)


class Block(Messages):
    def __init__(self, a, m, n):
        super().__init__(a, m, n, n)
        self.sigma = SIGMA[a["activation"]]
        self.update = nn.Linear(m, n)
        self.norm = nn.LayerNorm(n)

    def forward(self, V):
        U = self.sigma(self.messages(V) + self.update(V))
        return self.residual(V) + self.norm(U)


class EnergyGnn(nn.Module):
    def __init__(self, a):
        super().__init__()
        widths = [1, *a["channels"]]
        self.blocks = nn.ModuleList(Block(a, m, n) for m, n in zip(widths, widths[1:]))
        self.readout = Messages(a, widths[-1], a["readoutWidth"], 1)

    def forward(self, V):
        for block in self.blocks:
            V = block(V)
        return self.readout(V)


def build(architecture):
    model = architecture["model"]
    return {"mlp": Mlp, "gnn": Gnn, "energy-gnn": EnergyGnn}[model](architecture)


def answer(path, height, width, features):
    metadata, tensors = load(path)
    architecture = json.loads(metadata["architecture"])
    model = architecture["model"]
    network = build(architecture).double()
    shift, scale, out = (
        tensors.pop(name) for name in ["input.shift", "input.scale", "output.scale"]
    )
    network.load_state_dict(tensors, strict=True)
    x = torch.tensor(features, dtype=torch.float64).reshape(height, width, -1)
    x.requires_grad_()
    y = network((x - shift) / scale) * out
    if architecture.get("particleHole") == "exact":
        parity = torch.tensor(embedding_parity(architecture.get("embedding", {"kind": "raw"})))
        mirrored = network((parity * x - shift) / scale) * out
        y = (y + mirrored) / 2 if model == "energy-gnn" else (y - mirrored) / 2
    if model == "energy-gnn":
        (slope,) = torch.autograd.grad(y.sum(), x)
        y = -slope
    return y.flatten().tolist()


if __name__ == "__main__":
    print(json.dumps([answer(**case) for case in json.loads(sys.argv[1])]))
