"""Choosing ports."""

import socket

import pytest

from dev import ports
from dev.say import Failure


def test_a_listening_port_is_not_free():
    with socket.socket() as server:
        server.bind((ports.HOST, 0))
        server.listen()
        taken = server.getsockname()[1]
        assert not ports.is_free(taken)


def test_first_free_skips_taken_ones_and_gives_up_in_words():
    assert ports.first_free(9000, free={9002, 9003}.__contains__) == 9002
    with pytest.raises(Failure, match="9000 to 9004"):
        ports.first_free(9000, count=5, free=lambda port: False)


@pytest.mark.parametrize("text", ["x", "0", "80", "70000", "-1", "8069.5"])
def test_a_wrong_port_is_refused_with_a_command_that_works(text):
    with pytest.raises(Failure) as error:
        ports.wanted(text)
    assert "NEIQIN_PORT=8070 ./neiqin run" in error.value.mend


def test_a_taken_web_port_names_the_next_free_one(monkeypatch):
    with socket.socket() as server:
        server.bind((ports.HOST, 0))
        server.listen()
        taken = server.getsockname()[1]
        monkeypatch.setenv("NEIQIN_PORT", str(taken))
        with pytest.raises(Failure, match=f"Port {taken} is taken"):
            ports.web()
