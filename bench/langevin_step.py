"""Steps of Langevin dynamics with GNNs in PyTorch, one thread, written as one would: complex tensors
and torch.roll for the cavity method, its derivative by autograd, windows by batched inverses, the
layers of nn.Module. The first line on standard input has the task; each further line is the name of a
network, answered by the milliseconds of one step, of its force and of the network alone in it. The
line `force NAME` is answered by the first force in base64. The argument is the folder of
torch_networks.py."""

import base64
import json
import math
import sys
import time

sys.path.insert(0, sys.argv[1])

import numpy as np  # noqa: E402
import torch  # noqa: E402
from torch_networks import build, decode  # noqa: E402

torch.set_num_threads(1)

# Received from +x, -x, +y, -y: what the neighbour there sends in the opposite direction.
FROM = [(-1, 1), (1, 1), (-1, 0), (1, 0)]


def received(sent):
    return [torch.roll(sent[d ^ 1], shift, axis) for d, (shift, axis) in enumerate(FROM)]


def messages(z, sweeps):
    root = torch.sqrt(z * z - 12)
    root = torch.where(root.imag < 0, -root, root)
    sent = [2 / (z + root)] * 4
    for _ in range(sweeps):
        into = received(sent)
        rest = z - sum(into)
        sent = [1 / (rest + m) for m in into]
    return received(sent)


def log_determinant(z, sweeps, rings):
    into = messages(z, sweeps)
    cavity = z - sum(into)
    right, left, up, down = into
    across = 1 - right * torch.roll(left, -1, 1)
    along = 1 - up * torch.roll(down, -1, 0)
    sites, bonds = torch.log(cavity), torch.log(across) + torch.log(along)
    if not rings:
        return (sites - bonds).sum()
    # The four corners of a plaquette, less the messages from outside it.
    x0 = z - left - down
    x1 = torch.roll(z - right - down, -1, 1)
    x2 = torch.roll(z - right - up, (-1, -1), (0, 1))
    x3 = torch.roll(z - left - up, -1, 0)
    ring = torch.log(x0 * x1 * x2 * x3 - (x0 + x2) * (x1 + x3))
    # A site lies in four rings, a bond in two.
    return (ring - 3 * sites + bonds).sum()


def by_rings(z, sweeps, rings):
    z = z.detach().requires_grad_()
    (slope,) = torch.autograd.grad(log_determinant(z, sweeps, rings).real, z)
    return slope.conj()


def by_windows(z, sweeps, radius):
    z = z.detach()
    right, left, up, down = messages(z, sweeps)
    side = 2 * radius + 1
    diagonal = []
    for dy in range(-radius, radius + 1):
        for dx in range(-radius, radius + 1):
            entry = z
            if dx == radius:
                entry = entry - right
            if dx == -radius:
                entry = entry - left
            if dy == radius:
                entry = entry - up
            if dy == -radius:
                entry = entry - down
            diagonal.append(torch.roll(entry, (-dy, -dx), (0, 1)))
    bonds = torch.zeros(side * side, side * side)
    for i in range(side * side):
        if i % side + 1 < side:
            bonds[i, i + 1] = bonds[i + 1, i] = -1
        if i + side < side * side:
            bonds[i, i + side] = bonds[i + side, i] = -1
    centre = side * side // 2
    unit = torch.zeros(side * side, 1, dtype=z.dtype)
    unit[centre] = 1
    rows = []
    for part in zip(*(d.flatten().split(4096) for d in diagonal)):
        A = bonds + torch.diag_embed(torch.stack(part, -1))
        rows.append(torch.linalg.solve(A, unit)[:, centre, 0])
    return torch.cat(rows).reshape(z.shape)


class Force:
    def __init__(self, network, cavity, model):
        metadata, tensors = decode(base64.b64decode(network))
        self.architecture = json.loads(metadata["architecture"])
        single = {name: tensor.float() for name, tensor in tensors.items()}
        self.shift, self.scale, self.out = (
            single.pop(name) for name in ["input.shift", "input.scale", "output.scale"]
        )
        self.network = build(self.architecture)
        self.network.load_state_dict(single, strict=True)
        self.cavity, self.model = cavity, model
        self.seconds = 0.0

    def embed(self, x):
        if self.cavity is None:
            return x[..., None], 0
        density = torch.full_like(x, 0.5)
        channels = []
        windows, featured = self.cavity["windows"], self.cavity["featured"]
        for p, pole in enumerate(self.cavity["poles"]):
            z = torch.complex(-x, torch.full_like(x, pole["eta"]))
            sweeps, adjoint = pole["sweeps"]["messages"], pole["sweeps"]["adjoint"]
            if p < windows["poles"]:
                green = by_windows(z, sweeps, windows["radius"])
            else:
                green = by_rings(z, sweeps, adjoint > 0)
            factor = pole["temperature"] * pole["weight"]
            density = density - factor * green.real
            if p < featured:
                tree = 1 / (z - sum(messages(z, sweeps)))
                for part in [green, green - tree]:
                    channels += [factor * part.real, factor * part.imag]
        baseline = density - 0.5
        return torch.stack([x, baseline, *channels], -1), baseline

    def __call__(self, Q):
        m = self.model
        around = sum(torch.roll(Q, shift, axis) for shift, axis in FROM)
        elastic = -m["k"] * Q - m["kappa"] * around
        if self.architecture["target"] == "force":
            features, baseline = Q[..., None], 0
        else:
            features, baseline = self.embed(m["g"] / m["t"] * Q)
        start = time.perf_counter()
        with torch.no_grad():
            y = self.network((features - self.shift) / self.scale)[..., 0] * self.out
        self.seconds = time.perf_counter() - start
        if self.architecture["target"] == "force":
            return y
        return m["g"] * (y + baseline) + elastic


task = json.loads(input())
forces = {
    name: Force(entry["network"], entry["cavity"], task["model"])
    for name, entry in task["networks"].items()
}
start = np.frombuffer(base64.b64decode(task["Q"]), dtype="<f8").copy()
Q = torch.from_numpy(start).float().reshape(task["height"], task["width"])
V = torch.zeros_like(Q)
F = torch.zeros_like(Q)
dt, mass = task["timeStep"], task["model"]["mass"]
decay = math.exp(-task["dampingRate"] * dt)
width = math.sqrt((1 - decay**2) * task["temperature"] / mass)

for line in sys.stdin:
    words = line.split()
    force = forces[words[-1]]
    if words[0] == "force":
        first = force(torch.from_numpy(start).float().reshape(Q.shape))
        print(base64.b64encode(first.double().numpy().tobytes()).decode(), flush=True)
        continue
    begun = time.perf_counter()
    V += dt / 2 / mass * F
    Q += dt * V
    before = time.perf_counter()
    F = force(Q)
    after = time.perf_counter()
    V += dt / 2 / mass * F
    V = decay * V + width * torch.randn_like(V)
    whole = time.perf_counter() - begun
    print(1000 * whole, 1000 * (after - before), 1000 * force.seconds, flush=True)
