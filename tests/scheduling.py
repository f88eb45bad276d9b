"""Which file of tests a worker takes next."""

from xdist.scheduler import LoadFileScheduling

#: A file with no more tests than this installs, restores or kills whole servers.
FEW = 2


class LongFilesFirst(LoadFileScheduling):
    """Begin with the files of few, long tests.

    pytest-xdist takes the file with most tests first, so these would come last, several
    of them queued at one worker while the other has nothing left to do.
    """

    def _assign_work_unit(self, node):
        few = (file for file, tests in self.workqueue.items() if len(tests) <= FEW)
        if file := next(few, None):
            self.workqueue.move_to_end(file, last=False)
        return super()._assign_work_unit(node)
