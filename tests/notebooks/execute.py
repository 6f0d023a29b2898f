"""Executes a notebook in Deno's kernel and prints the outputs of its code cells as JSON."""

import json
import sys

import nbformat
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

deno, path, folder = sys.argv[1:]


class Deno(AsyncKernelManager):
    """The kernel of this very Deno, which need not be installed in Jupyter."""

    @property
    def kernel_spec(self):
        argv = [deno, "jupyter", "--kernel", "--conn", "{connection_file}"]
        return KernelSpec(argv=argv, display_name="Deno", language="typescript")


notebook = nbformat.read(path, 4)
resources = {"metadata": {"path": folder}}
# What a cell shows may come long after it is done, where the machine has other things to do.
waits = {"timeout": 120, "iopub_timeout": 60, "raise_on_iopub_timeout": True}
NotebookClient(notebook, **waits, kernel_manager_class=Deno, resources=resources).execute()
print(json.dumps([cell.outputs for cell in notebook.cells if cell.cell_type == "code"]))
