"""Executes a notebook in Deno's kernel and prints the outputs of its code cells as JSON."""

import json
import queue
import sys

import nbformat
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

deno, path, folder = sys.argv[1:]

# Seconds that a cell may take, and that its outputs may come after the kernel says that it is idle:
# Deno's kernel says so now and then before it shows what the cell is.
PATIENCE, LATE = 120, 3


class Deno(KernelManager):
    """The kernel of this very Deno, which need not be installed in Jupyter."""

    @property
    def kernel_spec(self):
        argv = [deno, "jupyter", "--kernel", "--conn", "{connection_file}"]
        return KernelSpec(argv=argv, display_name="Deno", language="typescript")


def execute(client, source):
    """The outputs of a cell."""
    cell, outputs, idle = client.execute(source), [], False
    while not (idle and outputs):
        try:
            message = client.get_iopub_msg(timeout=LATE if idle else PATIENCE)
        except queue.Empty:
            if idle:
                return outputs
            raise
        if message["parent_header"].get("msg_id") != cell:
            continue
        kind, content = message["msg_type"], message["content"]
        if kind == "status":
            idle = idle or content["execution_state"] == "idle"
        elif kind in ("execute_result", "display_data", "stream", "error"):
            outputs.append({"output_type": kind, **content})
    return outputs


manager = Deno()
manager.start_kernel(cwd=folder)
client = manager.client()
client.start_channels()
try:
    client.wait_for_ready(timeout=PATIENCE)
    cells = [cell for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]
    print(json.dumps([execute(client, cell.source) for cell in cells]))
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
