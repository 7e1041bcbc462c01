"""Whose kernel is whose, with kernels that only note what befalls them."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from framelens.kernels import Kernel, Kernels


class Noted(list):
    """A kernel that runs nothing: what was done to it, in order."""

    def empty(self):
        self.append("emptied")

    def stop(self):
        self.append("stopped")


@pytest.fixture
def kernels(monkeypatch):
    monkeypatch.setattr(Kernel, "start", Noted)
    with Kernels() as kernels:
        yield kernels


def lend(kernels):
    with kernels.lend() as kernel:
        return kernel


def test_a_thread_gets_back_the_kernel_that_it_had(kernels):
    with ThreadPoolExecutor() as other:
        with kernels.lend() as mine:
            yours = other.submit(lend, kernels).result()
        assert yours is not mine
        assert lend(kernels) is mine
        assert other.submit(lend, kernels).result() is yours
    assert [mine, yours] == [["emptied", "emptied"], ["emptied", "emptied"]]


def test_a_kernel_that_failed_is_stopped_and_not_lent_again(kernels):
    with pytest.raises(ZeroDivisionError), kernels.lend() as failed:
        raise ZeroDivisionError
    assert failed == ["stopped"]
    assert lend(kernels) is not failed


def test_all_are_stopped_at_the_end(monkeypatch):
    monkeypatch.setattr(Kernel, "start", Noted)
    with Kernels() as kernels:
        mine = lend(kernels)
    assert mine == ["emptied", "stopped"]
