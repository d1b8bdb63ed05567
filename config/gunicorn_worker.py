"""How a process of the website ends: it leaves nobody waiting at its door."""

from __future__ import annotations

import socket

from gunicorn.workers.gthread import ThreadWorker


class Worker(ThreadWorker):
    """Told to end, it takes whoever has knocked and closes the door at once.

    Gunicorn's own keeps it open, without opening, until all that is under way is done. Whoever came
    meanwhile was cut off then, while a closed door sends a proxy to the other website.
    """

    sockets: list[socket.socket]

    def set_accept_enabled(self, enabled: bool) -> None:
        super().set_accept_enabled(enabled)
        if enabled or self.alive:
            return
        for door in self.sockets:
            taken = -1
            while taken != self.nr_conns:
                taken = self.nr_conns
                self.accept(door)
            door.close()
        self.sockets = []
