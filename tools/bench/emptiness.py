"""Answers every request with the same few bytes: how much the load could do at most."""

from __future__ import annotations

import select
import socket
import sys

ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nok\n"


def main() -> int:
    listening = socket.create_server(("127.0.0.1", 0), backlog=512)
    print(listening.getsockname()[1], flush=True)
    poll = select.epoll()
    poll.register(listening, select.EPOLLIN)
    open_ones: dict[int, socket.socket] = {}
    while True:
        for number, _ in poll.poll():
            if number == listening.fileno():
                made, _ = listening.accept()
                open_ones[made.fileno()] = made
                poll.register(made, select.EPOLLIN)
            elif not open_ones[number].recv(65536):
                poll.unregister(number)
                open_ones.pop(number).close()
            else:
                open_ones[number].send(ANSWER)


if __name__ == "__main__":
    sys.exit(main())
