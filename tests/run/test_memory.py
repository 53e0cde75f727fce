"""When Python looks for cyclic garbage during a step."""

import gc
import weakref

import pytest

from pipelines.run.memory import garbage_collection_paused


def test_garbage_collection_is_paused_and_resumed_even_after_an_error() -> None:
    seen = []

    @garbage_collection_paused()
    def work() -> None:
        seen.append(gc.isenabled())
        raise ValueError("of the step")

    with pytest.raises(ValueError, match="of the step"):
        work()
    assert seen == [False]
    assert gc.isenabled()


def test_a_nested_pause_does_not_end_the_outer_one() -> None:
    with garbage_collection_paused():
        with garbage_collection_paused():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_cyclic_garbage_of_the_step_is_removed_at_its_end() -> None:
    class Node:
        myself: "Node"

    with garbage_collection_paused():
        node = Node()
        node.myself = node
        seen = weakref.ref(node)
        del node
        assert seen() is not None
    assert seen() is None
