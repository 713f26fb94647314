"""The scripts of the pages: their own tests under Node, and that the committed files are what the sources give."""

from __future__ import annotations

import gzip
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WEB = ROOT / "web"
BUILT = ROOT / "api" / "pages" / "static" / "query.js"
NODE = shutil.which("node")


@pytest.mark.skipif(NODE is None, reason="node is not installed")
def test_completion_results_and_history_do_what_their_tests_say() -> None:
    ran = subprocess.run([str(NODE), "--test"], cwd=WEB, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.skipif(NODE is None, reason="node is not installed")
@pytest.mark.skipif(not (WEB / "node_modules").is_dir(), reason="web/node_modules is not installed (make web)")
def test_the_committed_script_is_what_the_sources_give(tmp_path: Path) -> None:
    copy = tmp_path / "web"
    shutil.copytree(WEB, copy, symlinks=True)
    (tmp_path / "api" / "pages" / "static").mkdir(parents=True)
    subprocess.run([str(NODE), "build.mjs"], cwd=copy, check=True, capture_output=True)
    for name in ("query.js", "copy.js", "query.js.licences.txt"):
        assert (tmp_path / "api" / "pages" / "static" / name).read_bytes() == BUILT.with_name(name).read_bytes()


def test_the_script_is_small_enough_to_be_loaded_with_the_page() -> None:
    assert len(gzip.compress(BUILT.read_bytes(), mtime=0)) < 230_000
    # the one script of the other pages does nothing but copy
    assert len(BUILT.with_name("copy.js").read_bytes()) < 1_000


def test_the_script_names_no_other_host() -> None:
    text = BUILT.read_text(encoding="utf-8")
    hosts = {part.split("/")[0].split('"')[0] for part in text.replace("http://", "https://").split("https://")[1:]}
    # names of vocabularies, not addresses that anything is fetched from
    assert hosts <= {"www.w3.org", "metadata.un.org", "w3id.org"}
