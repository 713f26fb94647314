"""What can be wrong with releases; each message is one line that tells what to do.

ReleaseError
├── NotARelease     there is no such folder, release or version
├── InUse           another process is writing into the folder
├── Refused         the graph must not be published as it is
└── Damaged         what is there is not what was published
"""

from __future__ import annotations


class ReleaseError(Exception):
    """What the user can mend."""


class NotARelease(ReleaseError):  # noqa: N818 - what it is not, not how it went wrong
    """A folder that holds no releases, or a version that is not among them."""


class InUse(ReleaseError):  # noqa: N818 - the state of the folder
    """Another process is publishing into the folder."""


class Refused(ReleaseError):  # noqa: N818 - what was done
    """A graph that breaks a shape, drops or redefines a published URI, or claims a version that exists."""


class Damaged(ReleaseError):  # noqa: N818 - the state of the release
    """A release whose files are not what was published."""
