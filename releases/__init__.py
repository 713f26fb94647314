"""Releases: states of the graph that never change once they are published, in one folder with their history.

A built graph goes in (`publishing`), a folder comes out that holds it as TriG and N-Quads, whole and by graph, with
what it says of itself, its checksums and the tombstones of what was withdrawn. `folder` finds releases by version and
by moment, `difference` compares two, `doctor` examines and mends them, `backup` carries them elsewhere.

    FOLDER/log.jsonl        what was published when; its last line is the release to serve
    FOLDER/current          a link to that release, for people
    FOLDER/<version>/       one release: crimecongress.trig, .nq, their .gz and .zst, graphs/, release.ttl,
                            tombstones.ttl, SHA256SUMS; serving/ is made from these and may be made again
"""
