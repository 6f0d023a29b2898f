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
NotebookClient(notebook, timeout=120, kernel_manager_class=Deno, resources=resources).execute()
print(json.dumps([cell.outputs for cell in notebook.cells if cell.cell_type == "code"]))
