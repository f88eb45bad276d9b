"""One stream of bytes into several places at once; one that fails stops no other."""

import hashlib
import queue
import threading

#: Blocks that wait for a place that is slower than the others.
WAITING = 8
#: Seconds after which a place that takes nothing more is given up.
PATIENCE = 900
#: At the end there is more to wait for: some send all when the file is closed.
END_PATIENCE = 24 * PATIENCE


class NobodyLeft(Exception):
    """Every place has failed; there is no use in going on. ``errors`` says why."""

    def __init__(self, errors=None):
        super().__init__("every place has failed")
        self.errors = errors or {}


class Branch:
    """One place: a thread that writes what it is given, in order.

    :param open_file: function that returns a file to write to
    """

    def __init__(self, name, open_file, patience=PATIENCE):
        self.name, self.error = name, None
        self._open, self._patience = open_file, patience
        self._queue = queue.Queue(WAITING)
        # daemon: a place that hangs cannot keep the process alive
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def put(self, data):
        """Hand over a block, None for the end."""
        if self.error is not None:
            return
        try:
            self._queue.put(data, timeout=self._patience)
        except queue.Full:
            self.error = TimeoutError(f"took nothing for {self._patience} seconds")

    def wait(self):
        """Return once everything is written, or failed."""
        patience = min(END_PATIENCE, self._patience * 24)
        self._thread.join(patience)
        if self._thread.is_alive() and self.error is None:
            self.error = TimeoutError(f"did not end within {patience} seconds")

    def _run(self):
        try:
            with self._open() as file:
                while (data := self._queue.get()) is not None:
                    if data is STOP:
                        raise InterruptedError("the backup was not finished")
                    file.write(data)
        except BaseException as error:  # noqa: BLE001 told by who waits
            self.error = self.error or error
            while not self._queue.empty():
                self._queue.get_nowait()


STOP = object()


class Fan:
    """Takes bytes and hands them to all places; counts and hashes them.

    :param places: ``{name: function that opens a file}``

    >>> import io
    >>> class Kept(io.BytesIO):
    ...     def close(self):
    ...         pass
    >>> class Full(Kept):
    ...     def write(self, data):
    ...         raise OSError(28, "No space left on device")
    >>> good, full = Kept(), Full()
    >>> fan = Fan({"good": lambda: good, "full": lambda: full})
    >>> for block in (b"abc", b"def"):
    ...     fan.write(block)
    >>> fan.finish()
    {'full': OSError(28, 'No space left on device')}
    >>> good.getvalue(), fan.size
    (b'abcdef', 6)
    """

    def __init__(self, places, patience=PATIENCE):
        self._branches = [Branch(n, o, patience) for n, o in places.items()]
        self._hash = hashlib.sha256()
        self.size = 0

    def write(self, data):  # pylint: disable=method-required-super
        """Hand a block to every place that still works.

        :raise NobodyLeft: there is none
        """
        self._hash.update(data)
        self.size += len(data)
        for branch in self._branches:
            branch.put(data)
        if all(branch.error is not None for branch in self._branches):
            raise NobodyLeft

    def finish(self):
        """Wait until all is written; return ``{name: exception}`` of what failed."""
        return self._end(None)

    def abort(self):
        """End without having all: no place gets a finished file."""
        return self._end(STOP)

    def _end(self, last):
        for branch in self._branches:
            branch.put(last)
        for branch in self._branches:
            branch.wait()
        return {b.name: b.error for b in self._branches if b.error is not None}

    def hexdigest(self):
        """Return the SHA-256 of all that was written."""
        return self._hash.hexdigest()
