"""Training steps in PyTorch, one thread: for each line on standard input one step, and a line with
its loss and its processor time in milliseconds. The first line has the network and the data, in base64, and their sizes. The argument is
the folder of torch_networks.py."""

import base64
import json
import sys
import time

sys.path.insert(0, sys.argv[1])

import numpy as np  # noqa: E402
import torch  # noqa: E402
from torch_networks import build, decode  # noqa: E402

torch.set_num_threads(1)


def prepare(network, data, batch, height, width, features):
    metadata, tensors = decode(base64.b64decode(network))
    architecture = json.loads(metadata["architecture"])
    single = {name: tensor.float() for name, tensor in tensors.items()}
    shift, scale, out = (
        single.pop(name) for name in ["input.shift", "input.scale", "output.scale"]
    )
    model = build(architecture)
    model.load_state_dict(single, strict=True)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, eps=1e-7)
    values = torch.from_numpy(np.frombuffer(base64.b64decode(data), dtype="<f4").copy())
    sites = batch * height * width
    # Axes as the networks have them: two of the lattice first, then lattices, then channels.
    x = values[: sites * features].reshape(batch, height, width, features)
    x = x.permute(1, 2, 0, 3).contiguous()
    target = values[sites * features :].reshape(batch, height, width, 1)
    target = target.permute(1, 2, 0, 3).contiguous()
    energy = architecture["model"] == "energy-gnn"

    def step():
        optimizer.zero_grad()
        field = x.clone().requires_grad_() if energy else x
        y = model((field - shift) / scale) * out
        if energy:
            (slope,) = torch.autograd.grad(y.sum(), field, create_graph=True)
            y = -slope
        loss = torch.mean((y - target) ** 2)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


step = prepare(**json.loads(input()))
for _ in sys.stdin:
    start = time.process_time()
    loss = step()
    print(loss, 1000 * (time.process_time() - start), flush=True)
