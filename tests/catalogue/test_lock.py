import os
import subprocess
import sys
from pathlib import Path

import pytest

from catalogue.errors import StoreBusyError, StoreError
from catalogue.lock import writing

HOLD = "import sys, time; from pathlib import Path; from catalogue.lock import writing\nwith writing(Path(sys.argv[1]), 'ingest'): print('held', flush=True); time.sleep(60)"


def test_the_second_writer_is_told_who_holds_the_store(tmp_path: Path) -> None:
    with (
        writing(tmp_path, "ingest"),
        pytest.raises(StoreBusyError, match=f"ingest, process {os.getpid()}"),
        writing(tmp_path, "reindex"),
    ):
        pass
    with writing(tmp_path, "reindex"):
        pass


def test_a_dead_holders_lock_is_free(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(StoreBusyError), writing(tmp_path, "ingest"):
            pass
        holder.kill()
        holder.wait()
    with writing(tmp_path, "ingest"):
        pass


def test_a_store_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be written"), writing(tmp_path / "file" / "store", "ingest"):
        pass
