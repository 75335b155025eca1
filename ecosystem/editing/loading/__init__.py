"""Load and dump fact files: all files are read and checked, then all rows are written or none."""

from ecosystem.editing.loading.dump import dump_fact_files
from ecosystem.editing.loading.errors import LoadErrorDetail, LoadRefusedError
from ecosystem.editing.loading.load import LoadReport, load_fact_files

__all__ = ["LoadErrorDetail", "LoadRefusedError", "LoadReport", "dump_fact_files", "load_fact_files"]
